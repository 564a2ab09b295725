import { createConnection } from '../../../../commands/connection.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { automaticOfConnection } from '../../route-rules.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { refuseInDebt } from '../shared/bills.ts'
import { resourceGroup } from '../shared/request-fields.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { tagsNeverOccur } from '../shared/tags.ts'
import { newer } from '../vpn-connection/ike-config.ts'
import {
  creationDocumented,
  creationErrors,
  creationFields,
  creationNeverEndsIn,
  creationRules,
  destinationsFull,
  readCreation,
} from '../vpn-connection/new-connection.ts'
import { certificate, networkType } from '../vpn-connection/request.ts'
import { connectionFields } from '../vpn-connection/response.ts'
import { newNumberedTunnels } from '../vpn-connection/tunnel-options.ts'
import { outcomeFields } from './response.ts'

/** Of a tunnel, as the console has it: 1 Gbit/s and 3 Gbit/s. */
const mbpsOf = { Standard: 1000, Large: 3000 } as const

const noRoutesYet = 'the connection has no routes of its own before it is attached'

export const createVpnAttachment = operation({
  ...about('CreateVpnAttachment', dated(vpn, 'February 2025'), '*'),
  summary: 'Creates an IPsec-VPN connection that a transit router may be made to carry.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...creationFields,
    NetworkType: withDefault(networkType, false, {
      defaultText: 'public',
      note: 'private takes the outer addresses from the address blocks of the transit router that the connection is attached to',
    }),
    RemoteCaCert: certificate,
    TunnelOptionsSpecification: optional(newNumberedTunnels(newer), { note: 'makes the connection a dual-tunnel one' }),
    TunnelBandwidth: withDefault(t.word('Standard', 'Large'), 'Standard', {
      note: 'each tunnel is held to 1000 or 3000 Mbit/s; in user space it carries less than either',
    }),
    ...resourceGroup,
  },
  rules: creationRules,
  response: { ...outcomeFields, ...r.pick(connectionFields, 'CreateTime', 'Name', 'VpnConnectionId') },
  shownBy: { operation: 'DescribeVpnConnection', by: 'VpnConnectionId', id: 'VpnConnectionId', at: '' },
  errors: { ...creationErrors, 'automatic-routes-exhausted': destinationsFull, 'balance-negative': true },
  documented: creationDocumented,
  neverOccurs: {
    ...tagsNeverOccur,
    ...creationNeverEndsIn,
    'InvalidVpnConnection.AlreadyExists':
      'each attachment gets outer addresses of its own, so any two can be told apart',
    'QuotaExceeded.PolicyBasedRoute': 'an attachment has no policy-based routes',
    'VpnRouteEntry.AlreadyExists': noRoutesYet,
    'VpnRouteEntry.Conflict': noRoutesYet,
    'VpnRouteEntry.BackupRoute': noRoutesYet,
    'VpnRouteEntry.InvalidWeight': noRoutesYet,
    'CustomerGateway.ConflictVpnIp':
      'the connection has no outer address before it is attached: CreateTransitRouterVpnAttachment finds the conflict',
    'IllegalParam.EnableBgp': 'it speaks of a VPN gateway with BGP, and an attachment has no VPN gateway',
  },
  async run(context: CallContext, request) {
    const connection = readCreation(context, request, newer, { tunnelBandwidth: request.TunnelBandwidth })
    if (!connection.ok) return connection
    const isPrivate = request.NetworkType
    const quota = quotaOf(context, 'vpn_quota_attachments_num')
    const made = await executed(context, 'connection', createConnection, {
      ...connection.value,
      isPrivate,
      tunnelMbps: mbpsOf[request.TunnelBandwidth],
      quotas: { beside: quota },
      automaticQuota: automaticOfConnection(context),
    })
    if (!made.ok) return made
    const debt = await refuseInDebt(context)
    return debt === undefined ? ok({ connection: made.value }) : fail(debt)
  },
})
