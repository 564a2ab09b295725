import type { FastifyInstance } from 'fastify'
import type { ObservedBgp } from '../../domain/bgp.ts'
import type { Policy, Route } from '../../domain/route.ts'
import { failure } from './failure.ts'

/** What is decided for one source and destination, and why. */
export interface DecisionView {
  /** Absent where destinations alone decide. */
  readonly source?: string
  readonly destination: string
  /** The ids of the tunnels that carry, best first; those of one group share the traffic. */
  readonly ways: readonly (readonly string[])[]
  /** The routes that won: ids of route entries, or of connections with the selectors that made them. */
  readonly chosen: readonly string[]
  readonly passedOver: readonly { readonly candidate: string; readonly tunnel: string; readonly why: string }[]
}

/** How a gateway or a router routes: what was decided from what is wanted, and what the data plane has. */
export interface RoutingView {
  readonly gateway: string
  /** When the data plane was looked at, in milliseconds since the epoch; absent while it has not been. */
  readonly observedAt?: number
  readonly decisions: readonly DecisionView[]
  readonly observed: {
    readonly policies: readonly Policy[]
    readonly routes: readonly Route[]
    /** Packets from and to its networks that its bandwidth did not take; of a network to which that is not limited, nothing. */
    readonly dropped: readonly { readonly network: string; readonly in: number; readonly out: number }[]
    readonly bgp?: ObservedBgp
  }
}

export interface RoutingParts {
  /** Undefined when there is no such gateway or router. */
  routing(gateway: string): Promise<RoutingView | undefined>
}

export function routeRouting(app: FastifyInstance, { routing }: RoutingParts): void {
  const what = 'how a gateway or a router routes: what was decided and why, and what the data plane has'
  app.get<{ Params: { id: string } }>('/v1/gateways/:id/routing', { config: { what } }, async ({ params }, reply) => {
    const view = await routing(params.id)
    return view ?? reply.code(404).send(failure('gateway-not-found', 'no such gateway or router', params.id))
  })
}
