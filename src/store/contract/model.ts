import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import { heldAddresses } from '../../domain/outer-addresses.ts'
import { type Kind, type Resource, references } from '../../domain/resource.ts'
import { type Store, StoreConflict, type StoreReader, type StoreTransaction } from '../port.ts'
import type { Make } from './fixture.ts'
import { address, elsewhere, extrasOf, gateway, here, listed, network, others, underlayHost } from './samples.ts'

const scopes = [here, elsewhere, others]
const kinds: readonly Kind[] = ['network', 'gateway', 'host']
const names = ['a', 'b', 'c', 'd']
/** Few enough addresses that resources get into each other's way and the pool runs out. */
const smallPool = '203.0.113.0/29' as Ipv4Prefix
const usable = [2, 3, 4, 5, 6].map(address)

/** The store as it should be, in the plainest form. */
interface Model {
  /** In the order of their insertion. */
  readonly resources: Resource[]
  readonly applied: Map<string, number>
  readonly tokens: Map<string, string>
  readonly settings: Map<string, string>
  readonly events: string[]
}

interface Step {
  run(transaction: StoreTransaction): Promise<void>
  /** False stands for a conflict. */
  model(model: Model): boolean
}

const held = (model: Model, but: string): readonly Ipv4Address[] =>
  model.resources.filter(({ id }) => id !== but).flatMap((resource) => heldAddresses(resource))

const putting = (resource: Resource): Step => ({
  run: async (transaction) => void (await transaction.put(resource)),
  model(model) {
    const at = model.resources.findIndex(({ id }) => id === resource.id)
    const current = model.resources[at]
    const taken = held(model, resource.id)
    if (heldAddresses(resource).some((each) => taken.includes(each))) return false
    if (resource.generation === 1) {
      if (current !== undefined) return false
      model.resources.push(resource)
      return true
    }
    if (current?.kind !== resource.kind || current.generation !== resource.generation - 1) return false
    model.resources[at] = resource
    return true
  },
})

const put = fc
  .record({
    kind: fc.constantFrom(...kinds),
    id: fc.constantFrom(...names),
    scope: fc.constantFrom(...scopes),
    generation: fc.constantFrom(1, 1, 2, 2, 3),
    addresses: fc.uniqueArray(fc.constantFrom(...usable), { minLength: 1, maxLength: 2 }),
    target: fc.constantFrom(...names),
    extras: fc
      .dictionary(fc.string(), fc.jsonValue({ noNegativeZero: true } as never), { noNullPrototype: true })
      .map(extrasOf),
  })
  .map(({ kind, id, scope, generation, addresses, target, extras }): Step => {
    const options = { scope, generation, extras }
    if (kind === 'gateway') return putting(gateway(id, addresses, { ...options, network: target }))
    if (kind === 'host') return putting(underlayHost(id, addresses[0] ?? address(2), options))
    return putting(network(id, options))
  })

const remove = fc.record({ kind: fc.constantFrom(...kinds), id: fc.constantFrom(...names) }).map(
  (ref): Step => ({
    run: (transaction) => transaction.remove(ref),
    model(model) {
      const at = model.resources.findIndex(({ kind, id }) => kind === ref.kind && id === ref.id)
      if (at >= 0) {
        model.resources.splice(at, 1)
        model.applied.delete(ref.id)
      }
      return true
    },
  }),
)

const markApplied = fc.record({ id: fc.constantFrom(...names), generation: fc.integer({ min: 1, max: 5 }) }).map(
  ({ id, generation }): Step => ({
    run: (transaction) => transaction.markApplied(id, generation, 0),
    model(model) {
      const there = model.resources.some((resource) => resource.id === id)
      if (there) model.applied.set(id, Math.max(generation, model.applied.get(id) ?? 0))
      return true
    },
  }),
)

const record = fc.record({ name: fc.constantFrom(...names), value: fc.string() }).chain(({ name, value }) =>
  fc.constantFrom<Step>(
    {
      run: (transaction) => transaction.putSetting(name, value),
      model: ({ settings }) => Boolean(settings.set(name, value)),
    },
    {
      run: (transaction) =>
        transaction.putClientToken({
          ...here,
          action: 'A',
          token: name,
          requestDigest: '',
          response: value,
          at: 0,
        }),
      model: ({ tokens }) => !tokens.has(name) && Boolean(tokens.set(name, value)),
    },
    {
      run: (transaction) =>
        transaction.appendEvent({ ...here, at: 0, requestId: value, action: 'A', actor: 'k', resources: [] }),
      model: ({ events }) => events.push(value) > 0,
    },
  ),
)

const step = fc.oneof({ weight: 5, arbitrary: put }, { weight: 2, arbitrary: remove }, markApplied, record)

/** Writes that are asked for at the same moment, each with whether it throws in the end. */
const group = fc.array(fc.record({ steps: fc.array(step, { maxLength: 4 }), throws: fc.boolean() }), {
  minLength: 1,
  maxLength: 5,
})

const copy = (model: Model): Model => ({
  resources: [...model.resources],
  applied: new Map(model.applied),
  tokens: new Map(model.tokens),
  settings: new Map(model.settings),
  events: [...model.events],
})

async function runGroup(store: Store, model: Model, writes: typeof group extends fc.Arbitrary<infer G> ? G : never) {
  const outcomes = await Promise.allSettled(
    writes.map(({ steps, throws }) =>
      store.write(async (transaction) => {
        for (const each of steps) await each.run(transaction)
        if (throws) throw new RangeError('thrown by the test')
      }),
    ),
  )
  let current = model
  for (const [index, { steps, throws }] of writes.entries()) {
    const attempt = copy(current)
    const fits = steps.every((each) => each.model(attempt))
    const outcome = outcomes[index]
    const reason = outcome?.status === 'rejected' ? outcome.reason : undefined
    if (!fits) assert.ok(reason instanceof StoreConflict, `write ${index} should conflict, not ${String(reason)}`)
    else if (throws) assert.ok(reason instanceof RangeError, `write ${index} should throw, not ${String(reason)}`)
    else assert.equal(reason, undefined)
    if (fits && !throws) current = attempt
  }
  return current
}

async function compare(reader: StoreReader, model: Model): Promise<void> {
  const newestFirst = model.resources.toReversed()
  for (const kind of kinds) {
    const ofKind = newestFirst.filter((resource) => resource.kind === kind)
    assert.deepEqual(await listed(reader, kind), ofKind)
    for (const scope of scopes) {
      const mine = ofKind.filter(({ account, region }) => account === scope.account && region === scope.region)
      assert.deepEqual(await listed(reader.scoped(scope), kind), mine)
    }
    for (const name of names) {
      assert.deepEqual(
        await reader.get(kind, name),
        ofKind.find(({ id }) => id === name),
      )
      const referring = ofKind.filter((resource) => references(resource).includes(name))
      assert.deepEqual(await reader.referencing(name, kind), referring)
    }
  }
  assert.deepEqual(await reader.applied(names), model.applied)
  const taken = held(model, '')
  for (const count of [1, 3, 9]) {
    const free = usable.filter((each) => !taken.includes(each)).slice(0, count)
    assert.deepEqual(await reader.scoped(here).freeAddresses(smallPool, count), free)
  }
  for (const name of names) {
    assert.equal(await reader.setting(name), model.settings.get(name))
    const token = await reader.clientToken({ ...here, action: 'A', token: name })
    assert.equal(token?.response, model.tokens.get(name))
  }
  const events = await reader.events(1000)
  assert.deepEqual(
    events.map(({ requestId }) => requestId),
    model.events.toReversed(),
  )
}

export function modelContract(make: Make): void {
  test('property: each sequence of writes leaves what a reference model holds, also after reopening', async () => {
    const run = async (groups: readonly (typeof group extends fc.Arbitrary<infer G> ? G : never)[]) => {
      const fixture = await make()
      try {
        let model: Model = { resources: [], applied: new Map(), tokens: new Map(), settings: new Map(), events: [] }
        for (const writes of groups) {
          model = await runGroup(fixture.store, model, writes)
          const expected = model
          await fixture.store.read((reader) => compare(reader, expected))
        }
        const expected = model
        await (await fixture.reopen()).read((reader) => compare(reader, expected))
      } finally {
        await fixture.dispose()
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(group, { minLength: 1, maxLength: 8 }), run), { numRuns: 40 })
  })
}
