import type { Ipv4Prefix } from '../domain/address.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import type { Candidate, TunnelStates } from './candidate.ts'

export interface PassedOver {
  readonly candidate: string
  readonly tunnel: string
  readonly why: 'not-usable' | 'withdrawn' | 'stands-by'
}

/** What is decided for one source and destination. */
export interface Decision {
  /** Absent where destinations alone decide. */
  readonly source?: Ipv4Prefix
  readonly destination: Ipv4Prefix
  /** All tunnels that could carry, in groups in the order of preference; those of one group share. */
  readonly order: readonly (readonly string[])[]
  /** What the kernel is given, best first: it goes to the next by itself when a daemon dies. */
  readonly ways: readonly (readonly string[])[]
  /** The candidates whose tunnels carry now. */
  readonly chosen: readonly string[]
  readonly passedOver: readonly PassedOver[]
}

type DecisionRules = Pick<RoutingRules, 'policies' | 'equals' | 'tunnels'>

/** Candidates of one source and destination, the preferred ones first. */
interface Rivals {
  readonly source?: Ipv4Prefix
  readonly destination: Ipv4Prefix
  readonly candidates: readonly Candidate[]
}

/**
 * Decides for each source and destination among its candidates, which come oldest first. Traffic goes into the first group
 * of tunnels that has a usable one. Where none is usable, the first tunnel that is configured, or else the first, takes it
 * all the same, so that traffic can ask for its negotiation; one that is withdrawn does not. What is down takes nothing from
 * what is up.
 */
export function decide(
  candidates: readonly Candidate[],
  rules: DecisionRules,
  states: TunnelStates,
): readonly Decision[] {
  return rivalsOf(candidates, rules).map((rivals) => {
    const order = inGroups(rivals.candidates, rules)
    const usable = order
      .map((group) => group.filter((tunnel) => states.isUsable(tunnel)))
      .filter(({ length }) => length)
    const ways = usable.length > 0 ? usable : lastResort(order.flat(), states)
    return {
      ...(rivals.source === undefined ? {} : { source: rivals.source }),
      destination: rivals.destination,
      order,
      ways: ways.flatMap(withEachAlone),
      ...explain(rivals.candidates, ways[0] ?? [], states),
    }
  })
}

/** Where priorities decide, a policy of another priority is no rival: it is asked before or after. */
function rivalsOf(candidates: readonly Candidate[], { policies }: DecisionRules): readonly Rivals[] {
  const keyOf = ({ source, destination, priority }: Candidate): string =>
    [destination, ...(source === undefined ? [] : [source, policies === 'by-priority' ? priority : ''])].join(' ')
  return [...Map.groupBy(candidates, keyOf).values()].flatMap((rivals) => {
    const [first] = rivals
    if (first === undefined) return []
    const { source, destination } = first
    const sorted = rivals.toSorted((a, b) => a.preference - b.preference)
    return { ...(source === undefined ? {} : { source }), destination, candidates: sorted }
  })
}

/** A tunnel that two candidates lead into stands where the better one puts it. */
function inGroups(
  candidates: readonly Candidate[],
  { equals, tunnels }: DecisionRules,
): readonly (readonly string[])[] {
  const tiers =
    equals === 'share'
      ? [...Map.groupBy(candidates, ({ preference }) => preference).values()]
      : candidates.map((candidate) => [candidate])
  const groups = tiers.flatMap((tier) => {
    const all = tier.map((candidate) => candidate.tunnels)
    if (tunnels === 'share') return [all.flat()]
    const longest = Math.max(...all.map(({ length }) => length))
    return Array.from({ length: longest }, (_, index) => all.flatMap((own) => own[index] ?? []))
  })
  const isNew = (tunnel: string, place: number): boolean => groups.slice(0, place).every((one) => !one.includes(tunnel))
  return groups
    .map((group, place) => [...new Set(group)].filter((tunnel) => isNew(tunnel, place)))
    .filter(({ length }) => length > 0)
}

/** A shared route goes with the device of any of its tunnels: each of them stands behind it by itself. */
const withEachAlone = (group: readonly string[]): readonly (readonly string[])[] =>
  group.length === 1 ? [group] : [group, ...group.map((tunnel) => [tunnel])]

function lastResort(tunnels: readonly string[], states: TunnelStates): readonly (readonly string[])[] {
  const left = tunnels.filter((tunnel) => !states.isWithdrawn(tunnel))
  const asked = left.find((tunnel) => states.isConfigured(tunnel)) ?? left[0]
  return asked === undefined ? [] : [[asked]]
}

function explain(
  candidates: readonly Candidate[],
  carrying: readonly string[],
  states: TunnelStates,
): Pick<Decision, 'chosen' | 'passedOver'> {
  const reason = (tunnel: string): PassedOver['why'] => {
    if (states.isUsable(tunnel)) return 'stands-by'
    return states.isWithdrawn(tunnel) ? 'withdrawn' : 'not-usable'
  }
  return {
    chosen: candidates.filter(({ tunnels }) => tunnels.some((one) => carrying.includes(one))).map(({ id }) => id),
    passedOver: candidates.flatMap(({ id, tunnels }) =>
      tunnels
        .filter((tunnel) => !carrying.includes(tunnel))
        .map((tunnel) => ({ candidate: id, tunnel, why: reason(tunnel) })),
    ),
  }
}
