import { containsPrefix, type Ipv4Prefix } from '../domain/address.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import type { ObservedGateway, ObservedRoute, ObservedTunnel } from '../domain/observation.ts'
import { digestHost, digestLink, digestNetwork, digestTunnel, outerDigest } from './digest.ts'
import type { GatewaySpec, HostSpec, NetworkSpec, Step, TunnelSpec } from './port.ts'

/** Negotiations that were started for a tunnel since it was last up or configured. */
export interface Attempts {
  readonly count: number
  /** When the last one was started, in milliseconds since the epoch. */
  readonly at: number
}

/**
 * What has to be known of a gateway from one look to the next, by tunnel. It may be lost at any time: that costs a
 * negotiation too many or a packet more until one starts, and nothing else.
 */
export interface GatewayMemory {
  readonly attempts: ReadonlyMap<string, Attempts>
  /** `packetsOut` as it stood when a negotiation was last started, or was not needed. */
  readonly packetsOut: ReadonlyMap<string, number>
}

export const noMemory: GatewayMemory = { attempts: new Map(), packetsOut: new Map() }

export interface GatewayPlan {
  /** To be performed in this order. A step that fails spoils only what builds on it: a later plan has it again. */
  readonly steps: readonly Step[]
  /** Milliseconds after which to look again even without an event; absent when there is nothing left to look after. */
  readonly again?: number
  /** For the next look. */
  readonly memory: GatewayMemory
}

/** A second attempt may soon succeed, as when the peer was configured a moment late; later ones hardly. */
const firstRetryMilliseconds = 250
const longestRetryMilliseconds = 10_000

/** How long a packet without an SA may wait until it is noticed, where the data plane has no event for it. */
const trafficLookMilliseconds = 1000
const troubledLookMilliseconds = 2000
const calmLookMilliseconds = 30_000

const retryMilliseconds = (attempts: number): number =>
  Math.min(longestRetryMilliseconds, firstRetryMilliseconds * 2 ** (attempts - 1))

/**
 * What turns the gateway as observed into the gateway as desired. Pure. Without a desired gateway it ends as if it had
 * never been. What is alike on both sides is not touched; additions go before removals, so that traffic that has a way
 * before and after has one in between, unless two tunnels would hold the same pair of outer addresses.
 */
export function planGateway(
  desired: GatewaySpec | undefined,
  observed: ObservedGateway | undefined,
  memory: GatewayMemory,
  now: number,
): GatewayPlan {
  if (desired === undefined) {
    return { steps: observed === undefined ? [] : planRemoval(observed), memory: noMemory }
  }
  const is = observed ?? { id: desired.id, links: [], tunnels: [], routes: [] }
  const tunnels = planTunnels(desired, is)
  const routes = planRoutes(desired, is, tunnels.made)
  const links = planLinks(desired, is)
  const initiation = planInitiation(desired, is, tunnels.changed, memory, now)
  return {
    steps: [
      ...(observed === undefined ? [{ do: 'create-gateway', gateway: desired.id } as const] : []),
      ...links.add,
      ...tunnels.clear,
      ...tunnels.make,
      ...routes.add,
      ...routes.remove,
      ...tunnels.remove,
      ...links.remove,
      ...initiation.steps,
    ],
    again: initiation.again,
    memory: initiation.memory,
  }
}

function planRemoval(observed: ObservedGateway): Step[] {
  const gateway = observed.id
  return [
    ...observed.tunnels.map(({ id }): Step => ({ do: 'remove-tunnel', gateway, tunnel: id })),
    ...observed.links.map(({ network }): Step => ({ do: 'unlink-network', gateway, network })),
    { do: 'remove-gateway', gateway },
  ]
}

function planLinks(desired: GatewaySpec, observed: ObservedGateway): { add: Step[]; remove: Step[] } {
  const gateway = desired.id
  const digests = new Map(observed.links.map(({ network, digest }) => [network, digest]))
  const wanted = new Set(desired.links.map(({ network }) => network))
  return {
    add: desired.links
      .filter((link) => digests.get(link.network) !== digestLink(link))
      .map((link) => ({ do: 'link-network', gateway, link })),
    remove: observed.links
      .filter(({ network }) => !wanted.has(network))
      .map(({ network }) => ({ do: 'unlink-network', gateway, network })),
  }
}

interface TunnelSteps {
  /** Removals that must come first: another tunnel, or the same one anew, takes the pair of outer addresses over. */
  readonly clear: Step[]
  readonly make: Step[]
  readonly remove: Step[]
  /** The tunnels whose device may be a new one, without the routes of the old. */
  readonly made: ReadonlySet<string>
  /** The tunnels whose SAs, if any, end by these steps. */
  readonly changed: ReadonlySet<string>
}

function planTunnels(desired: GatewaySpec, observed: ObservedGateway): TunnelSteps {
  const gateway = desired.id
  const present = new Map(observed.tunnels.map((tunnel) => [tunnel.id, tunnel]))
  const wanted = new Set(desired.tunnels.map(({ id }) => id))
  const make: Step[] = []
  const moved = new Set<string>()
  const made = new Set<string>()
  const changed = new Set<string>()
  const pairsTaken = new Set<string>()
  for (const tunnel of desired.tunnels) {
    const is = present.get(tunnel.id)
    const digest = digestTunnel(tunnel)
    if (is?.alive && is.digest === digest) continue
    changed.add(tunnel.id)
    const elsewhere = is?.digest !== undefined && outerDigest(is.digest) !== outerDigest(digest)
    if (elsewhere) moved.add(tunnel.id)
    // A tunnel without configuration may be half made, and making it again is harmless.
    if (elsewhere || is?.digest === undefined || !is.alive) {
      make.push({ do: 'create-tunnel', gateway, tunnel })
      made.add(tunnel.id)
      pairsTaken.add(outerDigest(digest))
    }
    make.push({ do: 'configure-tunnel', gateway, tunnel })
  }
  const removal = ({ id }: ObservedTunnel): Step => ({ do: 'remove-tunnel', gateway, tunnel: id })
  const unwanted = observed.tunnels.filter(({ id }) => !wanted.has(id))
  const inTheWay = ({ digest }: ObservedTunnel) => digest !== undefined && pairsTaken.has(outerDigest(digest))
  return {
    clear: observed.tunnels
      .filter((tunnel) => moved.has(tunnel.id) || (!wanted.has(tunnel.id) && inTheWay(tunnel)))
      .map(removal),
    make,
    remove: unwanted.filter((tunnel) => !inTheWay(tunnel)).map(removal),
    made,
    changed,
  }
}

const routeKey = ({ prefix, tunnel, metric }: ObservedRoute): string => `${prefix} ${metric} ${tunnel}`

function planRoutes(
  desired: GatewaySpec,
  observed: ObservedGateway,
  made: ReadonlySet<string>,
): { add: Step[]; remove: Step[] } {
  const gateway = desired.id
  const present = new Set(observed.routes.map(routeKey))
  const wanted = new Set(desired.routes.map(routeKey))
  return {
    add: desired.routes
      .filter((route) => !present.has(routeKey(route)) || made.has(route.tunnel))
      .map((route) => ({ do: 'add-route', gateway, route })),
    remove: observed.routes
      .filter((route) => !wanted.has(routeKey(route)))
      .map((route) => ({ do: 'remove-route', gateway, route })),
  }
}

const within = (inner: readonly Ipv4Prefix[], outer: readonly Ipv4Prefix[]): boolean =>
  inner.every((prefix) => outer.some((wide) => containsPrefix(wide, prefix)))

/** Whether each Child SA that the tunnel is to have is there, as proposed or narrowed by the peer. */
function isUp(tunnel: TunnelSpec, observed: ObservedTunnel): boolean {
  if (observed.ikeSa === undefined || observed.ikeSa.state === 'connecting') return false
  const covered = (local: readonly Ipv4Prefix[], remote: readonly Ipv4Prefix[]) =>
    observed.childSas.some(({ selectors }) => within(selectors.local, local) && within(selectors.remote, remote))
  // IKEv1 carries one pair of prefixes a Child SA (RFC 2409 section 5.5).
  const pairs = ({ local, remote }: TrafficSelectors) => local.flatMap((one) => remote.map((other) => [[one], [other]]))
  return tunnel.selectors.every((selectors) =>
    tunnel.version === 2
      ? covered(selectors.local, selectors.remote)
      : pairs(selectors).every(([one = [], other = []]) => covered(one, other)),
  )
}

interface Initiations {
  readonly steps: Step[]
  readonly again: number
  readonly memory: GatewayMemory
}

function planInitiation(
  desired: GatewaySpec,
  observed: ObservedGateway,
  changed: ReadonlySet<string>,
  memory: GatewayMemory,
  now: number,
): Initiations {
  const present = new Map(observed.tunnels.map((tunnel) => [tunnel.id, tunnel]))
  const steps: Step[] = []
  const attempts = new Map<string, Attempts>()
  const packetsOut = new Map<string, number>()
  let again = calmLookMilliseconds
  for (const tunnel of desired.tunnels) {
    const is = changed.has(tunnel.id) ? undefined : present.get(tunnel.id)
    const look = lookAtTunnel(tunnel, is, memory, now)
    if (look.initiate) steps.push({ do: 'initiate', gateway: desired.id, tunnel: tunnel.id })
    if (look.attempts !== undefined) attempts.set(tunnel.id, look.attempts)
    packetsOut.set(tunnel.id, look.packetsOut)
    again = Math.min(again, look.again)
  }
  return { steps, again, memory: { attempts, packetsOut } }
}

interface TunnelLook {
  readonly initiate: boolean
  readonly attempts?: Attempts
  readonly packetsOut: number
  readonly again: number
}

/** `is` is undefined for a tunnel that begins afresh with this plan: what was before does not count for it. */
function lookAtTunnel(
  tunnel: TunnelSpec,
  is: ObservedTunnel | undefined,
  memory: GatewayMemory,
  now: number,
): TunnelLook {
  const packetsOut = is?.packetsOut ?? 0
  if (tunnel.startAction === 'none') return { initiate: false, packetsOut, again: calmLookMilliseconds }
  if (is !== undefined && isUp(tunnel, is)) return { initiate: false, packetsOut, again: calmLookMilliseconds }
  const before = is === undefined ? undefined : memory.attempts.get(tunnel.id)
  const kept = before === undefined ? {} : { attempts: before }
  const packetsBefore = (is === undefined ? 0 : memory.packetsOut.get(tunnel.id)) ?? packetsOut
  // A counter that went back began anew with another device.
  const asked =
    tunnel.startAction === 'start' || packetsOut > packetsBefore || (packetsOut < packetsBefore && packetsOut > 0)
  const waiting = tunnel.startAction === 'start' ? troubledLookMilliseconds : trafficLookMilliseconds
  if (!asked) return { initiate: false, ...kept, packetsOut, again: waiting }
  if (is?.ikeSa?.state === 'connecting') {
    return { initiate: false, ...kept, packetsOut: packetsBefore, again: waiting }
  }
  const due = before === undefined ? now : before.at + retryMilliseconds(before.count)
  // The packets that asked are not forgotten while the next attempt has to wait.
  if (due > now) return { initiate: false, ...kept, packetsOut: packetsBefore, again: Math.min(waiting, due - now) }
  const count = (before?.count ?? 0) + 1
  const again = Math.min(waiting, retryMilliseconds(count))
  return { initiate: true, attempts: { count, at: now }, packetsOut, again }
}

/** Without a desired network it removes one even where none is observed: a network that is half made is not observed either. */
export function planNetwork(id: string, desired: NetworkSpec | undefined, observed: string | undefined): Step[] {
  if (desired === undefined) return [{ do: 'remove-network', network: id }]
  return digestNetwork(desired) === observed ? [] : [{ do: 'ensure-network', network: desired }]
}

/** As `planNetwork`. */
export function planHost(id: string, desired: HostSpec | undefined, observed: string | undefined): Step[] {
  if (desired === undefined) return [{ do: 'remove-host', host: id }]
  return digestHost(desired) === observed ? [] : [{ do: 'ensure-host', host: desired }]
}
