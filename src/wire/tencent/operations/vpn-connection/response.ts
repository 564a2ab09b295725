import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import { tagSet } from '../shared/tags.ts'
import { wordFor } from './algorithm.ts'
import { type IkeView, ikeFields } from './ike-options.ts'
import { ipsecFields } from './ipsec-options.ts'
import { negotiationTypes } from './negotiation-type.ts'
import { securityPolicyFields } from './security-policies.ts'
import type { VpnConnectionView } from './view.ts'

const noHealthCheck = 'there is no health check, and no request for one is taken'

export const vpnConnectionFields = {
  VpnConnectionId: r.string('the connection’s id', ({ connection }) => connection.id),
  VpnConnectionName: r.string('its name', ({ connection }) => connection.name),
  VpcId: r.string('the VPC that its gateway carries', ({ network }) => network),
  VpnGatewayId: r.string('its gateway', ({ connection }) => connection.spec.gateway ?? ''),
  CustomerGatewayId: r.string('the far end', ({ tunnel }) => tunnel.customerGateway),
  PreShareKey: r.string('the pre-shared key', ({ tunnel }) => tunnel.ike.preSharedKey),
  VpnProto: r.constant('IPSEC', 'the one protocol that there is'),
  EncryptProto: r.constant('IKE', 'the one protocol that there is'),
  RouteType: r.string('RouteType as given', ({ extras }) => extras.routeType),
  CreatedTime: r.string('when it was created, in Beijing time', ({ connection }) => formatTime(connection.createdAt)),
  State: r.string('whether the data plane has it, or is still to release it', ({ state }) => state),
  NetStatus: r.string(
    'AVAILABLE when the daemon reports a Child SA; empty while PENDING',
    ({ netStatus }) => netStatus,
  ),
  SecurityPolicyDatabaseSet: r.structures('as given', ({ extras }) => extras.policies, securityPolicyFields),
  IKEOptionsSpecification: r.structure<VpnConnectionView, IkeView>(
    'the tunnel’s IKE parameters',
    ({ tunnel, identities }) => ({ ike: tunnel.ike, identities }),
    ikeFields,
  ),
  IPSECOptionsSpecification: r.structure('the tunnel’s Child SA parameters', ({ tunnel }) => tunnel.child, ipsecFields),
  EnableHealthCheck: r.constant(false, noHealthCheck),
  HealthCheckLocalIp: r.constant('', noHealthCheck),
  HealthCheckRemoteIp: r.constant('', noHealthCheck),
  HealthCheckStatus: r.constant('', noHealthCheck),
  DpdEnable: r.integer('1 when dead peers are looked for', ({ tunnel }) =>
    tunnel.deadPeerDetection === undefined ? 0 : 1,
  ),
  DpdTimeout: r.string('DpdTimeout as given', ({ extras }) => extras.deadPeerDetection.timeout),
  DpdAction: r.string('DpdAction as given', ({ extras }) => extras.deadPeerDetection.action),
  TagSet: tagSet(({ connection }) => connection.labels.tags),
  NegotiationType: r.string('who starts to negotiate', ({ connection }) =>
    wordFor(negotiationTypes, connection.spec.startAction),
  ),
} satisfies r.ResponseFields<VpnConnectionView>
