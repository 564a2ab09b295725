import type { Ipv4Address } from '../domain/address.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import type { TunnelChange } from '../domain/tunnel-change.ts'
import { tunnelChanges } from '../observed/tunnel-change.ts'
import type { ObservedWorld } from '../observed/world.ts'
import { readGatewaySnapshot } from '../reconcile/gateway-snapshot.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Store } from '../store/port.ts'

interface Ends {
  readonly connection: string
  readonly name: string
  readonly account: string
  readonly local: Ipv4Address | undefined
  readonly remote: Ipv4Address | undefined
}

export interface TunnelLog {
  /** Tunnels whose daemons are running, as the data plane showed them last. */
  running(): number
  /** Says what is still to be said, and no more. */
  stop(): Promise<void>
}

/** Who is at the two ends of each of a gateway's tunnels. */
async function readEnds(store: Pick<Store, 'read'>, gateway: string): Promise<ReadonlyMap<string, Ends>> {
  const snapshot = await store.read((reader) => readGatewaySnapshot(reader, gateway))
  const ends = new Map<string, Ends>()
  for (const { connection, addresses, peers } of snapshot?.terminated ?? []) {
    const { id, name, account, spec } = connection
    for (const tunnel of spec.tunnels) {
      const [local, remote] = [addresses[tunnel.index - 1], peers.get(tunnel.customerGateway)?.address]
      ends.set(tunnel.id, { connection: id, name, account, local, remote })
    }
  }
  return ends
}

function explain(failure: TunnelChange['failure']): Record<string, string> {
  if (failure === undefined) return {}
  if (failure === 'daemon-dead') return { reason: failure }
  return { reason: failure.reason, refusedBy: failure.refusedBy, detail: failure.detail }
}

const sayOf = ({ from, to }: TunnelChange): string => {
  if (to === 'child-up') return 'tunnel up'
  if (to === 'gone') return 'tunnel gone'
  return from === 'child-up' ? 'tunnel down' : 'tunnel not up'
}

/** A line for each change of a tunnel's state, with both ends named. */
export function logTunnels(observed: ObservedWorld, store: Pick<Store, 'read'>, logger: Logger): TunnelLog {
  const known = new Map<string, Ends>()
  const alive = new Map<string, number>()
  let saying: Promise<void> = Promise.resolve()

  async function say(gateway: string, changes: readonly TunnelChange[]): Promise<void> {
    // Of a tunnel that is being removed the store knows no more, but its earlier lines did.
    for (const [tunnel, ends] of await readEnds(store, gateway)) known.set(tunnel, ends)
    for (const change of changes) {
      const { tunnel, from, to, failure } = change
      const fields = { tunnel, ...known.get(tunnel), from, to, ...explain(failure) }
      if (to === 'gone') known.delete(tunnel)
      logger.info(fields, sayOf(change))
    }
  }

  const hear = (gateway: string, before: ObservedGateway | undefined, after: ObservedGateway | undefined) => {
    if (after === undefined) alive.delete(gateway)
    else alive.set(gateway, after.tunnels.filter((tunnel) => tunnel.alive).length)
    if (!logger.isLevelEnabled('info')) return
    const changes = tunnelChanges(before, after)
    if (changes.length === 0) return
    // One after the other, so that lines stand in the order of what they tell.
    saying = saying
      .then(() => say(gateway, changes))
      .catch((err: unknown) => logger.warn({ err, gateway }, 'a change of tunnels could not be put into words'))
  }
  const stopHearing = observed.onRecord(hear)
  return {
    running: () => [...alive.values()].reduce((sum, count) => sum + count, 0),
    stop() {
      stopHearing()
      return saying
    },
  }
}
