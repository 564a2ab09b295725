import { everything } from '../../domain/address.ts'
import type { Gate, Ingress, Lead } from '../../domain/gate.ts'
import { ensureForwarding } from './forwarding.ts'
import { firstLeadMetric, gatePriority, gateTable, isGate, isOf, kinds, lastLeadMetric } from './gate-table.ts'
import { allRoutesIn, devicesIn, type IpCommand, ipBatch, rulesIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { downstreamAddress } from './namespace.ts'
import { canonical } from './prefix.ts'

const deviceOf = (gateway: string, from: Ingress): string =>
  'network' in from ? devices.gatewayToNetwork(from.network) : devices.tunnel(gateway, from.tunnel)

const ruleCommand = (verb: 'add' | 'delete', device: string): IpCommand => [
  ...['rule', verb, 'priority', String(gatePriority)],
  ...['iif', device, 'lookup', gateTable(device)],
]

/** A route of a gate's table: of those of one prefix the one with the lowest metric decides. */
interface GateRoute {
  readonly prefix: string
  readonly metric: number
  /** In `ip`'s own words: its kind in front, or where it leads behind. */
  readonly kind: IpCommand
  readonly way: IpCommand
}

const verdict = (kind: string, prefix: string, metric = 0): GateRoute => ({ prefix, metric, kind: [kind], way: [] })

/** What leads into a device that is not there is left out. */
function leadRoutes(gateway: string, lead: Lead, present: ReadonlySet<string>): readonly GateRoute[] {
  const { prefix } = lead
  const hops = (devices: readonly string[]): IpCommand =>
    devices.length === 1 ? ['dev', ...devices] : devices.flatMap((device) => ['nexthop', 'dev', device])
  const link = 'network' in lead ? devices.gatewayToNetwork(lead.network) : undefined
  const groups = 'tunnels' in lead ? lead.tunnels : []
  const ways = [
    ...(link === undefined || !present.has(link) ? [] : [['via', downstreamAddress, 'dev', link, 'onlink']]),
    ...groups
      .map((group) => group.map((tunnel) => devices.tunnel(gateway, tunnel)))
      .filter((group) => group.every((device) => present.has(device)))
      .map(hops),
  ]
  return [
    ...ways.map((way, rank) => ({ prefix, metric: firstLeadMetric + rank, kind: [], way })),
    verdict(kinds.refused, prefix, lastLeadMetric),
  ]
}

function routesOf(gateway: string, gate: Gate, present: ReadonlySet<string>): readonly GateRoute[] {
  const leads = (gate.leads ?? []).flatMap((lead) => leadRoutes(gateway, lead, present))
  const known = new Set<string>([...gate.admitted, ...gate.refused, ...leads.map(({ prefix }) => prefix)])
  return [
    ...(known.has(everything) ? [] : [verdict(kinds.refused, everything)]),
    ...gate.refused.map((prefix) => verdict(kinds.refused, prefix)),
    ...gate.admitted.map((prefix) => verdict(kinds.admitted, prefix)),
    ...leads,
  ]
}

const routeCommand = (table: string, { prefix, metric, kind, way }: GateRoute): IpCommand => [
  ...['route', 'replace', ...kind, prefix, ...way],
  ...['table', table, ...(metric === 0 ? [] : ['metric', String(metric)])],
]

const nameOf = ({ prefix, metric }: Pick<GateRoute, 'prefix' | 'metric'>): string => `${prefix} ${metric}`

/** What nothing else in the table takes is refused, also while the gate is being made. */
export async function setGate(names: Names, gateway: string, gate: Gate): Promise<void> {
  const namespace = names.gateway(gateway)
  await ensureForwarding(namespace)
  const device = deviceOf(gateway, gate.from)
  const table = gateTable(device)
  const [rules, routes, there] = await Promise.all([
    rulesIn(namespace),
    allRoutesIn(namespace),
    gate.leads === undefined ? [] : devicesIn(namespace),
  ])
  const raised = new Set((there ?? []).filter(({ flags }) => flags.includes('UP')).map(({ ifname }) => ifname))
  const wanted = routesOf(gateway, gate, raised)
  const kept = new Set(wanted.map(nameOf))
  const unwanted = (routes ?? [])
    .filter(isOf(table))
    .map(({ type = '', dst, metric = 0 }) => ({ type, prefix: canonical(dst), metric }))
    .filter((route) => !kept.has(nameOf(route)))
  const isThere = rules?.some((rule) => isGate(rule) && rule.iif === device) ?? false
  await ipBatch(namespace, [
    ...wanted.map((route) => routeCommand(table, route)),
    ...unwanted.map(
      ({ type, prefix, metric }): IpCommand => [
        ...['route', 'delete', ...(type === '' ? [] : [type]), prefix],
        ...['table', table, 'metric', String(metric)],
      ],
    ),
    ...(isThere ? [] : [ruleCommand('add', device)]),
  ])
}

export async function removeGate(names: Names, gateway: string, from: Ingress): Promise<void> {
  const namespace = names.gateway(gateway)
  const device = deviceOf(gateway, from)
  const [rules, routes] = await Promise.all([rulesIn(namespace), allRoutesIn(namespace)])
  const table = gateTable(device)
  await ipBatch(namespace, [
    ...(rules?.some((rule) => isGate(rule) && rule.iif === device) ? [ruleCommand('delete', device)] : []),
    ...(routes?.some(isOf(table)) ? [['route', 'flush', 'table', table]] : []),
  ])
}
