import { defaultSubnetIn, freePrefix, loadDefaultNetwork } from '../../../../commands/default-network.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { about } from '../shared/service.ts'
import { bits, firstZoneOf, knownZone, zoneField } from './request.ts'

interface Verdict {
  readonly isPossible: boolean
}

export const checkDefaultSubnet = operation({
  ...about('CheckDefaultSubnet', '*'),
  summary: 'Tells whether CreateDefaultVpc would make a default subnet in a zone.',
  effect: 'read',
  request: { Zone: zoneField },
  rules: [knownZone],
  response: {
    Result: r.boolean<Verdict>(
      r.derived('whether the zone has no default subnet, and the default VPC room for one'),
      ({ isPossible }) => isPossible,
    ),
  },
  errors: {},
  documented: ['ResourceInsufficient.CidrBlock', 'ResourceNotFound'],
  neverOccurs: { 'ResourceInsufficient.CidrBlock': 'that there is no room is told as Result false' },
  async run(context: CallContext, { Zone = firstZoneOf(context) }) {
    const { network, subnets } = await loadDefaultNetwork(context.reader)
    const isFree = defaultSubnetIn(Zone, { subnets }) === undefined
    return ok({ isPossible: isFree && (network === undefined || freePrefix(network, subnets, bits) !== undefined) })
  },
})
