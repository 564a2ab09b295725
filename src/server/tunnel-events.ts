import type { Resource } from '../domain/resource.ts'
import { dataPlaneActor, type SeenChange } from '../domain/tunnel-change.ts'
import { tunnelChanges } from '../observed/tunnel-change.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { Event, Store } from '../store/port.ts'

/** What has changed within it is written by one commit, so that tunnels that come up together cost one. */
const pauseMilliseconds = 500

/** Tunnels that are looked for by one statement. */
const mostAtOnce = 1000

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
  const known = new Map<string, Pick<Resource<'connection'>, 'id' | 'account' | 'region'>>()
  let waiting: SeenChange[] = []
  let writing: Promise<void> = Promise.resolve()
  let cancel: (() => void) | undefined

  const learn = (tunnels: readonly string[]) =>
    store.read(async (reader) => {
      for (let start = 0; start < tunnels.length; start += mostAtOnce) {
        const anyOf = tunnels.slice(start, start + mostAtOnce)
        const where = [{ by: 'facet', facet: 'tunnel', anyOf }] as const
        const { items } = await reader.page('connection', { where, limit: mostAtOnce })
        for (const { id, account, region, spec } of items) {
          for (const tunnel of spec.tunnels) known.set(tunnel.id, { id, account, region })
        }
      }
    })

  async function write(changes: readonly SeenChange[]): Promise<void> {
    await learn([...new Set(changes.map(({ tunnel }) => tunnel))].filter((tunnel) => !known.has(tunnel)))
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
