/**
 * How a network's namespace holds the tables that its subnets are routed by: a rule for what comes in by a subnet's bridge, and
 * a table that gives what is for a subnet to the main one, and refuses the rest. What a link leads to by a table stands between
 * the two, is the link's, and goes with it; it stays while no subnet is routed by the table.
 */
import { createHash } from 'node:crypto'
import { everything } from '../../domain/address.ts'
import type { NetworkSpec } from '../port.ts'
import { allRoutesIn, type IpCommand, type Rule, rulesIn } from './ip.ts'
import { devices } from './names.ts'
import { canonical } from './prefix.ts'

export const mainTable = 'main'

const priority = 950
const firstTable = 0x5000000

/** 24 bits that stand for the table, of which a network has few. */
export const subnetTable = (id: string): string =>
  String(firstTable + createHash('sha256').update(id).digest().readUIntBE(0, 3))

const lastTable = firstTable + 0xffffff

export const isSubnetTable = (table: string): boolean => Number(table) >= firstTable && Number(table) <= lastTable

interface Verdict {
  readonly kind: string
  readonly prefix: string
  readonly table: string
}

/** The last of a prefix: a link's route has the number of its device. */
const lastMetric = '4278198272'

const command = (verb: 'replace' | 'delete', { kind, prefix, table }: Verdict): IpCommand => [
  ...['route', verb, kind, prefix],
  ...['table', table, 'metric', lastMetric],
]

const ruleCommand = (verb: 'add' | 'delete', device: string, table: string): IpCommand => [
  ...['rule', verb, 'priority', String(priority)],
  ...['iif', device, 'lookup', table],
]

const nameOf = ({ kind, prefix, table }: Verdict): string => `${kind} ${prefix} ${table}`

const isOurs = (rule: Rule): rule is Rule & { readonly iif: string; readonly table: string } =>
  rule.priority === priority && rule.iif !== undefined && rule.table !== undefined

/** What makes the rules and tables those of the network's subnets, and each table before what leads to it. */
export async function tableCommands(namespace: string, { subnets }: NetworkSpec): Promise<readonly IpCommand[]> {
  const [rules, routes] = await Promise.all([rulesIn(namespace), allRoutesIn(namespace)])
  const wanted = new Map(
    subnets.flatMap(({ id, table }) => (table === undefined ? [] : [[devices.subnet(id), subnetTable(table)]])),
  )
  const standing = (rules ?? []).filter(isOurs)
  const verdicts = [...new Set(wanted.values())].flatMap((table): readonly Verdict[] => [
    { kind: 'unreachable', prefix: everything, table },
    ...subnets.map(({ prefix }) => ({ kind: 'throw', prefix, table })),
  ])
  const kept = new Set(verdicts.map(nameOf))
  const unwanted = (routes ?? []).flatMap(({ type, dst, table = mainTable }): readonly Verdict[] => {
    if ((type !== 'throw' && type !== 'unreachable') || !isSubnetTable(table)) return []
    const verdict = { kind: type, prefix: canonical(dst), table }
    return kept.has(nameOf(verdict)) ? [] : [verdict]
  })
  const isStanding = (device: string, table: string): boolean =>
    standing.some((rule) => rule.iif === device && rule.table === table)
  return [
    ...verdicts.map((verdict) => command('replace', verdict)),
    ...[...wanted].flatMap(([device, table]) => (isStanding(device, table) ? [] : [ruleCommand('add', device, table)])),
    ...standing.flatMap(({ iif, table }) => (wanted.get(iif) === table ? [] : [ruleCommand('delete', iif, table)])),
    ...unwanted.map((verdict) => command('delete', verdict)),
  ]
}

/** The rules and tables as they stand, in an order that is always the same. */
export async function tablesIn(namespace: string): Promise<readonly string[]> {
  const [rules, routes] = await Promise.all([rulesIn(namespace), allRoutesIn(namespace)])
  const leading = (rules ?? []).filter(isOurs).map(({ iif, table }) => `${iif} ${table}`)
  const verdicts = (routes ?? []).flatMap(({ type, dst, table = mainTable }) =>
    (type === 'throw' || type === 'unreachable') && isSubnetTable(table) ? [`${type} ${dst} ${table}`] : [],
  )
  return [...leading, ...verdicts].sort()
}
