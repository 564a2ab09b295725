import { modifyConnection, type StandingConnection } from '../../../../commands/modify-connection.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { gatewayLocked } from '../shared/bills.ts'
import { anyRegion, clientToken, id } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { changeFields, modification, modificationBy, modificationErrors, readDualPatch } from './change.ts'
import { bgpRule, certificate, shangMiErrors } from './request.ts'
import {
  connectionFields,
  modifiedBgp,
  modifiedGatewayCheck,
  modifiedTunnelFields,
  wrappedTunnels,
} from './response.ts'
import { changedFields, changedTunnels } from './tunnel-options.ts'
import { type TunnelView, viewConnection } from './view.ts'

const configuring = {
  status: 400,
  code: 'VpnGateway.Configuring',
  message: 'The specified service is configuring.',
} as const

export const modifyVpnConnectionAttribute = operation({
  ...about('ModifyVpnConnectionAttribute', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Modifies an IPsec-VPN connection on a VPN gateway; what is not given stays as it is.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...changeFields,
    RemoteCaCertificate: certificate,
    TunnelOptionsSpecification: optional(changedTunnels),
  },
  rules: [bgpRule],
  response: {
    ...r.pick(
      connectionFields,
      'CreateTime',
      'CustomerGatewayId',
      'EffectImmediately',
      'EnableDpd',
      'EnableNatTraversal',
      'EnableTunnelsBgp',
      'IkeConfig',
      'IpsecConfig',
      'LocalSubnet',
      'Name',
      'RemoteSubnet',
      'ResourceGroupId',
      'VpnConnectionId',
      'VpnGatewayId',
    ),
    VcoHealthCheck: modifiedGatewayCheck,
    VpnBgpConfig: modifiedBgp,
    TunnelOptionsSpecification: wrappedTunnels(modifiedTunnelFields),
  },
  shownBy: { operation: 'DescribeVpnConnection', by: 'VpnConnectionId', id: 'VpnConnectionId', at: '' },
  errors: {
    ...modificationErrors,
    'algorithms-unsupported': shangMiErrors['algorithms-unsupported'],
    'algorithms-mixed': true,
    'remote-overlaps-connection': true,
    'route-conflict': true,
    'route-preference-taken': true,
    'route-alternatives-full': true,
    'bgp-mixed': true,
    'automatic-routes-exhausted': true,
    'published-routes-exhausted': true,
    suspended: gatewayLocked,
    busy: configuring,
  },
  documented: [
    'VpnGateway.Configuring',
    'VpnGateway.FinancialLocked',
    'InvalidName',
    'QuotaExceeded.PolicyBasedRoute',
    'IllegalParam.LocalSubnet',
    'IllegalParam.RemoteSubnet',
    'IllegalParam.BgpConfig',
    'IllegalParam.EnableBgp',
    'IllegalParam.LocalAsn',
    'IllegalParam.LocalBgpIp',
    'IllegalParam.TunnelCidr',
    'Forbbiden.SubUser',
    'Forbidden',
    'InvalidVpnConnectionInstanceId.NotFound',
  ],
  async run(context: CallContext, request) {
    const input = modificationBy(context, request, true)
    const modified = await executed(context, 'connection', modifyConnection, input)
    return modified.ok ? ok(await viewConnection(context, modified.value)) : modified
  },
})

/** The tunnel of that id among two; a single tunnel's id is shown nowhere. */
function tunnelOf({ connection }: Pick<StandingConnection, 'connection'>, tunnel: string) {
  const { tunnels } = connection.spec
  if (tunnels.length === 1) return fail(domainError('tunnel-count-fixed', 'it has a single tunnel', connection.id))
  const found = tunnels.find((each) => each.id === tunnel)
  return found === undefined
    ? fail(domainError('tunnel-not-found', 'is no tunnel of this connection', tunnel))
    : ok(found)
}

export const modifyTunnelAttribute = operation({
  ...about('ModifyTunnelAttribute', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Modifies one of the two tunnels of an IPsec-VPN connection; what is not given stays as it is.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...anyRegion,
    VpnConnectionId: required(id),
    TunnelId: required(t.text(), { worldless: 'it says which of the two tunnels changes' }),
    TunnelOptionsSpecification: optional(t.structure(changedFields)),
    ...clientToken,
  },
  response: r.within('TunnelOptionsSpecification', modifiedTunnelFields),
  shownBy: { operation: 'DescribeVpnConnection', by: 'VpnConnectionId', id: 'VpnConnectionId', at: '' },
  errors: {
    'connection-not-found': true,
    'tunnel-not-found': true,
    'tunnel-count-fixed': true,
    'customer-gateway-not-found': true,
    'connection-exists': true,
    'connection-leaving': true,
    'ikev1-several-selectors': true,
    'peer-address-own': true,
    'peer-inside-route': true,
    'bgp-as-number-missing': true,
    'bgp-prefix-overlaps': true,
    'bgp-address-outside-prefix': true,
    ...shangMiErrors,
    busy: configuring,
  },
  async run(call: CallContext, request): Promise<Result<TunnelView, DomainError>> {
    const context = call.acrossRegions()
    const { TunnelId, TunnelOptionsSpecification: change } = request
    const input = modification(context, {
      id: request.VpnConnectionId,
      customerGateways: change?.CustomerGatewayId === undefined ? [] : [change.CustomerGatewayId],
      patch({ connection }) {
        const tunnel = tunnelOf({ connection }, TunnelId)
        if (!tunnel.ok) return tunnel
        const known = { ...extras.connection.read(connection), modifiedAt: context.now }
        return ok({
          tunnels: [readDualPatch(tunnel.value, change, undefined)],
          extras: extras.connection.write(known),
        })
      },
    })
    const modified = await executed(context, 'connection', modifyConnection, input)
    if (!modified.ok) return modified
    const { tunnels } = await viewConnection(context, modified.value)
    const view = tunnels.find(({ tunnel }) => tunnel.id === TunnelId)
    if (view === undefined) throw new TypeError(`${modified.value.id} has lost its tunnel ${TunnelId}`)
    return ok(view)
  },
})
