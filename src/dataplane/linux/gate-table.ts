/** How the kernel holds a gate: a rule for what comes in by a device, and a table of what that may be routed to. */
import { createHash } from 'node:crypto'
import { everything, type Ipv4Prefix, parseIpv4Prefix } from '../../domain/address.ts'
import { type Gate, gateOf, type Ingress, type Lead } from '../../domain/gate.ts'
import type { KernelRoute, Rule } from './ip.ts'
import { canonical } from './prefix.ts'

/** After what leads probes, and before the main table, which leads to every network that is linked. */
export const gatePriority = 950

/** Beyond the numbers that policies' tables have. */
const firstTable = 0x4000000

/** 24 bits that stand for the device, of which a gateway has few. */
export const gateTable = (device: string): string =>
  String(firstTable + createHash('sha256').update(device).digest().readUIntBE(0, 3))

/** A route of type throw ends the table's part, and the next rule is asked (ip-route(8)). */
export const kinds = { admitted: 'throw', refused: 'unreachable' } as const

export const isGate = ({ priority, iif }: Rule): boolean => priority === gatePriority && iif !== undefined

export const isOf =
  (table: string) =>
  (route: KernelRoute): boolean =>
    route.table === table

/** What leads somewhere comes one after the other from here on, and at last what keeps its packets from wider prefixes. */
export const firstLeadMetric = 100
export const lastLeadMetric = 4_278_198_272

/** A device that a lead goes into. */
const isLead = ({ dev, nexthops }: KernelRoute): boolean => dev !== undefined || nexthops !== undefined

/** The leads of the table `own`; `devices` are the gateway's, by name. */
function leadsIn(own: readonly KernelRoute[], devices: ReadonlyMap<string, Ingress>): readonly Lead[] {
  return own
    .filter(({ type, metric }) => type === kinds.refused && metric === lastLeadMetric)
    .flatMap(({ dst }) => {
      const prefix = parseIpv4Prefix(canonical(dst))
      if (prefix === undefined) return []
      const ways = own
        .filter((route) => route.dst === dst && isLead(route))
        .toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0))
        .map(({ dev, nexthops }) => (nexthops ?? [{ dev: dev ?? '' }]).map((hop) => devices.get(hop.dev)))
      const network = ways[0]?.[0]
      if (network !== undefined && 'network' in network) return { prefix, network: network.network }
      const tunnels = ways.map((way) => way.flatMap((one) => (one !== undefined && 'tunnel' in one ? one.tunnel : [])))
      return { prefix, tunnels }
    })
}

/** `ingresses` are the gateway's, by their devices. */
export function gatesIn(
  rules: readonly Rule[],
  routes: readonly KernelRoute[],
  ingresses: ReadonlyMap<string, Ingress>,
): readonly Gate[] {
  return rules.filter(isGate).flatMap((rule) => {
    const from = ingresses.get(rule.iif ?? '')
    if (from === undefined) return []
    const own = routes.filter(isOf(gateTable(rule.iif ?? '')))
    const prefixes = (kind: string): readonly Ipv4Prefix[] =>
      own.flatMap(({ type, dst, metric }) =>
        type === kind && metric !== lastLeadMetric ? (parseIpv4Prefix(canonical(dst)) ?? []) : [],
      )
    // The default route that refuses is part of every gate.
    const refused = prefixes(kinds.refused).filter((prefix) => prefix !== everything)
    return gateOf(from, prefixes(kinds.admitted), refused, leadsIn(own, ingresses))
  })
}
