/** What the operations that modify a connection are asked for, and what that changes of it. */
import type { ConnectionPatch, ModifyConnection, StandingConnection } from '../../../../commands/modify-connection.ts'
import type { TunnelPatch } from '../../../../commands/tunnel-patch.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource, Tunnel } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import type { DeclaredErrors } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type ConnectionExtras, extras } from '../../extras.ts'
import { automaticOfConnection, automaticOnGateway, gatewayRoutes } from '../../route-rules.ts'
import { refuseLocked } from '../shared/bills.ts'
import { clientToken, freeText, id, region } from '../shared/request-fields.ts'
import { readBgp } from './bgp-config.ts'
import { mergeHealthCheck, toHealthCheck } from './health-check-config.ts'
import { certifiedBy, readChildPatch, readIkePatch } from './ike-config.ts'
import { deadPeerDetection, initiationOf, singleTunnelFields, singleTunnelOnly } from './request.ts'
import { type Subnets, subnets } from './subnets.ts'
import { type ChangedTunnel, type Placed, placesOf } from './tunnel-options.ts'
import { association, healthCheckOf } from './view.ts'

export const changeFields = {
  ...region,
  VpnConnectionId: required(id),
  Name: optional(freeText(100), { code: 'InvalidName' }),
  ...singleTunnelFields('IllegalParam.BgpConfig'),
  LocalSubnet: optional(subnets, { code: 'IllegalParam.LocalSubnet' }),
  RemoteSubnet: optional(subnets, { code: 'IllegalParam.RemoteSubnet' }),
  EffectImmediately: optional(t.boolean),
  AutoConfigRoute: optional(t.boolean),
  EnableTunnelsBgp: optional(t.boolean),
  ...clientToken,
}

type PlacedChange = ChangedTunnel & Placed & { readonly TunnelId: string | undefined }

export interface ChangeRequest extends Values<typeof changeFields> {
  readonly CustomerGatewayId?: string | undefined
  readonly NetworkType?: boolean | undefined
  readonly RemoteCaCert?: string | undefined
  readonly RemoteCaCertificate?: string | undefined
  readonly TunnelOptionsSpecification: readonly PlacedChange[] | undefined
}

const liveness = (enabled: boolean | undefined) =>
  enabled === undefined ? {} : { deadPeerDetection: enabled ? deadPeerDetection : null }

const bgpPatch = (bgp: TunnelPatch['bgp']) => (bgp === undefined ? {} : { bgp })

/** What is kept of a health check that is not enabled; the tunnel has one that is. */
function disabledAfter({ HealthCheckConfig }: ChangeRequest, connection: Resource<'connection'>) {
  if (HealthCheckConfig === undefined) return extras.connection.read(connection).disabledHealthCheck
  const { enabled, settings } = mergeHealthCheck(HealthCheckConfig, healthCheckOf(connection))
  return enabled ? undefined : settings
}

function readHealthCheckPatch(
  { HealthCheckConfig }: ChangeRequest,
  connection: Resource<'connection'>,
): Result<Pick<TunnelPatch, 'healthCheck'>, DomainError> {
  if (HealthCheckConfig === undefined) return ok({})
  const healthCheck = toHealthCheck(mergeHealthCheck(HealthCheckConfig, healthCheckOf(connection)))
  return healthCheck.ok ? ok({ healthCheck: healthCheck.value }) : healthCheck
}

function readSinglePatch(request: ChangeRequest, tunnel: Tunnel): TunnelPatch {
  const { BgpConfig, CustomerGatewayId, EnableDpd, EnableNatTraversal, IkeConfig, IpsecConfig } = request
  return {
    index: tunnel.index,
    customerGateway: CustomerGatewayId,
    ike: { ...readIkePatch(IkeConfig ?? {}), ...certifiedBy(request.RemoteCaCert ?? request.RemoteCaCertificate) },
    child: IpsecConfig && readChildPatch(IpsecConfig),
    natTraversal: EnableNatTraversal,
    ...liveness(EnableDpd),
    ...bgpPatch(readBgp(BgpConfig, BgpConfig?.EnableBgp, tunnel.bgp)),
  }
}

/** The changes by tunnel: by TunnelId, or else by number, role or place in the list. */
function addressed(
  tunnels: readonly Tunnel[],
  changes: readonly PlacedChange[],
): Result<Map<number, PlacedChange>, DomainError> {
  const byTunnel = new Map<number, PlacedChange>()
  const unnamed = changes.filter(({ TunnelId }) => TunnelId === undefined)
  const places = placesOf(unnamed) ?? []
  for (const change of changes) {
    const { TunnelId } = change
    const index =
      TunnelId === undefined ? places[unnamed.indexOf(change)] : tunnels.find(({ id }) => id === TunnelId)?.index
    if (index === undefined || byTunnel.has(index)) {
      return fail(domainError('tunnel-not-found', 'names no tunnel of this connection, or one twice', TunnelId ?? ''))
    }
    byTunnel.set(index, change)
  }
  return ok(byTunnel)
}

/** Of one of two tunnels. */
export function readDualPatch(
  tunnel: Tunnel,
  change: ChangedTunnel | undefined,
  enableBgp: boolean | undefined,
): TunnelPatch {
  const { TunnelIkeConfig, TunnelIpsecConfig } = change ?? {}
  return {
    index: tunnel.index,
    customerGateway: change?.CustomerGatewayId,
    ike: { ...readIkePatch(TunnelIkeConfig ?? {}), ...certifiedBy(change?.RemoteCaCertificate) },
    child: TunnelIpsecConfig && readChildPatch(TunnelIpsecConfig),
    natTraversal: change?.EnableNatTraversal,
    ...liveness(change?.EnableDpd),
    ...bgpPatch(readBgp(change?.TunnelBgpConfig, enableBgp, tunnel.bgp)),
  }
}

function readPatches(request: ChangeRequest, connection: Resource<'connection'>): Result<TunnelPatch[], DomainError> {
  const { id, spec } = connection
  const { TunnelOptionsSpecification: changes, EnableTunnelsBgp } = request
  const [first] = spec.tunnels
  if (spec.tunnels.length === 1 && first !== undefined) {
    if (changes !== undefined || EnableTunnelsBgp === true) {
      return fail(domainError('tunnel-count-fixed', 'the connection has a single tunnel', id))
    }
    const health = readHealthCheckPatch(request, connection)
    return health.ok ? ok([{ ...readSinglePatch(request, first), ...health.value }]) : health
  }
  const misplaced = singleTunnelOnly(request)
  if (misplaced !== undefined) {
    return fail(domainError('tunnel-count-fixed', `the connection has two tunnels, each with its ${misplaced}`, id))
  }
  const byTunnel = addressed(spec.tunnels, changes ?? [])
  if (!byTunnel.ok) return byTunnel
  return ok(spec.tunnels.map((tunnel) => readDualPatch(tunnel, byTunnel.value.get(tunnel.index), EnableTunnelsBgp)))
}

/** The side that is not given stays as it is. */
const sides = (before: ConnectionExtras, { LocalSubnet, RemoteSubnet }: ChangeRequest) => ({
  localSubnet: LocalSubnet?.text ?? before.localSubnet,
  remoteSubnet: RemoteSubnet?.text ?? before.remoteSubnet,
})

function readSelectors(connection: Resource<'connection'>, local: Subnets | undefined, remote: Subnets | undefined) {
  if (local === undefined && remote === undefined) return {}
  const selectors = connection.spec.selectors.map((before) => ({
    local: local?.prefixes ?? before.local,
    remote: remote?.prefixes ?? before.remote,
  }))
  return { selectors }
}

/** The customer gateways that a request names. */
const peersOf = ({ CustomerGatewayId, TunnelOptionsSpecification = [] }: ChangeRequest): readonly string[] =>
  [CustomerGatewayId, ...TunnelOptionsSpecification.map((tunnel) => tunnel.CustomerGatewayId)].filter(
    (id) => id !== undefined,
  )

/** What a request that is answered at `now` changes of a connection. */
function readChange(
  request: ChangeRequest,
  connection: Resource<'connection'>,
  now: number,
): Result<ConnectionPatch, DomainError> {
  const tunnels = readPatches(request, connection)
  if (!tunnels.ok) return tunnels
  const { EffectImmediately } = request
  const before = extras.connection.read(connection)
  const known: ConnectionExtras = {
    ...before,
    ...sides(before, request),
    disabledHealthCheck: disabledAfter(request, connection),
    modifiedAt: now,
  }
  return ok({
    name: request.Name,
    ...readSelectors(connection, request.LocalSubnet, request.RemoteSubnet),
    tunnels: tunnels.value,
    startAction: EffectImmediately === undefined ? undefined : initiationOf(EffectImmediately),
    automaticRoutes: request.AutoConfigRoute,
    isPrivate: request.NetworkType,
    extras: extras.connection.write(known),
  })
}

/** How long the cloud's "specified period" is, in which one modification keeps the next one waiting, in milliseconds. */
const modificationPeriod = 60_000

function refuseWhileBusy(standing: StandingConnection, now: number): Result<never, DomainError> | undefined {
  const { connection } = standing
  const { state } = association(standing)
  const isChanging = state === 'attaching' || state === 'provisioning' || state === 'updating'
  const isRecent = now - extras.connection.read(connection).modifiedAt < modificationPeriod
  const isBusy = state === 'detaching' || (isRecent && isChanging)
  return isBusy ? fail(domainError('busy', `the connection is ${state}`, connection.id)) : undefined
}

interface Modification
  extends Pick<ModifyConnection, 'id' | 'customerGateways' | 'reroutes' | 'automaticQuota' | 'bound' | 'patch'> {
  /** Refuses what is locked, or is on a gateway that is. */
  readonly refusesLocked?: true
}

function refuseIfLocked({ connection, gateway }: StandingConnection): Result<never, DomainError> | undefined {
  const refusal = refuseLocked(gateway) ?? refuseLocked(connection)
  return refusal === undefined ? undefined : fail(refusal)
}

/** One modification at a time; the command's rules are the same for every operation. */
export const modification = (
  context: CallContext,
  { patch, refusesLocked, ...input }: Modification,
): ModifyConnection => ({
  ...input,
  // Attachments are held to the code’s document; published configurations give connections on gateways other prefixes.
  onePairWithIkeV1: input.bound === true ? 'unless-several-before' : 'unless-same-pairs',
  peersOutsideRoutes: true,
  takesWhatFails: true,
  bgpBesideBgp: true,
  routeRules: gatewayRoutes(context),
  lacksShangMi: context.lacks['shang-mi'],
  patch: (standing) =>
    (refusesLocked ? refuseIfLocked(standing) : undefined) ?? refuseWhileBusy(standing, context.now) ?? patch(standing),
})

const isRerouting = ({ LocalSubnet, RemoteSubnet, AutoConfigRoute }: ChangeRequest): boolean =>
  LocalSubnet !== undefined || RemoteSubnet !== undefined || AutoConfigRoute !== undefined

/** `bound` says whether the connection must be one on a VPN gateway, or must not. */
export const modificationBy = (context: CallContext, request: ChangeRequest, bound: boolean): ModifyConnection =>
  modification(context, {
    id: request.VpnConnectionId,
    customerGateways: peersOf(request),
    reroutes: isRerouting(request),
    automaticQuota: bound ? automaticOnGateway(context) : automaticOfConnection(context),
    bound,
    refusesLocked: true,
    patch: ({ connection }) => readChange(request, connection, context.now),
  })

export const modificationErrors = {
  'connection-not-found': true,
  'binding-wrong': true,
  'connection-exists': true,
  'connection-leaving': true,
  'customer-gateway-not-found': true,
  'tunnel-not-found': true,
  'tunnel-count-fixed': true,
  'selectors-overlap': true,
  'remote-overlaps-network': true,
  'ikev1-several-selectors': true,
  'peer-address-own': true,
  'peer-inside-route': true,
  'health-check-address-invalid': true,
  'health-check-timing-invalid': true,
  'bgp-as-number-missing': true,
  'bgp-prefix-missing': true,
  'bgp-prefix-overlaps': true,
  'bgp-address-outside-prefix': true,
} as const satisfies DeclaredErrors
