import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customerGateway, here } from '../../store/contract/samples.ts'
import type { Event } from '../../store/port.ts'
import { open } from './testing/open.ts'

const event = (requestId: string, change: Partial<Event> = {}): Event => ({
  ...here,
  at: 7,
  requestId,
  action: 'ModifyCustomerGatewayAttribute',
  actor: 'key-1',
  resources: [{ kind: 'customer-gateway', id: 'c' }],
  ...change,
})

test('events are listed newest first, in pages and by what they are about, requests with what they changed', async (t) => {
  const { ask, store } = await open(t)
  const made = customerGateway('c')
  await store.write(async (transaction) => {
    await transaction.put(made)
    await transaction.appendEvent(event('r1'))
  })
  const changed = { ...made, generation: 2, spec: { ...made.spec, authenticationKey: 'a-secret' } }
  await store.write(async (transaction) => {
    await transaction.put(changed as typeof made)
    await transaction.appendEvent(event('r2'))
  })
  const tunnel = { tunnel: 't', from: 'unseen', to: 'child-up', at: 7 } as const
  await store.write((transaction) => transaction.appendEvent(event('r3', { action: 'tunnel', tunnel })))
  const first = await ask('GET', '/v1/events?limit=2')
  const { events, next } = first.json()
  assert.deepEqual(
    events.map(({ kind, requestId }: { kind: string; requestId: string }) => [kind, requestId]),
    [
      ['tunnel', 'r3'],
      ['call', 'r2'],
    ],
  )
  assert.deepEqual(events[1].changes, [{ resource: 'c', path: 'authenticationKey', secret: true }])
  assert.ok(!first.text.includes('a-secret'))
  const rest = (await ask('GET', `/v1/events?limit=2&before=${next}`)).json()
  assert.deepEqual([rest.events.length, rest.events[0].requestId, rest.next], [1, 'r1', undefined])
  assert.equal((await ask('GET', '/v1/events?about=t')).json().events.length, 1)
  assert.deepEqual((await ask('GET', '/v1/events?about=nothing')).json(), { events: [] })
  assert.equal((await ask('GET', '/v1/events?limit=501')).status, 400)
})
