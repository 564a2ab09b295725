import { createHash } from 'node:crypto'
import { everything, prefixLength } from '../domain/address.ts'
import { ownTable, type Policy, type Route, type RouteTable } from '../domain/route.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import type { Candidate, TunnelStates } from './candidate.ts'
import { type Decision, decide } from './decide.ts'

export interface Selection {
  readonly policies: readonly Policy[]
  readonly routes: readonly Route[]
  /** In the order in which they are asked: policies first. */
  readonly decisions: readonly Decision[]
}

const firstMetric = 100

/** What a gateway holds of candidates, which come oldest first, as its tunnels stand. */
export function selectRoutes(
  candidates: readonly Candidate[],
  rules: Pick<RoutingRules, 'policies' | 'equals' | 'tunnels'>,
  states: TunnelStates,
): Selection {
  const isPolicy = ({ source }: Candidate): boolean => source !== undefined
  const policies = decide(inOrder(candidates.filter(isPolicy), rules), rules, states)
  const own = decide(
    candidates.filter((candidate) => !isPolicy(candidate)),
    rules,
    states,
  )
  const tables = tablesOf(policies)
  return {
    policies: policies.flatMap(({ source, destination, order, ways }, preference) => {
      const table = tables.get(nameOf(order))
      // One that is withdrawn would keep its packets from all policies and routes after it.
      if (source === undefined || table === undefined || ways.length === 0) return []
      return { source, destination, table, preference }
    }),
    routes: [
      ...byTable(policies, tables).flatMap(([table, { ways }]) => routesOf(table, everything, ways)),
      ...own.flatMap(({ destination, ways }) => routesOf(ownTable, destination, ways)),
    ],
    decisions: [...policies, ...own],
  }
}

/** The order in which policies are asked; those that are alike in it stay in the order of their age. */
function inOrder(policies: readonly Candidate[], { policies: rule }: Pick<RoutingRules, 'policies'>) {
  const length = ({ source, destination }: Candidate): number =>
    prefixLength(destination) * 33 + prefixLength(source ?? everything)
  return policies.toSorted((a, b) => (rule === 'by-priority' ? a.priority - b.priority : length(b) - length(a)))
}

const nameOf = (order: Decision['order']): string => order.map((group) => group.join(' ')).join(', ')

/** Of the numbers that a kernel has for tables, those that no distribution and no daemon of ours uses. */
const firstTable = 0x10000
const tableCount = 0x1000000

/**
 * A table for each order of tunnels. Its number depends on the order alone, and not on what is usable: policies stay when
 * traffic moves, and their connection's table is the one thing that changes.
 */
function tablesOf(policies: readonly Decision[]): ReadonlyMap<string, RouteTable> {
  const tables = new Map<string, RouteTable>()
  const taken = new Set<RouteTable>()
  for (const name of [...new Set(policies.map(({ order }) => nameOf(order)))].sort()) {
    let table = createHash('sha256').update(name).digest().readUIntBE(0, 3)
    while (taken.has(table)) table = (table + 1) % tableCount
    taken.add(table)
    tables.set(name, firstTable + table)
  }
  return tables
}

/** One decision for each table: those of one order are decided alike. */
function byTable(policies: readonly Decision[], tables: ReadonlyMap<string, RouteTable>) {
  const decisions = new Map<RouteTable, Decision>()
  for (const decision of policies) {
    const table = tables.get(nameOf(decision.order))
    if (table !== undefined) decisions.set(table, decision)
  }
  return [...decisions]
}

const routesOf = (table: RouteTable, prefix: Route['prefix'], ways: Decision['ways']): readonly Route[] =>
  ways.map((tunnels, rank) => ({ table, prefix, tunnels, metric: firstMetric + rank }))
