import type { FastifyInstance, FastifyReply } from 'fastify'
import {
  type Fault,
  faultDirections,
  faultKinds,
  mostFaultSeconds,
  type NewFault,
  usualFaultSeconds,
} from '../../domain/fault.ts'
import type { Result } from '../../domain/result.ts'
import { failure } from './failure.ts'

/** Why a fault is not injected: what was asked for is wrong, or not there, or can not be had here. */
export interface FaultRefusal {
  readonly code: 'invalid-request' | 'not-found' | 'too-many-faults' | 'fault-not-possible'
  readonly message: string
  readonly subject?: string
}

/** Breaks things on purpose, for as long as is said. */
export interface Rehearsals {
  active(): readonly Fault[]
  inject(fault: NewFault): Promise<Result<Fault, FaultRefusal>>
  /** False where there is no such fault. */
  remove(id: string): Promise<boolean>
  /** How many there were. */
  removeAll(): Promise<number>
}

export interface FaultParts {
  /** Absent where the server was not told that it may. */
  readonly rehearsals?: Rehearsals | undefined
  readonly dataPlane: string
}

export interface FaultPage {
  readonly faults: readonly Fault[]
}

const text = { type: 'string', minLength: 1, maxLength: 200 } as const

const body = {
  type: 'object',
  required: ['kind'],
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: faultKinds },
    scope: {
      type: 'object',
      default: {},
      additionalProperties: false,
      properties: { tunnel: text, connection: text, gateway: text, account: text, dialect: text, action: text },
    },
    /** Percent, or milliseconds, as the kind has it. */
    amount: { type: 'integer' },
    direction: { type: 'string', enum: faultDirections },
    count: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    code: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,100}$' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    seconds: { type: 'integer', minimum: 1, maximum: mostFaultSeconds, default: usualFaultSeconds },
  },
} as const

const statusOf: Readonly<Record<FaultRefusal['code'], number>> = {
  'invalid-request': 400,
  'not-found': 404,
  'too-many-faults': 409,
  'fault-not-possible': 409,
}

/** How a server is told that faults may be injected. */
export const faultsOption = (dataPlane: string): string => (dataPlane === 'linux' ? '--faults=linux' : '--faults')

export function routeFaults(app: FastifyInstance, { rehearsals, dataPlane }: FaultParts): void {
  const notAllowed = (reply: FastifyReply) => {
    const how = `the server injects none: start it with serve ${faultsOption(dataPlane)}`
    return reply.code(404).send(failure('faults-not-allowed', how, 'faults'))
  }
  const all = { config: { what: 'the faults that are injected to rehearse failures, and until when' } }
  app.get('/v1/faults', all, async (_request, reply) =>
    rehearsals === undefined ? notAllowed(reply) : { faults: rehearsals.active() },
  )
  const what = 'injects a fault: loss, delay, partition, a crash, slowness, errors of calls'
  app.post<{ Body: NewFault }>('/v1/faults', { schema: { body }, config: { what } }, async (asked, reply) => {
    if (rehearsals === undefined) return notAllowed(reply)
    const injected = await rehearsals.inject(asked.body)
    if (injected.ok) return reply.code(201).send(injected.value)
    const { code, message, subject } = injected.error
    return reply.code(statusOf[code]).send(failure(code, message, subject))
  })
  app.delete('/v1/faults', { config: { what: 'ends all faults' } }, async (_request, reply) =>
    rehearsals === undefined ? notAllowed(reply) : { removed: await rehearsals.removeAll() },
  )
  const one = { config: { what: 'ends one' } }
  app.delete<{ Params: { id: string } }>('/v1/faults/:id', one, async ({ params: { id } }, reply) => {
    if (rehearsals === undefined) return notAllowed(reply)
    if (await rehearsals.remove(id)) return reply.code(204).send()
    return reply.code(404).send(failure('fault-not-found', 'is no fault that is injected: it may be over', id))
  })
}
