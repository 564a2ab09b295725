import { containsPrefix, type Ipv4Prefix, parseIpv4Prefix, prefixLength } from '../../../../domain/address.ts'
import { optional, refused } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { freeText } from '../shared/request-fields.ts'

export const destination = t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, [
  '172.20.0.0/16',
  '172.21.0.0/16',
])

export const nextHopType = t.word('BlackHole', 'Attachment')

export const entryName = { TransitRouterRouteEntryName: optional(freeText(128)) }

interface Hop {
  readonly TransitRouterRouteEntryNextHopType: 'BlackHole' | 'Attachment'
  readonly TransitRouterRouteEntryNextHopId: string | undefined
}

/** An entry leads into an attachment, or drops what it holds. */
export const hopRules: readonly Rule<Hop>[] = [
  {
    code: 'IllegalParam.TransitRouterRouteEntryNextHopId',
    demand: 'must be given with Attachment, and with nothing else',
    brokenBy: ({ TransitRouterRouteEntryNextHopType: type, TransitRouterRouteEntryNextHopId: hop }) =>
      (type === 'Attachment') === (hop !== undefined) ? undefined : 'TransitRouterRouteEntryNextHopId',
  },
]

const overlapping = {
  /** Of the same length. */
  PrefixExactMatchCidrs: (entry: Ipv4Prefix, asked: Ipv4Prefix) => entry === asked,
  /** Those inside of what is asked for. */
  SubnetOfMatchCidrs: (entry: Ipv4Prefix, asked: Ipv4Prefix) => containsPrefix(asked, entry),
  /** Those around it. */
  SupernetOfMatchCidrs: (entry: Ipv4Prefix, asked: Ipv4Prefix) => containsPrefix(entry, asked),
} as const

const longestMatch = 'PrefixLongestMatchCidrs'

export const routeFilter = {
  RouteFilter: optional(
    t.list(
      t.structure({
        Key: optional(t.word('PrefixExactMatchCidrs', longestMatch, 'SubnetOfMatchCidrs', 'SupernetOfMatchCidrs')),
        Value: optional(t.list(destination)),
      }),
      { most: 5 },
    ),
  ),
}

export const noPrefixLists = refused(t.text(), 'there are no prefix lists')

interface RouteFilter {
  readonly Key: keyof typeof overlapping | typeof longestMatch | undefined
  readonly Value: readonly Ipv4Prefix[] | undefined
}

/** Those that one value of each filter finds. */
export function filtered<E extends { readonly destination: Ipv4Prefix }>(
  entries: readonly E[],
  filters: readonly RouteFilter[],
): readonly E[] {
  const finds = ({ Key = 'PrefixExactMatchCidrs', Value = [] }: RouteFilter): ((entry: E) => boolean) => {
    if (Key !== longestMatch) return (entry) => Value.some((asked) => overlapping[Key](entry.destination, asked))
    const best = Value.map((asked) => longest(entries, asked))
    return (entry) => best.includes(entry.destination)
  }
  const all = filters.map(finds)
  return entries.filter((entry) => all.every((isFound) => isFound(entry)))
}

function longest(entries: readonly { readonly destination: Ipv4Prefix }[], asked: Ipv4Prefix): Ipv4Prefix | undefined {
  const around = entries.map((entry) => entry.destination).filter((entry) => containsPrefix(entry, asked))
  return around.toSorted((a, b) => prefixLength(b) - prefixLength(a))[0]
}
