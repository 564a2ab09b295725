import type { TestContext } from 'node:test'
import { testBills } from '../../../domain/testing/bills.ts'
import { usualMtu } from '../../../domain/tunnel-device.ts'
import { createObservedWorld } from '../../../observed/world.ts'
import { createSeededRandom } from '../../../runtime/random.ts'
import { createVirtualClock } from '../../../runtime/virtual-clock.ts'
import { openSqliteStore } from '../../../store/sqlite/open.ts'
import { scratchFolder } from '../../../store/sqlite/testing/scratch.ts'
import { createAdminListener, type NativeParts } from '../api.ts'

export const lab: NativeParts['lab'] = {
  ping: async () => ({ sent: 1, received: 1 }),
  throughput: () => Promise.reject(new Error('iperf3 says: secret things')),
  observeWorkload: async () => ({}),
  findEnd: async () => ({ reason: 'this lab has no machine' }),
  observeUplink: async () => undefined,
  crash: async () => false,
  cut: async () => async () => {},
}

/** An admin port on a store of its own, which ends with the test. */
export async function open(t: TestContext, changes: Partial<NativeParts> = {}) {
  const scratch = scratchFolder()
  const store = await openSqliteStore({ folder: scratch.folder, synchronous: 'off' })
  const failures: unknown[] = []
  const app = createAdminListener({
    store,
    clock: createVirtualClock(0),
    random: createSeededRandom(1),
    observed: createObservedWorld(),
    lab,
    unreadiness: async () => undefined,
    routing: async () => undefined,
    story: async () => undefined,
    preflight: async () => undefined,
    dryRun: async () => undefined,
    billingOf: ({ settings }) => testBills.billingOf(settings),
    settingsOf: () => new Map(),
    newAccount: () => undefined,
    principalRulesOf: async () => undefined,
    settleBills: async () => {},
    metrics: async () => ({ contentType: 'text/plain', text: '' }),
    hostNames: ['gateway.example'],
    version: '1.2.3',
    dataPlane: 'simulated',
    tunnelMtu: usualMtu,
    onFailure: (cause) => failures.push(cause),
    ...changes,
  })
  t.after(async () => {
    await app.close()
    await store.close()
    scratch.remove()
  })
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object, headers = {}) => {
    const payload = body === undefined ? {} : { payload: body }
    const response = await app.inject({ method, url, headers: { host: '127.0.0.1:7781', ...headers }, ...payload })
    return {
      status: response.statusCode,
      text: response.body,
      type: response.headers['content-type'],
      json: () => response.json(),
    }
  }
  return { app, ask, failures, store }
}
