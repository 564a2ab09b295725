import type { Resource } from '../domain/resource.ts'
import type { SeenChange } from '../domain/tunnel-change.ts'
import { tunnelChanges } from '../observed/tunnel-change.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { Event, Store } from '../store/port.ts'

/** Who has shown what nobody has asked for. */
export const dataPlaneActor = 'data plane'

/** What has changed within it is written by one commit, so that tunnels that come up together cost one. */
const pauseMilliseconds = 500

interface Parts {
  readonly store: Pick<Store, 'read' | 'write'>
  readonly observed: Pick<ObservedWorld, 'onRecord'>
  readonly clock: Clock
  readonly random: Random
  onFailure(cause: unknown): void
}

export interface TunnelEvents {
  /** Writes what is still to be written, and no more. */
  stop(): Promise<void>
}

/** Keeps among the events what the data plane shows of tunnels: when each came up, or went down, and why. */
export function keepTunnelEvents({ store, observed, clock, random, onFailure }: Parts): TunnelEvents {
  // Of a tunnel that is being removed the store knows no more, but it did before.
  const known = new Map<string, Resource<'connection'>>()
  let waiting: SeenChange[] = []
  let writing: Promise<void> = Promise.resolve()
  let cancel: (() => void) | undefined

  const connectionsOf = (tunnels: readonly string[]) =>
    store.read(async (reader) => {
      const where = [{ by: 'facet', facet: 'tunnel', anyOf: tunnels }] as const
      return (await reader.page('connection', { where, limit: tunnels.length })).items
    })

  async function write(changes: readonly SeenChange[]): Promise<void> {
    const tunnels = [...new Set(changes.map(({ tunnel }) => tunnel))]
    for (const connection of await connectionsOf(tunnels)) {
      for (const { id } of connection.spec.tunnels) known.set(id, connection)
    }
    const events = changes.flatMap((change): readonly Omit<Event, 'changes'>[] => {
      const connection = known.get(change.tunnel)
      if (change.to === 'gone') known.delete(change.tunnel)
      if (connection === undefined) return []
      const { id, account, region } = connection
      const about = { account, region, resources: [{ kind: 'connection', id }] } as const
      return [
        { ...about, at: change.at, requestId: random.uuid(), action: 'tunnel', actor: dataPlaneActor, tunnel: change },
      ]
    })
    if (events.length === 0) return
    await store.write(async (transaction) => {
      for (const event of events) await transaction.appendEvent(event)
    })
  }

  function flush(): Promise<void> {
    cancel = undefined
    const changes = waiting
    waiting = []
    if (changes.length > 0) writing = writing.then(() => write(changes)).catch(onFailure)
    return writing
  }

  const stopHearing = observed.onRecord((_, before, after) => {
    const at = clock.now()
    const changes = tunnelChanges(before, after).map((change) => ({ ...change, at }))
    if (changes.length === 0) return
    waiting.push(...changes)
    cancel ??= clock.after(pauseMilliseconds, () => void flush())
  })
  return {
    async stop() {
      stopHearing()
      cancel?.()
      await flush()
    },
  }
}
