/** How the kernel holds a gate: a rule for what comes in by a device, and a table of what that may be routed to. */
import { createHash } from 'node:crypto'
import { everything, type Ipv4Prefix, parseIpv4Prefix } from '../../domain/address.ts'
import { type Gate, gateOf, type Ingress } from '../../domain/gate.ts'
import type { KernelRoute, Rule } from './ip.ts'
import { canonical } from './network.ts'

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
      own.flatMap(({ type, dst }) => (type === kind ? (parseIpv4Prefix(canonical(dst)) ?? []) : []))
    // The default route that refuses is part of every gate.
    const refused = prefixes(kinds.refused).filter((prefix) => prefix !== everything)
    return gateOf(from, prefixes(kinds.admitted), refused)
  })
}
