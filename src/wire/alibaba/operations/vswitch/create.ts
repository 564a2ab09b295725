import { createDefaultSubnet } from '../../../../commands/default-network.ts'
import { createSubnet } from '../../../../commands/network.ts'
import { parseIpv4Prefix, prefixLength } from '../../../../domain/address.ts'
import { noLabels } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation, type Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { tagFields, tagRules } from '../shared/tags.ts'
import { noIpv6 } from '../vpc/create.ts'
import { vSwitchFields } from './response.ts'

const prefix = t.checked(
  t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['10.0.8.0/24', '10.0.9.0/24']),
  'an IPv4 prefix of 16 to 29 bits without host bits',
  (value) => (prefixLength(value) >= 16 && prefixLength(value) <= 29 ? value : undefined),
)

const zoneField = required(t.text(), { note: 'a zone of DescribeZones', worldless: 'zones are names here' })

const zoneRules: readonly Rule<{ readonly ZoneId: string }>[] = [
  {
    code: 'InvalidZoneId.NotFound',
    demand: 'must be a zone of the region',
    brokenBy: ({ ZoneId }, { region, settings }) =>
      settingOfRegion(settings, region, 'zones').includes(ZoneId) ? undefined : 'ZoneId',
  },
  {
    code: 'ResourceNotAvailable',
    demand: 'must be a zone in which vSwitches can be made',
    brokenBy: ({ ZoneId }, { region, settings }) =>
      settingOfRegion(settings, region, 'no-vswitch').includes(ZoneId) ? 'ZoneId' : undefined,
  },
]

const response = r.pick(vSwitchFields, 'VSwitchId')

const shownBy = { operation: 'DescribeVSwitchAttributes', by: 'VSwitchId', id: 'VSwitchId', at: '' } as const

export const createVSwitch = operation({
  ...about('CreateVSwitch', vpc, 'vswitch/*', 'vpc/{VpcId}'),
  summary: 'Creates a vSwitch in a VPC.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    ZoneId: zoneField,
    VpcId: required(id),
    CidrBlock: required(prefix, { code: 'InvalidCidrBlock.Malformed' }),
    VSwitchName: optional(freeText(128), { code: 'InvalidVSwitchName.Malformed' }),
    Description: optional(freeText(256), { code: 'InvalidVSwitchDiscription.Malformed' }),
    CidrMask: refused(t.integer(), 'give CidrBlock'),
    Ipv6CidrBlock: refused(t.integer(), noIpv6),
    Ipv6CidrMask: refused(t.integer(), noIpv6),
    VpcIpv6CidrBlock: refused(t.text(), noIpv6),
    ...tagFields,
    ...clientToken,
  },
  rules: [...zoneRules, ...tagRules],
  response,
  shownBy,
  errors: {
    'network-not-found': true,
    'subnet-outside-network': true,
    'subnet-overlaps': true,
    'quota-exhausted': { status: 400, code: 'QuotaExceeded.VSwitch', message: 'Virtual switch quota exceeded.' },
  },
  neverOccurs: {
    IncorrectRouteEntryStatus: 'creations wait for each other instead',
    IncorrectVSwitchStatus: 'creations wait for each other instead',
    IncorrectVpcStatus: 'a vSwitch may be created while its VPC is Pending',
    'InvalidCirdrBlock.MaskLength': 'InvalidCidrBlock.Malformed says it',
  },
  async run(context: CallContext, request) {
    const resource = newResource(context, 'vsw', request.VSwitchName, readLabels(request))
    const { VpcId: network, CidrBlock: prefix, ZoneId: zone } = request
    const quota = quotaOf(context, 'vpc_quota_vswitches_num')
    const made = await executed(context, 'subnet', createSubnet, { ...resource, network, prefix, zone, quota })
    return made.ok ? ok({ subnet: made.value }) : made
  },
})

/** Of the range of a default one ("Default VPC and default vSwitch"). */
const bits = 20

export const createDefaultVSwitch = operation({
  ...about('CreateDefaultVSwitch', vpc, 'vswitch/*'),
  summary: 'Creates the default vSwitch of a zone in the default VPC, where that has room.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    ZoneId: zoneField,
    Ipv6CidrBlock: refused(t.integer(), noIpv6),
    ...clientToken,
  },
  rules: zoneRules,
  response,
  shownBy,
  errors: { 'network-not-found': true, 'default-subnet-exists': true, 'network-full': true },
  async run(context: CallContext, { ZoneId: zone }) {
    const resource = newResource(context, 'vsw', undefined, noLabels)
    const made = await executed(context, 'subnet', createDefaultSubnet, { ...resource, zone, bits })
    return made.ok ? ok({ subnet: made.value }) : made
  },
})
