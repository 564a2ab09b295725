import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Fault } from '../domain/fault.ts'
import { createSeededRandom } from '../runtime/random.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import type { Store } from '../store/port.ts'
import { createFaultList } from './fault-list.ts'

const call = { dialect: 'd', account: 'a', action: 'Do' }

/** Roots' accounts are not asked for here. */
const store = {} as Store

function open() {
  const clock = createVirtualClock(0)
  const list = createFaultList({ store, clock, random: createSeededRandom(1) })
  const spent: string[] = []
  list.onSpent((id) => {
    spent.push(id)
    list.remove(id)
  })
  const add = (id: string, fault: Pick<Fault, 'kind'> & Partial<Fault>) =>
    list.add({ id, scope: {}, at: 0, until: 60_000, ...fault })
  /** What became of a call so far. */
  const meet = () => {
    const seen: { outcome: string } = { outcome: 'held up' }
    const settled = list.ofCalls.meet(call).then((met) => {
      seen.outcome = met?.kind ?? 'goes on'
    })
    return { seen, settled }
  }
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await setImmediate()
  }
  return { list, spent, add, meet, pass }
}

test('a call that the last of a count holds up goes on when the fault is removed', async () => {
  const { list, spent, add, meet } = open()
  add('slow', { kind: 'api-latency', amount: 60_000, count: 1 })
  const { seen } = meet()
  await setImmediate()
  assert.deepEqual([seen.outcome, spent], ['held up', []])
  assert.equal(await meet().settled.then(() => 'not held up'), 'not held up')
  list.remove('slow')
  await setImmediate()
  assert.equal(seen.outcome, 'goes on')
})

test('a fault with a count is spent once all the calls that it holds up have gone on', async () => {
  const { spent, add, meet, pass } = open()
  add('slow', { kind: 'api-latency', amount: 1000, count: 2 })
  const [first] = [meet(), await pass(500)]
  const second = meet()
  await pass(500)
  assert.deepEqual([first.seen.outcome, second.seen.outcome, spent], ['goes on', 'held up', []])
  await pass(500)
  assert.deepEqual([second.seen.outcome, spent], ['goes on', ['slow']])
})

test('a fault that ends while another holds a call up is not met by that call', async () => {
  const { list, add, meet, pass } = open()
  add('slow', { kind: 'api-latency', amount: 1000 })
  add('slower', { kind: 'api-latency', amount: 50_000 })
  add('failing', { kind: 'api-error' })
  const { seen } = meet()
  list.remove('slower')
  list.remove('failing')
  await pass(1000)
  assert.equal(seen.outcome, 'goes on')
})
