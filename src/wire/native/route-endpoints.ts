import type { FastifyInstance, FastifyReply } from 'fastify'
import type { RoutePatch } from '../../commands/route/route.ts'
import { type Ipv4Prefix, parseIpv4Prefix } from '../../domain/address.ts'
import { failure, refuse } from './failure.ts'
import type { HostParts } from './hosts.ts'
import {
  addRoutes,
  changeRoute,
  listRoutes,
  type NewRoute,
  type RouteFilter,
  readRoute,
  removeRoute,
} from './routes.ts'

const text = { type: 'string', minLength: 1, maxLength: 100 } as const
const flag = { type: 'boolean' } as const
const rank = { type: 'integer', minimum: 0, maximum: 1000 } as const

const place = {
  type: 'object',
  required: ['kind', 'id'],
  additionalProperties: false,
  properties: { kind: { enum: ['gateway', 'connection', 'network'] }, id: text },
} as const

const newRoute = {
  type: 'object',
  required: ['place', 'destination', 'nextHop'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', maxLength: 60, default: '' },
    place,
    /** Makes it a policy-based route. */
    source: text,
    destination: text,
    /** The id of a connection, or of a gateway where the place is a network. */
    nextHop: text,
    priority: { ...rank, default: 10 },
    preference: { ...rank, default: 0 },
    enabled: { ...flag, default: true },
    published: { ...flag, default: false },
  },
} as const

const creation = {
  type: 'object',
  required: ['routes'],
  additionalProperties: false,
  properties: { routes: { type: 'array', minItems: 1, maxItems: 100, items: newRoute } },
} as const

const patch = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: { priority: rank, preference: rank, enabled: flag, published: flag },
} as const

const query = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 500 },
    after: { type: 'integer', minimum: 0 },
    place: text,
    nextHop: text,
    source: text,
    destination: text,
    policyBased: flag,
    published: flag,
  },
} as const

interface Query extends RouteFilter {
  readonly limit: number
  readonly after?: number
}

type Body = Omit<NewRoute, 'source' | 'destination'> & { readonly source?: string; readonly destination: string }

const noPrefix = (reply: FastifyReply, given: string) =>
  reply.code(400).send(failure('invalid-request', 'is no IPv4 prefix such as 10.0.0.0/16', given))

interface Read {
  readonly routes: readonly NewRoute[]
  /** The first text that is no prefix. */
  readonly problem?: string
}

function readRoutes(bodies: readonly Body[]): Read {
  const routes: NewRoute[] = []
  for (const { source, destination, ...rest } of bodies) {
    const to = parseIpv4Prefix(destination)
    const from = source === undefined ? undefined : parseIpv4Prefix(source)
    if (to === undefined) return { routes, problem: destination }
    if (source !== undefined && from === undefined) return { routes, problem: source }
    routes.push({ ...rest, destination: to, ...ofSource(from) })
  }
  return { routes }
}

const ofSource = (source: Ipv4Prefix | undefined) => (source === undefined ? {} : { source })

/** Routes that somebody asked for, in the domain's words; what a gateway makes of them is another matter. */
export function routeRoutes(app: FastifyInstance, parts: HostParts): void {
  const what =
    'the routes that were asked for, newest first; by place, nextHop, source, destination, policyBased, published'
  const all = { schema: { querystring: query }, config: { what } }
  app.get<{ Querystring: Query }>('/v1/routes', all, async ({ query: { limit, after, ...filter } }) =>
    listRoutes(parts, filter, { limit, ...(after === undefined ? {} : { after }) }),
  )
  const toAdd = { schema: { body: creation }, config: { what: 'adds routes: all of them, or none' } }
  app.post<{ Body: { routes: readonly Body[] } }>('/v1/routes', toAdd, async ({ body }, reply) => {
    const { routes, problem } = readRoutes(body.routes)
    if (problem !== undefined) return noPrefix(reply, problem)
    const added = await addRoutes(parts, routes)
    return added.ok ? reply.code(201).send({ routes: added.value }) : refuse(reply, added.error)
  })
  type One = { Params: { id: string } }
  app.get<One>('/v1/routes/:id', { config: { what: 'one of them' } }, async ({ params }, reply) => {
    const route = await readRoute(parts, params.id)
    return route ?? reply.code(404).send(failure('route-not-found', 'no such route', params.id))
  })
  const toChange = {
    schema: { body: patch },
    config: { what: 'changes its priority, preference, or whether it is enabled or published' },
  }
  app.patch<One & { Body: RoutePatch }>('/v1/routes/:id', toChange, async ({ params, body }, reply) => {
    const changed = await changeRoute(parts, params.id, body)
    return changed.ok ? changed.value : refuse(reply, changed.error)
  })
  app.delete<One>('/v1/routes/:id', { config: { what: 'takes it away' } }, async ({ params }, reply) => {
    const removed = await removeRoute(parts, params.id)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
}
