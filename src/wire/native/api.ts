import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { type Ipv4Address, parseIpv4Address } from '../../domain/address.ts'
import type { DomainError } from '../../domain/error.ts'
import type { HostPlace } from '../../domain/resource.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import { addHost, type HostParts, readHost, removeHost } from './hosts.ts'
import { listTunnels } from './tunnels.ts'

/** What the lab's hosts can be asked to do; the data plane does it. */
export interface Lab {
  ping(host: string, target: Ipv4Address, options: { count: number; timeoutMs: number }): Promise<PingAnswer>
  throughput(from: string, to: string, options: { seconds: number }): Promise<ThroughputAnswer>
}

export interface PingAnswer {
  readonly sent: number
  readonly received: number
  readonly averageMilliseconds?: number
}

export interface ThroughputAnswer {
  readonly bitsPerSecond: number
  readonly seconds: number
}

export interface NativeParts extends HostParts {
  readonly observed: ObservedWorld
  readonly lab: Lab
  /** Why the server is not ready to serve; undefined when it is. */
  unreadiness(): Promise<string | undefined>
  /** The metrics in the Prometheus text format. */
  metrics(): Promise<{ contentType: string; text: string }>
  /** The admin port's own names, such as "127.0.0.1:7781"; a page of another origin cannot speak to it under a name of its own. */
  allowedHosts(): ReadonlySet<string>
}

const text = { type: 'string' } as const
const ipv4 = { type: 'string', format: 'ipv4' } as const

const hostBody = {
  type: 'object',
  required: ['address'],
  additionalProperties: false,
  properties: {
    name: { ...text, maxLength: 60 },
    /** The subnet to plug into; without it the host stands on the underlay. */
    subnet: text,
    address: ipv4,
  },
} as const

const pingBody = {
  type: 'object',
  required: ['target'],
  additionalProperties: false,
  properties: {
    target: ipv4,
    count: { type: 'integer', minimum: 1, maximum: 100, default: 3 },
    timeoutMs: { type: 'integer', minimum: 10, maximum: 10_000, default: 1000 },
  },
} as const

const throughputBody = {
  type: 'object',
  required: ['to'],
  additionalProperties: false,
  properties: { to: text, seconds: { type: 'integer', minimum: 1, maximum: 60, default: 3 } },
} as const

interface HostBody {
  readonly name?: string
  readonly subnet?: string
  readonly address: string
}

const address = (value: string): Ipv4Address => {
  const parsed = parseIpv4Address(value)
  if (parsed === undefined) throw new TypeError(`the schema let "${value}" pass as an address`)
  return parsed
}

const refuse = (reply: FastifyReply, { code, detail, subject }: DomainError) =>
  reply.code(code.endsWith('-not-found') ? 404 : 409).send({ error: code, detail, subject })

const notFound = (reply: FastifyReply, id: string) =>
  reply.code(404).send({ error: 'host-not-found', detail: 'no such host', subject: id })

function routeHosts(app: FastifyInstance, parts: NativeParts): void {
  app.post<{ Body: HostBody }>('/v1/hosts', { schema: { body: hostBody } }, async ({ body }, reply) => {
    const place: HostPlace = body.subnet === undefined ? { kind: 'underlay' } : { kind: 'subnet', id: body.subnet }
    const added = await addHost(parts, { name: body.name ?? '', place, address: address(body.address) })
    return added.ok ? reply.code(201).send(added.value) : refuse(reply, added.error)
  })
  app.get<{ Params: { id: string } }>('/v1/hosts/:id', async ({ params }, reply) => {
    const host = await readHost(parts, params.id)
    return host ?? notFound(reply, params.id)
  })
  app.delete<{ Params: { id: string } }>('/v1/hosts/:id', async ({ params }, reply) => {
    const removed = await removeHost(parts, params.id)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
  app.post<{ Params: { id: string }; Body: { target: string; count: number; timeoutMs: number } }>(
    '/v1/hosts/:id/ping',
    { schema: { body: pingBody } },
    async ({ params, body }, reply) => {
      if ((await readHost(parts, params.id)) === undefined) return notFound(reply, params.id)
      return parts.lab.ping(params.id, address(body.target), body)
    },
  )
  app.post<{ Params: { id: string }; Body: { to: string; seconds: number } }>(
    '/v1/hosts/:id/throughput',
    { schema: { body: throughputBody } },
    async ({ params, body }, reply) => {
      for (const id of [params.id, body.to]) {
        if ((await readHost(parts, id)) === undefined) return notFound(reply, id)
      }
      return parts.lab.throughput(params.id, body.to, { seconds: body.seconds })
    },
  )
}

/** The admin port: health, metrics, and the native API in the domain's own words. It sees all of the installation. */
export function createAdminListener(parts: NativeParts): FastifyInstance {
  const app = fastify({ forceCloseConnections: true })
  // A page in a browser on this machine may not drive the gateway: it can send neither JSON nor a Host of ours.
  app.addHook('onRequest', async ({ headers }, reply) => {
    if (!parts.allowedHosts().has(headers.host ?? '')) {
      return reply.code(403).send({ error: 'forbidden', detail: 'use the address that the admin port listens on' })
    }
  })
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const reason = await parts.unreadiness()
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', reason })
  })
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text: metrics } = await parts.metrics()
    return reply.type(contentType).send(metrics)
  })
  app.get('/v1/tunnels', async () => ({ tunnels: await listTunnels(parts.store, parts.observed) }))
  app.get<{ Params: { id: string } }>('/v1/tunnels/:id', async ({ params }, reply) => {
    const tunnels = await listTunnels(parts.store, parts.observed)
    const tunnel = tunnels.find(({ id }) => id === params.id)
    return tunnel ?? reply.code(404).send({ error: 'tunnel-not-found', detail: 'no such tunnel', subject: params.id })
  })
  routeHosts(app, parts)
  return app
}
