import type { HealthCheck } from '../domain/health-check.ts'
import type { ChildParameters, ChildProposal, DeadPeerDetection, IkeParameters, IkeProposal } from '../domain/ike.ts'
import type { BgpParameters, Tunnel } from '../domain/resource.ts'

/** What a modification says of one tunnel; what it does not name stays as it is, member by member. */
export interface TunnelPatch {
  readonly index: 1 | 2
  readonly customerGateway?: string
  readonly ike?: Partial<Omit<IkeParameters, 'proposal'>> & { readonly proposal?: Partial<IkeProposal> }
  readonly child?: Partial<Omit<ChildParameters, 'proposal'>> & {
    /** `keyExchange: null` gives perfect forward secrecy up. */
    readonly proposal?: Partial<Omit<ChildProposal, 'keyExchange'>> & {
      readonly keyExchange?: ChildProposal['keyExchange'] | null
    }
  }
  /** Null stops looking for dead peers. */
  readonly deadPeerDetection?: DeadPeerDetection | null
  readonly natTraversal?: boolean
  readonly bgp?: BgpParameters
  /** Null stops the probes. */
  readonly healthCheck?: HealthCheck | null
}

/** The members that are given; `{ ...a, ...{ b: undefined } }` would unset what was not named. */
const given = <T extends object>(patch: T | undefined): Partial<T> =>
  Object.fromEntries(Object.entries(patch ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>

function patchChildProposal(
  proposal: ChildProposal,
  patch: NonNullable<TunnelPatch['child']>['proposal'],
): ChildProposal {
  const { keyExchange, ...rest } = given(patch)
  const merged = { ...proposal, ...rest }
  if (keyExchange === undefined) return merged
  const { keyExchange: _, ...without } = merged
  return keyExchange === null ? without : { ...without, keyExchange }
}

export function patchTunnel(tunnel: Tunnel, patch: TunnelPatch | undefined): Tunnel {
  if (patch === undefined) return tunnel
  const { ike, child, deadPeerDetection, healthCheck, ...plain } = given(patch)
  const { proposal: ikeProposal, ...ikeRest } = given(ike)
  const { proposal: childProposal, ...childRest } = given(child)
  const { deadPeerDetection: before, healthCheck: checkBefore, ...unchanged } = tunnel
  const after = deadPeerDetection === undefined ? before : (deadPeerDetection ?? undefined)
  const checkAfter = healthCheck === undefined ? checkBefore : (healthCheck ?? undefined)
  return {
    ...unchanged,
    ...plain,
    ike: { ...tunnel.ike, ...ikeRest, proposal: { ...tunnel.ike.proposal, ...given(ikeProposal) } },
    child: { ...tunnel.child, ...childRest, proposal: patchChildProposal(tunnel.child.proposal, childProposal) },
    ...(after === undefined ? {} : { deadPeerDetection: after }),
    ...(checkAfter === undefined ? {} : { healthCheck: checkAfter }),
  }
}
