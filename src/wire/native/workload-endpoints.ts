import type { FastifyInstance, FastifyReply } from 'fastify'
import { everything, type Ipv4Prefix, parseIpv4Address, parseIpv4Prefix } from '../../domain/address.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import { type AskedEnd, isDeviceName, isFilePath, isNamespaceName } from '../../domain/workload.ts'
import { failure, refuse } from './failure.ts'
import {
  addWorkload,
  type EndView,
  listWorkloads,
  type NewWorkload,
  readWorkload,
  removeWorkload,
  type WorkloadParts,
} from './workloads.ts'

const text = { type: 'string', minLength: 1, maxLength: 200 } as const

const creation = {
  type: 'object',
  required: ['subnet'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', maxLength: 60, default: '' },
    subnet: text,
    device: text,
    bridge: text,
    /** As `ip netns` names it. */
    namespace: text,
    pid: { type: 'integer', minimum: 1 },
    namespaceFile: text,
    /** What is made in the namespace is called so there. */
    interface: text,
    address: text,
    mtu: { type: 'integer', minimum: 576, maximum: 9000 },
    /** Prefixes; without them, the default route. */
    routes: { type: 'array', maxItems: 100, items: text },
  },
} as const

interface Body extends Omit<EndView, 'routes'> {
  readonly name: string
  readonly subnet: string
  readonly address?: string
  readonly routes?: readonly string[]
}

interface Problem {
  readonly detail: string
  readonly subject?: string
}

const problem = (detail: string, subject?: string): Result<never, Problem> =>
  fail(subject === undefined ? { detail } : { detail, subject })

/** What a device in a namespace is called, and how large its packets are, where it is not said. */
export const usualInterface = 'culvert0'
export const usualWorkloadMtu = 1500

const kinds = ['device', 'bridge', 'namespace', 'pid', 'namespaceFile'] as const
const ofNamespaces = ['interface', 'address', 'mtu', 'routes'] as const

/** A process's namespace is told by the process, as another may have its number later. */
const processFile = /^\/proc\/([1-9]\d{0,8})\/ns\/net$/

function readRoutes(routes: readonly string[] | undefined): Result<readonly Ipv4Prefix[], Problem> {
  if (routes === undefined) return ok([everything])
  const read: Ipv4Prefix[] = []
  for (const route of routes) {
    const prefix = parseIpv4Prefix(route)
    if (prefix === undefined) return problem('is no IPv4 prefix such as 10.0.0.0/16', route)
    read.push(prefix)
  }
  return ok([...new Set(read)])
}

function readNamespace(body: Body): Result<AskedEnd, Problem> {
  const { namespace, pid, namespaceFile: file, interface: inner = usualInterface, mtu = usualWorkloadMtu } = body
  const routes = readRoutes(body.routes)
  if (!routes.ok) return routes
  if (!isDeviceName(inner)) return problem('is no name of a device', inner)
  const made = { interface: inner, mtu, routes: routes.value }
  if (pid !== undefined) return ok({ kind: 'process', pid, ...made })
  if (namespace !== undefined) {
    return isNamespaceName(namespace)
      ? ok({ kind: 'namespace', namespace, ...made })
      : problem('is no name of a network namespace', namespace)
  }
  const [, owner] = processFile.exec(file ?? '') ?? []
  if (owner !== undefined) return ok({ kind: 'process', pid: Number(owner), ...made })
  return file === undefined || !isFilePath(file) || file.startsWith('/proc/')
    ? problem('is no absolute path of a file that keeps a network namespace', file)
    : ok({ kind: 'file', file, ...made })
}

function readEnd(body: Body): Result<AskedEnd, Problem> {
  const given = kinds.filter((kind) => body[kind] !== undefined)
  if (given.length !== 1) return problem(`give one of ${kinds.join(', ')}`, given.join(', '))
  const { device, bridge } = body
  const name = device ?? bridge
  if (name === undefined) return readNamespace(body)
  const stray = ofNamespaces.find((member) => body[member] !== undefined)
  if (stray !== undefined) return problem(`is of what is made in a namespace: ${given[0]} brings its own`, stray)
  if (!isDeviceName(name)) return problem('is no name of a device', name)
  return ok(device === undefined ? { kind: 'bridge', bridge: name } : { kind: 'device', device: name })
}

function readWorkloadBody(body: Body): Result<NewWorkload, Problem> {
  const end = readEnd(body)
  if (!end.ok) return end
  const address = body.address === undefined ? undefined : parseIpv4Address(body.address)
  if (body.address !== undefined && address === undefined) return problem('is no IPv4 address', body.address)
  const { name, subnet } = body
  return ok({ name, subnet, end: end.value, ...(address === undefined ? {} : { address }) })
}

const notFound = (reply: FastifyReply, id: string) =>
  reply.code(404).send(failure('workload-not-found', 'no such workload', id))

interface PageQuery {
  readonly limit: number
  readonly after?: number
}

/** What of the machine is plugged into subnets: real traffic, beside the lab's hosts. */
export function routeWorkloads(app: FastifyInstance, parts: WorkloadParts, pageQuery: object): void {
  const toAdd = {
    schema: { body: creation },
    config: { what: 'plugs a device, a bridge, or the network namespace of a program into a subnet' },
  }
  app.post<{ Body: Body }>('/v1/workloads', toAdd, async ({ body }, reply) => {
    const read = readWorkloadBody(body)
    if (!read.ok) {
      return reply.code(400).send(failure('invalid-request', read.error.detail, read.error.subject))
    }
    const added = await addWorkload(parts, read.value)
    return added.ok ? reply.code(201).send(added.value) : refuse(reply, added.error)
  })
  const all = { schema: { querystring: pageQuery }, config: { what: 'what is plugged into subnets, newest first' } }
  app.get<{ Querystring: PageQuery }>('/v1/workloads', all, async ({ query }) => listWorkloads(parts, query))
  type One = { Params: { id: string } }
  const one = { config: { what: 'one of them: how far it has come, and what it waits for' } }
  app.get<One>('/v1/workloads/:id', one, async ({ params }, reply) => {
    const workload = await readWorkload(parts, params.id)
    return workload ?? notFound(reply, params.id)
  })
  const out = { config: { what: 'takes it out: a device goes back to the machine as it was' } }
  app.delete<One>('/v1/workloads/:id', out, async ({ params }, reply) => {
    const removed = await removeWorkload(parts, params.id)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
}
