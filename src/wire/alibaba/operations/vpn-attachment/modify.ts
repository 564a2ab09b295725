import { modifyConnection } from '../../../../commands/modify-connection.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { connectionLocked } from '../shared/bills.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { changeFields, modificationBy, modificationErrors } from '../vpn-connection/change.ts'
import { destinationsFull } from '../vpn-connection/new-connection.ts'
import { bgpRule, certificate, networkType, shangMiErrors, singlePeer } from '../vpn-connection/request.ts'
import { connectionFields, modifiedBgp, modifiedHealthCheck, modifiedTunnels } from '../vpn-connection/response.ts'
import { changedNumberedTunnels } from '../vpn-connection/tunnel-options.ts'
import { viewConnection } from '../vpn-connection/view.ts'

const noRoutes = 'routes follow the subnets by themselves, and an entry to the same prefix stands beside them'

export const modifyVpnAttachmentAttribute = operation({
  ...about('ModifyVpnAttachmentAttribute', dated(vpn, 'February 2025'), 'vpnconnection/{VpnConnectionId}'),
  summary: 'Modifies an IPsec-VPN connection; what is not given stays as it is.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...changeFields,
    ...singlePeer,
    NetworkType: optional(networkType, {
      code: 'IllegalParam.NetworkType',
      note: 'it can change while the connection is not attached',
    }),
    RemoteCaCert: certificate,
    TunnelOptionsSpecification: optional(changedNumberedTunnels),
  },
  rules: [bgpRule],
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
    ...modificationErrors,
    ...shangMiErrors,
    'addresses-fixed': true,
    'automatic-routes-exhausted': destinationsFull,
    suspended: connectionLocked,
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
    'VpnRouteEntry.AlreadyExists': noRoutes,
    'VpnRouteEntry.BackupRoute': noRoutes,
    'VpnRouteEntry.InvalidWeight': noRoutes,
    'IllegalParam.EnableBgp': 'it speaks of a VPN gateway with BGP, and an attachment has no VPN gateway',
    'VpnGateway.Configuring': 'an attachment has no VPN gateway',
    'InvalidVpnGatewayInstanceId.NotFound': 'an attachment has no VPN gateway',
    'Resource.QuotaFull': 'it makes nothing but routes, whose quota has a code of its own',
    'CreatePbrRoutesQuotaFull.QuotaFull': 'an attachment has no policy-based routes',
    'VpnTask.CONFLICT': 'modifications wait for each other instead',
  },
  async run(context: CallContext, request) {
    const modified = await executed(context, 'connection', modifyConnection, modificationBy(context, request, false))
    return modified.ok ? ok(await viewConnection(context, modified.value)) : modified
  },
})
