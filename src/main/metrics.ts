import { Counter, Gauge, Registry } from 'prom-client'
import type { NegotiationStatus } from '../observed/status.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Store } from '../store/port.ts'
import type { Answered } from '../wire/http/pipeline.ts'
import { listTunnels } from '../wire/native/tunnels.ts'

export interface Metrics {
  answered(answered: Answered): void
  reconcileFailed(): void
  read(): Promise<{ contentType: string; text: string }>
}

const statuses: readonly NegotiationStatus[] = ['ike-down', 'ike-up', 'child-down', 'child-up']

export function createMetrics(store: Store, observed: () => ObservedWorld): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'culvert_requests_total',
    help: 'API requests answered, by dialect, action and the error code that they ended in ("ok" without one)',
    labelNames: ['dialect', 'action', 'result'],
    registers,
  })
  const failures = new Counter({
    name: 'culvert_reconcile_failures_total',
    help: 'Attempts to bring the data plane to what is desired that failed and will be repeated',
    registers,
  })
  new Gauge({
    name: 'culvert_tunnels',
    help: 'Tunnels by how far their negotiation has come, as the data plane shows it',
    labelNames: ['status'],
    registers,
    async collect() {
      const tunnels = await listTunnels(store, observed())
      for (const status of statuses) {
        this.set({ status }, tunnels.filter((tunnel) => tunnel.status === status).length)
      }
    },
  })
  return {
    answered({ dialect, action, error }) {
      requests.inc({ dialect, action, result: error ?? 'ok' })
    },
    reconcileFailed: () => failures.inc(),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
