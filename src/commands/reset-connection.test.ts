import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteConnection } from './connection.ts'
import { resetConnection } from './reset-connection.ts'
import { accepted, refused, routedSite } from './testing/site.ts'

test('a reset counts up in each tunnel of the connection, and changes nothing else', async () => {
  const world = await routedSite()
  world.apply('c')
  const before = await world.reader.get('connection', 'c')
  await accepted(world, resetConnection, { id: 'c', gateway: 'gw' })
  await accepted(world, resetConnection, { id: 'c', gateway: 'gw' })
  const after = await world.reader.get('connection', 'c')
  const tunnels = before?.spec.tunnels.map((tunnel) => ({ ...tunnel, resets: 2 }))
  assert.deepEqual(after, { ...before, generation: 3, spec: { ...before?.spec, tunnels } })
})

test('a connection that is another gateway’s, still being made or being deleted is not reset', async () => {
  const world = await routedSite()
  await refused(world, resetConnection, { id: 'none', gateway: 'gw' }, 'connection-not-found')
  await refused(world, resetConnection, { id: 'c', gateway: 'other' }, 'connection-not-found')
  await refused(world, resetConnection, { id: 'c', gateway: 'gw' }, 'busy')
  world.apply('c')
  await accepted(world, deleteConnection, { id: 'c' })
  await refused(world, resetConnection, { id: 'c', gateway: 'gw' }, 'busy')
})
