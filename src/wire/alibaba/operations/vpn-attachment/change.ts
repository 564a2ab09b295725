/** What ModifyVpnAttachmentAttribute is asked for, and what that changes of a connection. */
import type { ConnectionPatch } from '../../../../commands/modify-connection.ts'
import type { TunnelPatch } from '../../../../commands/tunnel-patch.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource, Tunnel } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { type ConnectionExtras, extras } from '../../extras.ts'
import { clientToken, freeText, id, region } from '../shared/request-fields.ts'
import { readBgp } from '../vpn-connection/bgp-config.ts'
import { mergeHealthCheck, toHealthCheck } from '../vpn-connection/health-check-config.ts'
import { readChildPatch, readIkePatch } from '../vpn-connection/ike-config.ts'
import {
  deadPeerDetection,
  initiationOf,
  singleTunnelFields,
  singleTunnelOnly,
  unsupportedFields,
} from '../vpn-connection/request.ts'
import { type Subnets, subnets } from '../vpn-connection/subnets.ts'
import { changedTunnels, placesOf } from '../vpn-connection/tunnel-options.ts'
import { healthCheckOf } from '../vpn-connection/view.ts'

export const changeFields = {
  ...region,
  VpnConnectionId: required(id),
  Name: optional(freeText(100), { code: 'InvalidName' }),
  ...singleTunnelFields('IllegalParam.BgpConfig'),
  ...unsupportedFields('IllegalParam.NetworkType'),
  LocalSubnet: optional(subnets, { code: 'IllegalParam.LocalSubnet' }),
  RemoteSubnet: optional(subnets, { code: 'IllegalParam.RemoteSubnet' }),
  EffectImmediately: optional(t.boolean),
  AutoConfigRoute: optional(t.boolean),
  TunnelOptionsSpecification: optional(changedTunnels),
  EnableTunnelsBgp: optional(t.boolean),
  ...clientToken,
}

type Request = Values<typeof changeFields>

const liveness = (enabled: boolean | undefined) =>
  enabled === undefined ? {} : { deadPeerDetection: enabled ? deadPeerDetection : null }

const bgpPatch = (bgp: TunnelPatch['bgp']) => (bgp === undefined ? {} : { bgp })

/** What is kept of a health check that is not enabled; the tunnel has one that is. */
function disabledAfter({ HealthCheckConfig }: Request, connection: Resource<'connection'>) {
  if (HealthCheckConfig === undefined) return extras.connection.read(connection).disabledHealthCheck
  const { enabled, settings } = mergeHealthCheck(HealthCheckConfig, healthCheckOf(connection))
  return enabled ? undefined : settings
}

function readHealthCheckPatch(
  { HealthCheckConfig }: Request,
  connection: Resource<'connection'>,
): Result<Pick<TunnelPatch, 'healthCheck'>, DomainError> {
  if (HealthCheckConfig === undefined) return ok({})
  const healthCheck = toHealthCheck(mergeHealthCheck(HealthCheckConfig, healthCheckOf(connection)))
  return healthCheck.ok ? ok({ healthCheck: healthCheck.value }) : healthCheck
}

function readSinglePatch(request: Request, tunnel: Tunnel): TunnelPatch {
  const { BgpConfig, CustomerGatewayId, EnableDpd, EnableNatTraversal, IkeConfig, IpsecConfig } = request
  return {
    index: tunnel.index,
    customerGateway: CustomerGatewayId,
    ike: IkeConfig && readIkePatch(IkeConfig),
    child: IpsecConfig && readChildPatch(IpsecConfig),
    natTraversal: EnableNatTraversal,
    ...liveness(EnableDpd),
    ...bgpPatch(readBgp(BgpConfig, BgpConfig?.EnableBgp, tunnel.bgp)),
  }
}

type Change = NonNullable<Request['TunnelOptionsSpecification']>[number]

/** The changes by tunnel: by TunnelId, or else by number, role or place in the list. */
function addressed(tunnels: readonly Tunnel[], changes: readonly Change[]): Result<Map<number, Change>, DomainError> {
  const byTunnel = new Map<number, Change>()
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

function readDualPatch(tunnel: Tunnel, change: Change | undefined, enableBgp: boolean | undefined): TunnelPatch {
  const { TunnelIkeConfig, TunnelIpsecConfig } = change ?? {}
  return {
    index: tunnel.index,
    customerGateway: change?.CustomerGatewayId,
    ike: TunnelIkeConfig && readIkePatch(TunnelIkeConfig),
    child: TunnelIpsecConfig && readChildPatch(TunnelIpsecConfig),
    natTraversal: change?.EnableNatTraversal,
    ...liveness(change?.EnableDpd),
    ...bgpPatch(readBgp(change?.TunnelBgpConfig, enableBgp, tunnel.bgp)),
  }
}

function readPatches(request: Request, connection: Resource<'connection'>): Result<TunnelPatch[], DomainError> {
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
const sides = (before: ConnectionExtras, { LocalSubnet, RemoteSubnet }: Request) => ({
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
export const peersOf = ({ CustomerGatewayId, TunnelOptionsSpecification = [] }: Request): readonly string[] =>
  [CustomerGatewayId, ...TunnelOptionsSpecification.map((tunnel) => tunnel.CustomerGatewayId)].filter(
    (id) => id !== undefined,
  )

/** What a request that is answered at `now` changes of a connection. */
export function readChange(
  request: Request,
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
    extras: extras.connection.write(known),
  })
}
