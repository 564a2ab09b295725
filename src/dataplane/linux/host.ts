import { digestHost } from '../digest.ts'
import type { HostSpec } from '../port.ts'
import { devicesIn, ipBatch } from './ip.ts'
import { devices, type Names } from './names.ts'
import { ensureNamespace, markCommand, markOf, removeNamespace, upstreamAddress } from './namespace.ts'
import { endProcesses, processesIn, type Timers } from './processes.ts'
import { addRecord, removeRecord } from './records.ts'

/** A namespace with one address, on a subnet's bridge or in the underlay. One of another description gives way. */
export async function ensureHost(names: Names, host: HostSpec, timers: Timers): Promise<void> {
  const digest = digestHost(host)
  if ((await observeHost(names, host.id)) === digest) return
  await removeHost(names, host.id, timers)
  await addRecord(names, 'hosts', host.id)
  await ensureNamespace(names.host(host.id), { address: undefined, forwards: false })
  if (host.place.kind === 'underlay') await plugIntoUnderlay(names, host)
  else await plugIntoSubnet(names, host, host.place)
  await ipBatch(names.host(host.id), [markCommand(digest)])
}

async function plugIntoSubnet(
  names: Names,
  host: HostSpec,
  place: Extract<HostSpec['place'], { kind: 'subnet' }>,
): Promise<void> {
  const network = names.network(place.network)
  const bridge = devices.subnet(place.subnet)
  const router = (await devicesIn(network))?.find(({ ifname }) => ifname === bridge)?.addr_info[0]
  if (router === undefined) throw new Error(`there is no subnet ${place.subnet} for host ${host.id}`)
  const port = devices.networkToHost(host.id)
  await addLink(names, host, port, network)
  await ipBatch(network, [['link', 'set', port, 'master', bridge, 'up']])
  await ipBatch(names.host(host.id), [
    ['address', 'add', `${host.address}/${router.prefixlen}`, 'dev', devices.host],
    ['link', 'set', devices.host, 'up'],
    ['route', 'add', 'default', 'via', router.local],
  ])
}

async function plugIntoUnderlay(names: Names, host: HostSpec): Promise<void> {
  await ensureNamespace(names.underlay, { address: upstreamAddress, forwards: true })
  const port = devices.underlayToHost(host.id)
  await addLink(names, host, port, names.underlay)
  await ipBatch(names.underlay, [
    ['link', 'set', port, 'up'],
    ['route', 'replace', `${host.address}/32`, 'dev', port],
  ])
  await ipBatch(names.host(host.id), [
    ['address', 'add', `${host.address}/32`, 'dev', devices.host],
    ['link', 'set', devices.host, 'up'],
    ['route', 'add', 'default', 'via', upstreamAddress, 'dev', devices.host, 'onlink', 'src', host.address],
  ])
}

async function addLink(names: Names, host: HostSpec, port: string, namespace: string): Promise<void> {
  await ipBatch(undefined, [
    [
      ...['link', 'add', port, 'netns', namespace],
      ...['type', 'veth', 'peer', 'name', devices.host, 'netns', names.host(host.id)],
    ],
  ])
}

export async function observeHost(names: Names, id: string): Promise<string | undefined> {
  const present = await devicesIn(names.host(id))
  const mark = markOf(present)
  // Its network may have been taken away from it, and its device with that.
  const plugged = present?.some(({ ifname }) => ifname === devices.host) ?? false
  return mark === 'made' || !plugged ? undefined : mark
}

export async function removeHost(names: Names, id: string, timers: Timers): Promise<void> {
  const namespace = names.host(id)
  await endProcesses(await processesIn([namespace], ['iperf3', 'ping']), timers)
  const present = await devicesIn(namespace)
  if (present?.some(({ ifname }) => ifname === devices.host)) {
    await ipBatch(namespace, [['link', 'delete', devices.host]])
  }
  await removeNamespace(namespace)
  await removeRecord(names, 'hosts', id)
}
