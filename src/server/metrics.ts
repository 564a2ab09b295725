import type { NegotiationStatus } from '../observed/status.ts'
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

/**
 * Counts from the first request on, and loads what writes the format when somebody asks for it: a server that is starting
 * has better things to load.
 */
export function createMetrics(store: Store, observed: () => ObservedWorld): Metrics {
  const requests = new Map<string, { labels: Record<string, string>; count: number }>()
  let failures = 0
  return {
    answered({ dialect, action, error }) {
      const result = error ?? 'ok'
      const key = `${dialect} ${action} ${result}`
      const entry = requests.get(key)
      if (entry === undefined) requests.set(key, { labels: { dialect, action, result }, count: 1 })
      else entry.count += 1
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
      for (const { labels, count } of requests.values()) answered.inc(labels, count)
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
