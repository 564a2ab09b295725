import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { type Ipv4Address, parseIpv4Address } from '../../domain/address.ts'
import type { Esp } from '../../domain/esp.ts'
import type { HostPlace } from '../../domain/resource.ts'
import { isHostAddress } from '../../domain/unroutable.ts'
import type { Uplink } from '../../domain/uplink.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import { type AccountParts, routeAccounts } from './accounts.ts'
import { type BillingParts, routeBilling } from './billing.ts'
import { routeDeviceConfigurations } from './device-configuration.ts'
import { type DryRunParts, routeDryRun } from './dry-run.ts'
import { routeEvents } from './events.ts'
import type { ExplanationParts } from './explanation.ts'
import { answerFailures, answerMessage, failure, frameworkFailure, refuse } from './failure.ts'
import { type FaultParts, routeFaults } from './faults.ts'
import { guardHosts } from './guard.ts'
import { addHost, type HostParts, listHosts, readHost, removeHost } from './hosts.ts'
import { routeOverview } from './overview.ts'
import { type PreflightParts, routePreflight } from './preflight.ts'
import { type PrincipalParts, routePrincipalChanges } from './principal-changes.ts'
import { routePrincipals } from './principals.ts'
import { readQueries } from './query.ts'
import { routeRoutes } from './route-endpoints.ts'
import { type RoutingParts, routeRouting } from './routing.ts'
import { findTunnel, listTunnels, type PageOfTunnels } from './tunnels.ts'
import { routeWorkloads } from './workload-endpoints.ts'
import type { WorkloadLab } from './workloads.ts'

/** What the lab can be asked to do; the data plane does it. */
export interface Lab extends WorkloadLab {
  ping(host: string, target: Ipv4Address, options: PingBody): Promise<PingAnswer>
  /** False when no daemon runs. */
  crash(gateway: string, tunnel: string): Promise<boolean>
  /** The answer ends the cut. */
  cut(gateway: string, tunnel: string): Promise<() => Promise<void>>
  throughput(from: string, to: string, options: { seconds: number }): Promise<ThroughputAnswer>
  /** Undefined while it is not there whole. */
  observeUplink(): Promise<string | undefined>
}

interface PingBody {
  readonly count: number
  readonly timeoutMs: number
  readonly intervalMs?: number
}

export interface PingAnswer {
  readonly sent: number
  readonly received: number
  readonly averageMilliseconds?: number
  /** When each answer came, in milliseconds after the first. Given with an intervalMs. */
  readonly answeredAt?: readonly number[]
}

export interface ThroughputAnswer {
  readonly bitsPerSecond: number
  readonly seconds: number
}

export interface NativeParts
  extends AccountParts,
    BillingParts,
    DryRunParts,
    ExplanationParts,
    FaultParts,
    HostParts,
    PreflightParts,
    PrincipalParts,
    RoutingParts {
  readonly observed: ObservedWorld
  readonly lab: Lab
  /** Why the server is not ready to serve; undefined when it is. */
  unreadiness(): Promise<string | undefined>
  /** The metrics in the Prometheus text format. */
  metrics(): Promise<{ contentType: string; text: string }>
  /** What the admin port may be called beside its addresses and localhost. */
  readonly hostNames: readonly string[]
  readonly version: string
  readonly dataPlane: string
  /** What carries tunnels; absent where no packets are. */
  readonly esp?: Esp
  /** Of tunnels' devices, in bytes. */
  readonly tunnelMtu: number
  /** What joins gateways with devices elsewhere; absent where they reach each other alone. */
  readonly uplink?: Uplink | undefined
  /** Told of each request that failed by our own fault. */
  onFailure(cause: unknown): void
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
    count: { type: 'integer', minimum: 1, maximum: 3000, default: 3 },
    timeoutMs: { type: 'integer', minimum: 10, maximum: 10_000, default: 1000 },
    /** From one request to the next; the answer then says when each answer came. */
    intervalMs: { type: 'integer', minimum: 5, maximum: 1000 },
  },
} as const

/** All requests of one call. */
const longestPingMs = 60_000

const throughputBody = {
  type: 'object',
  required: ['to'],
  additionalProperties: false,
  properties: { to: text, seconds: { type: 'integer', minimum: 1, maximum: 60, default: 3 } },
} as const

const crashBody = {
  type: 'object',
  additionalProperties: false,
  properties: { downMs: { type: 'integer', minimum: 0, maximum: 60_000, default: 0 } },
} as const

/** Pages of 500 hosts, or of 500 connections' tunnels, at the most; `after` is the `next` of the page before. */
const pageQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 500 },
    after: { type: 'integer', minimum: 0 },
  },
} as const

interface PageOfHosts {
  readonly limit: number
  readonly after?: number
}

interface HostBody {
  readonly name?: string
  readonly subnet?: string
  readonly address: string
}

/** Undefined for an address that no host can have. */
function hostAddress(text: string): Ipv4Address | undefined {
  const parsed = parseIpv4Address(text)
  return parsed !== undefined && isHostAddress(parsed) ? parsed : undefined
}

const noHost = (reply: FastifyReply, text: string) =>
  reply.code(400).send(failure('invalid-request', 'is no address of a host', text))

const notFound = (reply: FastifyReply, id: string) =>
  reply.code(404).send(failure('host-not-found', 'no such host', id))

function routeHosts(app: FastifyInstance, parts: NativeParts): void {
  const toAdd = { schema: { body: hostBody }, config: { what: 'puts a host into a subnet, or on the underlay' } }
  app.post<{ Body: HostBody }>('/v1/hosts', toAdd, async ({ body }, reply) => {
    const place: HostPlace = body.subnet === undefined ? { kind: 'underlay' } : { kind: 'subnet', id: body.subnet }
    const address = hostAddress(body.address)
    if (address === undefined) return noHost(reply, body.address)
    const added = await addHost(parts, { name: body.name ?? '', place, address })
    return added.ok ? reply.code(201).send(added.value) : refuse(reply, added.error)
  })
  const all = { schema: { querystring: pageQuery }, config: { what: "the lab's hosts, newest first" } }
  app.get<{ Querystring: PageOfHosts }>('/v1/hosts', all, async ({ query }) => listHosts(parts, query))
  const one = { config: { what: 'one of them, and whether it is ready' } }
  app.get<{ Params: { id: string } }>('/v1/hosts/:id', one, async ({ params }, reply) => {
    const host = await readHost(parts, params.id)
    return host ?? notFound(reply, params.id)
  })
  app.delete<{ Params: { id: string } }>(
    '/v1/hosts/:id',
    { config: { what: 'takes it away' } },
    async ({ params }, reply) => {
      const removed = await removeHost(parts, params.id)
      return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
    },
  )
  app.post<{ Params: { id: string }; Body: PingBody & { target: string } }>(
    '/v1/hosts/:id/ping',
    { schema: { body: pingBody }, config: { what: 'pings an address from it' } },
    async ({ params, body }, reply) => {
      const target = parseIpv4Address(body.target)
      if (target === undefined) return noHost(reply, body.target)
      if ((await readHost(parts, params.id)) === undefined) return notFound(reply, params.id)
      if (body.count * (body.intervalMs ?? 100) > longestPingMs) {
        return reply.code(400).send(failure('invalid-request', 'takes more than a minute', String(body.count)))
      }
      return parts.lab.ping(params.id, target, body)
    },
  )
  app.post<{ Params: { id: string }; Body: { to: string; seconds: number } }>(
    '/v1/hosts/:id/throughput',
    { schema: { body: throughputBody }, config: { what: 'measures a TCP stream from it to another' } },
    async ({ params, body }, reply) => {
      for (const id of [params.id, body.to]) {
        if ((await readHost(parts, id)) === undefined) return notFound(reply, id)
      }
      return parts.lab.throughput(params.id, body.to, { seconds: body.seconds })
    },
  )
}

function routeHealth(app: FastifyInstance, { unreadiness, metrics }: NativeParts): void {
  app.get('/healthz', { config: { what: 'whether the process answers' } }, () => ({ status: 'ok' }))
  app.get('/readyz', { config: { what: 'whether it can serve, or why not' } }, async (_request, reply) => {
    const reason = await unreadiness()
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', reason })
  })
  app.get('/metrics', { config: { what: 'metrics, for Prometheus' } }, async (_request, reply) => {
    const { contentType, text: written } = await metrics()
    return reply.type(contentType).send(written)
  })
}

function routeTunnels(app: FastifyInstance, { store, observed, lab, clock, story, onFailure }: NativeParts): void {
  const what = 'the tunnels, those of the newest connection first: how far each has come, and why it is down'
  const all = { schema: { querystring: pageQuery }, config: { what } }
  app.get<{ Querystring: PageOfTunnels }>('/v1/tunnels', all, async ({ query }) => listTunnels(store, observed, query))
  const one = {
    config: { what: 'one of them, what has become of it, and why it does not carry: what differs and what to change' },
  }
  app.get<{ Params: { id: string } }>('/v1/tunnels/:id', one, async ({ params }, reply) => {
    const [tunnel, told] = await Promise.all([findTunnel(store, observed, params.id), story(params.id)])
    if (tunnel !== undefined) return { ...tunnel, ...told }
    return reply.code(404).send(failure('tunnel-not-found', 'no such tunnel', params.id))
  })
  const rehearsal = 'kills its daemon, to rehearse a failure, and keeps it from its peer for downMs'
  const crash = { schema: { body: crashBody }, config: { what: rehearsal } }
  type Crash = { Params: { id: string }; Body: { readonly downMs: number } }
  app.post<Crash>('/v1/tunnels/:id/crash', crash, async ({ params: { id }, body }, reply) => {
    const gateway = observed.gatewayOf(id)
    const killed = gateway !== undefined && (await lab.crash(gateway, id))
    if (!killed) return reply.code(404).send(failure('tunnel-not-found', 'no daemon runs for such a tunnel', id))
    if (body.downMs > 0) {
      const restore = await lab.cut(gateway, id)
      clock.after(body.downMs, () => void restore().catch(onFailure))
    }
    return reply.code(204).send()
  })
}

function routeUplink(app: FastifyInstance, { lab, uplink }: NativeParts): void {
  const what = 'what joins gateways with devices elsewhere, and whether it is there whole'
  app.get('/v1/uplink', { config: { what } }, async (_request, reply) => {
    if (uplink === undefined) {
      return reply.code(404).send(failure('uplink-not-found', 'the server was started without one', 'uplink'))
    }
    return { ...uplink, whole: (await lab.observeUplink()) !== undefined }
  })
}

/** The admin port: health, metrics, and the native API in the domain's own words. It sees all of the installation. */
export function createAdminListener(parts: NativeParts): FastifyInstance {
  const app = fastify({
    forceCloseConnections: true,
    // The longest name that a path may hold is a policy's.
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerMessage,
    // Otherwise what is not known is taken out and the rest is carried out, and null is read as false, 0 or no text.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    frameworkErrors(error, _request, reply: FastifyReply) {
      const { status, body } = frameworkFailure(error)
      reply.code(status).send(body)
    },
  })
  // Text is what a page elsewhere can send without being asked first; nothing here takes it.
  app.removeContentTypeParser('text/plain')
  answerFailures(app, parts.onFailure)
  guardHosts(app, parts.hostNames)
  readQueries(app)
  routeOverview(app, parts)
  routeHealth(app, parts)
  routeTunnels(app, parts)
  routePreflight(app, parts)
  routeEvents(app, parts)
  routeFaults(app, parts)
  routeDryRun(app, parts)
  routeUplink(app, parts)
  routeRouting(app, parts)
  routeRoutes(app, parts)
  routeDeviceConfigurations(app, parts)
  routeHosts(app, parts)
  routeWorkloads(app, parts, pageQuery)
  routeAccounts(app, parts)
  routePrincipals(app, parts.store, pageQuery)
  routePrincipalChanges(app, parts)
  routeBilling(app, parts)
  return app
}
