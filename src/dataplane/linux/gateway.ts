import type { Gate } from '../../domain/gate.ts'
import type { ObservedGateway, ObservedLink } from '../../domain/observation.ts'
import type { Policy, Route } from '../../domain/route.ts'
import { ensureForwarding, forwardFrom, observeForwarding } from './forwarding.ts'
import { type Device, devicesIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { ensureNamespace, removeNamespace, upstreamAddress } from './namespace.ts'
import { observeLink } from './network.ts'
import { addRecord, hasRecord, listTunnelRecords, readRecord, removeRecord, type TunnelRecord } from './records.ts'
import { type Shape, shapesOf } from './shaping.ts'

/** Or what is missing of it. */
export async function createGateway(names: Names, id: string): Promise<void> {
  await addRecord(names, 'gateways', id)
  await makeGateway(names, id)
  await forwardFrom(names.gateway(id))
}

async function makeGateway(names: Names, id: string): Promise<void> {
  await ensureNamespace(names.gateway(id), { address: upstreamAddress, scope: 'link', forwards: true })
  await ensureForwarding(names.gateway(id))
}

/** Finishes a gateway that was left half made, whatever number of tunnels it has. Rejects for one that was never begun. */
export async function requireGateway(names: Names, id: string): Promise<void> {
  if (!(await hasRecord(names, 'gateways', id))) throw new Error(`there is no gateway ${id}`)
  await makeGateway(names, id)
}

/** Tunnels and links are gone already. */
export async function removeGatewayNamespace(names: Names, id: string): Promise<void> {
  await removeNamespace(names.gateway(id))
  await removeRecord(names, 'gateways', id)
}

/** What the kernel says of a gateway. */
export interface ObservedNamespace {
  /** Whether packets that come in are sent on at all. */
  readonly forwards: boolean
  readonly links: ObservedGateway['links']
  readonly gates: readonly Gate[]
  readonly policies: readonly Policy[]
  readonly routes: readonly Route[]
  readonly tunnels: readonly DeviceOfTunnel[]
}

export interface DeviceOfTunnel {
  readonly record: TunnelRecord
  /** Undefined where it is not there. */
  readonly device: Device | undefined
  /** Undefined where what goes into the tunnel is not limited. */
  readonly shape: Shape | undefined
}

/** Undefined where there is neither a namespace nor a tunnel of it. With `ids`, of the tunnels these alone. */
export async function observeNamespace(
  names: Names,
  id: string,
  ids?: readonly string[],
): Promise<ObservedNamespace | undefined> {
  const namespace = names.gateway(id)
  const [present, records] = await Promise.all([devicesIn(namespace), listTunnelRecords(names, id)])
  if (present === undefined && records.length === 0) return undefined
  const named = new Map((present ?? []).map((device) => [device.ifname, device]))
  const byDevice = new Map(records.map((record) => [devices.tunnel(id, record.id), record.id]))
  const asked = ids === undefined ? records : records.filter((record) => ids.includes(record.id))
  const [networks, shapes] = await Promise.all([
    linkedNetworks(names, present ?? []),
    shapesOf(namespace, present ?? []),
  ])
  const [links, forwarding] = await Promise.all([
    // Of some tunnels alone, nobody asks.
    ids === undefined ? observeLinks(names, id, networks, shapes) : [],
    observeForwarding(namespace, byDevice, new Map(networks.map(({ end, network }) => [end.ifname, network]))),
  ])
  return {
    tunnels: asked.map((record) => {
      const device = devices.tunnel(id, record.id)
      return { record, device: named.get(device), shape: shapes.get(device) }
    }),
    links,
    ...forwarding,
  }
}

interface LinkedNetwork {
  readonly network: string
  readonly end: Device
}

/** Each device that leads to a network names its record: those of other gateways' networks are not read. */
async function linkedNetworks(names: Names, present: readonly Device[]): Promise<readonly LinkedNetwork[]> {
  const links = await Promise.all(
    present.map(async (end) => {
      const hash = devices.networkOfGateway(end.ifname)
      const network = hash === undefined ? undefined : await readRecord(names, 'networks', hash)
      return network === undefined ? [] : [{ network, end }]
    }),
  )
  return links.flat()
}

const observeLinks = (
  names: Names,
  gateway: string,
  networks: readonly LinkedNetwork[],
  shapes: ReadonlyMap<string, Shape>,
): Promise<readonly ObservedLink[]> =>
  Promise.all(
    networks.map(async ({ network, end }) => {
      const { digest = incomplete, ...seen } = await observeLink(names, gateway, network, end, shapes.get(end.ifname))
      return { network, digest, ...seen }
    }),
  )

/** The digest of no link: one that is half made, or that has lost a part. */
const incomplete = ''
