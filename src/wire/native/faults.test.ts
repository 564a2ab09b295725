import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewFault } from '../../domain/fault.ts'
import { fail, ok } from '../../domain/result.ts'
import { open } from './testing/open.ts'

test('a server that injects no faults says how to have it do so', async (t) => {
  for (const [dataPlane, option] of [
    ['simulated', '--faults'],
    ['linux', '--faults=linux'],
  ] as const) {
    const { ask } = await open(t, { dataPlane })
    const asked = [
      await ask('GET', '/v1/faults'),
      await ask('POST', '/v1/faults', { kind: 'partition' }),
      await ask('DELETE', '/v1/faults/f'),
      await ask('DELETE', '/v1/faults'),
    ]
    for (const { status, json } of asked) {
      const { error } = json()
      assert.deepEqual([status, error.code], [404, 'faults-not-allowed'])
      assert.ok(error.message.endsWith(`serve ${option}`), error.message)
    }
  }
})

test('a fault is injected as it was asked for, listed, and ended, and what is refused says why', async (t) => {
  const asked: NewFault[] = []
  const faultOf = ({ seconds, ...fault }: NewFault) => ({ ...fault, id: 'f', at: 0, until: seconds * 1000 })
  const { ask } = await open(t, {
    rehearsals: {
      active: () => asked.map(faultOf),
      async inject(fault) {
        if (fault.kind === 'delay') return fail({ code: 'fault-not-possible', message: 'no netem', subject: 'delay' })
        asked.push(fault)
        return ok(faultOf(fault))
      },
      remove: async (id) => id === 'f',
      removeAll: async () => 7,
    },
  })
  const body = { kind: 'packet-loss', scope: { tunnel: 't' }, amount: 30 }
  const injected = await ask('POST', '/v1/faults', body)
  assert.equal(injected.status, 201)
  assert.deepEqual(asked, [{ ...body, seconds: 60 }])
  assert.deepEqual((await ask('GET', '/v1/faults')).json(), { faults: [injected.json()] })
  const refused = await ask('POST', '/v1/faults', { ...body, kind: 'delay' })
  assert.deepEqual([refused.status, refused.json().error.code], [409, 'fault-not-possible'])
  for (const wrong of [{}, { kind: 'meteor' }, { ...body, seconds: 0 }, { ...body, scope: { host: 'h' } }]) {
    assert.equal((await ask('POST', '/v1/faults', wrong)).status, 400, JSON.stringify(wrong))
  }
  assert.equal((await ask('DELETE', '/v1/faults/f')).status, 204)
  assert.equal((await ask('DELETE', '/v1/faults/g')).json().error.code, 'fault-not-found')
  assert.deepEqual((await ask('DELETE', '/v1/faults')).json(), { removed: 7 })
})
