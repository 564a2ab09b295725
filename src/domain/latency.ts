import { isDeepStrictEqual } from 'node:util'
import type { ConfigurationState } from './page.ts'
import type { Kind, Resource } from './resource.ts'

/** How long a change stays visible: not at all, shortly, or for about as long as in the cloud. */
export const latencies = ['none', 'fast', 'real'] as const

export type Latency = (typeof latencies)[number]

/** In milliseconds. */
export type Durations = Readonly<Partial<Record<Kind, Readonly<Record<Exclude<ConfigurationState, 'ready'>, number>>>>>

/** As it is stored: what is undefined is not there. */
const stored = (spec: Resource['spec']): object => JSON.parse(JSON.stringify(spec))

/** Whether the data plane has nothing to do for it, since nobody has paid for it yet. */
export const isUnpaid = ({ kind, spec }: Resource): boolean => kind === 'gateway' && spec.suspended === 'unpaid'

/**
 * What is paid for is carried for as long: the term that it is paid for is no concern of the data plane's. Nor is it a change
 * of a connection that others are told of it.
 */
const carried = (spec: Resource['spec']): unknown => ({ ...stored(spec), term: undefined, publishes: undefined })

/** Whether something else is desired of the data plane than before: names, tags, terms and what dialects keep are not. */
export const asksForMore = (before: Resource, after: Resource): boolean =>
  after.deleting !== before.deleting || !isDeepStrictEqual(carried(before.spec), carried(after.spec))

/** How long the change of a resource stays visible at the least; `before` is undefined of one that was made. */
export function durationOf(durations: Durations, before: Resource | undefined, after: Resource): number {
  const of = durations[after.kind]
  if (of === undefined) return 0
  if (isUnpaid(after)) return 0
  // What is paid for is made then.
  if (before === undefined || isUnpaid(before)) return of.creating
  if (!asksForMore(before, after)) return 0
  return after.deleting ? of.deleting : of.updating
}
