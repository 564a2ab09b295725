import { addressAt, everything, type Ipv4Address, type Ipv4Prefix, prefixLength } from '../domain/address.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import type { ObservedTunnel } from '../domain/observation.ts'
import type { NotTried, PreflightStep, RunningSas } from '../domain/preflight.ts'
import { childrenOf, isNarrowedFrom } from './children.ts'
import type { PreflightOptions, TunnelSpec } from './port.ts'

/** What any data plane tries of a tunnel, and what it does not, from how the tunnel stands. Pure. */

export interface ChildToTry {
  /** As configured. */
  readonly selectors: TrafficSelectors
  /**
   * Where a Child SA of them carries, others inside of them, into which nothing fits that it carries. Absent where there are none:
   * of two SAs with the same selectors the newer would carry.
   */
  readonly proposed?: TrafficSelectors
}

export interface PreflightPlan {
  /** How far the pair of SAs that is ended at once may go. */
  readonly reach: 'nothing' | 'ike' | 'all'
  /** Why no further. */
  readonly why: NotTried
  readonly children: readonly ChildToTry[]
  /** Rekey a Child SA that is there, since no other is made. */
  readonly rekeysRunning: boolean
}

/** A preflight that cannot begin: nothing was sent. */
export class PreflightImpossible extends Error {
  override readonly name = 'PreflightImpossible'
  readonly code: 'under-way' | 'not-configured'

  constructor(code: 'under-way' | 'not-configured') {
    super(
      code === 'under-way'
        ? 'another preflight of the tunnel is under way'
        : 'its IKE daemon does not run, or not with what is wanted of it',
    )
    this.code = code
  }
}

/** All that is tried beside a tunnel, in milliseconds; a Child SA of its own that is rekeyed after that has as long. */
export const preflightLimit = 15_000

export const isRunning = ({ childSas }: Pick<ObservedTunnel, 'childSas'>): boolean => childSas.length > 0

export function planPreflight(
  tunnel: TunnelSpec,
  seen: Pick<ObservedTunnel, 'childSas'>,
  { standsBeside, rekey }: PreflightOptions,
): PreflightPlan {
  const running = isRunning(seen)
  const children = childrenOf(tunnel).map((selectors): ChildToTry => {
    const carrying = seen.childSas.find((sa) => isNarrowedFrom(sa.selectors, selectors))
    const proposed = carrying === undefined ? selectors : narrower(tunnel, carrying.selectors)
    return proposed === undefined ? { selectors } : { selectors, proposed }
  })
  const reach = running ? besideRunning(tunnel, standsBeside, children) : everyPart
  return { ...reach, children, rekeysRunning: running && reach !== everyPart && rekey }
}

type Reach = Pick<PreflightPlan, 'reach' | 'why'>

const everyPart: Reach = { reach: 'all', why: 'not-reached' }

function besideRunning({ version }: TunnelSpec, standsBeside: boolean, children: readonly ChildToTry[]): Reach {
  if (version === 1) return { reach: 'nothing', why: 'ikev1-running' }
  if (!standsBeside) return { reach: 'ike', why: 'may-end-running' }
  if (children.every(({ proposed }) => proposed === undefined)) return { reach: 'ike', why: 'no-narrower-selectors' }
  return everyPart
}

/**
 * The first address of a prefix, which is nobody's where the prefix is longer than a pair of hosts. Of everything, the end's own
 * outer address: what carries the tunnel is not to go into it.
 */
function firstOf([prefix]: readonly Ipv4Prefix[], outer: Ipv4Address): Ipv4Prefix | undefined {
  if (prefix === undefined) return undefined
  return `${prefix === everything ? outer : addressAt(prefix, 0)}/32` as Ipv4Prefix
}

const hasNobodys = ([prefix]: readonly Ipv4Prefix[]): boolean => prefix !== undefined && prefixLength(prefix) <= 30

/** Undefined where none are inside. */
function narrower(
  { localAddress, remoteAddress }: Pick<TunnelSpec, 'localAddress' | 'remoteAddress'>,
  { local, remote }: TrafficSelectors,
): TrafficSelectors | undefined {
  if (!hasNobodys(local) && !hasNobodys(remote)) return undefined
  const [one, other] = [firstOf(local, localAddress), firstOf(remote, remoteAddress)]
  if (one === undefined || other === undefined) return undefined
  return { local: [one], remote: [other] }
}

export const notTried = (part: PreflightStep['part'], why: NotTried, selectors?: TrafficSelectors): PreflightStep => ({
  part,
  outcome: 'not-tried',
  why,
  ...(selectors === undefined ? {} : { selectors }),
})

/** What is told of the parts that come after one that ended it, or that are not to be tried. */
export const untried = (
  parts: readonly PreflightStep['part'][],
  why: NotTried,
  { children }: Pick<PreflightPlan, 'children'>,
): readonly PreflightStep[] =>
  parts.flatMap((part) =>
    part === 'child' ? children.map(({ selectors }) => notTried(part, why, selectors)) : [notTried(part, why)],
  )

/** What the outcome of a Child SA tells: where other selectors than the configured are refused, nothing of these. */
export const judged = (step: PreflightStep, { selectors, proposed }: ChildToTry): PreflightStep =>
  proposed !== selectors && step.outcome === 'failed' && step.failure.reason === 'selectors-unacceptable'
    ? notTried(step.part, 'narrower-refused', step.selectors)
    : step

const spisOf = ({ childSas }: Pick<ObservedTunnel, 'childSas'>): readonly string[] => childSas.map(({ spiIn }) => spiIn)

/** What has become of the Child SAs that were there. */
export function runningAfter(
  before: Pick<ObservedTunnel, 'childSas'>,
  after: Pick<ObservedTunnel, 'childSas'>,
  steps: readonly PreflightStep[],
): RunningSas {
  if (!isRunning(before)) return 'none'
  const left = spisOf(after)
  if (spisOf(before).every((spi) => left.includes(spi))) return 'kept'
  const isRekeyed = steps.some(({ part, outcome }) => part === 'rekeying' && outcome === 'ok')
  return isRekeyed && left.length >= before.childSas.length ? 'rekeyed' : 'ended'
}
