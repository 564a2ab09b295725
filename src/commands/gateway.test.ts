import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AsNumber } from '../domain/as-number.ts'
import { domainError } from '../domain/error.ts'
import { fail, ok } from '../domain/result.ts'
import { deleteGateway, type GatewayPatch, type ModifyGateway, modifyGateway } from './gateway.ts'
import { createInMemoryResources } from './testing/in-memory-resources.ts'
import { accepted, addGateway, addNetwork, refused } from './testing/site.ts'

const modification = (patch: GatewayPatch, id = 'gw'): ModifyGateway => ({ id, patch: () => ok(patch) })

async function withGateway() {
  const world = createInMemoryResources()
  await addNetwork(world, 'net', '10.1')
  await addGateway(world, 'gw')
  return world
}

test('a gateway is changed in what its patch names, one generation on, and keeps the rest', async () => {
  const world = await withGateway()
  const before = await world.reader.get('gateway', 'gw')
  await accepted(world, modifyGateway, modification({ name: 'new', description: 'words' }))
  await accepted(world, modifyGateway, modification({ propagatesRoutes: false }))
  assert.deepEqual(await world.reader.get('gateway', 'gw'), {
    ...before,
    name: 'new',
    labels: { tags: [], description: 'words' },
    spec: { ...before?.spec, propagatesRoutes: false },
    generation: 3,
  })
})

test('a gateway that is not there, is being deleted or may not be patched stays as it is', async () => {
  const world = await withGateway()
  await refused(world, modifyGateway, modification({ name: 'new' }, 'none'), 'gateway-not-found')
  const refusing = { id: 'gw', patch: () => fail(domainError('bgp-mixed', 'no')) }
  await refused(world, modifyGateway, refusing, 'bgp-mixed')
  await accepted(world, deleteGateway, { id: 'gw' })
  await refused(world, modifyGateway, modification({ name: 'new' }), 'busy')
})

test('a gateway gets another bandwidth, other extras and another AS number, or none', async () => {
  const world = await withGateway()
  const spec = async () => (await world.reader.get('gateway', 'gw'))?.spec
  await accepted(world, modifyGateway, modification({ asNumber: 64_512 as AsNumber, bandwidthMbps: 20 }))
  assert.deepEqual([(await spec())?.asNumber, (await spec())?.bandwidthMbps], [64_512, 20])
  await accepted(world, modifyGateway, modification({ asNumber: null }))
  assert.equal('asNumber' in ((await spec()) ?? {}), false)
})
