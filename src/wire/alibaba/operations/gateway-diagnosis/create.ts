import { noteDiagnosis } from '../../../../commands/diagnosis.ts'
import { loadRivals } from '../../../../commands/route/rivals.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { noLabels, type Resource } from '../../../../domain/resource.ts'
import { fail, type Result } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { suspendedAs } from '../diagnosis/words.ts'
import { type GatewayRoutes, routesOfGateway } from '../shared/gateway-routes.ts'
import { newResource } from '../shared/new-resource.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { findingsOf, type Sight } from './findings.ts'
import { type Probe, probes } from './probe.ts'
import { diagnosisFields } from './response.ts'

function countsOf(context: CallContext, routes: GatewayRoutes): Sight['counts'] {
  const { connections, policyBased, destinationBased } = routes
  return {
    connections: { used: connections.length, quota: quotaOf(context, 'vpn_quota_connections_num') },
    policyBased: { used: policyBased.length, quota: quotaOf(context, 'vpn_quota_pbr_num') },
    destinationBased: { used: destinationBased.length, quota: quotaOf(context, 'vpn_quota_dbr_num') },
  }
}

async function look(
  context: CallContext,
  gateway: Resource<'gateway'>,
  connection: Resource<'connection'>,
  asked: readonly Probe[],
): Promise<Result<Sight, DomainError>> {
  const { reader, observed } = context
  const routes = await routesOfGateway(context, gateway.id)
  if (!routes.ok) return routes
  const { network = '', suspended } = gateway.spec
  const { published, own } = await loadRivals(reader, { network, gateway: gateway.id })
  return {
    ok: true,
    value: {
      connection,
      network: await reader.get('network', network),
      routes: [...routes.value.policyBased, ...routes.value.destinationBased].map(({ entry }) => entry),
      rivals: [...published, ...own],
      suspended: suspended && suspendedAs(suspended).code,
      tunnels: connection.spec.tunnels.map((tunnel) => observed.tunnel(tunnel.id)?.value),
      counts: countsOf(context, routes.value),
      probes: asked,
    },
  }
}

const worldless = 'it is looked at, and left as it is'

export const diagnoseVpnGateway = operation({
  ...about('DiagnoseVpnGateway', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Looks at an IPsec-VPN connection on a VPN gateway: routes, quotas, configuration, and what is up.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpnGatewayId: required(id, { worldless }),
    ResourceId: required(id, { worldless, note: 'an IPsec-VPN connection on the gateway' }),
    ResourceType: required(t.word('IPsec', 'Ipsec'), {
      worldless,
      readBy: 'nothing: the document has one word for it, in two spellings',
    }),
    IPsecExtendInfo: optional(probes, { worldless, note: 'it is told where packets would go; none is sent' }),
    ...clientToken,
  },
  response: r.pick(diagnosisFields, 'DiagnoseId'),
  shownBy: { operation: 'GetVpnGatewayDiagnoseResult', by: 'DiagnoseId', id: 'DiagnoseId', at: '' },
  errors: { 'gateway-not-found': true, 'connection-not-found': true },
  async run(context: CallContext, { VpnGatewayId, ResourceId, IPsecExtendInfo = [] }) {
    const { reader } = context
    const gateway = await reader.get('gateway', VpnGatewayId)
    if (gateway === undefined) return fail(domainError('gateway-not-found', 'no such gateway', VpnGatewayId))
    const connection = await reader.get('connection', ResourceId)
    if (connection === undefined) return fail(domainError('connection-not-found', 'no such connection', ResourceId))
    const sight = await look(context, gateway, connection, IPsecExtendInfo)
    if (!sight.ok) return sight
    const found = extras.diagnosis.write({ findings: findingsOf(sight.value) })
    const resource = newResource(context, 'vpndgn', '', noLabels, found)
    return executed(context, 'diagnosis', noteDiagnosis, {
      ...resource,
      gateway: gateway.id,
      connection: connection.id,
    })
  },
})
