import { readdir } from 'node:fs/promises'
import { CommandError } from './command.ts'
import { askIp, leaveNamespace, saysNoNamespace } from './lasting-ip.ts'
import { isUnderlay } from './names.ts'

/** One line of a batch, in `ip`'s own words. */
export type IpCommand = readonly string[]

/** A namespace; absent, the one that this process is in. */
export type Where = string | undefined

/**
 * Runs the commands in order, and stops at the first that fails. Rejects with CommandError, whose command is the one that failed.
 */
export async function ipBatch(namespace: Where, commands: readonly IpCommand[]): Promise<void> {
  for (let from = 0; from < commands.length; from += mostAtOnce) {
    await askIp(namespace, commands.slice(from, from + mostAtOnce).map(spell))
  }
}

/** The kernel takes tens of milliseconds for some commands, and `ip` is waited for only so long. */
const mostAtOnce = 50

const spell = (command: IpCommand): string => command.map(quote).join(' ')

/** A batch is split at spaces as a shell would, so what holds one is quoted; a quote or a line's end has no escape there. */
function quote(word: string): string {
  if (/["\n\r\\]/.test(word)) throw new TypeError(`not for ip: ${JSON.stringify(word)}`)
  return /^[\w./:@%-]+$/.test(word) ? word : `"${word}"`
}

/** A network device, as `link show` tells with details (without which there is no alias) and statistics. */
export interface Link {
  readonly ifname: string
  readonly ifindex: number
  /** What we wrote beside it with `alias`. */
  readonly ifalias?: string
  readonly flags: readonly string[]
  /** Bytes. */
  readonly mtu: number
  /** The bridge that it is a port of. */
  readonly master?: string
  /** `ether` where it carries Ethernet's frames. */
  readonly link_type?: string
  readonly linkinfo?: { readonly info_kind?: string }
  /** The kind of queueing discipline at its root (tc(8)). */
  readonly qdisc?: string
  readonly stats64?: { readonly rx: Counts; readonly tx: Counts }
}

interface Counts {
  readonly bytes: number
  readonly packets: number
  readonly dropped: number
}

/** The same with its addresses, as `address show` tells. */
export interface Device extends Link {
  readonly addr_info: readonly KernelAddress[]
}

export interface KernelAddress {
  readonly family: string
  readonly local: string
  readonly prefixlen: number
  readonly scope?: string
  /** The other end's, where the prefix is of that. */
  readonly address?: string
  readonly broadcast?: string
  readonly label?: string
  /** Of the route for its prefix. */
  readonly metric?: number
  /** It ends by itself, as one of an advertisement or a lease does. */
  readonly dynamic?: boolean
  /** The kernel made no route for its prefix. */
  readonly noprefixroute?: boolean
  /** Nobody was asked whether they have it. */
  readonly nodad?: boolean
}

export interface KernelRoute {
  /** Absent for one that leads somewhere. */
  readonly type?: string
  /** "default", an address, or a prefix. */
  readonly dst: string
  readonly dev?: string
  readonly gateway?: string
  readonly metric?: number
  readonly protocol?: string
  readonly scope?: string
  readonly prefsrc?: string
  readonly flags?: readonly string[]
  /** Of what is sent by it, such as its MTU. */
  readonly metrics?: readonly Readonly<Record<string, number>>[]
  /** Absent for the main one. */
  readonly table?: string
  /** Given where it has more than one device. */
  readonly nexthops?: readonly { readonly dev: string }[]
  /** Of IPv6's alone. */
  readonly pref?: string
}

/** A rule of the policy database. Without a length an address stands for its /32; "all" is 0.0.0.0/0. */
export interface Rule {
  readonly priority: number
  readonly src: string
  readonly srclen?: number
  readonly dst?: string
  readonly dstlen?: number
  readonly table?: string
  readonly action?: string
  /** The device that packets come in by. */
  readonly iif?: string
  readonly dport?: number
}

/**
 * The devices of a namespace with their addresses and packet counts, or undefined when there is no such namespace.
 * Rejects with CommandError.
 */
export const devicesIn = (namespace: Where): Promise<readonly Device[] | undefined> =>
  show<Device>(namespace, 'address show')

/**
 * One of them, or undefined when it or the namespace is not there. After a `link show` in the same batch `ip` leaves the
 * addresses of one device out, unless a group is named; nobody gives ours another one.
 */
export const deviceIn = async (namespace: Where, name: string): Promise<Device | undefined> =>
  only<Device>(namespace, `address show group default dev ${name}`)

/** As `deviceIn`, without its addresses. */
export async function linkIn(namespace: Where, name: string): Promise<Link | undefined> {
  const link = await showLink(namespace, name)
  if (link !== undefined || namespace === undefined || !isUnderlay(namespace)) return link
  await forgetDevices(namespace)
  return showLink(namespace, name)
}

/** For an answer that may be about a device that another one has followed: whoever asks next learns all anew. */
export const forgetDevices = (namespace: string): Promise<void> => leaveNamespace(namespace)

const showLink = (namespace: Where, name: string): Promise<Link | undefined> =>
  only<Link>(namespace, `link show dev ${name}`)

async function only<T>(namespace: Where, command: string): Promise<T | undefined> {
  try {
    return (await show<T>(namespace, command))?.[0]
  } catch (error) {
    if (error instanceof CommandError && error.stderr.includes('does not exist')) return undefined
    throw error
  }
}

/** Whether all that comes in by any of the namespace's devices, or by the one that is named, may be forwarded. */
export async function forwardsIn(namespace: string, device?: string): Promise<boolean> {
  const asked = device === undefined ? 'netconf show' : `netconf show dev ${device}`
  const settings = await show<{ family: string; interface: string; forwarding?: boolean }>(namespace, asked)
  return settings?.every(({ family, forwarding }) => family !== 'inet' || forwarding === true) ?? false
}

/** How a device, or "all" or "default" of them, treats what arrives: see ip-sysctl. */
export interface Netconf {
  readonly interface: string
  readonly forwarding: boolean
  readonly rp_filter: 'off' | 'strict' | 'loose'
  /** Whether it answers ARP for addresses that are reached by another device. */
  readonly proxy_neigh: boolean
}

/** By device. */
export async function netconfIn(namespace: Where): Promise<ReadonlyMap<string, Netconf>> {
  const settings = (await show<Netconf & { readonly family: string }>(namespace, 'netconf show')) ?? []
  return new Map(settings.filter(({ family }) => family === 'inet').map((one) => [one.interface, one]))
}

export const routesIn = (namespace: Where): Promise<readonly KernelRoute[] | undefined> =>
  show<KernelRoute>(namespace, 'route show')

/** Those of them that a packet to the address could take. */
export const routesTo = (namespace: string, address: string): Promise<readonly KernelRoute[] | undefined> =>
  show<KernelRoute>(namespace, `route show match ${address}`)

/** The routes of all tables. */
export const allRoutesIn = (namespace: string): Promise<readonly KernelRoute[] | undefined> =>
  show<KernelRoute>(namespace, 'route show table all')

/** The rules for what comes from the one address and goes to the other. */
export const rulesBetween = (namespace: string, from: string, to: string): Promise<readonly Rule[] | undefined> =>
  show<Rule>(namespace, `rule show from ${from} to ${to}`)

/** The routes of all tables over one device. */
export const routesOver = (namespace: Where, device: string): Promise<readonly KernelRoute[] | undefined> =>
  show<KernelRoute>(namespace, `route show table all dev ${device}`)

export const rulesIn = (namespace: string): Promise<readonly Rule[] | undefined> => show<Rule>(namespace, 'rule show')

async function show<T>(namespace: Where, command: string): Promise<readonly T[] | undefined> {
  try {
    const text = await askIp(namespace, [command])
    // `ip` may write nothing at all for an empty list, and an empty object for a device that it left out.
    const items: T[] = text.trim() === '' ? [] : JSON.parse(text)
    return items.filter((item) => Object.keys(item as object).length > 0)
  } catch (error) {
    if (isNoNamespace(error)) return undefined
    throw error
  }
}

/** Whether a command failed because its namespace is not there. */
export const isNoNamespace = (error: unknown): boolean => error instanceof CommandError && saysNoNamespace(error.stderr)

/** The names of the namespaces that begin with `prefix`. */
export async function namespaces(prefix: string): Promise<readonly string[]> {
  // Where `ip netns` keeps them (ip-netns(8)); the folder comes with the first one.
  const names = await readdir('/run/netns').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => name.startsWith(prefix))
}
