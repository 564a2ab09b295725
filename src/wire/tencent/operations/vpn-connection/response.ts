import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import { tagSet } from '../shared/tags.ts'
import { bgpFields } from './bgp-config.ts'
import { shownTimeout } from './dead-peer-detection.ts'
import { healthCheckConfigFields } from './health-check.ts'
import { type IkeView, ikeFields } from './ike-options.ts'
import { ipsecFields } from './ipsec-options.ts'
import { negotiationTypes } from './negotiation-type.ts'
import { securityPolicyFields } from './security-policies.ts'
import type { VpnConnectionView } from './view.ts'
import { wordFor } from './words.ts'

export const vpnConnectionFields = {
  VpnConnectionId: r.string(r.stored('the connection’s id'), ({ connection }) => connection.id),
  VpnConnectionName: r.string(r.given('VpnConnectionName'), ({ connection }) => connection.name),
  VpcId: r.string(r.derived('the VPC that its gateway carries'), ({ network }) => network),
  VpnGatewayId: r.string(r.given('VpnGatewayId'), ({ connection }) => connection.spec.gateway ?? ''),
  CustomerGatewayId: r.string(r.given('CustomerGatewayId'), ({ tunnel }) => tunnel.customerGateway),
  PreShareKey: r.string(r.given('PreShareKey'), ({ tunnel }) => tunnel.ike.preSharedKey),
  VpnProto: r.constant('IPSEC', 'the one protocol that there is'),
  EncryptProto: r.constant('IKE', 'the one protocol that there is'),
  RouteType: r.string(r.given('RouteType'), ({ extras }) => extras.routeType),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time'), ({ connection }) =>
    formatTime(connection.createdAt),
  ),
  State: r.string(r.derived('whether the data plane has it, or is still to release it'), ({ state }) => state),
  NetStatus: r.string(
    r.observed('AVAILABLE when the daemon reports a Child SA; empty while PENDING'),
    ({ netStatus }) => netStatus,
  ),
  SecurityPolicyDatabaseSet: r.structures(
    r.given('SecurityPolicyDatabases'),
    ({ extras }) => extras.policies,
    securityPolicyFields,
  ),
  IKEOptionsSpecification: r.structure<VpnConnectionView, IkeView>(
    r.given('IKEOptionsSpecification'),
    ({ tunnel, identities }) => ({ ike: tunnel.ike, identities }),
    ikeFields,
  ),
  IPSECOptionsSpecification: r.structure(
    r.given('IPSECOptionsSpecification'),
    ({ tunnel }) => tunnel.child,
    ipsecFields,
  ),
  EnableHealthCheck: r.boolean(r.given('EnableHealthCheck'), ({ healthCheck }) => healthCheck.enabled),
  HealthCheckLocalIp: r.string(
    r.given('HealthCheckLocalIp', { otherwise: 'the one that was chosen, empty before there is one' }),
    ({ healthCheck }) => healthCheck.settings?.localIp ?? '',
  ),
  HealthCheckRemoteIp: r.string(
    r.given('HealthCheckRemoteIp', { otherwise: 'the one that was chosen, empty before there is one' }),
    ({ healthCheck }) => healthCheck.settings?.remoteIp ?? '',
  ),
  HealthCheckStatus: r.string(
    r.observed('AVAILABLE or UNAVAILABLE as the probes have shown; empty before they have, and without a health check'),
    ({ healthStatus }) => healthStatus,
  ),
  BgpConfig: r.structure(r.given('BgpConfig'), ({ bgp }) => bgp, bgpFields),
  HealthCheckConfig: r.structure(
    r.given('HealthCheckConfig'),
    ({ healthCheck }) => healthCheck.settings,
    healthCheckConfigFields,
  ),
  DpdEnable: r.integer(r.given('DpdEnable'), ({ tunnel }) => (tunnel.deadPeerDetection === undefined ? 0 : 1)),
  DpdTimeout: r.string(r.given('DpdTimeout'), ({ tunnel, extras }) =>
    shownTimeout(tunnel.deadPeerDetection, extras.deadPeerDetection),
  ),
  DpdAction: r.string(r.given('DpdAction'), ({ extras }) => extras.deadPeerDetection.action),
  TagSet: tagSet(({ connection }) => connection.labels.tags),
  NegotiationType: r.string(r.given('NegotiationType'), ({ connection }) =>
    wordFor(negotiationTypes, connection.spec.startAction),
  ),
} satisfies r.ResponseFields<VpnConnectionView>
