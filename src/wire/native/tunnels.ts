import type { ObservedTunnel } from '../../domain/observation.ts'
import type { Resource } from '../../domain/resource.ts'
import type { NegotiationStatus } from '../../domain/tunnel-change.ts'
import { negotiationStatus } from '../../observed/status.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import type { Store, StoreReader } from '../../store/port.ts'
import type { TunnelStory } from './explanation.ts'

/** A tunnel as the data plane shows it, and why it is down. Times are milliseconds since the epoch. */
export interface TunnelView {
  readonly id: string
  readonly connection: string
  readonly connectionName: string
  readonly account: string
  readonly region: string
  readonly index: 1 | 2
  readonly status: NegotiationStatus
  /** When the data plane was looked at; absent while the tunnel has not been seen there. */
  readonly observedAt?: number
  readonly daemonAlive: boolean
  readonly ikeSa?: ObservedTunnel['ikeSa']
  readonly childSas: ObservedTunnel['childSas']
  readonly failure?: ObservedTunnel['failure']
  /** By which packets enter and leave it: its MTU in bytes, and how much goes in, in Mbit/s. Absent while it is not there. */
  readonly device?: ObservedTunnel['device']
  /** What has gone through that device, and what was dropped there: rekeying changes nothing about it. */
  readonly traffic?: ObservedTunnel['traffic']
  /** What its health check has seen. */
  readonly health?: ObservedTunnel['health']
}

function viewTunnels(connection: Resource<'connection'>, observed: ObservedWorld): readonly TunnelView[] {
  return connection.spec.tunnels.map(({ id, index }) => {
    const sighting = observed.tunnel(id)
    const tunnel = sighting?.value
    return {
      id,
      connection: connection.id,
      connectionName: connection.name,
      account: connection.account,
      region: connection.region,
      index,
      status: negotiationStatus(tunnel),
      daemonAlive: tunnel?.alive ?? false,
      childSas: tunnel?.childSas ?? [],
      ...(sighting === undefined ? {} : { observedAt: sighting.at }),
      ...(tunnel?.ikeSa === undefined ? {} : { ikeSa: tunnel.ikeSa }),
      ...(tunnel?.failure === undefined ? {} : { failure: tunnel.failure }),
      ...(tunnel?.device === undefined ? {} : { device: tunnel.device }),
      ...(tunnel?.traffic === undefined ? {} : { traffic: tunnel.traffic }),
      ...(tunnel?.health === undefined ? {} : { health: tunnel.health }),
    }
  })
}

/** A tunnel with its story, as `GET /v1/tunnels/:id` answers. */
export type ExplainedTunnel = TunnelView & TunnelStory

/** Where a page begins, and how many connections it shows the tunnels of. */
export interface PageOfTunnels {
  readonly limit: number
  readonly after?: number
}

/** The tunnels of a page of connections of every account, newest connection first; `next` is where the next page begins. */
export interface TunnelPage {
  readonly tunnels: readonly TunnelView[]
  readonly next?: number
}

async function readTunnels(reader: StoreReader, observed: ObservedWorld, page: PageOfTunnels): Promise<TunnelPage> {
  const { items, next } = await reader.page('connection', page)
  const tunnels = items.flatMap((connection) => viewTunnels(connection, observed))
  return { tunnels, ...(next === undefined ? {} : { next }) }
}

export const listTunnels = (store: Store, observed: ObservedWorld, page: PageOfTunnels): Promise<TunnelPage> =>
  store.read((reader) => readTunnels(reader, observed, page))

const chunk = 500

/** Every tunnel, those of the newest connection first, read in chunks. */
export async function* everyTunnel(store: Store, observed: ObservedWorld): AsyncGenerator<TunnelView> {
  for (let after: number | undefined; ; ) {
    const page = await listTunnels(store, observed, { limit: chunk, ...(after === undefined ? {} : { after }) })
    yield* page.tunnels
    if (page.next === undefined) return
    after = page.next
  }
}

/** Undefined when there is no such tunnel. */
export async function findTunnel(store: Store, observed: ObservedWorld, id: string): Promise<TunnelView | undefined> {
  const where = [{ by: 'facet', facet: 'tunnel', anyOf: [id] }] as const
  const { items } = await store.read((reader) => reader.page('connection', { where, limit: 1 }))
  return items.flatMap((connection) => viewTunnels(connection, observed)).find((tunnel) => tunnel.id === id)
}
