import { createHash } from 'node:crypto'
import { CommandError, runIn } from './command.ts'
import { type Device, deviceIn, type IpCommand, ipBatch, namespaces } from './ip.ts'
import { leaveNamespace } from './lasting-ip.ts'

/**
 * A link between namespaces has no prefix of its own: routes name the other end by an address that every namespace has on
 * its loopback. Both are of the range that RFC 7335 sets aside for such links, where no address plan can
 * be in their way (169.254.0.0/16 is where BGP neighbors inside tunnels live).
 */
export const upstreamAddress = '192.0.0.1'
/** The end that is further from the peer: hosts' networks, and not gateways or the underlay. */
export const downstreamAddress = '192.0.0.2'

/** The machine's end of an uplink, and what its own address is translated to on the way there. */
export const machineAddress = '192.0.0.3'
export const translatedAddress = '192.0.0.4'

export interface NamespaceOptions {
  readonly address: typeof upstreamAddress | typeof downstreamAddress | undefined
  /** Given where nothing is to be sent from the address but what names it. */
  readonly scope?: 'link'
  readonly forwards: boolean
  /** What is sent from here may be fragmented on its way. */
  readonly fragments?: true
}

const underWay = new Map<string, Promise<void>>()

/**
 * Makes a namespace, or finishes one that was begun. What begins is unmarked: the mark on its loopback device, written
 * last, tells that the rest is done. Several may want the underlay at once, and one that is half mounted cannot be entered.
 */
export function ensureNamespace(name: string, options: NamespaceOptions): Promise<void> {
  const running = underWay.get(name)
  if (running !== undefined) return running
  const making = makeNamespace(name, options).finally(() => underWay.delete(name))
  underWay.set(name, making)
  return making
}

async function makeNamespace(name: string, options: NamespaceOptions): Promise<void> {
  const loopback = await deviceIn(name, 'lo')
  if (loopback?.ifalias !== undefined) return ipBatch(name, rescoping(options, loopback))
  if (loopback === undefined) await addNamespace(name)
  await runIn(name, ['sysctl', '-q', '-e', '-w', ...settings(options)])
  await ipBatch(name, [['link', 'set', 'lo', 'up'], ...addressCommands(options), markCommand('made')])
}

export const addressCommands = ({ address, scope }: Pick<NamespaceOptions, 'address' | 'scope'>): IpCommand[] => {
  const scoped = scope === undefined ? [] : ['scope', scope]
  return address === undefined ? [] : [['address', 'replace', `${address}/32`, 'dev', 'lo', ...scoped]]
}

/** One that a release before this made has its address in another scope, which no replacement changes. */
function rescoping(options: NamespaceOptions, { addr_info: addresses }: Device): readonly IpCommand[] {
  const own = addresses.find(({ local }) => local === options.address)
  if (own === undefined || options.scope === undefined || own.scope === options.scope) return []
  return [['address', 'delete', `${own.local}/32`, 'dev', 'lo'], ...addressCommands(options)]
}

/** For a namespace of which some device does not forward: only a change of the whole reaches every device (ip-sysctl). */
export const forwardAgain = (name: string): Promise<unknown> =>
  runIn(name, ['sysctl', '-q', '-w', 'net.ipv4.ip_forward=0', 'net.ipv4.ip_forward=1'])

/**
 * - ip_no_pmtu_disc: tunnels share an outer address, and what a router says of a packet that is too long for it reaches one of them.
 * - rp_filter: with links without prefixes, and tunnels whose packets may come back another way, it would drop good ones.
 * - IPv6, where the kernel has it (`-e`), is not carried, and would send its router solicitations into tunnels, where each counts as traffic.
 */
const settings = ({ forwards, fragments }: NamespaceOptions): readonly string[] => [
  ...(fragments ? ['net.ipv4.ip_no_pmtu_disc=1'] : []),
  `net.ipv4.ip_forward=${forwards ? 1 : 0}`,
  'net.ipv4.conf.all.rp_filter=0',
  'net.ipv4.conf.default.rp_filter=0',
  'net.ipv6.conf.all.disable_ipv6=1',
  'net.ipv6.conf.default.disable_ipv6=1',
]

/** Gives a namespace its number, without which the kernel tells nobody outside what happens in it (`kernel-events.ts`). */
export const numbering = (name: string): IpCommand => ['netns', 'set', name, 'auto']

async function addNamespace(name: string): Promise<void> {
  try {
    await ipBatch(undefined, [['netns', 'add', name], numbering(name)])
  } catch (error) {
    // Someone else was faster, or only the folder's entry is left of one that is gone: that shows with the next command.
    if (!(error instanceof CommandError && error.stderr.includes('File exists'))) throw error
  }
}

/** Removes a namespace with all devices in it; nothing when it is not there. Processes in it must have ended. */
export async function removeNamespace(name: string): Promise<void> {
  await leaveNamespace(name)
  try {
    await ipBatch(undefined, [['netns', 'delete', name]])
  } catch (error) {
    if (!(error instanceof CommandError && error.stderr.includes('No such file or directory'))) throw error
  }
}

/**
 * The same for many, and in a moment: as soon as one is gone, the kernel is busy with its devices, and has whoever asks for something
 * wait for that, were it for each of them.
 */
export async function removeNamespaces(names: readonly string[]): Promise<void> {
  await Promise.all(names.map(leaveNamespace))
  const commands = names.map((name) => ['netns', 'delete', name])
  // One that has gone by itself keeps the batch from those after it.
  await ipBatch(undefined, commands).catch(async () => {
    const left = await namespaces('')
    for (const name of names.filter((one) => left.includes(one))) await removeNamespace(name)
  })
}

interface Marked {
  readonly ifname: string
  readonly ifalias?: string
}

/** What is written on a namespace's loopback device, or on another of its devices. */
export const markOf = (devices: readonly Marked[] | undefined, device = 'lo'): string | undefined =>
  devices?.find(({ ifname }) => ifname === device)?.ifalias

export const markCommand = (mark: string, device = 'lo'): IpCommand => ['link', 'set', 'dev', device, 'alias', mark]

/**
 * Beside the digest of what was asked for stands a print of what the kernel showed when it was made: where it shows something
 * else later, somebody has taken a part away, and it is to be made again.
 */
export const printed = (digest: string, print: string): string => `${digest} ${print}`

/** The digest of a mark that still tells the truth. */
export function digestIn(mark: string | undefined, print: string): string | undefined {
  const [digest, written] = mark?.split(' ') ?? []
  return written === print ? digest : undefined
}

/** Ten hexadecimal digits that stand for what the kernel shows. */
export const printOf = (shown: unknown): string =>
  createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 10)
