/** What nftables does to what passes an uplink. */
import type { Uplink } from '../../domain/uplink.ts'
import { CommandError, runIn } from './command.ts'
import type { Where } from './ip.ts'
import { translatedAddress } from './namespace.ts'

/** The table of the underlay's namespace. */
export const underlayTable = 'culvert'

const chain = (name: string, hook: string, rules: readonly string[]): string =>
  [`  chain ${name} {`, `    type filter hook ${hook}`, ...rules.map((rule) => `    ${rule}`), '  }'].join('\n')

const table = (name: string, chains: readonly string[]): string => `table ip ${name} {\n${chains.join('\n')}\n}\n`

/** Before connections are tracked, and after all that others do to a packet that leaves. */
const [early, late] = ['prerouting priority raw', 'postrouting priority 300']

export interface MachineRules {
  /** Of the table, and of the link to the underlay. */
  readonly name: string
  readonly uplink: Exclude<Uplink, { readonly kind: 'moved' }>
  /** Whether the machine forwards what arrives by the device for others too. */
  readonly forwards: boolean
}

/** The links of all installations on the machine (`Names.uplink`), as nft(8) matches names. */
const anyLink = 'culvert-*'

/**
 * The machine's table. Addresses are exchanged without connection tracking: a peer that had been sending before the rules were there would
 * be held to an older connection for as long as it goes on. Nor does what a firewall translates concern these packets then.
 * What the machine did not forward before it does not forward for the uplink's sake either.
 */
export function machineRules({ name, uplink, forwards }: MachineRules): string {
  const { device } = uplink
  const own = uplink.kind === 'translated' ? translatedAddress : uplink.pool
  const arriving =
    uplink.kind === 'routed'
      ? [`iifname "${device}" ip daddr ${own} notrack`]
      : [
          `iifname "${device}" ip daddr ${uplink.address} udp dport { 500, 4500 } notrack ip daddr set ${own}`,
          // Whoever asks for this has the kernel put fragments together first, of which the later ones have no ports.
          'ct state invalid continue',
        ]
  return table(name, [
    chain('arriving', early, [`iifname "${name}" notrack`, ...arriving]),
    chain('passing', 'forward priority filter', [
      `iifname "${name}" ip saddr != ${own} drop`,
      `iifname "${name}" oifname != "${device}" drop`,
      ...(forwards ? [] : [`iifname "${device}" oifname != "${anyLink}" drop`]),
    ]),
    ...(uplink.kind === 'translated'
      ? [chain('leaving', late, [`oifname "${device}" ip saddr ${own} ip saddr set ${uplink.address}`])]
      : []),
  ])
}

/** The underlay's table: there gateways have the machine's own address, or, from the pool, no others may leave. */
export function underlayRules(uplink: Uplink, device: string): string {
  if (uplink.kind !== 'translated') {
    return table(underlayTable, [
      chain('passing', 'forward priority filter', [`oifname "${device}" ip saddr != ${uplink.pool} drop`]),
    ])
  }
  const { address } = uplink
  return table(underlayTable, [
    chain('arriving', early, [`iifname "${device}" ip daddr ${translatedAddress} ip daddr set ${address}`]),
    chain('leaving', late, [`oifname "${device}" ip saddr ${address} ip saddr set ${translatedAddress}`]),
  ])
}

const emptied = (name: string): string => `table ip ${name}\ndelete table ip ${name}\n`

/** Takes the place of the table of the name, in one moment. */
export async function loadTable(where: Where, name: string, text: string): Promise<void> {
  await runNft(where, emptied(name) + text)
}

export async function removeTable(where: Where, name: string): Promise<void> {
  await runNft(where, emptied(name))
}

async function runNft(where: Where, stdin: string): Promise<void> {
  await runIn(where, ['nft', '-f', '-'], { stdin }).catch((cause: unknown) => {
    if (!(cause instanceof CommandError) || cause.stderr.includes('Error:')) throw cause
    throw new Error('an uplink needs nft: apt-get install nftables', { cause })
  })
}

/** What nft lists, without the counts of what passed; undefined where it is not there. */
async function list(where: Where, what: readonly string[], omitted?: string): Promise<unknown> {
  const text = await runIn(where, ['nft', '--stateless', '-j', 'list', ...what]).catch((error: unknown) => {
    if (error instanceof CommandError) return undefined
    throw error
  })
  return text === undefined ? undefined : JSON.parse(text, (key, value) => (key === omitted ? undefined : value))
}

/** The table as the kernel shows it, whoever made it; undefined when it is not there. Handles count up with each that is made. */
export const tableIn = (where: Where, name: string): Promise<unknown> => list(where, ['table', 'ip', name], 'handle')

interface Listed {
  readonly nftables: readonly { readonly rule?: { readonly table: string; readonly expr: readonly object[] } }[]
}

/** By installations' tables: the device that the machine forwards from for uplinks alone, as `machineRules` has it. */
export async function restrictedDevices(where: Where): Promise<ReadonlyMap<string, string>> {
  const listed = (await list(where, ['ruleset', 'ip'])) as Listed | undefined
  return new Map(
    listed?.nftables.flatMap(({ rule }) => {
      const [, device] = /"right":"([^"]+)".*"right":"culvert-\*"/.exec(JSON.stringify(rule?.expr) ?? '') ?? []
      return rule === undefined || device === undefined ? [] : [[rule.table, device] as const]
    }),
  )
}
