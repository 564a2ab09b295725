import { isDeepStrictEqual } from 'node:util'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import { digestTunnel, outerDigest } from '../digest.ts'
import type { GatewaySpec, Step, TunnelSpec } from '../port.ts'
import { type Chain, clearing, making, tunnelPart } from './chain.ts'

export interface TunnelPlan {
  readonly chains: readonly Chain[]
  /** The tunnels whose device may be a new one, without the routes of the old. */
  readonly made: ReadonlySet<string>
  /** The tunnels whose SAs, if any, end by these chains, once others have taken their place. */
  readonly changed: ReadonlySet<string>
  /** The tunnels that go, for good or to be made elsewhere, and take their routes along. */
  readonly removed: ReadonlySet<string>
  /** Those among them that are in nobody's way. */
  readonly unwanted: readonly string[]
}

/** What is to be done to a tunnel that is desired; undefined when it is as it should be. */
function changeOf(tunnel: TunnelSpec, is: ObservedTunnel | undefined) {
  const digest = digestTunnel(tunnel)
  if (is?.alive && is.digest === digest) return undefined
  const moved = is?.digest !== undefined && outerDigest(is.digest) !== outerDigest(digest)
  // A tunnel without configuration may be half made, and making it again is harmless.
  return { tunnel, pair: outerDigest(digest), moved, made: moved || is?.digest === undefined || !is.alive }
}

/**
 * A chain for each tunnel that is missing, changed or in the way. A tunnel that takes a pair of outer addresses over needs
 * whoever holds it to be gone; one without a configuration may hold any pair, and goes first as well.
 */
export function planTunnels(desired: GatewaySpec, observed: ObservedGateway): TunnelPlan {
  const gateway = desired.id
  const present = new Map(observed.tunnels.map((tunnel) => [tunnel.id, tunnel]))
  const wanted = new Set(desired.tunnels.map(({ id }) => id))
  const changes = desired.tunnels.flatMap((tunnel) => changeOf(tunnel, present.get(tunnel.id)) ?? [])
  const made = changes.filter((change) => change.made)
  const moved = new Set(changes.filter((change) => change.moved).map(({ tunnel }) => tunnel.id))
  const pairsTaken = new Set(made.map(({ pair }) => pair))
  const isInTheWay = ({ id, digest }: ObservedTunnel): boolean =>
    !wanted.has(id) && (digest === undefined ? made.length > 0 : pairsTaken.has(outerDigest(digest)))
  const cleared = observed.tunnels.filter((tunnel) => moved.has(tunnel.id) || isInTheWay(tunnel))
  const clearedBefore = (pair: string, id: string): readonly string[] =>
    cleared
      .filter((other) => other.id === id || (other.digest !== undefined && outerDigest(other.digest) === pair))
      .map((other) => clearing(other.id))
  const clearedBare = cleared.filter(({ digest }) => digest === undefined).map(({ id }) => clearing(id))
  // Of a pair the second is changed once the first is up again, or has not been in time.
  const pairedBefore = ({ index, selectors }: TunnelSpec): readonly string[] =>
    changes
      .filter((other) => !other.made && other.tunnel.index < index)
      .filter((other) => isDeepStrictEqual(other.tunnel.selectors, selectors))
      .map((other) => making(other.tunnel.id))
  const unwanted = observed.tunnels.filter((tunnel) => !wanted.has(tunnel.id) && !isInTheWay(tunnel))
  return {
    chains: [
      ...cleared.map(({ id }) => removalChain(clearing(id), gateway, id)),
      ...changes.map(({ tunnel, pair, made: anew }) => ({
        about: making(tunnel.id),
        parts: [tunnelPart(tunnel.id)],
        after: anew ? clearedBefore(pair, tunnel.id) : [],
        following: anew ? clearedBare : pairedBefore(tunnel),
        steps: [
          ...(anew ? [{ do: 'create-tunnel', gateway, tunnel } satisfies Step] : []),
          { do: 'configure-tunnel', gateway, tunnel } satisfies Step,
        ],
      })),
    ],
    made: new Set(made.map(({ tunnel }) => tunnel.id)),
    changed: new Set(changes.map(({ tunnel }) => tunnel.id)),
    removed: new Set([...cleared, ...unwanted].map(({ id }) => id)),
    unwanted: unwanted.map(({ id }) => id),
  }
}

export const removalChain = (
  about: string,
  gateway: string,
  tunnel: string,
  following: readonly string[] = [],
): Chain => ({
  about,
  parts: [tunnelPart(tunnel)],
  after: [],
  following,
  steps: [{ do: 'remove-tunnel', gateway, tunnel }],
})
