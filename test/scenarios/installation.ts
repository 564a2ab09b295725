import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { createSimulatedDataPlane, type SimulatedDataPlane } from '../../src/dataplane/simulated/data-plane.ts'
import type { Ipv4Address } from '../../src/domain/address.ts'
import type { Latency } from '../../src/domain/latency.ts'
import { createSeededRandom } from '../../src/runtime/random.ts'
import { createVirtualClock, type VirtualClock } from '../../src/runtime/virtual-clock.ts'
import { type Core, startCore } from '../../src/server/core.ts'
import { dialects } from '../../src/server/dialects.ts'
import { createExplaining } from '../../src/server/explaining.ts'
import { createFaultList } from '../../src/server/fault-list.ts'
import { ensureInstallation, readCredentials } from '../../src/server/installation.ts'
import { newAccount } from '../../src/server/new-account.ts'
import { type RunningRehearsals, startRehearsals } from '../../src/server/rehearsals.ts'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import type { Answered } from '../../src/wire/http/pipeline.ts'
import type { ExplanationParts } from '../../src/wire/native/explanation.ts'
import { addHost, removeHost } from '../../src/wire/native/hosts.ts'
import type { Deployment } from './deployment.ts'

/** The whole server but its listeners, on a clock that runs only while something is awaited. */
export interface Installation extends AsyncDisposable, Deployment {
  readonly clock: VirtualClock
  readonly store: Store
  readonly core: Core
  readonly plane: SimulatedDataPlane
  readonly answered: readonly Answered[]
  /** What may be injected, where the installation lets it. */
  readonly rehearsals: RunningRehearsals
  readonly story: ExplanationParts['story']
  /** Resolves `work` while virtual time runs, since work may wait for it. */
  running<T>(work: Promise<T>): Promise<T>
  /** Lets time pass until the condition holds; fails when it does not within ten virtual minutes. */
  until(what: string, condition: () => Promise<boolean>): Promise<void>
  /** Ends the server and starts another on the same store and data plane. */
  restart(): Promise<void>
  /** Lets so many virtual milliseconds pass. */
  pass(milliseconds: number): Promise<void>
}

const patience = 600_000

export interface InstallationOptions {
  readonly seed?: number
  /** How long changes stay visible; when it is not given, for as long as the data plane takes. */
  readonly latency?: Latency
}

export async function openInstallation({ seed = 1, latency }: InstallationOptions = {}): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-scenario-'))
  const clock = createVirtualClock(Date.UTC(2026, 10, 20, 12))
  const random = createSeededRandom(seed)
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  await ensureInstallation(store, random)
  const credentials = await store.read(readCredentials)
  if (credentials === undefined) throw new Error('no credentials')
  const plane = createSimulatedDataPlane({ clock, random })
  const answered: Answered[] = []
  const list = createFaultList({ store, clock, random })
  const start = () =>
    startCore({
      store,
      plane,
      clock,
      random,
      dialects,
      latency,
      faults: list,
      onAnswered: (answer) => answered.push(answer),
      onReconcileFailure: (key, cause) => {
        throw new Error(`reconciling ${key} failed`, { cause })
      },
    })
  let core = await start()
  const story: ExplanationParts['story'] = (tunnel) =>
    createExplaining({ store, observed: core.observed, dialects, faults: list.active }).story(tunnel)
  const rehearsals = startRehearsals({
    ...{ store, plane, clock, random, dialects, list, story },
    observed: core.observed,
    round: () => core.loop.round(),
    onChange: () => {},
    onFailure: (cause) => {
      throw new Error('a fault failed', { cause })
    },
  })
  /** Resolves `work` while virtual time runs, since work may wait for it. */
  const running = async <T>(work: Promise<T>): Promise<T> => {
    let done = false
    const finished = work.finally(() => {
      done = true
    })
    // A rejection is the caller's to see, through the promise that is returned.
    finished.catch(() => {})
    while (!done) {
      await setImmediate()
      if (!done) clock.runNext()
    }
    return finished
  }
  const until = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
    const limit = clock.now() + patience
    while (!(await condition())) {
      if (clock.now() > limit) throw new Error(`waited in vain for: ${what}`)
      clock.runNext()
      await setImmediate()
    }
  }
  return {
    clock,
    store,
    get core() {
      return core
    },
    plane,
    credentials,
    answered,
    rehearsals,
    story,
    running,
    // Under `none` an answer waits for the data plane, and so for time.
    handle: (request) => (latency === 'none' ? running(core.pipeline.handle(request)) : core.pipeline.handle(request)),
    async restart() {
      await running(core.stop())
      core = await start()
    },
    until,
    async pass(milliseconds) {
      const end = clock.now() + milliseconds
      for (let next = clock.nextAt(); next !== undefined && next <= end; next = clock.nextAt()) {
        clock.runNext()
        await setImmediate()
      }
      clock.advance(end - clock.now())
      await setImmediate()
    },
    async addAccount() {
      const { account, key } = newAccount.alibaba({ random, now: clock.now() })
      await store.write(async (transaction) => {
        await transaction.putAccount(account)
        await transaction.putAccessKey(key)
      })
      return { accountId: account.id, accessKeyId: key.id, accessKeySecret: key.secret }
    },
    async addHost(subnet, address) {
      const input = { name: 'host', place: { kind: 'subnet', id: subnet } as const, address: address as Ipv4Address }
      const added = await addHost({ store, clock, random }, input)
      if (!added.ok) throw new Error(added.error.detail)
      const { id } = added.value
      await until('the host', async () => (await plane.observeHost(id)) !== undefined)
      return id
    },
    bgp: async (gateway) => (await plane.observeGateway(gateway))?.bgp,
    async crash(tunnel, downMs) {
      const gateway = core.observed.gatewayOf(tunnel)
      if (gateway === undefined) throw new Error(`no gateway has tunnel ${tunnel}`)
      const restore = await plane.cut(gateway, tunnel)
      clock.after(downMs, () => void restore())
      await plane.crash(gateway, tunnel)
    },
    async removeHost(id) {
      const removed = await removeHost({ store, clock, random }, id)
      if (!removed.ok) throw new Error(removed.error.detail)
    },
    ping: async (host, target) =>
      (await running(plane.ping(host, target as Ipv4Address, { count: 3, timeoutMs: 1000 }))).received,
    async [Symbol.asyncDispose]() {
      await running(rehearsals.stop())
      await running(core.stop())
      await plane.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
