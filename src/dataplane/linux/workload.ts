import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  isNamespaceEnd,
  type NamespaceEnd,
  nameOfEnd,
  type ObservedWorkload,
  type WorkloadSpec,
} from '../../domain/workload.ts'
import { digestWorkload } from '../digest.ts'
import { run } from './command.ts'
import { type DeviceState, moveBack, settleBack, stateOf } from './device-state.ts'
import { type Device, deviceIn, devicesIn, type IpCommand, ipBatch, linkIn, routesIn } from './ip.ts'
import type { Loss } from './kernel-events.ts'
import { devices, ethernetAddress, type Names } from './names.ts'
import { digestIn, markCommand, markOf, printed, printOf } from './namespace.ts'
import { isWhole, readWhole, writeWhole } from './whole-file.ts'
import { leadsTo, targetOf, visit, whyNotBridge, whyNotDevice, whyNotInside } from './workload-ends.ts'

/** Written before anything is made, and gone when nothing is left of it. */
interface WorkloadRecord {
  readonly workload: WorkloadSpec
  /** Of a device: what has to be given back. */
  readonly device?: DeviceState
}

const readRecord = (names: Names, id: string): Promise<WorkloadRecord | undefined> => readWhole(names.workloadFile(id))

export async function listWorkloads({ workloadFolder }: Names): Promise<readonly WorkloadSpec[]> {
  const files = await readdir(workloadFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const records = await Promise.all(
    files.filter(isWhole).map((file) => readWhole<WorkloadRecord>(join(workloadFolder, file))),
  )
  return records.flatMap((record) => record?.workload ?? [])
}

/** What is plugged in on this machine, and why what is begun is not whole. */
export interface PluggedWorkload {
  readonly id: string
  /** In the words of `nameOfEnd`. */
  readonly what: string
  readonly reason?: string
}

export async function lookAtWorkloads(names: Names): Promise<readonly PluggedWorkload[]> {
  const workloads = await listWorkloads(names)
  return Promise.all(
    workloads.map(async (workload) => {
      // One that cannot be looked at keeps nothing else from being told.
      const { digest, reason = 'it is not whole' } = await observeWorkload(names, workload).catch(
        (cause: unknown): ObservedWorkload => ({ reason: `it cannot be looked at: ${String(cause)}` }),
      )
      const plugged = { id: workload.id, what: nameOfEnd(workload.end) }
      return digest === undefined ? { ...plugged, reason } : plugged
    }),
  )
}

/** Of all networks, or of one. */
export const workloadIds = async (names: Names, network?: string): Promise<readonly string[]> =>
  (await listWorkloads(names)).filter((one) => network === undefined || one.network === network).map(({ id }) => id)

/** The port of the subnet's bridge, which bears the mark. */
const portOf = ({ id, end }: WorkloadSpec): string =>
  end.kind === 'device' ? end.device : devices.networkToWorkload(id)

const isUp = (device: Device | undefined): boolean => device?.flags.includes('UP') ?? false

/** The device in the namespace, as far as it is there and ours. */
async function showInner(names: Names, { id, address, subnet }: WorkloadSpec, end: NamespaceEnd, target: string) {
  const [present, routes] = await visit(target, async () => [await devicesIn(target), await routesIn(target)] as const)
  const device = present?.find(({ ifname, ifalias }) => ifname === end.interface && ifalias === names.farMark(id))
  const led = end.routes.filter((prefix) =>
    routes?.some(
      (route) => leadsTo(route, prefix) && route.dev === end.interface && route.gateway === subnet.routerAddress,
    ),
  )
  const hasAddress = device?.addr_info.some(({ local }) => local === address) ?? false
  return { device, led, print: [isUp(device), device?.mtu, hasAddress, led] }
}

/** What the far end is like: of a device that was moved there is none. `target` is the namespace that it is in. */
async function printOfFar(names: Names, workload: WorkloadSpec, target: string | undefined): Promise<unknown> {
  const { id, end } = workload
  if (end.kind === 'device') return undefined
  if (end.kind === 'bridge') {
    const port = await deviceIn(names.machine, devices.bridgeToWorkload(id))
    return [isUp(port), port?.master === end.bridge]
  }
  return target === undefined ? undefined : (await showInner(names, workload, end, target)).print
}

async function printOfWorkload(
  names: Names,
  workload: WorkloadSpec,
  present: readonly Device[] | undefined,
  target: string | undefined,
): Promise<string> {
  const port = present?.find(({ ifname }) => ifname === portOf(workload))
  const bridge = devices.subnet(workload.subnet.id)
  return printOf([isUp(port), port?.mtu, port?.master === bridge, await printOfFar(names, workload, target)])
}

type Found = { readonly target?: string } | { readonly reason: string }

/** Where the other end is to be, as far as that is to be looked for. */
const findTarget = async ({ end }: WorkloadSpec): Promise<Found> => (isNamespaceEnd(end) ? targetOf(end) : {})

/** Why the rest of the machine is in the way. */
function whyNot(
  names: Names,
  workload: WorkloadSpec,
  present: readonly Device[],
  target: string | undefined,
): Promise<string | undefined> {
  const { end } = workload
  if (end.kind === 'bridge') return whyNotBridge(names, end.bridge)
  if (end.kind !== 'device') return whyNotInside(names, target ?? '', end, workload)
  // One that is ours already the machine does without.
  if (present.some(({ ifname }) => ifname === end.device)) return Promise.resolve(undefined)
  return whyNotDevice(names, end.device)
}

/** As the port has it. */
export async function observeWorkload(names: Names, workload: WorkloadSpec): Promise<ObservedWorkload> {
  const [present, found] = await Promise.all([devicesIn(names.network(workload.network)), findTarget(workload)])
  const isLeft = (await readRecord(names, workload.id)) !== undefined
  const left = isLeft ? ({ left: true } as const) : {}
  if ('reason' in found) return { reason: found.reason, ...left }
  const { target } = found
  if (!present?.some(({ ifname }) => ifname === devices.subnet(workload.subnet.id))) {
    return { reason: `subnet ${workload.subnet.id} is not there yet`, ...left }
  }
  const mark = markOf(present, portOf(workload))
  const digest = mark && digestIn(mark, await printOfWorkload(names, workload, present, target))
  if (digest !== undefined) return { digest }
  const reason = await whyNot(names, workload, present, target)
  return reason === undefined ? {} : { reason, ...left }
}

/** As the port has it: plugs it in, or what is missing of it. */
export async function ensureWorkload(names: Names, workload: WorkloadSpec): Promise<void> {
  const digest = digestWorkload(workload)
  const before = await readRecord(names, workload.id)
  if (before !== undefined && digestWorkload(before.workload) !== digest) await removeWorkload(names, workload.id)
  const observed = await observeWorkload(names, workload)
  if (observed.digest === digest) return
  if (observed.reason !== undefined) throw new Error(observed.reason)
  const found = await findTarget(workload)
  if ('reason' in found) throw new Error(found.reason)
  const record = (await readRecord(names, workload.id)) ?? (await recordOf(names, workload))
  await writeWhole(names.workloadFile(workload.id), record)
  const { end } = workload
  if (record.device !== undefined) {
    await plugDevice(names, workload, portOf(workload)).catch(async (error: unknown) => {
      // With what was noted of it, which the machine may change from now on.
      await removeWorkload(names, workload.id)
      throw error
    })
  } else if (end.kind === 'bridge') await plugBridge(names, workload, end.bridge)
  else if (isNamespaceEnd(end)) await plugNamespace(names, workload, end, found.target ?? '')
  // Another process may have the number by now.
  const still = await findTarget(workload)
  if ('reason' in still) {
    await removeWorkload(names, workload.id)
    throw new Error(still.reason)
  }
  const namespace = names.network(workload.network)
  const print = await printOfWorkload(names, workload, await devicesIn(namespace), found.target)
  await ipBatch(namespace, [markCommand(printed(digest, print), portOf(workload))])
}

async function recordOf(names: Names, workload: WorkloadSpec): Promise<WorkloadRecord> {
  if (workload.end.kind !== 'device') return { workload }
  const { device: name } = workload.end
  const device = await stateOf(names, name)
  if (device === undefined) throw new Error(`${name} is in the network, and nobody knows what it was before`)
  return { workload, device }
}

const plugged = ({ subnet }: WorkloadSpec, port: string): IpCommand => [
  ...['link', 'set', 'dev', port, 'master', devices.subnet(subnet.id), 'up'],
]

async function plugDevice(names: Names, workload: WorkloadSpec, device: string): Promise<void> {
  const namespace = names.network(workload.network)
  const there = (await linkIn(namespace, device)) !== undefined
  if (!there) await ipBatch(names.machine, [['link', 'set', 'dev', device, 'netns', namespace]])
  await ipBatch(namespace, [plugged(workload, device)])
}

async function plugBridge(names: Names, workload: WorkloadSpec, bridge: string): Promise<void> {
  const { machine } = names
  const namespace = names.network(workload.network)
  const [port, far] = [portOf(workload), devices.bridgeToWorkload(workload.id)]
  const [near, other, of] = await Promise.all([linkIn(namespace, port), linkIn(machine, far), linkIn(machine, bridge)])
  if (near === undefined || other === undefined) {
    if (near !== undefined) await ipBatch(namespace, [['link', 'delete', port]])
    else if (other !== undefined) await ipBatch(machine, [['link', 'delete', far]])
    // A bridge that was given neither has the least MTU and the lowest address of its ports: ours is to change none.
    const mtu = of === undefined ? [] : ['mtu', String(of.mtu)]
    await ipBatch(machine, [
      [
        ...['link', 'add', far, 'address', ethernetAddress('port', workload.id), ...mtu],
        ...['type', 'veth', 'peer', 'name', port, ...mtu, 'netns', namespace],
      ],
    ])
  }
  await ipBatch(namespace, [plugged(workload, port)])
  await ipBatch(machine, [['link', 'set', far, 'master', bridge, 'up']])
}

async function plugNamespace(names: Names, workload: WorkloadSpec, end: NamespaceEnd, target: string): Promise<void> {
  const { id, address, subnet } = workload
  const [namespace, port] = [names.network(workload.network), portOf(workload)]
  const near = await linkIn(namespace, port)
  const { device } = await showInner(names, workload, end, target)
  if (near === undefined || device === undefined) {
    if (near !== undefined) await ipBatch(namespace, [['link', 'delete', port]])
    // By a process that ends: `ip` keeps what it has opened of a namespace, and the namespace with that.
    await run('ip', [
      ...['link', 'add', port, 'mtu', String(end.mtu), 'netns', namespace],
      ...['type', 'veth', 'peer', 'name', end.interface, 'mtu', String(end.mtu), 'netns', target],
      // Of the IP address: whoever has it next is found by those who have learnt it of the one before.
      ...['address', ethernetAddress('workload', subnet.id, address ?? '')],
    ])
    await visit(target, () => ipBatch(target, [markCommand(names.farMark(id), end.interface)]))
  }
  await ipBatch(namespace, [['link', 'set', port, 'mtu', String(end.mtu)], plugged(workload, port)])
  await visit(target, () =>
    ipBatch(target, [
      ['link', 'set', 'dev', end.interface, 'mtu', String(end.mtu)],
      ['address', 'replace', `${address}/${subnet.prefix.split('/')[1]}`, 'dev', end.interface],
      ['link', 'set', 'dev', end.interface, 'up'],
    ]),
  )
  const { led } = await showInner(names, workload, end, target)
  const missing = end.routes.filter((prefix) => !led.includes(prefix))
  await visit(target, () =>
    ipBatch(
      target,
      // Never in the place of another's.
      missing.map((prefix) => ['route', 'add', prefix, 'via', subnet.routerAddress, 'dev', end.interface]),
    ),
  )
}

/** Takes it out, as far as it is there, and gives a device back as it was. */
export async function removeWorkload(names: Names, id: string): Promise<void> {
  const record = await readRecord(names, id)
  if (record === undefined) return
  const { workload, device } = record
  const [namespace, port] = [names.network(workload.network), portOf(workload)]
  if (device !== undefined) {
    await moveBack(names, namespace, port, device)
    await settleBack(names, port, device)
  } else if ((await linkIn(namespace, port)) !== undefined) {
    await ipBatch(namespace, [['link', 'delete', port]])
  }
  await rm(names.workloadFile(id), { force: true })
}

/** Those of which a loss may be: their port or its bridge in the network, or on the machine what they are of. */
export async function workloadsOf(names: Names, { namespace, text }: Loss): Promise<readonly string[]> {
  const isOfMachine = namespace === names.machine
  if (!isOfMachine && names.ownerOf(namespace ?? '')?.kind !== 'networks') return []
  const isMeant = (workload: WorkloadSpec): boolean => {
    const { id, end, network, subnet } = workload
    if (!isOfMachine) {
      return names.network(network) === namespace && [portOf(workload), devices.subnet(subnet.id)].some(isNamed)
    }
    return end.kind === 'bridge' && [end.bridge, devices.bridgeToWorkload(id)].some(isNamed)
  }
  const isNamed = (device: string): boolean => text.split(/[\s:@]+/).includes(device)
  return (await listWorkloads(names)).filter(isMeant).map(({ id }) => id)
}
