import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DataPlane, Step } from '../dataplane/port.ts'
import { StepFailed } from '../dataplane/simulated/faults.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import type { ClientToken, Pending, Store, StoreReader, StoreTransaction } from '../store/port.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import { droppedParameters } from './dropped-parameters.ts'
import { type Mutant, noMutant } from './mutant.ts'
import { neighborMutants } from './neighbor-mutants.ts'
import { keeperMutants, routingMutants } from './routing-mutants.ts'

const mutant = (name: string, planted: Partial<Omit<Mutant, 'name'>>): Mutant => ({ ...noMutant, name, ...planted })

/** The transaction with some of its methods replaced; the others are its own, private fields and all. */
const overriding = <R extends StoreReader>(transaction: R, own: Partial<R>): R =>
  new Proxy(transaction, {
    get(target, name) {
      const replaced: unknown = Reflect.get(own, name)
      if (replaced !== undefined) return replaced
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** A store whose transactions are changed by `change` before the server gets them. */
const transacting = (store: Store, change: (transaction: StoreTransaction) => Partial<StoreTransaction>): Store => ({
  read: (work) => store.read(work),
  write: (work) => store.write((transaction) => work(overriding(transaction, change(transaction)))),
  onCommit: (listener) => store.onCommit(listener),
  onCredentialChange: (listener) => store.onCredentialChange(listener),
  close: () => store.close(),
})

/** A store whose reads outside of writes are changed by `change` before the server gets them. */
const reading = (store: Store, change: (reader: StoreReader) => Partial<StoreReader>): Store => ({
  ...transacting(store, () => ({})),
  read: (work) => store.read((reader) => work(overriding(reader, change(reader)))),
})

const answerEarly = (gated: Store): Store => ({
  ...transacting(gated, () => ({})),
  write: (work) =>
    new Promise((resolve, reject) => {
      const early = async (transaction: StoreTransaction) => resolve(await work(transaction))
      gated.write(early).catch(reject)
    }),
})

/** The answer's token is stored, but in a transaction of its own. */
const tokensApart = (gated: Store): Store => ({
  ...transacting(gated, () => ({})),
  async write(work) {
    const tokens: ClientToken[] = []
    const putClientToken = async (token: ClientToken) => void tokens.push(token)
    const value = await gated.write((transaction) => work(overriding(transaction, { putClientToken })))
    if (tokens.length > 0) {
      await gated.write(async (transaction) => {
        for (const token of tokens) await transaction.putClientToken(token)
      })
    }
    return value
  },
})

/** A second connection to the database empties a table after each commit. */
const emptying = (table: string) => (store: Store, folder: string) => {
  store.onCommit(() => {
    const database = new DatabaseSync(join(folder, 'culvert.db'))
    database.exec(`delete from ${table}`)
    database.close()
  })
  return store
}

/** Keys go when they are read, as they would from a queue. */
const takingKeys = (store: Store): Store => ({
  ...transacting(store, () => ({})),
  async read(work) {
    const taken: Pending[] = []
    const value = await store.read((reader) =>
      work(
        overriding(reader, {
          async pending(after) {
            const pending = await reader.pending(after)
            // Only the checks ask for all of it.
            if (after > 0) taken.push(...pending)
            return pending
          },
        }),
      ),
    )
    if (taken.length > 0) {
      await store.write(async (transaction) => {
        for (const pending of taken) await transaction.settle(pending)
      })
    }
    return value
  },
})

const performing = (plane: DataPlane, perform: DataPlane['perform']): DataPlane => ({ ...plane, perform })

const alwaysUp = <Seen extends Pick<ObservedGateway, 'tunnels'>>(gateway: Seen | undefined): Seen | undefined =>
  gateway && {
    ...gateway,
    tunnels: gateway.tunnels.map((tunnel) => ({
      ...tunnel,
      alive: true,
      ikeSa: { state: 'established', initiator: true, proposal: 'aes128-sha1-modp1024', establishedAt: 0 },
      childSas: [
        {
          selectors: { local: [], remote: [] },
          spiIn: '00000001',
          spiOut: '00000002',
          bytesIn: 0,
          bytesOut: 0,
          proposal: 'aes128-sha1',
        },
      ],
    })),
  }

const removes = ({ do: verb }: Step): boolean => verb.startsWith('remove-') || verb === 'unlink-network'

/** Every gateway that a new run finds is removed first. */
function removingAllFirst(plane: DataPlane): DataPlane {
  let begun = false
  return {
    ...plane,
    async inventory() {
      const inventory = await plane.inventory()
      if (!begun) for (const gateway of inventory.gateways) await plane.perform({ do: 'remove-gateway', gateway })
      begun = true
      return inventory
    },
  }
}

/** Until a tunnel that could not be configured is configured or removed, no other of its gateway is. */
function stopAtFailure(plane: DataPlane): DataPlane {
  const failing = new Map<string, string>()
  return performing(plane, async (step) => {
    if (!('tunnel' in step)) return plane.perform(step)
    const { gateway } = step
    const tunnel = typeof step.tunnel === 'string' ? step.tunnel : step.tunnel.id
    const first = failing.get(gateway)
    if (first !== undefined && first !== tunnel) throw new StepFailed(step, `${first} comes first`)
    try {
      await plane.perform(step)
    } catch (error) {
      if (step.do === 'configure-tunnel') failing.set(gateway, tunnel)
      throw error
    }
    if (step.do === 'configure-tunnel' || step.do === 'remove-tunnel') failing.delete(gateway)
  })
}

const rounds = 30_000

const dialecting = (change: (dialect: Dialect) => Partial<Dialect>) => (dialects: readonly Dialect[]) =>
  dialects.map((dialect) => ({ ...dialect, ...change(dialect) }))

/** Faults that this server could have. Each must be found by the checks. */
export const mutants: readonly Mutant[] = [
  mutant('a write is answered before its commit', { gatedStore: answerEarly }),
  mutant('client tokens are not stored', {
    store: (store) =>
      transacting(store, () => ({ clientToken: async () => undefined, putClientToken: async () => {} })),
  }),
  mutant('a client token is stored apart from its effect', { gatedStore: tokensApart }),
  mutant('a deletion is not stored', {
    store: (store) =>
      transacting(store, (transaction) => ({
        put: async (resource) => (resource.deleting ? undefined : transaction.put(resource)),
      })),
  }),
  mutant('the next generation is noted as applied', {
    store: (store) =>
      transacting(store, (transaction) => ({
        markApplied: (id, generation, at) => transaction.markApplied(id, generation + 1, at),
      })),
  }),
  mutant('an outer address is given out twice', { store: emptying('outer_addresses') }),
  mutant('commits do not wake the reconciler, and there are no rounds', {
    store: (store) => ({ ...transacting(store, () => ({})), onCommit: () => () => {} }),
    clock: (clock) => ({
      ...clock,
      after: (milliseconds, callback) => (milliseconds === rounds ? () => {} : clock.after(milliseconds, callback)),
    }),
  }),
  mutant('keys are not written with the change', { store: emptying('pending') }),
  mutant('a key goes when it is read, not when its round has ended', { store: takingKeys }),
  mutant('a key goes although it became pending again while its round ran', {
    store: (store) =>
      transacting(store, (transaction) => ({
        settle: ({ root }) => transaction.settle({ root, ticket: Number.MAX_SAFE_INTEGER }),
      })),
  }),
  mutant('a tunnel is never removed', {
    plane: (plane) =>
      performing(plane, async (step) => (step.do === 'remove-tunnel' ? undefined : plane.perform(step))),
  }),
  mutant('a failed step counts as done', {
    plane: (plane) =>
      performing(plane, (step) =>
        plane.perform(step).catch((error: unknown) => {
          if (!(error instanceof Error) || error.name !== 'StepFailed') throw error
        }),
      ),
  }),
  mutant('one failing tunnel stops the others', { plane: stopAtFailure }),
  mutant('a deletion ends before the data plane has removed the resource', {
    plane: (plane, clock) =>
      performing(plane, async (step) => {
        if (!removes(step)) return plane.perform(step)
        clock.after(5000, () => void plane.perform(step).catch(() => {}))
      }),
  }),
  mutant('a restart removes every gateway first', { plane: removingAllFirst }),
  mutant('a tunnel is always observed as up', {
    plane: (plane) => ({
      ...plane,
      observeGateway: async (id) => alwaysUp(await plane.observeGateway(id)),
      observeTunnels: async (id, tunnels) => alwaysUp(await plane.observeTunnels(id, tunnels)),
    }),
  }),
  mutant('an answer has an undocumented state', {
    dialects: dialecting((dialect) => ({
      encodeAnswer(...args) {
        const response = dialect.encodeAnswer(...args)
        return { ...response, body: response.body.replace('"NetStatus":"UNAVAILABLE"', '"NetStatus":"CONNECTING"') }
      },
    })),
  }),
  mutant('a nonce may be used again', {
    dialects: dialecting((dialect) => ({
      present(request) {
        const presented = dialect.present(request)
        if (!presented.ok) return presented
        const { nonce: _, ...rest } = presented.value
        return { ok: true, value: rest }
      },
    })),
  }),
  mutant('a time stamp never expires', { dialects: dialecting(() => ({ clockWindow: 86_400_000 })) }),
  ...Object.entries({
    ...droppedParameters(transacting),
    ...routingMutants(reading),
    ...keeperMutants,
    ...neighborMutants,
  }).map(([name, planted]) => mutant(name, planted)),
]
