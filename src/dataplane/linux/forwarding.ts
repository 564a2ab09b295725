import { isDeepStrictEqual } from 'node:util'
import { everything, type Ipv4Prefix, parseIpv4Prefix } from '../../domain/address.ts'
import type { Gate, Ingress } from '../../domain/gate.ts'
import { ownTable, type Policy, type Route, type RouteTable } from '../../domain/route.ts'
import { runIn } from './command.ts'
import { gatesIn } from './gate-table.ts'
import { allRoutesIn, forwardsIn, type IpCommand, ipBatch, type KernelRoute, type Rule, rulesIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { forwardAgain } from './namespace.ts'
import { canonical } from './prefix.ts'

/** Routes with this protocol are ours; a routing daemon's have its own (/etc/iproute2/rt_protos). */
const routeProtocol = 'static'

/** The number that the kernel knows a gateway's own table by. */
const ownTableNumber = 200
/** Where the routing daemon writes what is asked after the gateway's own table. */
export const learnedTableNumber = 201

const mainTable = 'main'

/** Policies have the priorities from here on, in their order. */
const firstPolicyPriority = 10_000
const lastPolicyPriority = 19_999

/** The last route of a policy's table, after all others: without it the kernel would ask the next table. */
const lastMetric = 4_278_198_272

/**
 * What a gateway asks, in this order: the gates (`gate-table.ts`); the main table, which holds links, and the prefixes that tunnels have inside; then
 * policies, each with a table; its own table; what is learned. Nothing else is reached: the main table has no default.
 */
const frame: readonly { readonly priority: number; readonly command: IpCommand }[] = [
  { priority: 1000, command: ['lookup', mainTable] },
  { priority: 20_000, command: ['lookup', String(ownTableNumber)] },
  { priority: 21_000, command: ['lookup', String(learnedTableNumber)] },
  { priority: 32_000, command: ['unreachable'] },
]

const isFramed = (rules: readonly Rule[]): boolean =>
  frame.every(({ priority }) => rules.some((rule) => rule.priority === priority && rule.src === 'all'))

/**
 * - A route into a device without a carrier is passed over for the next metric, and taken again when that is back.
 * - Of routes that share traffic each flow takes one, and not each pair of hosts.
 */
const settings = [
  'net.ipv4.conf.all.ignore_routes_with_linkdown=1',
  'net.ipv4.conf.default.ignore_routes_with_linkdown=1',
  'net.ipv4.fib_multipath_hash_policy=1',
]

const underWay = new Map<string, Promise<void>>()

/** Makes what all of a gateway's routing hangs from, once for all who ask at the same time. */
export function ensureForwarding(namespace: string): Promise<void> {
  const running = underWay.get(namespace)
  if (running !== undefined) return running
  const making = makeForwarding(namespace).finally(() => underWay.delete(namespace))
  underWay.set(namespace, making)
  return making
}

async function makeForwarding(namespace: string): Promise<void> {
  const rules = (await rulesIn(namespace)) ?? []
  if (isFramed(rules)) return
  await runIn(namespace, ['sysctl', '-q', '-w', ...settings])
  const missing = frame.filter(({ priority }) => !rules.some((rule) => rule.priority === priority))
  await ipBatch(
    namespace,
    missing.map(({ priority, command }) => ['rule', 'add', 'priority', String(priority), ...command]),
  )
}

/** Has what comes in by the device sent on, or by each of the namespace's, of which there may be hundreds. */
export async function forwardFrom(namespace: string, device?: string): Promise<void> {
  if (!(await forwardsIn(namespace, device))) await forwardAgain(namespace)
}

interface ObservedForwarding {
  /** Whether packets that come in are sent on at all. */
  readonly forwards: boolean
  readonly gates: readonly Gate[]
  readonly policies: readonly Policy[]
  readonly routes: readonly Route[]
}

const nothing: ObservedForwarding = { forwards: false, gates: [], policies: [], routes: [] }

/** `tunnels` are the tunnels' ids by their devices, and `networks` those of linked networks. Routes and policies that no rule leads to are not there. */
export async function observeForwarding(
  namespace: string,
  tunnels: ReadonlyMap<string, string>,
  networks: ReadonlyMap<string, string>,
): Promise<ObservedForwarding> {
  const [rules, routes, forwards] = await Promise.all([
    rulesIn(namespace),
    allRoutesIn(namespace),
    forwardsIn(namespace),
  ])
  if (rules === undefined || routes === undefined || !isFramed(rules)) return nothing
  const ingresses = new Map<string, Ingress>([
    ...[...networks].map(([device, network]) => [device, { network }] as const),
    ...[...tunnels].map(([device, tunnel]) => [device, { tunnel }] as const),
  ])
  return {
    forwards,
    gates: gatesIn(rules, routes, ingresses),
    policies: rules.flatMap(policyOf),
    routes: routes.flatMap((route) => routeOf(route, tunnels)),
  }
}

/** A part of what is observed of a gateway: one that has no gates says nothing of them. */
export const forwardingOf = ({ gates, policies, routes }: Omit<ObservedForwarding, 'forwards'>) => ({
  ...(gates.length === 0 ? {} : { gates }),
  policies,
  routes,
})

const isPolicy = ({ priority }: Rule): boolean => priority >= firstPolicyPriority && priority <= lastPolicyPriority

function policyOf(rule: Rule): Policy[] {
  const table = Number(rule.table)
  const source = prefixOf(rule.src, rule.srclen)
  const destination = prefixOf(rule.dst ?? 'all', rule.dstlen)
  if (!isPolicy(rule) || source === undefined || destination === undefined || !Number.isInteger(table)) return []
  return [{ source, destination, table, preference: rule.priority - firstPolicyPriority }]
}

const prefixOf = (address: string, length = 32): Ipv4Prefix | undefined =>
  address === 'all' ? everything : parseIpv4Prefix(`${address}/${length}`)

function routeOf(route: KernelRoute, tunnels: ReadonlyMap<string, string>): Route[] {
  const prefix = parseIpv4Prefix(canonical(route.dst))
  const named = (route.nexthops ?? [{ dev: route.dev ?? '' }]).map(({ dev }) => tunnels.get(dev))
  const into = named.filter((tunnel) => tunnel !== undefined)
  if (route.protocol !== routeProtocol || prefix === undefined || into.length < named.length) return []
  return [{ table: tableOf(route.table), prefix, tunnels: into, metric: route.metric ?? 0 }]
}

/** A table with a name is none of ours; what stands in it is observed as such, and goes. */
function tableOf(table: string = mainTable): RouteTable {
  const number = table === mainTable ? mainTableNumber : Number(table)
  return number === ownTableNumber ? ownTable : number
}

/** rtnetlink(7), RT_TABLE_MAIN. */
const mainTableNumber = 254

const numberOf = (table: RouteTable): string => String(table === ownTable ? ownTableNumber : table)

function routeCommand(verb: 'replace' | 'delete', gateway: string, route: Route): IpCommand {
  const into = route.tunnels.map((tunnel) => devices.tunnel(gateway, tunnel))
  const [only, ...others] = into
  const way = others.length === 0 ? ['dev', only ?? ''] : into.flatMap((device) => ['nexthop', 'dev', device])
  return [
    ...['route', verb, route.prefix, 'table', numberOf(route.table)],
    ...['metric', String(route.metric), 'protocol', routeProtocol],
    ...way,
  ]
}

/** `replace` goes by table, prefix and metric: another route of these gives way. */
export async function addRoute(names: Names, gateway: string, route: Route): Promise<void> {
  await ensureForwarding(names.gateway(gateway))
  await ipBatch(names.gateway(gateway), [routeCommand('replace', gateway, route)])
}

/** Nothing when the route is not there, or leads into other tunnels. */
export async function removeRoute(names: Names, gateway: string, route: Route): Promise<void> {
  const namespace = names.gateway(gateway)
  const tunnels = new Map(route.tunnels.map((tunnel) => [devices.tunnel(gateway, tunnel), tunnel]))
  const present = ((await allRoutesIn(namespace)) ?? []).flatMap((one) => routeOf(one, tunnels))
  if (!present.some((one) => isDeepStrictEqual(one, route))) return
  await ipBatch(namespace, [routeCommand('delete', gateway, route)])
}

const policyCommand = (verb: 'add' | 'delete', { source, destination, table, preference }: Policy): IpCommand => [
  ...['rule', verb, 'priority', String(firstPolicyPriority + preference)],
  ...['from', source, 'to', destination, 'lookup', numberOf(table)],
]

const lastRoute = ({ table }: Policy): IpCommand => [
  ...['unreachable', 'default', 'table', numberOf(table)],
  ...['metric', String(lastMetric)],
]

export async function addPolicy(names: Names, gateway: string, policy: Policy): Promise<void> {
  const namespace = names.gateway(gateway)
  await ensureForwarding(namespace)
  const present = ((await rulesIn(namespace)) ?? []).flatMap(policyOf)
  const isThere = present.some((one) => isDeepStrictEqual(one, policy))
  await ipBatch(namespace, [
    ['route', 'replace', ...lastRoute(policy)],
    ...(isThere ? [] : [policyCommand('add', policy)]),
  ])
}

export async function removePolicy(names: Names, gateway: string, policy: Policy): Promise<void> {
  const namespace = names.gateway(gateway)
  const [rules, routes] = await Promise.all([rulesIn(namespace), allRoutesIn(namespace)])
  const present = (rules ?? []).flatMap(policyOf)
  if (present.some((one) => isDeepStrictEqual(one, policy))) await ipBatch(namespace, [policyCommand('delete', policy)])
  const isUsed = present.some((one) => one.table === policy.table && !isDeepStrictEqual(one, policy))
  const hasLast =
    routes?.some(({ table, metric }) => table === numberOf(policy.table) && metric === lastMetric) ?? false
  if (!isUsed && hasLast) await ipBatch(namespace, [['route', 'delete', ...lastRoute(policy)]])
}
