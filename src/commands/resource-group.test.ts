import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteConnection } from './connection.ts'
import { regroupGateway } from './resource-group.ts'
import { accepted, refused, routedSite } from './testing/site.ts'

test('a gateway is regrouped with its connections that stay, and nothing else is', async () => {
  const world = await routedSite()
  await accepted(world, deleteConnection, { id: 'd' })
  const { put } = await accepted(world, regroupGateway, { id: 'gw', resourceGroup: 'group' })
  assert.deepEqual(
    put.map(({ id, labels, generation }) => [id, labels, generation]),
    [
      ['gw', { tags: [], resourceGroup: 'group' }, 2],
      ['c', { tags: [], resourceGroup: 'group' }, 2],
    ],
  )
})

test('a gateway that is not there cannot be regrouped', async () => {
  await refused(await routedSite(), regroupGateway, { id: 'none', resourceGroup: 'group' }, 'gateway-not-found')
})
