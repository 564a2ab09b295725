import type { ObservedTunnel } from '../../domain/observation.ts'
import type { Resource } from '../../domain/resource.ts'
import { type NegotiationStatus, negotiationStatus } from '../../observed/status.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import type { Store, StoreReader } from '../../store/port.ts'

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
    }
  })
}

const chunk = 1000

async function allConnections(reader: StoreReader): Promise<readonly Resource<'connection'>[]> {
  const all: Resource<'connection'>[] = []
  for (let after: number | undefined; ; ) {
    const page = await reader.page('connection', { limit: chunk, ...(after === undefined ? {} : { after }) })
    all.push(...page.items)
    if (page.next === undefined) return all
    after = page.next
  }
}

/** The tunnels of every account, newest connection first. */
export async function listTunnels(store: Store, observed: ObservedWorld): Promise<readonly TunnelView[]> {
  const connections = await store.read(allConnections)
  return connections.flatMap((connection) => viewTunnels(connection, observed))
}
