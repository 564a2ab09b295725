/** What a packet from outside would meet on its way to a gateway, and one from there on its way out: asked of the kernel. */
import { addressAt } from '../../domain/address.ts'
import type { Uplink } from '../../domain/uplink.ts'
import { CommandError, runIn } from './command.ts'
import type { Where } from './ip.ts'
import { devices, type Names } from './names.ts'
import { translatedAddress } from './namespace.ts'
import { listRecords, listTunnelRecords, type TunnelRecord } from './records.ts'
import { observeUplink, readUplink, staysInside } from './uplink.ts'

export interface Finding {
  readonly about: 'uplink' | 'way in' | 'way out' | 'firewall'
  readonly ok: boolean
  readonly found: string
  /** What to do where it is not. */
  readonly remedy: string
}

/** Of the range for documentation (RFC 5737): any peer on the Internet. */
const anywhere = '192.0.2.1'

/** As many peers are asked about. */
const mostPeers = 20

/** The two ends of a tunnel. */
interface Path {
  readonly gateway: string
  readonly peer: string
  /** Whether there is such a tunnel, and not only might be. */
  readonly isTunnel: boolean
}

/** Undefined where the installation has no uplink. */
export async function lookAtUplink(names: Names): Promise<readonly Finding[] | undefined> {
  const record = await readUplink(names)
  if (record === undefined) return undefined
  const { uplink } = record
  const whole = (await observeUplink(names)) !== undefined
  const paths = await pathsOf(names, uplink)
  return [
    { about: 'uplink', ok: whole, found: described(uplink, whole), remedy: 'its server or keeper says in its log why' },
    await ask('way in', paths, (path) => wayIn(names, uplink, path)),
    await ask('way out', paths, (path) => wayOut(names, uplink, path)),
    ...(uplink.kind === 'moved' ? [] : [firewall(names, JSON.parse(await rulesOf(names)))]),
  ]
}

const described = (uplink: Uplink, whole: boolean): string => {
  const by = {
    routed: () => `${uplink.kind === 'routed' && uplink.pool} by ${uplink.device}`,
    translated: () => `${uplink.kind === 'translated' && uplink.address} of ${uplink.device} for all gateways`,
    moved: () => `${uplink.kind === 'moved' && uplink.pool} by ${uplink.device}, which is the gateways' alone`,
  }[uplink.kind]()
  return whole ? by : `${by}: not whole`
}

async function pathsOf(names: Names, uplink: Uplink): Promise<readonly Path[]> {
  const gateways = await listRecords(names, 'gateways')
  const records = (await Promise.all(gateways.map((id) => listTunnelRecords(names, id)))).flat()
  const outside: TunnelRecord[] = []
  for (const record of records) {
    if (outside.length < mostPeers && !(await staysInside(names, record))) outside.push(record)
  }
  if (outside.length > 0) {
    return outside.map(({ localAddress, remoteAddress }) => ({
      gateway: localAddress,
      peer: remoteAddress,
      isTunnel: true,
    }))
  }
  // The lowest that a gateway may have.
  const gateway = uplink.kind === 'translated' ? uplink.address : addressAt(uplink.pool, 2)
  return [{ gateway: gateway ?? '', peer: anywhere, isTunnel: false }]
}

/** What is wrong with the way of a path, or undefined. */
type Question = (path: Path) => Promise<string | undefined>

async function ask(about: Finding['about'], paths: readonly Path[], question: Question): Promise<Finding> {
  const answers = await Promise.all(paths.map(question))
  const wrong = answers.find((answer) => answer !== undefined)
  const count = answers.filter((answer) => answer !== undefined).length
  const [path] = paths
  const good = paths.length === 1 && path ? `${path.peer} and ${path.gateway}` : `${paths.length} peers`
  if (wrong === undefined) return { about, ok: true, found: good, remedy: '' }
  const others = count > 1 ? ` (and ${count - 1} other paths)` : ''
  return { about, ok: false, found: `${wrong}${others}`, remedy: 'routes, forwarding and rp_filter: see ip-sysctl' }
}

async function wayIn(names: Names, uplink: Uplink, { gateway, peer, isTunnel }: Path): Promise<string | undefined> {
  const { machine, underlay, uplink: link } = names
  if (uplink.kind !== 'moved') {
    const to = uplink.kind === 'translated' ? translatedAddress : gateway
    const stops = await stopAt(machine, { to, from: peer, by: uplink.device }, link)
    if (stops !== undefined) return `on this machine, from ${peer} to ${gateway}: ${stops}`
  }
  if (!isTunnel) return undefined
  const by = uplink.kind === 'moved' ? uplink.device : devices.uplink
  const stops = await stopAt(underlay, { to: gateway, from: peer, by }, 't-')
  return stops && `in ${underlay}, from ${peer} to ${gateway}: ${stops}`
}

async function wayOut(names: Names, uplink: Uplink, { gateway, peer }: Path): Promise<string | undefined> {
  const { machine, underlay, uplink: link } = names
  const inner = uplink.kind === 'moved' ? uplink.device : devices.uplink
  const leaves = await stopAt(underlay, { to: peer }, inner)
  if (leaves !== undefined) return `in ${underlay}, to ${peer}: ${leaves}`
  if (uplink.kind === 'moved') return undefined
  const from = uplink.kind === 'translated' ? translatedAddress : gateway
  const stops = await stopAt(machine, { to: peer, from, by: link }, uplink.device)
  return stops && `on this machine, from ${gateway} to ${peer}: ${stops}`
}

interface Packet {
  readonly to: string
  readonly from?: string
  /** The device that it comes in by. */
  readonly by?: string
}

/** Why such a packet does not leave by a device whose name begins so; undefined where it does. */
async function stopAt(where: Where, { to, from, by }: Packet, device: string): Promise<string | undefined> {
  const [source, iif] = [from === undefined ? [] : ['from', from], by === undefined ? [] : ['iif', by]]
  try {
    const [way] = JSON.parse(await runIn(where, ['ip', '-json', 'route', 'get', to, ...source, ...iif]))
    if (way?.dev?.startsWith(device)) return undefined
    return way?.type === undefined ? `it would leave by ${way?.dev}` : `${way.type} (${way.dev})`
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return meaningOf(error.stderr, by)
  }
}

/** What the kernel's numbers stand for where a route is asked for (`fib_validate_source`, `ip_route_input_slow`). */
export function meaningOf(said: string, by = ''): string {
  if (said.includes('Invalid cross-device link')) {
    return `rp_filter of ${by} drops it, since the way back is by another device`
  }
  if (said.includes('No route to host')) return `nothing that comes by ${by} is forwarded, or there is no route`
  return said.trim().replace(/^RTNETLINK answers: /, '')
}

const rulesOf = ({ machine }: Names): Promise<string> => runIn(machine, ['nft', '--stateless', '-j', 'list', 'ruleset'])

interface Ruleset {
  readonly nftables: readonly {
    readonly chain?: {
      readonly family: string
      readonly table: string
      readonly name: string
      readonly hook?: string
      readonly policy?: string
    }
    readonly rule?: { readonly family: string; readonly table: string; readonly expr: readonly object[] }
  }[]
}

/**
 * Whatever drops in one table has dropped for all (nft(8)): of chains that forwarded packets pass, those that drop what no
 * rule of theirs takes, in tables that do not know the uplink. Tables of iptables-legacy are not among them. Pure.
 */
export function firewall({ uplink: name }: Pick<Names, 'uplink'>, { nftables }: Ruleset): Finding {
  const tables = new Set(
    nftables.flatMap(({ rule }) =>
      rule !== undefined && JSON.stringify(rule.expr).includes(`"${name}"`) ? [`${rule.family} ${rule.table}`] : [],
    ),
  )
  const dropping = nftables.flatMap(({ chain }) => {
    if (chain?.policy !== 'drop' || (chain.hook !== 'forward' && chain.hook !== 'prerouting')) return []
    const table = `${chain.family} ${chain.table}`
    return tables.has(table) ? [] : [`${table} ${chain.name}`]
  })
  if (dropping.length === 0) {
    return { about: 'firewall', ok: true, found: 'no chain that drops what it does not know', remedy: '' }
  }
  const [first] = dropping
  return {
    about: 'firewall',
    ok: false,
    found: `drops by its policy, and has no rule for ${name}: ${dropping.join(', ')}`,
    remedy: ['iifname', 'oifname'].map((way) => `nft insert rule ${first} ${way} ${name} accept`).join('; '),
  }
}
