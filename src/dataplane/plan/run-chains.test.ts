import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '../port.ts'
import type { Chain } from './chain.ts'
import { ChainsFailed, runChains } from './run-chains.ts'

const chain = (about: string, change: Partial<Chain> = {}): Chain => ({
  about,
  parts: [about],
  after: [],
  following: [],
  steps: [{ do: 'remove-network', network: about }],
  ...change,
})

/** Performs steps by the network that they name; those of `failing` fail. */
function performer(failing: readonly string[] = []) {
  const log: string[] = []
  let running = 0
  let most = 0
  const perform = async (step: Step): Promise<void> => {
    const name = step.do === 'remove-network' ? step.network : step.do
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
    log.push(name)
    if (failing.includes(name)) throw new Error(`${name} does not go`)
  }
  return { perform, log, most: () => most }
}

test('a chain that needs a failed one is skipped, as are those that need it; one that only comes after it runs', async () => {
  const chains = [
    chain('a'),
    chain('b', { after: ['a'] }),
    chain('c', { after: ['b'] }),
    chain('d', { following: ['a', 'c'] }),
    chain('e'),
  ]
  const { perform, log } = performer(['a'])
  const { outcomes, undone, failure } = await runChains(chains, perform)
  assert.deepEqual(Object.fromEntries(outcomes), { a: 'failed', b: 'skipped', c: 'skipped', d: 'done', e: 'done' })
  assert.deepEqual([...undone], ['a', 'b', 'c'])
  assert.deepEqual(log, ['a', 'e', 'd'])
  assert.equal(failure?.message, '1 of 5 failed: a: a does not go')
})

test('several failed chains are one error with every cause', async () => {
  const { failure } = await runChains([chain('a'), chain('b'), chain('c')], performer(['a', 'c']).perform)
  assert.ok(failure instanceof ChainsFailed)
  assert.deepEqual(
    failure.errors.map(({ message }) => message),
    ['a does not go', 'c does not go'],
  )
})

test('a chain’s steps are performed in order up to the first that fails', async () => {
  const steps = ['one', 'two', 'three'].map((network): Step => ({ do: 'remove-network', network }))
  const { perform, log } = performer(['two'])
  await runChains([chain('a', { steps })], perform)
  assert.deepEqual(log, ['one', 'two'])
})

test('chains run at most as many at once as the limit, each after those that it needs', async () => {
  const many = Array.from({ length: 9 }, (_, n) => chain(`${n}`))
  const { perform, log, most } = performer()
  const { undone, failure } = await runChains([chain('last', { after: ['8'] }), ...many], perform)
  assert.deepEqual([most(), undone.size, failure, log.at(-1)], [4, 0, undefined, 'last'])
})

test('chains that need one another are an error', async () => {
  const chains = [chain('a', { after: ['b'] }), chain('b', { following: ['a'] })]
  await assert.rejects(runChains(chains, performer().perform), /wait for one another: a,b/)
})
