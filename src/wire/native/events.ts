import type { FastifyInstance } from 'fastify'
import type { Store, StoredEvent } from '../../store/port.ts'

/**
 * What somebody asked for, what the data plane has shown of a tunnel, a fault that was injected to rehearse a failure, or what came
 * of trying a tunnel.
 */
export interface EventView extends StoredEvent {
  readonly kind: 'call' | 'tunnel' | 'fault' | 'preflight'
}

/** Newest first; `next` is where the next page begins. */
export interface EventPage {
  readonly events: readonly EventView[]
  readonly next?: number
}

interface EventsQuery {
  readonly limit: number
  readonly before?: number
  readonly about?: string
}

const query = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
    /** The `next` of the page before. */
    before: { type: 'integer', minimum: 0 },
    /** The id of a tunnel, or of the connection, gateway or customer gateway that a request was about. */
    about: { type: 'string', minLength: 1, maxLength: 200 },
  },
} as const

const kindOf = ({ tunnel, fault, preflight }: StoredEvent): EventView['kind'] => {
  if (tunnel !== undefined) return 'tunnel'
  if (fault !== undefined) return 'fault'
  return preflight === undefined ? 'call' : 'preflight'
}

const view = (event: StoredEvent): EventView => ({ ...event, kind: kindOf(event) })

export async function listEvents(store: Pick<Store, 'read'>, asked: EventsQuery): Promise<EventPage> {
  const found = await store.read((reader) => reader.eventPage({ ...asked, limit: asked.limit + 1 }))
  const events = found.slice(0, asked.limit).map(view)
  const last = events.at(-1)
  return { events, ...(found.length > asked.limit && last !== undefined ? { next: last.sequence } : {}) }
}

export function routeEvents(app: FastifyInstance, { store }: { readonly store: Pick<Store, 'read'> }): void {
  const what =
    'what happened, newest first: requests with what each changed, what became of tunnels and why, and faults'
  app.get<{ Querystring: EventsQuery }>(
    '/v1/events',
    { schema: { querystring: query }, config: { what } },
    async (asked) => listEvents(store, asked.query),
  )
}
