import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExplainedTunnel } from '../wire/native/tunnels.ts'
import { tunnelNamed } from './tunnel-named.ts'

const tunnel = (id: string, connection: string, connectionName = ''): ExplainedTunnel => ({
  ...{ id, connection, connectionName, account: 'a', region: 'r', index: 1, status: 'ike-down' },
  ...{ daemonAlive: true, childSas: [], history: [] },
  end: { tunnel: id, connection, account: 'a', dialect: 'alibaba' },
})

const all = [tunnel('t-1', 'c-1', 'office'), tunnel('t-2', 'c-2'), tunnel('t-3', 'c-2')]

const client = {
  tunnel: async (id: string) => all.find((each) => each.id === id),
  tunnels: async () => all,
}

test('a tunnel is found by its id without a look at all others, and by the id or name of a connection that has no other', async () => {
  const tunnels = () => assert.fail('all tunnels were read')
  assert.equal((await tunnelNamed({ ...client, tunnels }, 't-2')).id, 't-2')
  for (const named of ['c-1', 'office']) assert.equal((await tunnelNamed(client, named)).id, 't-1')
})

test('a connection with two tunnels, and what is neither, are refused with what to name', async () => {
  await assert.rejects(tunnelNamed(client, 'c-2'), /several tunnels: name one of t-2, t-3$/)
  await assert.rejects(tunnelNamed(client, 'nobody'), /"nobody" is no tunnel and no connection$/)
})
