import { modifyGateway } from '../../../../commands/gateway.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { extras } from '../../extras.ts'
import { id } from '../../ids.ts'
import { asNumberOrNone } from '../shared/as-number.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'
import { leastMbpsOfBgp } from '../vpn-connection/bgp-config.ts'
import { bandwidthField, maxConnection, sslClients } from './create.ts'

const shownBy = { operation: 'DescribeVpnGateways', by: 'VpnGatewayIds', id: 'VpnGatewayId', at: 'VpnGatewaySet' }

export const modifyVpnGatewayAttribute = operation({
  ...about('ModifyVpnGatewayAttribute', 'vpngw/{VpnGatewayId}'),
  summary: 'Changes what is given of a VPN gateway, and nothing else.',
  effect: 'write',
  request: {
    VpnGatewayId: required(id('vpnGateway')),
    VpnGatewayName: optional(name('bytes')),
    InstanceChargeType: refused(t.word('POSTPAID_BY_HOUR', 'PREPAID'), 'nothing can be paid in advance', {
      allow: ['POSTPAID_BY_HOUR'],
    }),
    BgpAsn: optional(asNumberOrNone, {
      note: 'Changes only while no connection of the gateway speaks BGP.',
      worldless: 'no session is held under it yet: connections take it when they are made',
    }),
    MaxConnection: optional(maxConnection, sslClients),
  },
  response: {},
  shownBy,
  errors: { 'gateway-not-found': true, busy: true, 'bgp-as-number-in-use': true },
  documented: [
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.VpnUnsupportedModifyBgpAsn',
  ],
  async run(context: CallContext, { VpnGatewayId, VpnGatewayName, BgpAsn, MaxConnection }) {
    const modified = await context.execute(modifyGateway, {
      id: VpnGatewayId,
      patch: () =>
        ok({
          ...(VpnGatewayName === undefined ? {} : { name: VpnGatewayName }),
          ...(BgpAsn === undefined ? {} : { asNumber: BgpAsn }),
          ...(MaxConnection === undefined ? {} : { extras: extras.gateway.write({ maxConnection: MaxConnection }) }),
        }),
    })
    return modified.ok ? ok({}) : modified
  },
})

/** Only the larger gateways have BGP: one that speaks it stays among them. */
function tooSmall(bandwidth: number, connections: readonly Resource<'connection'>[]): DomainError | undefined {
  if (bandwidth >= leastMbpsOfBgp) return undefined
  const speaking = connections.find(({ spec }) => spec.tunnels.some(({ bgp }) => bgp?.enabled === true))
  return speaking && domainError('bgp-unsupported', `needs ${leastMbpsOfBgp} Mbps for BGP`, speaking.id)
}

export const resetVpnGatewayInternetMaxBandwidth = operation({
  ...about('ResetVpnGatewayInternetMaxBandwidth', 'vpngw/{VpnGatewayId}'),
  summary: 'Gives a VPN gateway another bandwidth, up or down.',
  effect: 'write',
  request: { VpnGatewayId: required(id('vpnGateway')), InternetMaxBandwidthOut: bandwidthField },
  response: {},
  shownBy,
  errors: {
    'gateway-not-found': true,
    busy: true,
    'bgp-unsupported': wireError('UnsupportedOperation', 'The bandwidth does not do for `%s`: it %d.'),
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.VpnUnsupportedModifyBandwidth',
  ],
  notYet: {
    'UnsupportedOperation.VpnUnsupportedModifyBandwidth':
      'a gateway that is paid for in advance may not be made smaller, and there are none such yet',
  },
  async run(context: CallContext, { VpnGatewayId, InternetMaxBandwidthOut }) {
    const modified = await context.execute(modifyGateway, {
      id: VpnGatewayId,
      patch(_gateway, connections) {
        const refusal = tooSmall(InternetMaxBandwidthOut, connections)
        return refusal === undefined ? ok({ bandwidthMbps: InternetMaxBandwidthOut }) : fail(refusal)
      },
    })
    return modified.ok ? ok({}) : modified
  },
})
