import { modifyConnection, type StandingConnection } from '../../../../commands/modify-connection.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { bgpErrorsThatNeverOccur } from '../vpn-connection/bgp-config.ts'
import { connectionFields, modifiedBgp, modifiedHealthCheck, modifiedTunnels } from '../vpn-connection/response.ts'
import { association, viewConnection } from '../vpn-connection/view.ts'
import { changeFields, peersOf, readChange } from './change.ts'

/** How long the cloud's "specified period" is, in which one modification keeps the next one waiting, in milliseconds. */
const modificationPeriod = 60_000

function refuseWhileBusy(standing: StandingConnection, now: number): Result<never, DomainError> | undefined {
  const { connection } = standing
  const { state } = association(standing)
  const recent = now - extras.connection.read(connection).modifiedAt < modificationPeriod
  const busy = state === 'detaching' || (recent && (state === 'attaching' || state === 'updating'))
  return busy ? fail(domainError('busy', `the connection is ${state}`, connection.id)) : undefined
}

const noRoutes = 'routes follow the subnets by themselves: there are no entries that could conflict'

export const modifyVpnAttachmentAttribute = operation({
  ...about('ModifyVpnAttachmentAttribute', dated(vpn, 'February 2025'), 'vpnconnection/{VpnConnectionId}'),
  summary: 'Modifies an IPsec-VPN connection; what is not given stays as it is.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: changeFields,
  response: {
    ...r.pick(
      connectionFields,
      'AttachInstanceId',
      'AttachType',
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
      'NetworkType',
      'RemoteSubnet',
      'ResourceGroupId',
      'Spec',
      'Status',
      'VpnConnectionId',
      'VpnGatewayId',
    ),
    VcoHealthCheck: modifiedHealthCheck,
    VpnBgpConfig: modifiedBgp,
    TunnelOptionsSpecification: modifiedTunnels,
  },
  shownBy: { operation: 'DescribeVpnConnection', by: 'VpnConnectionId', id: 'VpnConnectionId', at: '' },
  errors: {
    'connection-not-found': true,
    'customer-gateway-not-found': true,
    'tunnel-not-found': true,
    'tunnel-count-fixed': true,
    'selectors-overlap': true,
    'remote-overlaps-network': true,
    'ikev1-several-selectors': true,
    'peer-address-own': true,
    'peer-inside-route': true,
    'health-check-address-invalid': true,
    'health-check-outside-selectors': true,
    'health-check-timing-invalid': true,
    'bgp-as-number-missing': true,
    'bgp-as-numbers-equal': true,
    'bgp-prefix-missing': true,
    'bgp-prefix-overlaps': true,
    'bgp-address-outside-prefix': true,
    'bgp-outside-selectors': true,
    busy: { status: 400, code: 'VpnConnection.Configuring', message: 'The specified service is configuring.' },
  },
  documented: [
    'VpnConnection.Configuring',
    'VpnConnection.FinancialLocked',
    'InvalidName',
    'VpnRouteEntry.AlreadyExists',
    'VpnRouteEntry.Conflict',
    'NotSupportVpnConnectionParameter.IpsecPfs',
    'NotSupportVpnConnectionParameter.IpsecAuthAlg',
    'VpnRouteEntry.BackupRoute',
    'VpnRouteEntry.InvalidWeight',
    'MissingParameter.TunnelCidr',
    'OperationUnsupported.EnableBgp',
    'MissingParam.CustomerGatewayAsn',
    'IllegalParam.LocalAsn',
    'IllegalParam.BgpConfig',
    'IllegalParam.EnableBgp',
    'IllegalParam.TunnelCidr',
    'InvalidLocalBgpIp.Malformed',
    'IllegalParam.LocalBgpIp',
    'IllegalParam.LocalSubnet',
    'IllegalParam.RemoteSubnet',
    'CustomerGateway.ConflictRouteEntry',
    'IllegalParam.NetworkType',
    'InvalidTunnelCidr.Malformed',
    'VpnGateway.Configuring',
    'VpnTask.CONFLICT',
    'ModifyIkeV1WithMultiRoutes.Invalid',
    'InvalidVpnGatewayInstanceId.NotFound',
    'Resource.QuotaFull',
    'CreateDbrRoutesQuotaFull.QuotaFull',
    'CreatePbrRoutesQuotaFull.QuotaFull',
    'Forbbiden.SubUser',
    'Forbidden',
    'InvalidVpnConnectionInstanceId.NotFound',
  ],
  neverOccurs: {
    ...bgpErrorsThatNeverOccur,
    'VpnConnection.FinancialLocked': 'nothing is billed',
    'VpnRouteEntry.AlreadyExists': noRoutes,
    'VpnRouteEntry.BackupRoute': noRoutes,
    'VpnRouteEntry.InvalidWeight': noRoutes,
    'IllegalParam.EnableBgp': 'it speaks of a VPN gateway with BGP, and an attachment has no VPN gateway',
    'VpnGateway.Configuring': 'an attachment has no VPN gateway',
    'InvalidVpnGatewayInstanceId.NotFound': 'an attachment has no VPN gateway',
    'VpnTask.CONFLICT': 'modifications wait for each other instead',
    'Resource.QuotaFull': 'there are no quotas',
    'CreateDbrRoutesQuotaFull.QuotaFull': 'there are no quotas',
    'CreatePbrRoutesQuotaFull.QuotaFull': 'there are no quotas',
    'Forbbiden.SubUser': 'an account has no sub-users',
    Forbidden: 'a key may do what its account may do',
  },
  async run(context: CallContext, request) {
    const modified = await executed(context, 'connection', modifyConnection, {
      id: request.VpnConnectionId,
      customerGateways: peersOf(request),
      onePairWithIkeV1: true,
      peersOutsideRoutes: true,
      patch: (standing) =>
        refuseWhileBusy(standing, context.now) ?? readChange(request, standing.connection, context.now),
    })
    return modified.ok ? ok(await viewConnection(context, modified.value)) : modified
  },
})
