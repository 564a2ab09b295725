import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Progress } from '../terminal/progress.ts'
import { DemoFailed, Interrupted } from './failure.ts'
import { type ResourceStep, Steps } from './steps.ts'
import { UndoList } from './undo.ts'

function rehearsal() {
  let text = ''
  const target = { write: (more: string) => (text += more), isTerminal: false }
  const undo = new UndoList()
  const controller = new AbortController()
  const steps = new Steps(new Progress(target, () => 0), undo, controller.signal)
  return { steps, undo, controller, text: () => text }
}

/** A cloud of one kind of thing, whose things take one look to be ready and one to be gone. */
function cloud(overrides: Partial<ResourceStep> = {}) {
  const calls: string[] = []
  const states = ['Pending', 'Available']
  let removed = false
  const making: ResourceStep = {
    what: 'CreateThing',
    ready: 'Available',
    create: async () => {
      calls.push('create')
      return 'thing-1'
    },
    look: async (id) => {
      calls.push(`look ${id}`)
      return removed ? undefined : states.length > 1 ? states.shift() : states[0]
    },
    remove: async (id) => {
      calls.push(`remove ${id}`)
      removed = true
    },
    ...overrides,
  }
  return { making, calls }
}

test('a resource that is created is polled until it is ready, and shown', async () => {
  const { steps, text } = rehearsal()
  const { making, calls } = cloud()
  assert.equal(await steps.make('Cloud', making), 'thing-1')
  assert.deepEqual(calls, ['create', 'look thing-1', 'look thing-1'])
  assert.match(text(), /Cloud +CreateThing +thing-1/)
})

test('a resource that was created is deleted, and polled until it is gone', async () => {
  const { steps, undo } = rehearsal()
  const { making, calls } = cloud()
  await steps.make('Cloud', making)
  const removal = await undo.removeNewest(new AbortController().signal)
  assert.deepEqual(removal, { what: 'Cloud thing-1' })
  assert.deepEqual(calls.slice(-2), ['remove thing-1', 'look thing-1'])
  assert.equal(undo.empty, true)
})

test('a resource that never becomes ready is deleted all the same', async () => {
  const { steps, undo } = rehearsal()
  const { making } = cloud({ look: () => Promise.reject(new Error('it broke')) })
  await assert.rejects(steps.make('Cloud', making), /Cloud, CreateThing: it broke/)
  assert.equal(undo.empty, false)
})

test('a deletion refused because the resource is in use is retried, and another refusal ends it', async () => {
  const { steps, undo } = rehearsal()
  let refusals = 2
  const busy = cloud()
  const remove = async (id: string) => {
    if (refusals-- > 0) throw Object.assign(new Error('delete the subnet first'), { code: 'ResourceInUse' })
    await busy.making.remove(id)
  }
  await steps.make('Cloud', { ...busy.making, remove })
  assert.equal((await undo.removeNewest(new AbortController().signal))?.problem, undefined)
  const refused = cloud({ remove: () => Promise.reject(new Error('Forbidden')) })
  await steps.make('Cloud', refused.making)
  assert.deepEqual((await undo.removeNewest(new AbortController().signal))?.problem, new DemoFailed('Forbidden'))
})

test('an answer without an id fails the step, with nothing to delete', async () => {
  const { steps, undo } = rehearsal()
  await assert.rejects(steps.make('Cloud', cloud({ create: async () => '' }).making), DemoFailed)
  assert.equal(undo.empty, true)
})

test('a call that fails because of an interruption is reported as the interruption', async () => {
  const { steps, controller } = rehearsal()
  const reason = new Interrupted('SIGTERM')
  const create = () => {
    controller.abort(reason)
    return Promise.reject(new Error('socket hang up'))
  }
  await assert.rejects(steps.make('Cloud', cloud({ create }).making), reason)
  await assert.rejects(
    steps.step('Cloud', 'Another', async () => 1, String),
    reason,
  )
})
