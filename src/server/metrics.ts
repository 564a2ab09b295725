import type { NegotiationStatus } from '../domain/tunnel-change.ts'

import type { ObservedWorld } from '../observed/world.ts'
import type { Store } from '../store/port.ts'
import type { Answered } from '../wire/http/pipeline.ts'
import { everyTunnel } from '../wire/native/tunnels.ts'

export interface Metrics {
  answered(answered: Answered): void
  reconcileFailed(): void
  read(): Promise<{ contentType: string; text: string }>
}

const statuses: readonly NegotiationStatus[] = ['ike-down', 'ike-up', 'child-down', 'child-up']

function within<K, V>(maps: Map<string, Map<K, V>>, name: string): Map<K, V> {
  const known = maps.get(name)
  if (known !== undefined) return known
  const made = new Map<K, V>()
  maps.set(name, made)
  return made
}

/**
 * Counts from the first request on, and loads what writes the format when somebody asks for it: a server that is starting
 * has better things to load.
 */
export function createMetrics(store: Store, observed: () => ObservedWorld): Metrics {
  const requests = new Map<string, Map<string, Map<string, number>>>()
  let failures = 0
  return {
    answered({ dialect, action, error }) {
      const results = within(within(requests, dialect), action)
      const result = error ?? 'ok'
      results.set(result, (results.get(result) ?? 0) + 1)
    },
    reconcileFailed() {
      failures += 1
    },
    async read() {
      const { Counter, Gauge, Registry } = await import('prom-client')
      const registry = new Registry()
      const registers = [registry]
      const answered = new Counter({
        name: 'culvert_requests_total',
        help: 'API requests answered, by dialect, action and the error code that they ended in ("ok" without one)',
        labelNames: ['dialect', 'action', 'result'],
        registers,
      })
      for (const [dialect, actions] of requests) {
        for (const [action, results] of actions) {
          for (const [result, count] of results) answered.inc({ dialect, action, result }, count)
        }
      }
      const failed = new Counter({
        name: 'culvert_reconcile_failures_total',
        help: 'Attempts to bring the data plane to what is desired that failed and will be repeated',
        registers,
      })
      failed.inc(failures)
      const tunnels = new Gauge({
        name: 'culvert_tunnels',
        help: 'Tunnels by how far their negotiation has come, as the data plane shows it',
        labelNames: ['status'],
        registers,
      })
      for (const status of statuses) tunnels.set({ status }, 0)
      for await (const { status } of everyTunnel(store, observed())) tunnels.inc({ status })
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
