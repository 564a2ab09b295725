import { createConnection } from '../../../../commands/connection.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { automaticOnGateway, gatewayRoutes } from '../../route-rules.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { gatewayLocked, refuseLocked } from '../shared/bills.ts'
import { id } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { tagsNeverOccur } from '../shared/tags.ts'
import { older } from './ike-config.ts'
import {
  creationDocumented,
  creationErrors,
  creationFields,
  creationNeverEndsIn,
  creationRules,
  readCreation,
} from './new-connection.ts'
import { certificate } from './request.ts'
import { connectionFields } from './response.ts'
import { newTunnels } from './tunnel-options.ts'

const noWeight = 'what the subnets are routed by is given no weight: route entries are'

export const createVpnConnection = operation({
  ...about('CreateVpnConnection', vpn, 'vpnconnection/*'),
  summary: 'Creates an IPsec-VPN connection on a VPN gateway: of two tunnels where the gateway has two addresses.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    VpnGatewayId: required(id),
    ...creationFields,
    RemoteCaCertificate: certificate,
    TunnelOptionsSpecification: optional(newTunnels(older), { note: 'required on a gateway with two addresses' }),
  },
  rules: creationRules,
  response: r.pick(connectionFields, 'CreateTime', 'Name', 'VpnConnectionId'),
  shownBy: { operation: 'DescribeVpnConnection', by: 'VpnConnectionId', id: 'VpnConnectionId', at: '' },
  errors: {
    ...creationErrors,
    'gateway-not-found': true,
    'tunnels-incomplete': {
      status: 400,
      code: 'MissingParameter.TunnelOptionsSpecification',
      message: 'The required parameters are missing when creating a tunnel for dual-tunnel VPN: %d.',
    },
    'connection-exists': true,
    'connection-leaving': true,
    'peer-address-own': true,
    'remote-overlaps-network': true,
    'remote-overlaps-connection': true,
    'route-conflict': true,
    'route-preference-taken': true,
    'route-alternatives-full': true,
    'bgp-mixed': true,
    'automatic-routes-exhausted': true,
    'published-routes-exhausted': true,
    suspended: gatewayLocked,
    busy: { status: 400, code: 'VpnGateway.Configuring', message: 'The specified service is configuring.' },
  },
  documented: [
    ...creationDocumented,
    'VpnGateway.Configuring',
    'VpnGateway.FinancialLocked',
    'InvalidVpnGatewayInstanceId.NotFound',
  ],
  neverOccurs: {
    ...tagsNeverOccur,
    ...creationNeverEndsIn,
    'CreateDbrRoutesQuotaFull.QuotaFull': 'what a connection on a VPN gateway is routed by itself are policies',
    'OperationFailed.NoAvailableAmount': 'a connection on a VPN gateway is paid for with the gateway',
    'VpnRouteEntry.InvalidWeight': noWeight,
  },
  async run(context: CallContext, request) {
    const gateway = await context.reader.get('gateway', request.VpnGatewayId)
    const connection = readCreation(context, request, older, undefined, gateway?.spec.isShangMi)
    if (!connection.ok) return connection
    const locked = refuseLocked(await context.reader.get('gateway', request.VpnGatewayId))
    if (locked !== undefined) return fail(locked)
    const quota = quotaOf(context, 'vpn_quota_connections_num')
    const input = {
      ...connection.value,
      gateway: request.VpnGatewayId,
      bgpBesideBgp: true,
      routeRules: gatewayRoutes(context),
      quotas: { beside: quota },
      automaticQuota: automaticOnGateway(context),
    }
    const made = await executed(context, 'connection', createConnection, input)
    return made.ok ? ok({ connection: made.value }) : made
  },
})
