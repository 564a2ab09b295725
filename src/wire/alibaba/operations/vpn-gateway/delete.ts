import { deleteGateway } from '../../../../commands/gateway.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { timeOnBills } from '../shared/bills.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { configuring } from './errors.ts'

/** A subscription cannot be given up before its term is over. */
const termRefusal =
  (now: number) =>
  ({ id, spec: { term } }: Resource<'gateway'>): DomainError | undefined => {
    const { end = now } = term ?? {}
    if (end <= now) return undefined
    return domainError('term-not-over', `it is paid for until ${new Date(end).toISOString()}`, id)
  }

export const deleteVpnGateway = operation({
  ...about('DeleteVpnGateway', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Deletes a VPN gateway that has no connections.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...region, VpnGatewayId: required(id), ...clientToken },
  response: {},
  errors: {
    'gateway-not-found': true,
    busy: configuring,
    'term-not-over': true,
    'in-use': {
      status: 400,
      code: 'DependencyViolation.VpnConnection',
      message: 'There are vpn connections on specified vpn gateway not deleted: %d.',
    },
  },
  neverOccurs: { 'DependencyViolation.GreTunnel': 'no operation of the API makes a GRE tunnel' },
  async run(context: CallContext, { VpnGatewayId }) {
    const change = await context.execute(deleteGateway, {
      id: VpnGatewayId,
      refusal: termRefusal(timeOnBills(context)),
    })
    return change.ok ? ok({}) : change
  },
})
