import type { FastifyInstance } from 'fastify'
import type { NotTried, Preflight, PreflightStep } from '../../domain/preflight.ts'
import type { EndView, ExplanationView } from './explanation.ts'
import { failure } from './failure.ts'

export interface PreflightBody {
  /** Whether to authenticate although a foreign peer may end the SAs that carry for it. */
  readonly authenticate: boolean
  /** Whether to rekey the Child SA that carries, where no other can be made beside it. */
  readonly rekey: boolean
}

/** What came of one part; of what failed, why, as `GET /v1/tunnels/{id}` tells it, and of what was not tried, why not. */
export type PreflightStepView =
  | Exclude<PreflightStep, { readonly outcome: 'failed' }>
  | (Extract<PreflightStep, { readonly outcome: 'failed' }> & { readonly explanation?: ExplanationView })

export interface PreflightView extends Omit<Preflight, 'steps'> {
  readonly tunnel: string
  /** When it began, in milliseconds since the epoch. */
  readonly at: number
  /** Whether any part failed. */
  readonly found: boolean
  readonly steps: readonly PreflightStepView[]
  readonly end: EndView
  /** Absent where the peer is a foreign device. */
  readonly other?: EndView
}

/** Why there was none. */
export interface PreflightRefusal {
  readonly refused: 'under-way' | 'not-configured'
  readonly message: string
}

export interface PreflightParts {
  /** Undefined when there is no such tunnel. */
  preflight(tunnel: string, asked: PreflightBody): Promise<PreflightView | PreflightRefusal | undefined>
}

/** What each reason stands for, for people. */
export const notTriedSentences: Readonly<Record<NotTried, string>> = {
  'not-reached': 'what it stands on failed, or was not tried',
  'may-end-running':
    'a peer that keeps one IKE SA alone would end the one that carries: rekey tries the Child SA, authenticate tries all of it',
  'ikev1-running': 'in IKEv1 the Child SAs that carry could end with a second IKE SA: rekey tries the Child SA',
  'no-narrower-selectors':
    'another SA of these selectors would take the packets of the one that carries: rekey replaces it',
  'narrower-refused': 'the peer takes no selectors inside of those that carry: rekey replaces the Child SA',
  'out-of-time': 'it took too long',
  interrupted: 'the tunnel was changed meanwhile',
}

const body = {
  type: 'object',
  additionalProperties: false,
  properties: {
    authenticate: { type: 'boolean', default: false },
    rekey: { type: 'boolean', default: false },
  },
} as const

export function routePreflight(app: FastifyInstance, { preflight }: PreflightParts): void {
  const what = 'negotiates it with SAs that carry nothing and end at once, and says what would fail and why'
  type Asked = { Params: { id: string }; Body: PreflightBody }
  app.post<Asked>(
    '/v1/tunnels/:id/preflight',
    { schema: { body }, config: { what } },
    async ({ params: { id }, body: asked }, reply) => {
      const tried = await preflight(id, asked)
      if (tried === undefined) return reply.code(404).send(failure('tunnel-not-found', 'no such tunnel', id))
      if (!('refused' in tried)) return tried
      return reply.code(409).send(failure(`preflight-${tried.refused}`, tried.message, id))
    },
  )
}
