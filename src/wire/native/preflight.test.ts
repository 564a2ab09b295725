import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PreflightBody, PreflightView } from './preflight.ts'
import { open } from './testing/open.ts'

const end = { tunnel: 'tun-1', connection: 'vco-1', account: '1', dialect: 'alibaba' }
const seen: PreflightView = { tunnel: 'tun-1', at: 0, found: false, running: 'kept', steps: [], end }

test('a tunnel is tried as it is asked for, and no more than that where nothing is said', async (t) => {
  const asked: PreflightBody[] = []
  const preflight = async (_: string, body: PreflightBody) => {
    asked.push(body)
    return seen
  }
  const { ask } = await open(t, { preflight })
  const answer = await ask('POST', '/v1/tunnels/tun-1/preflight', {})
  assert.deepEqual([answer.status, answer.json()], [200, seen])
  await ask('POST', '/v1/tunnels/tun-1/preflight', { rekey: true })
  assert.deepEqual(asked, [
    { authenticate: false, rekey: false },
    { authenticate: false, rekey: true },
  ])
  const unknown = await ask('POST', '/v1/tunnels/tun-1/preflight', { force: true })
  assert.deepEqual([unknown.status, unknown.json().error.subject], [400, 'force'])
})

test('a tunnel that is not there is not found, and one that cannot be tried is refused with the reason', async (t) => {
  const refused = { refused: 'under-way', message: 'another preflight of the tunnel is under way' } as const
  const { ask } = await open(t, { preflight: async (id) => (id === 'tun-1' ? refused : undefined) })
  const busy = await ask('POST', '/v1/tunnels/tun-1/preflight', {})
  assert.deepEqual([busy.status, busy.json().error.code], [409, 'preflight-under-way'])
  const missing = await ask('POST', '/v1/tunnels/tun-2/preflight', {})
  assert.deepEqual([missing.status, missing.json().error.code], [404, 'tunnel-not-found'])
})
