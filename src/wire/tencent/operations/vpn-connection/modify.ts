import {
  type ConnectionPatch,
  modifyConnection,
  type StandingConnection,
} from '../../../../commands/modify-connection.ts'
import { resetConnection } from '../../../../commands/reset-connection.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { BgpParameters } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { wireError } from '../../errors.ts'
import { type ConnectionExtras, extras } from '../../extras.ts'
import { id } from '../../ids.ts'
import { refuseIsolated } from '../shared/bills.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'
import { bgpConfig, bgpRules, toBgp } from './bgp-config.ts'
import { deadPeerTypes, toDeadPeerDetection } from './dead-peer-detection.ts'
import {
  type GivenHealthCheck,
  healthCheckFields,
  healthCheckOf,
  mergeHealthCheck,
  namesHealthCheck,
  toHealthCheck,
} from './health-check.ts'
import { type Identities, mergeIdentities, namesIdentity, toIkeIdentitiesBetween } from './identities.ts'
import { ikeOptionsPatch, toIkePatch } from './ike-options.ts'
import { ipsecOptionsPatch, toChildPatch } from './ipsec-options.ts'
import { negotiationTypes } from './negotiation-type.ts'
import { preSharedKey } from './pre-shared-key.ts'
import { changeQuotas, policyRules } from './quotas.ts'
import { followsPolicies } from './route-type.ts'
import { allTraffic, securityPolicies, toSelectors } from './security-policies.ts'
import { tunnelOf } from './view.ts'

const policyCodes = {
  empty: 'InvalidParameterValue.Malformed',
  overlap: 'UnsupportedOperation.VpnConnSPDOverlap',
  count: 'InvalidParameterValue.LimitExceeded',
  ownRange: 'InvalidParameterValue.Malformed',
}

const request = {
  VpnConnectionId: required(id('vpnConnection')),
  VpnConnectionName: optional(name('characters')),
  PreShareKey: optional(preSharedKey),
  SecurityPolicyDatabases: optional(securityPolicies(policyCodes), { note: 'Replaces the set.' }),
  IKEOptionsSpecification: optional(ikeOptionsPatch, { note: 'Members that are not given stay as they are.' }),
  IPSECOptionsSpecification: optional(ipsecOptionsPatch, { note: 'Members that are not given stay as they are.' }),
  ...healthCheckFields,
  NegotiationType: optional(t.oneOf(negotiationTypes)),
  DpdEnable: optional(deadPeerTypes.DpdEnable),
  DpdTimeout: optional(deadPeerTypes.DpdTimeout),
  DpdAction: optional(deadPeerTypes.DpdAction),
  CustomerGatewayId: optional(id('customerGateway')),
  BgpConfig: optional(bgpConfig, { note: 'Of a connection with RouteType Bgp.' }),
}

type Request = Values<typeof request>

/** Only where something that they depend on is named: what is not named must not change the tunnel. */
function patchIdentities({ connection, gateway, peers }: StandingConnection, identities: Identities, given: Request) {
  const tunnel = tunnelOf(connection)
  const named = namesIdentity(given.IKEOptionsSpecification ?? {})
  const follows = given.CustomerGatewayId !== undefined && tunnel.ike.remoteIdentity !== undefined
  if (!named && !follows) return {}
  const peer = peers.get(given.CustomerGatewayId ?? tunnel.customerGateway)
  return toIkeIdentitiesBetween(identities, gateway?.spec.addresses[0], peer?.spec.address)
}

function patchExtras(before: ConnectionExtras, given: Request, check: GivenHealthCheck): ConnectionExtras {
  const { SecurityPolicyDatabases: policies, DpdTimeout, DpdAction } = given
  const routed = policies?.length === 0 && !followsPolicies(before.routeType)
  return {
    ...before,
    policies: routed ? allTraffic : (policies ?? before.policies),
    identities: mergeIdentities(given.IKEOptionsSpecification ?? {}, before.identities),
    deadPeerDetection: {
      timeout: DpdTimeout ?? before.deadPeerDetection.timeout,
      action: DpdAction ?? before.deadPeerDetection.action,
    },
    disabledHealthCheck: check.enabled ? undefined : check.settings,
  }
}

function patchBgp(
  connection: StandingConnection['connection'],
  { BgpConfig }: Request,
): Result<{ readonly bgp?: BgpParameters }, DomainError> {
  if (BgpConfig === undefined) return ok({})
  const { bgp } = tunnelOf(connection)
  if (bgp === undefined) return fail(domainError('bgp-unsupported', 'RouteType is not Bgp', connection.id))
  return ok({ bgp: toBgp(BgpConfig, bgp.localAsNumber) })
}

function toPatch(standing: StandingConnection, given: Request): Result<ConnectionPatch, DomainError> {
  const { connection, network } = standing
  const isolated = refuseIsolated(standing.gateway)
  if (isolated !== undefined) return fail(isolated)
  const bgp = patchBgp(connection, given)
  if (!bgp.ok) return bgp
  const check = mergeHealthCheck(given, healthCheckOf(connection))
  const beside = standing.beside.filter(({ id: other }) => other !== connection.id)
  // What is not named stays, whatever it is: nothing else of the request may be refused for it.
  const healthCheck = namesHealthCheck(given) ? toHealthCheck(check, { beside, network }) : ok(undefined)
  if (!healthCheck.ok) return healthCheck
  const known = patchExtras(extras.connection.read(connection), given, check)
  const identities = patchIdentities(standing, known.identities, given)
  const wasEnabled = tunnelOf(connection).deadPeerDetection === undefined ? 0 : 1
  const isEnabled = (given.DpdEnable ?? wasEnabled) === 1
  return ok({
    extras: extras.connection.write(known),
    ...(given.VpnConnectionName === undefined ? {} : { name: given.VpnConnectionName }),
    ...(given.SecurityPolicyDatabases === undefined ? {} : { selectors: toSelectors(known.policies) }),
    ...(given.NegotiationType === undefined ? {} : { startAction: given.NegotiationType }),
    tunnels: [
      {
        index: 1,
        ...(given.CustomerGatewayId === undefined ? {} : { customerGateway: given.CustomerGatewayId }),
        ike: {
          ...toIkePatch(given.IKEOptionsSpecification ?? {}),
          ...identities,
          ...(given.PreShareKey === undefined ? {} : { preSharedKey: given.PreShareKey }),
        },
        child: toChildPatch(given.IPSECOptionsSpecification ?? {}),
        deadPeerDetection: isEnabled ? toDeadPeerDetection(known.deadPeerDetection) : null,
        ...(healthCheck.value === undefined ? {} : { healthCheck: healthCheck.value }),
        ...bgp.value,
      },
    ],
  })
}

export const modifyVpnConnectionAttribute = operation({
  ...about('ModifyVpnConnectionAttribute', 'vpnx/{VpnConnectionId}'),
  summary: 'Changes what is named of a VPN connection, and nothing else of it.',
  effect: 'write',
  request,
  rules: [...bgpRules, ...policyRules(policyCodes.count)],
  response: {},
  shownBy: {
    operation: 'DescribeVpnConnections',
    by: 'VpnConnectionIds',
    id: 'VpnConnectionId',
    at: 'VpnConnectionSet',
  },
  errors: {
    'connection-not-found': true,
    busy: true,
    suspended: true,
    'customer-gateway-not-found': true,
    'connection-exists': wireError('UnsupportedOperation', 'The tunnel already exists: `%s`: %d.'),
    'peer-address-own': true,
    'selectors-overlap': wireError('UnsupportedOperation.VpnConnSPDOverlap', 'The SPD policies overlap: `%s` %d.'),
    'remote-overlaps-network': wireError(
      'InvalidParameterValue.VpnConnCidrConflict',
      'Destination IP address range `%s` conflicts with CIDR of the current VPC: %d.',
    ),
    'remote-overlaps-connection': true,
    'bgp-unsupported': true,
    'bgp-as-number-missing': wireError(
      'UnsupportedOperation.VpnUnsupportedUsrGwNotExistBgpAsn',
      'The customer gateway `%s` is not configured with BGP ASN: %d.',
    ),
    'bgp-as-numbers-equal': true,
    'bgp-prefix-invalid': true,
    'bgp-address-outside-prefix': true,
    'bgp-prefix-overlaps': true,
    'bgp-outside-selectors': true,
    'health-check-address-invalid': true,
    'health-check-outside-selectors': true,
    'connection-leaving': wireError(
      'UnsupportedOperation.VpnConnInvalidState',
      'The VPN tunnel `%s` is not AVAILABLE: it %d.',
    ),
    'ikev1-aead': true,
    'algorithms-unsupported': true,
    'quota-exhausted': wireError(policyCodes.count, 'Quota limit is reached: %d.'),
  },
  documented: [
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'InvalidParameterValue.VpnConnCidrConflict',
    'InvalidParameterValue.VpnConnHealthCheckIpConflict',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck',
    'UnsupportedOperation.VpnConnInvalidState',
    'UnsupportedOperation.VpnConnSPDOverlap',
    'UnsupportedOperation.VpnUnsupportedUsrGwNotExistBgpAsn',
  ],
  async run(context: CallContext, given) {
    const modified = await executed(context, 'connection', modifyConnection, {
      id: given.VpnConnectionId,
      customerGateways: given.CustomerGatewayId === undefined ? [] : [given.CustomerGatewayId],
      showsDeleting: true,
      shangMiByKey: true,
      lacksShangMi: context.lacks['shang-mi'],
      quotas: changeQuotas(context),
      patch: (standing) => toPatch(standing, given),
    })
    if (!modified.ok) return modified
    await context.track(context.requestId, modified.value)
    return ok({})
  },
})

export const resetVpnConnection = operation({
  ...about('ResetVpnConnection', 'vpnx/{VpnConnectionId}'),
  summary: 'Ends the SAs of a VPN connection at both ends, and negotiates anew.',
  effect: 'write',
  request: { VpnGatewayId: required(id('vpnGateway')), VpnConnectionId: required(id('vpnConnection')) },
  response: {},
  shownBy: {
    operation: 'DescribeVpnConnections',
    by: 'VpnConnectionIds',
    id: 'VpnConnectionId',
    at: 'VpnConnectionSet',
  },
  errors: {
    'connection-not-found': true,
    busy: wireError('UnsupportedOperation.VpnConnInvalidState', 'The VPN tunnel `%s` is not AVAILABLE: it %d.'),
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.VpnConnInvalidState',
  ],
  neverOccurs: { 'UnsupportedOperation.InvalidState': 'told as VpnConnInvalidState' },
  async run(context: CallContext, { VpnGatewayId, VpnConnectionId }) {
    const input = { id: VpnConnectionId, gateway: VpnGatewayId }
    const reset = await executed(context, 'connection', resetConnection, input)
    if (!reset.ok) return reset
    await context.track(context.requestId, reset.value)
    return ok({})
  },
})
