import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../domain/resource.ts'
import { isReached } from '../domain/router-tables.ts'
import { attachNetwork, createRouter, createRouterGroup, deleteRouter, detach } from './router.ts'
import {
  associateTable,
  createRouterTable,
  deleteRouterTable,
  dissociateTable,
  propagateInto,
  replaceAssociation,
  stopPropagating,
} from './router-table.ts'
import { createInMemoryResources, type InMemoryResources } from './testing/in-memory-resources.ts'
import { accepted, addNetwork, newResource, refused } from './testing/site.ts'

/** The router "r" with the networks "a" and "b" attached, each by the attachment "at-" and its name, and the table "t". */
async function routerWithTable(): Promise<InMemoryResources> {
  const world = createInMemoryResources()
  await accepted(world, createRouterGroup, newResource('g'))
  await accepted(world, createRouter, { ...newResource('r'), group: 'g' })
  for (const [id, range] of [['a', '10.1'] as const, ['b', '10.2'] as const]) {
    await addNetwork(world, id, range)
    const where = { router: 'r', network: id, subnets: [`${id}-sub`], publishesRoutes: true }
    await accepted(world, attachNetwork, { ...newResource(`at-${id}`), ...where })
  }
  await accepted(world, createRouterTable, { ...newResource('t'), router: 'r' })
  return world
}

async function reached(world: InMemoryResources, from: string, to: string): Promise<boolean> {
  const [one, other] = await Promise.all([from, to].map((id) => world.reader.get('router-attachment', `at-${id}`)))
  assert.ok(one && other)
  return isReached(one.spec, other.spec)
}

const spec = async (world: InMemoryResources, id: string) =>
  (await world.reader.get('router-attachment', `at-${id}`))?.spec as Resource<'router-attachment'>['spec']

test('attachments that nobody has put in a table reach each other by the router’s own', async () => {
  const world = await routerWithTable()
  assert.deepEqual([await reached(world, 'a', 'b'), await reached(world, 'b', 'a')], [true, true])
})

test('an attachment reaches what propagates into the table that it is associated with, and nothing by none', async () => {
  const world = await routerWithTable()
  const a = { attachment: 'at-a', table: 't' }
  await accepted(world, associateTable, a)
  assert.deepEqual([await reached(world, 'a', 'b'), await reached(world, 'b', 'a')], [false, true])
  await accepted(world, propagateInto, { attachment: 'at-b', table: 't' })
  assert.deepEqual((await spec(world, 'b')).propagates, ['r', 't'])
  assert.deepEqual([await reached(world, 'a', 'b'), await reached(world, 'b', 'a')], [true, true])
  await accepted(world, stopPropagating, { attachment: 'at-a', table: 'r' })
  assert.equal(await reached(world, 'b', 'a'), false)
  await accepted(world, dissociateTable, a)
  assert.equal(await reached(world, 'a', 'b'), false)
  await accepted(world, associateTable, { ...a, table: 'r' })
  assert.equal(await reached(world, 'a', 'b'), true)
  await accepted(world, replaceAssociation, a)
  assert.equal((await spec(world, 'a')).table, 't')
})

test('an attachment is associated once, and propagates into a table once, as far as somebody has asked for it', async () => {
  const world = await routerWithTable()
  const own = { attachment: 'at-a', table: 'r' }
  await accepted(world, associateTable, own)
  await refused(world, associateTable, own, 'association-exists')
  await refused(world, associateTable, { ...own, table: 't' }, 'association-exists')
  await accepted(world, propagateInto, own)
  await refused(world, propagateInto, own, 'propagation-exists')
  await refused(world, dissociateTable, { ...own, table: 't' }, 'association-not-found')
  await refused(world, stopPropagating, { ...own, table: 't' }, 'propagation-not-found')
  await accepted(world, dissociateTable, own)
  await refused(world, replaceAssociation, own, 'association-not-found')
})

test('a table of another router, or of none, is not found, nor an attachment that is not there', async () => {
  const world = await routerWithTable()
  await accepted(world, createRouterGroup, newResource('g2'))
  await accepted(world, createRouter, { ...newResource('r2'), group: 'g2' })
  for (const table of ['r2', 'none']) {
    await refused(world, associateTable, { attachment: 'at-a', table }, 'router-table-not-found')
  }
  await refused(world, propagateInto, { attachment: 'at-none', table: 't' }, 'attachment-not-found')
  await refused(world, createRouterTable, { ...newResource('t2'), router: 'none' }, 'router-not-found')
  await refused(world, deleteRouterTable, { id: 'none' }, 'router-table-not-found')
  await accepted(world, detach, { id: 'at-a' })
  await refused(world, associateTable, { attachment: 'at-a', table: 't' }, 'busy')
})

test('a table that an attachment is routed by or propagates into is in use, and so is an attachment that is in one', async () => {
  const world = await routerWithTable()
  const a = { attachment: 'at-a', table: 't' }
  await accepted(world, associateTable, a)
  await refused(world, deleteRouterTable, { id: 't' }, 'in-use')
  await refused(world, detach, { id: 'at-a', force: false }, 'association-exists')
  await accepted(world, dissociateTable, a)
  await accepted(world, propagateInto, a)
  await refused(world, deleteRouterTable, { id: 't' }, 'in-use')
  await refused(world, detach, { id: 'at-a', force: false }, 'propagation-exists')
  await accepted(world, stopPropagating, a)
  await accepted(world, deleteRouterTable, { id: 't' })
  await accepted(world, detach, { id: 'at-a', force: false })
})

test('the tables of a router go with it', async () => {
  const world = await routerWithTable()
  for (const id of ['at-a', 'at-b']) {
    await accepted(world, detach, { id })
    world.release(id)
  }
  await accepted(world, deleteRouter, { id: 'r' })
  assert.equal(await world.reader.get('router-table', 't'), undefined)
})
