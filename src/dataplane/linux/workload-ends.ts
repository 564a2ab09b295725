/** What of the machine may be plugged in, and what would be in the way. */
import { stat } from 'node:fs/promises'
import type { Ipv4Prefix } from '../../domain/address.ts'
import {
  type AskedEnd,
  type FoundEnd,
  isNamespaceEnd,
  type NamespaceEnd,
  type WorkloadSpec,
} from '../../domain/workload.ts'
import { isRunning, processStartOf } from '../../runtime/process-identity.ts'
import { CommandError, namespaceFile, runIn } from './command.ts'
import { devicesIn, type KernelRoute, namespaces, routesIn } from './ip.ts'
import { leaveNamespace } from './lasting-ip.ts'
import { isOurDevice, isOurNamespace, type Names } from './names.ts'
import { canonical } from './prefix.ts'
import { readUplink } from './uplink.ts'
import { restrictedDevices } from './uplink-rules.ts'

const visits = new Map<string, Promise<unknown>>()

/**
 * Works in a namespace that is not ours, one visit after the other, and leaves nothing running there: its devices would outlive
 * the container that it is of.
 */
export function visit<T>(namespace: string, work: () => Promise<T>): Promise<T> {
  const before = visits.get(namespace) ?? Promise.resolve()
  const visiting = before.then(work).finally(() => leaveNamespace(namespace))
  const over = visiting.then(
    () => {},
    () => {},
  )
  visits.set(namespace, over)
  void over.then(() => {
    if (visits.get(namespace) === over) visits.delete(namespace)
  })
  return visiting
}

/** What tells a namespace from all others, however it is reached; undefined where the file keeps none. */
async function identityOf(file: string): Promise<number | undefined> {
  const [own, one] = await Promise.all([stat(ownNamespace), stat(file).catch(() => undefined)])
  return one?.dev === own.dev ? one.ino : undefined
}

const ownNamespace = '/proc/self/ns/net'

/** The namespace that is meant, as `ip` takes it, or why there is none. */
export async function targetOf(end: NamespaceEnd): Promise<{ readonly target: string } | { readonly reason: string }> {
  if (end.kind === 'process' && !isRunning(end)) return { reason: `process ${end.pid} has ended` }
  const target = end.kind === 'namespace' ? end.namespace : end.kind === 'file' ? end.file : `/proc/${end.pid}/ns/net`
  if ((await identityOf(namespaceFile(target))) === undefined) return { reason: noNamespace(target) }
  return { target }
}

const noNamespace = (target: string): string => `there is no network namespace ${target}`

/** Whose it is, where it is not to be plugged in. Undefined where it is another's. */
async function whyNotWhose({ machine }: Names, target: string, end: NamespaceEnd): Promise<string | undefined> {
  const identity = await identityOf(namespaceFile(target))
  if (identity === undefined) return noNamespace(target)
  if (identity === (await identityOf(machine === undefined ? ownNamespace : namespaceFile(machine)))) {
    return `${nameOf(end)} is the machine's own: plug in a device or a bridge of it`
  }
  for (const name of (await namespaces('culvert-')).filter(isOurNamespace)) {
    if (identity === (await identityOf(namespaceFile(name)))) return `${nameOf(end)} is Culvert's own, ${name}`
  }
  return undefined
}

const nameOf = (end: NamespaceEnd): string => {
  if (end.kind === 'namespace') return `namespace ${end.namespace}`
  return end.kind === 'file' ? `the namespace of ${end.file}` : `the namespace of process ${end.pid}`
}

/** What is known of where it goes; at first that is nothing. */
type Place = Partial<Pick<WorkloadSpec, 'id' | 'subnet' | 'address'>>

/** Why the device cannot be made in the namespace as that is; undefined where it can, or is there. */
export async function whyNotInside(
  names: Names,
  target: string,
  end: NamespaceEnd,
  { id, subnet, address }: Place,
): Promise<string | undefined> {
  const whose = await whyNotWhose(names, target, end)
  if (whose !== undefined) return whose
  return visit(target, async () => {
    const [present, routes = []] = [await devicesIn(target), await routesIn(target)]
    // Its file may keep one of another kind (namespaces(7)), which shows when it is entered.
    if (present === undefined) return noNamespace(target)
    const own = present.find(({ ifname }) => ifname === end.interface)
    if (own !== undefined && (id === undefined || own.ifalias !== names.farMark(id))) {
      return `${nameOf(end)} has a device ${end.interface} already: give another interface`
    }
    const others = present.filter((device) => device !== own)
    const holder = others.find(({ addr_info: all }) => all.some(({ local }) => local === address))
    if (holder !== undefined) return `${nameOf(end)} has ${address} already, on ${holder.ifname}`
    const wanted = subnet === undefined ? end.routes : [subnet.prefix, ...end.routes]
    return whyNotRouted(end, wanted, routes)
  })
}

/** Nothing that was routed there is routed otherwise for our sake. */
function whyNotRouted(
  end: NamespaceEnd,
  wanted: readonly Ipv4Prefix[],
  routes: readonly KernelRoute[],
): string | undefined {
  for (const prefix of wanted) {
    const other = routes.find((route) => leadsTo(route, prefix) && route.dev !== end.interface)
    if (other === undefined) continue
    const what = other.dst === 'default' ? 'a default route' : `a route for ${prefix}`
    return `${nameOf(end)} has ${what} already, by ${other.dev ?? other.type}: give other routes`
  }
  return undefined
}

export const leadsTo = ({ dst }: KernelRoute, prefix: Ipv4Prefix): boolean => canonical(dst) === prefix

/** Those by which all goes that has no other route, of both families. */
async function defaultDevices({ machine }: Names): Promise<readonly string[]> {
  const said = await Promise.all(
    ['-4', '-6'].map((family) =>
      runIn(machine, ['ip', family, '-json', 'route', 'show', 'default', 'table', 'all']).catch((error: unknown) => {
        // A table that nothing stands in, or a kernel without the family.
        if (error instanceof CommandError) return ''
        throw error
      }),
    ),
  )
  const routes = said.flatMap((text): readonly KernelRoute[] => (text.trim() === '' ? [] : JSON.parse(text)))
  return routes
    .flatMap(({ dev, nexthops = [] }) => [dev, ...nexthops.map((hop) => hop.dev)])
    .filter((dev) => dev !== undefined)
}

/** Why the machine cannot do without the device; undefined when it can. */
export async function whyNotDevice(names: Names, name: string): Promise<string | undefined> {
  if (isOurDevice(name)) return `${name} is Culvert's own`
  const uplink = (await readUplink(names))?.uplink.device
  if (name === uplink || [...(await restrictedDevices(names.machine)).values()].includes(name)) {
    return `${name} is the uplink`
  }
  const device = (await devicesIn(names.machine))?.find(({ ifname }) => ifname === name)
  if (device === undefined) return `there is no device ${name} on this machine`
  if (device.linkinfo?.info_kind === 'bridge') return `${name} is a bridge: plug it in as that`
  if (device.link_type !== 'ether') return `${name} carries no Ethernet frames, and can be no port of a subnet`
  if (device.master !== undefined) return `${name} is a port of ${device.master}`
  return (await defaultDevices(names)).includes(name) ? `the machine's default route leads by ${name}` : undefined
}

export async function whyNotBridge({ machine }: Names, name: string): Promise<string | undefined> {
  const device = (await devicesIn(machine))?.find(({ ifname }) => ifname === name)
  if (device === undefined) return `there is no device ${name} on this machine`
  return device.linkinfo?.info_kind === 'bridge' ? undefined : `${name} is no bridge`
}

/** As the port has it. A namespace may come later; a process that is not there never will. */
export async function findEnd(names: Names, asked: AskedEnd): Promise<FoundEnd> {
  if (!isNamespaceEnd(asked)) {
    const reason = await (asked.kind === 'device'
      ? whyNotDevice(names, asked.device)
      : whyNotBridge(names, asked.bridge))
    return reason === undefined ? { end: asked } : { reason }
  }
  if (asked.kind === 'namespace' && isOurNamespace(asked.namespace)) {
    return { reason: `namespace ${asked.namespace} is Culvert's own` }
  }
  const processStart = asked.kind === 'process' ? processStartOf(asked.pid) : ''
  if (processStart === undefined) return { reason: 'there is no such process' }
  const end: NamespaceEnd = asked.kind === 'process' ? { ...asked, processStart } : asked
  if (
    end.kind !== 'process' &&
    (await identityOf(namespaceFile(end.kind === 'file' ? end.file : end.namespace))) === undefined
  ) {
    return { end }
  }
  const found = await targetOf(end)
  const reason = 'reason' in found ? found.reason : await whyNotInside(names, found.target, end, {})
  return reason === undefined ? { end } : { reason }
}
