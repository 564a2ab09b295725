import type { Gate } from '../../domain/gate.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import type { Policy, Route } from '../../domain/route.ts'
import { ensureForwarding, observeForwarding } from './forwarding.ts'
import { type Device, devicesIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { ensureNamespace, removeNamespace, upstreamAddress } from './namespace.ts'
import { digestOfLink } from './network.ts'
import { addRecord, hasRecord, listTunnelRecords, readRecord, removeRecord, type TunnelRecord } from './records.ts'

export async function createGateway(names: Names, id: string): Promise<void> {
  await addRecord(names, 'gateways', id)
  await ensureNamespace(names.gateway(id), { address: upstreamAddress, forwards: true })
  await ensureForwarding(names.gateway(id))
}

/** Finishes a gateway that was left half made. Rejects for one that was never begun. */
export async function requireGateway(names: Names, id: string): Promise<void> {
  if (!(await hasRecord(names, 'gateways', id))) throw new Error(`there is no gateway ${id}`)
  await createGateway(names, id)
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
  readonly tunnels: readonly { readonly record: TunnelRecord; readonly device: Device | undefined }[]
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
  const links = await observeLinks(names, id, present ?? [])
  const networks = new Map(links.map(({ device, network }) => [device, network]))
  return {
    tunnels: asked.map((record) => ({ record, device: named.get(devices.tunnel(id, record.id)) })),
    links: links.map(({ network, digest }) => ({ network, digest })),
    ...(await observeForwarding(namespace, byDevice, networks)),
  }
}

/** Each device that leads to a network names its record: those of other gateways' networks are not read. */
async function observeLinks(names: Names, gateway: string, present: readonly Device[]) {
  const links = await Promise.all(
    present.map(async (end) => {
      const hash = devices.networkOfGateway(end.ifname)
      if (hash === undefined) return []
      const network = await readRecord(names, 'networks', hash)
      if (network === undefined) return []
      const digest = await digestOfLink(names, gateway, network, end)
      return [{ network, digest: digest ?? incomplete, device: end.ifname }]
    }),
  )
  return links.flat()
}

/** The digest of no link: one that is half made, or that has lost a part. */
const incomplete = ''
