import { createConnection } from '../../../../commands/connection.ts'
import { domainError } from '../../../../domain/error.ts'
import type { PreSharedKey } from '../../../../domain/ike.ts'
import type { Resource, Tunnel } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { type ConnectionExtras, extras } from '../../extras.ts'
import { id, idOrEmpty, newId } from '../../ids.ts'
import { refuseIsolated } from '../shared/bills.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { refuseTags, tagQuotaErrors, tagRules } from '../shared/tag-service.ts'
import { documentedTagErrors, tagsField } from '../shared/tags.ts'
import { bgpConfig, bgpRules, leastMbpsOfBgp, newBgpRule, toBgp } from './bgp-config.ts'
import { deadPeerTypes, toDeadPeerDetection, usualDeadPeerDetection } from './dead-peer-detection.ts'
import { type Around, healthCheckFields, mergeHealthCheck, noHealthCheck, toHealthCheck } from './health-check.ts'
import { mergeIdentities, toIkeIdentities } from './identities.ts'
import { defaultIkeOptions, type IkeOptions, ikeOptions, toIke } from './ike-options.ts'
import { defaultIpsecOptions, type IpsecOptions, ipsecOptions, toChild } from './ipsec-options.ts'
import { negotiationTypes } from './negotiation-type.ts'
import { preSharedKey } from './pre-shared-key.ts'
import { connectionQuotas, policyRules } from './quotas.ts'
import { vpnConnectionFields } from './response.ts'
import { followsPolicies, routeType } from './route-type.ts'
import { allTraffic, securityPolicies, toSelectors } from './security-policies.ts'
import { type VpnConnectionView, viewVpnConnections } from './view.ts'

const policyCodes = {
  empty: 'InvalidParameterValue.Empty',
  overlap: 'InvalidParameterValue.Duplicate',
  count: 'LimitExceeded',
  ownRange: 'UnsupportedOperation.VpnConnDestCidrConflictWithPrivateNet',
}

const request = {
  VpnGatewayId: required(id('vpnGateway')),
  CustomerGatewayId: required(id('customerGateway')),
  VpnConnectionName: required(name('characters')),
  PreShareKey: required(preSharedKey),
  VpcId: optional(idOrEmpty('vpc'), {
    defaultText: 'the gateway’s VPC',
    note: 'Must be the gateway’s.',
    worldless: 'it can only be the gateway’s',
  }),
  SecurityPolicyDatabases: optional(securityPolicies(policyCodes), {
    defaultText: '0.0.0.0/0 to 0.0.0.0/0 for StaticRoute and Bgp, else none',
    note: 'Without one a STATIC or Policy connection has nothing to negotiate: it stays UNAVAILABLE until it gets one.',
  }),
  IKEOptionsSpecification: optional(ikeOptions, { defaultText: 'the default of each member' }),
  IPSECOptionsSpecification: optional(ipsecOptions, { defaultText: 'the default of each member' }),
  Tags: tagsField,
  ...healthCheckFields,
  RouteType: withDefault(routeType, 'STATIC'),
  NegotiationType: withDefault(t.oneOf(negotiationTypes), 'start', { defaultText: 'active' }),
  DpdEnable: withDefault(deadPeerTypes.DpdEnable, 0),
  DpdTimeout: withDefault(deadPeerTypes.DpdTimeout, usualDeadPeerDetection.timeout),
  DpdAction: withDefault(deadPeerTypes.DpdAction, usualDeadPeerDetection.action),
  Route: refused(
    t.structure({
      DestinationCidrBlock: required(t.text()),
      Priority: optional(t.integer()),
      Description: optional(t.text()),
    }),
    'routes of the gateway are not made with the connection: use CreateVpnGatewayRoutes',
  ),
  BgpConfig: optional(bgpConfig, { note: 'Required with RouteType Bgp.' }),
}

interface TunnelInput {
  readonly id: string
  readonly customerGateway: string
  readonly ike: IkeOptions
  readonly ipsec: IpsecOptions
  readonly preSharedKey: PreSharedKey
}

const toTunnel = ({ id: tunnelId, customerGateway, ike, ipsec, preSharedKey: key }: TunnelInput): Tunnel => ({
  id: tunnelId,
  index: 1,
  customerGateway,
  ike: { ...toIke(ike), ...toIkeIdentities(mergeIdentities(ike)), preSharedKey: key },
  child: toChild(ipsec),
  natTraversal: true,
})

async function aroundOf({ reader }: CallContext, gateway: Resource<'gateway'> | undefined): Promise<Around> {
  if (gateway === undefined) return { beside: [], network: undefined }
  return {
    beside: await reader.referencing(gateway.id, 'connection'),
    network: await reader.get('network', gateway.spec.network ?? ''),
  }
}

export const createVpnConnection = operation({
  ...about('CreateVpnConnection', 'vpc/{VpcId?}', 'vpngw/{VpnGatewayId}', 'cgw/{CustomerGatewayId}', 'vpnx/*'),
  summary: 'Creates a VPN connection of a gateway. The request’s id is its task’s.',
  effect: 'write',
  request,
  rules: [...tagRules('vpnConnection'), newBgpRule, ...bgpRules, ...policyRules(policyCodes.count)],
  response: {
    VpnConnection: r.structure<{ view: VpnConnectionView | undefined }, VpnConnectionView>(
      r.derived('the connection, as Describe shows it'),
      ({ view }) => view,
      vpnConnectionFields,
    ),
  },
  shownBy: {
    operation: 'DescribeVpnConnections',
    by: 'VpnConnectionIds',
    id: 'VpnConnection.VpnConnectionId',
    at: 'VpnConnectionSet',
  },
  errors: {
    'tag-denied': true,
    ...tagQuotaErrors,
    'gateway-not-found': true,
    'customer-gateway-not-found': true,
    'not-in-network': true,
    busy: true,
    'connection-exists': true,
    'peer-address-own': true,
    'selectors-overlap': true,
    'remote-overlaps-network': true,
    'remote-overlaps-connection': true,
    'health-check-address-invalid': true,
    'health-check-outside-selectors': true,
    'bgp-as-number-missing': true,
    'bgp-mixed': true,
    'bgp-as-numbers-equal': true,
    'bgp-prefix-invalid': true,
    'bgp-address-outside-prefix': true,
    'bgp-prefix-overlaps': true,
    'bgp-outside-selectors': true,
    'bgp-prefix-missing': true,
    'bgp-unsupported': true,
    'connection-leaving': true,
    'ikev1-aead': true,
    'algorithms-unsupported': true,
    'quota-exhausted': true,
    suspended: true,
  },
  documented: [
    'InvalidParameter.Coexist',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Empty',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'InvalidParameterValue.VpcCidrConflict',
    'InvalidParameterValue.VpnConnBgpTunnelCidrConflict',
    'InvalidParameterValue.VpnConnBgpTunnelCidrMask',
    'InvalidParameterValue.VpnConnBgpTunnelCidrNotSupported',
    'InvalidParameterValue.VpnConnCidrConflict',
    'InvalidParameterValue.VpnConnHealthCheckIpConflict',
    'InvalidParameterValue.VpnConnSpdCidrConflict',
    'LimitExceeded',
    'ResourceInUse',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck',
    'UnsupportedOperation.VpnConnDestCidrConflictWithPrivateNet',
    'UnsupportedOperation.VpnConnRouteTypeMixed',
    'UnsupportedOperation.VpnUnsupportedBgp',
    'UnsupportedOperation.VpnUnsupportedBgpAsnEqual',
    'UnsupportedOperation.VpnUnsupportedNotExistBgpAsn',
    ...documentedTagErrors,
  ],
  async run(context: CallContext, given) {
    const untaggable = await refuseTags(context, 'connection', given.Tags)
    if (untaggable !== undefined) return fail(untaggable)
    const { RouteType, SecurityPolicyDatabases = [], DpdEnable, DpdTimeout, DpdAction } = given
    const gateway = await context.reader.get('gateway', given.VpnGatewayId)
    const isolated = refuseIsolated(gateway)
    if (isolated !== undefined) return fail(isolated)
    const isBgp = RouteType === 'Bgp'
    if (isBgp && gateway !== undefined && gateway.spec.asNumber === undefined) {
      return fail(domainError('bgp-as-number-missing', 'create the gateway with BgpAsn', gateway.id))
    }
    if (isBgp && gateway !== undefined && gateway.spec.bandwidthMbps < leastMbpsOfBgp) {
      return fail(domainError('bgp-unsupported', `the gateway needs ${leastMbpsOfBgp} Mbps`, gateway.id))
    }
    const check = mergeHealthCheck(given, noHealthCheck)
    const healthCheck = toHealthCheck(check, await aroundOf(context, gateway))
    if (!healthCheck.ok) return healthCheck
    const ike = given.IKEOptionsSpecification ?? defaultIkeOptions
    const routed = SecurityPolicyDatabases.length === 0 && !followsPolicies(RouteType)
    const deadPeerDetection = { timeout: DpdTimeout, action: DpdAction }
    const known: ConnectionExtras = {
      routeType: RouteType,
      policies: routed ? allTraffic : SecurityPolicyDatabases,
      identities: mergeIdentities(ike),
      deadPeerDetection,
      disabledHealthCheck: check.enabled ? undefined : check.settings,
    }
    const connectionId = newId(context.random, 'vpnConnection')
    const tunnel = toTunnel({
      // The API knows one tunnel of a connection, and no name for it.
      id: connectionId,
      customerGateway: given.CustomerGatewayId,
      ike,
      ipsec: given.IPSECOptionsSpecification ?? defaultIpsecOptions,
      preSharedKey: given.PreShareKey,
    })
    const made = await executed(context, 'connection', createConnection, {
      ...newResource(context, connectionId, given.VpnConnectionName, given.Tags, extras.connection.write(known)),
      gateway: given.VpnGatewayId,
      ...(given.VpcId ? { network: given.VpcId } : {}),
      selectors: toSelectors(known.policies),
      tunnels: [
        {
          ...tunnel,
          ...(DpdEnable === 1 ? { deadPeerDetection: toDeadPeerDetection(deadPeerDetection) } : {}),
          ...(healthCheck.value === null ? {} : { healthCheck: healthCheck.value }),
          ...(isBgp ? { bgp: toBgp(given.BgpConfig, gateway?.spec.asNumber) } : {}),
        },
      ],
      startAction: given.NegotiationType,
      automaticRoutes: followsPolicies(RouteType),
      // A CCN has none of its prefixes until each is enabled (ModifyVpnGatewayCcnRoutes).
      ...(gateway !== undefined && gateway.spec.network === undefined ? { publishes: [] } : {}),
      unmixedBgp: true,
      shangMiByKey: true,
      lacksShangMi: context.lacks['shang-mi'],
      quotas: connectionQuotas(context),
    })
    if (!made.ok) return made
    await context.track(context.requestId, made.value)
    const [view] = await viewVpnConnections(context, [made.value])
    return ok({ view })
  },
})
