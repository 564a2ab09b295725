import { everything, type Ipv4Prefix, overlaps } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Connection, Resource } from '../domain/resource.ts'

interface Beside {
  readonly network: Resource<'network'> | undefined
  /** The connections of the gateway. */
  readonly siblings: readonly Resource<'connection'>[]
}

/** Specific prefixes only: 0.0.0.0/0 means that routes decide, and overlaps with everything. */
const specific = (prefixes: TrafficSelectors['local']) => prefixes.filter((prefix) => prefix !== everything)

const remotePrefixes = (connection: Connection) => specific(connection.selectors.flatMap(({ remote }) => remote))

/** Whether the selectors overlap neither each other's other side, nor the network, nor what another connection is led. */
export function checkSelectors(id: string, connection: Connection, around: Beside): DomainError | undefined {
  for (const { local, remote } of connection.selectors) {
    for (const prefix of specific(remote)) {
      const clash = specific(local).find((other) => overlaps(prefix, other))
      if (clash !== undefined) return domainError('selectors-overlap', `overlaps ${clash} on the local side`, prefix)
    }
  }
  const remotes = remotePrefixes(connection)
  for (const range of around.network === undefined ? [] : rangesOf(around.network.spec)) {
    const own = remotes.find((prefix) => overlaps(prefix, range))
    if (own !== undefined) return domainError('remote-overlaps-network', `overlaps the network’s own ${range}`, own)
  }
  const pairs = selectedPairs(connection)
  for (const sibling of around.siblings) {
    if (sibling.id === id) continue
    const taken = selectedPairs(sibling.spec)
    const clash = pairs.find((pair) => taken.some((other) => pairsOverlap(pair, other)))
    if (clash !== undefined) {
      const detail = `overlaps what ${sibling.id} leads to from ${clash.local}`
      return domainError('remote-overlaps-connection', detail, clash.remote)
    }
  }
  return undefined
}

interface Pair {
  readonly local: Ipv4Prefix
  readonly remote: Ipv4Prefix
}

/** What is led into a connection by itself: from each local prefix to each remote one that is specific. */
const selectedPairs = ({ automaticRoutes, selectors }: Connection): readonly Pair[] =>
  (automaticRoutes ? selectors : []).flatMap(({ local, remote }) =>
    local.flatMap((one) => specific(remote).map((other) => ({ local: one, remote: other }))),
  )

/** A packet could belong to both only where both halves overlap. */
const pairsOverlap = (one: Pair, other: Pair): boolean =>
  overlaps(one.local, other.local) && overlaps(one.remote, other.remote)
