import type { FastifyInstance } from 'fastify'
import type { FieldChange } from '../../domain/field-change.ts'
import { failure } from './failure.ts'

/** A resource that a call would make, change or take away. */
export interface ChangedResource {
  readonly kind: string
  readonly id: string
  readonly is: 'created' | 'changed' | 'deleted'
  /** In the domain's words; of a secret only that it is another. Empty where its cloud alone knows of what changes. */
  readonly changes: readonly Omit<FieldChange, 'resource'>[]
}

/** What becomes of the packets in a tunnel, as `Break` of the data plane has it. */
export interface BreakView {
  readonly interrupted: 'none' | 'moment' | 'until-peer-follows' | 'for-good'
  readonly milliseconds?: number
  readonly withinMilliseconds?: number
  readonly because: readonly string[]
}

export interface TunnelBreakView extends BreakView {
  readonly tunnel: string
  /** Or the router. */
  readonly gateway: string
  /** Whether it carries now, as was seen last: what does not cannot be interrupted. */
  readonly carries: boolean
  /** Of what is learned over it by BGP. */
  readonly session?: BreakView
}

export type DryRunOutcome =
  /** As the cloud would refuse it. */
  | {
      readonly passes: false
      readonly refusal: { readonly status: number; readonly code: string; readonly message: string }
    }
  | {
      readonly passes: true
      readonly action: string
      /** Nothing of a call that only reads. */
      readonly changes: readonly ChangedResource[]
      /** All tunnels of the gateways and routers that the change is about; those that stay among them. */
      readonly tunnels: readonly TunnelBreakView[]
    }

/** A call as it is asked for; without a service, of the first that has the action. */
export interface RehearsedCall {
  readonly action: string
  readonly service?: string
  readonly region?: string
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface DryRunParts {
  /** Undefined when there is no such account. */
  dryRun(account: string, asked: RehearsedCall): Promise<DryRunOutcome | undefined>
}

export interface DryRunBody extends RehearsedCall {
  readonly account: string
}

const text = { type: 'string', maxLength: 200 } as const

const body = {
  type: 'object',
  required: ['account', 'action'],
  additionalProperties: false,
  properties: {
    account: text,
    action: text,
    /** "Vpc 2016-04-28"; the first that has the action where it is absent. */
    service: text,
    region: text,
    /** As the cloud documents them, lists and structures as JSON. */
    parameters: { type: 'object', default: {} },
  },
} as const

export function routeDryRun(app: FastifyInstance, { dryRun }: DryRunParts): void {
  const what = 'what a call of a cloud would change and which tunnels it would interrupt, and nothing of it is done'
  app.post<{ Body: DryRunBody }>(
    '/v1/dry-run',
    { schema: { body }, config: { what } },
    async ({ body: { account, ...asked } }, reply) =>
      (await dryRun(account, asked)) ?? reply.code(404).send(failure('account-not-found', 'no such account', account)),
  )
}
