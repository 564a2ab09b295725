import { everything } from '../../domain/address.ts'
import type { Gate, Ingress } from '../../domain/gate.ts'
import { ensureForwarding } from './forwarding.ts'
import { gatePriority, gateTable, isGate, isOf, kinds } from './gate-table.ts'
import { allRoutesIn, type IpCommand, ipBatch, rulesIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { canonical } from './network.ts'

const deviceOf = (gateway: string, from: Ingress): string =>
  'network' in from ? devices.gatewayToNetwork(from.network) : devices.tunnel(gateway, from.tunnel)

const ruleCommand = (verb: 'add' | 'delete', device: string): IpCommand => [
  ...['rule', verb, 'priority', String(gatePriority)],
  ...['iif', device, 'lookup', gateTable(device)],
]

const routeCommand = (table: string, kind: string, prefix: string): IpCommand => [
  ...['route', 'replace', kind, prefix, 'table', table],
]

/** What nothing else in the table takes is refused, also while the gate is being made. */
export async function setGate(names: Names, gateway: string, gate: Gate): Promise<void> {
  const namespace = names.gateway(gateway)
  await ensureForwarding(namespace)
  const device = deviceOf(gateway, gate.from)
  const table = gateTable(device)
  const [rules, routes] = await Promise.all([rulesIn(namespace), allRoutesIn(namespace)])
  const wanted = new Set<string>([...gate.admitted, ...gate.refused])
  const unwanted = (routes ?? [])
    .filter(isOf(table))
    .filter(({ dst }) => dst !== 'default' && !wanted.has(canonical(dst)))
  const isThere = rules?.some((rule) => isGate(rule) && rule.iif === device) ?? false
  await ipBatch(namespace, [
    ...(wanted.has(everything) ? [] : [routeCommand(table, kinds.refused, 'default')]),
    ...gate.refused.map((prefix) => routeCommand(table, kinds.refused, prefix)),
    ...gate.admitted.map((prefix) => routeCommand(table, kinds.admitted, prefix)),
    ...unwanted.map(({ dst, type = '' }): IpCommand => ['route', 'delete', type, dst, 'table', table]),
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
