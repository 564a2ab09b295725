import { containsPrefix, type Ipv4Prefix } from '../../domain/address.ts'
import type { TrafficSelectors } from '../../domain/ike.ts'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import type { GatewaySpec, TunnelSpec } from '../port.ts'
import { type Chain, making } from './chain.ts'

/** Negotiations that were started for a tunnel since it was last up or configured. */
export interface Attempts {
  readonly count: number
  /** When the last one was started, in milliseconds since the epoch. */
  readonly at: number
}

/**
 * What has to be known of a tunnel from one look to the next. It may be lost at any time: that costs a negotiation too many
 * or a packet more until one starts, and nothing else.
 */
export interface TunnelMemory {
  readonly attempts?: Attempts
  /** `packetsOut` as it stood when a negotiation was last started, or was not needed. */
  readonly packetsOut: number
}

/** By tunnel. */
export type GatewayMemory = ReadonlyMap<string, TunnelMemory>

export const noMemory: GatewayMemory = new Map()

/** A second attempt may soon succeed, as when the peer was configured a moment late; later ones hardly. */
const firstRetryMilliseconds = 250
const longestRetryMilliseconds = 10_000

/** How long a packet without an SA may wait until it is noticed, where the data plane has no event for it. */
const trafficLookMilliseconds = 1000
const troubledLookMilliseconds = 2000

const retryMilliseconds = (attempts: number): number =>
  Math.min(longestRetryMilliseconds, firstRetryMilliseconds * 2 ** (attempts - 1))

const within = (inner: readonly Ipv4Prefix[], outer: readonly Ipv4Prefix[]): boolean =>
  inner.every((prefix) => outer.some((wide) => containsPrefix(wide, prefix)))

/** Whether each Child SA that the tunnel is to have is there, as proposed or narrowed by the peer. */
function isUp(tunnel: TunnelSpec, observed: ObservedTunnel | undefined): boolean {
  if (observed?.ikeSa === undefined || observed.ikeSa.state === 'connecting') return false
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

export interface InitiationPlan {
  readonly chains: readonly Chain[]
  /** Milliseconds after which to look at each of these tunnels again, even without an event. */
  readonly looks: ReadonlyMap<string, number>
  /** For the next look. */
  readonly memory: GatewayMemory
}

export const initiating = (tunnel: string): string => `initiation of ${tunnel}`

/** A chain for each tunnel whose negotiation is to be started now. */
export function planInitiation(
  desired: GatewaySpec,
  observed: ObservedGateway,
  changed: ReadonlySet<string>,
  memory: GatewayMemory,
  now: number,
): InitiationPlan {
  const present = new Map(observed.tunnels.map((tunnel) => [tunnel.id, tunnel]))
  const chains: Chain[] = []
  const next = new Map<string, TunnelMemory>()
  const looks = new Map<string, number>()
  for (const tunnel of desired.tunnels) {
    const { id } = tunnel
    const is = changed.has(id) ? undefined : present.get(id)
    const look = lookAtTunnel(tunnel, is, memory.get(id), now)
    if (look.initiate === true) {
      chains.push({
        about: initiating(id),
        parts: [],
        after: changed.has(id) ? [making(id)] : [],
        following: [],
        steps: [{ do: 'initiate', gateway: desired.id, tunnel: id }],
      })
    }
    next.set(id, look.memory)
    if (look.lookAfter !== undefined) looks.set(id, look.lookAfter)
  }
  return { chains, looks, memory: next }
}

interface TunnelLook {
  readonly initiate?: true
  readonly memory: TunnelMemory
  /** Milliseconds; absent when nothing is waited for. */
  readonly lookAfter?: number
}

/** How a tunnel stands when it is looked at. */
interface Standing {
  readonly startAction: TunnelSpec['startAction']
  readonly up: boolean
  /** Somebody wants it up: whoever configured it to start, or a packet that came since `packetsBefore`. */
  readonly asked: boolean
  readonly negotiating: boolean
  readonly before: Attempts | undefined
  readonly packetsOut: number
  readonly packetsBefore: number
  /** Milliseconds until the next attempt may be started, 0 when it may be now. */
  readonly pause: number
  /** Milliseconds until the next look as long as nothing is started. */
  readonly waiting: number
  readonly now: number
}

const attempted = ({ before }: Standing) => (before === undefined ? {} : { attempts: before })

/** The first case that holds decides. */
const cases: readonly { readonly holds: (at: Standing) => boolean; readonly look: (at: Standing) => TunnelLook }[] = [
  {
    holds: ({ startAction, up }) => startAction === 'none' || up,
    look: ({ packetsOut }) => ({ memory: { packetsOut } }),
  },
  {
    holds: ({ asked }) => !asked,
    look: (at) => ({ memory: { ...attempted(at), packetsOut: at.packetsOut }, lookAfter: at.waiting }),
  },
  {
    // The packets that asked are not forgotten while a negotiation is under way or the next attempt has to wait.
    holds: ({ negotiating }) => negotiating,
    look: (at) => ({ memory: { ...attempted(at), packetsOut: at.packetsBefore }, lookAfter: at.waiting }),
  },
  {
    holds: ({ pause }) => pause > 0,
    look: (at) => ({
      memory: { ...attempted(at), packetsOut: at.packetsBefore },
      lookAfter: Math.min(at.waiting, at.pause),
    }),
  },
  {
    holds: () => true,
    look: ({ before, packetsOut, waiting, now }) => {
      const count = (before?.count ?? 0) + 1
      return {
        initiate: true,
        memory: { attempts: { count, at: now }, packetsOut },
        lookAfter: Math.min(waiting, retryMilliseconds(count)),
      }
    },
  },
]

/** `is` is undefined for a tunnel that begins afresh with this plan: what was before does not count for it. */
function lookAtTunnel(
  tunnel: TunnelSpec,
  is: ObservedTunnel | undefined,
  memory: TunnelMemory | undefined,
  now: number,
): TunnelLook {
  const { startAction } = tunnel
  const before = is === undefined ? undefined : memory?.attempts
  const packetsOut = is?.packetsOut ?? 0
  const packetsBefore = (is === undefined ? 0 : memory?.packetsOut) ?? packetsOut
  const standing: Standing = {
    startAction,
    up: isUp(tunnel, is),
    // A counter that went back began anew with another device.
    asked: startAction === 'start' || packetsOut > packetsBefore || (packetsOut < packetsBefore && packetsOut > 0),
    negotiating: is?.ikeSa?.state === 'connecting',
    before,
    packetsOut,
    packetsBefore,
    pause: before === undefined ? 0 : Math.max(0, before.at + retryMilliseconds(before.count) - now),
    waiting: startAction === 'start' ? troubledLookMilliseconds : trafficLookMilliseconds,
    now,
  }
  const found = cases.find(({ holds }) => holds(standing))
  if (found === undefined) throw new TypeError(`no case for tunnel ${tunnel.id}`)
  return found.look(standing)
}
