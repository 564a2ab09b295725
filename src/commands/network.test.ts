import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noExtras } from '../domain/resource.ts'
import { createNetwork, type ModifyNetwork, modifyNetwork } from './network.ts'
import { createInMemoryResources } from './testing/in-memory-resources.ts'
import { accepted, newResource, prefix, refused } from './testing/site.ts'

const modification = (patch: ReturnType<ModifyNetwork['patch']>, id = 'net') => ({ id, patch: () => patch })

test('a network takes dynamic routes or none, as it was told last, and keeps what is not named', async () => {
  const world = createInMemoryResources()
  await accepted(world, createNetwork, { ...newResource('net'), prefix: prefix('10.1.0.0/16') })
  const modified = async (patch: ReturnType<ModifyNetwork['patch']>) => {
    await accepted(world, modifyNetwork, modification(patch))
    return (await world.reader.get('network', 'net'))?.spec
  }
  const spec = { prefix: '10.1.0.0/16' }
  assert.deepEqual(await modified({ extras: noExtras }), spec)
  assert.deepEqual(await modified({ takesDynamicRoutes: false }), { ...spec, takesDynamicRoutes: false })
  assert.deepEqual(await modified({}), { ...spec, takesDynamicRoutes: false })
  assert.deepEqual(await modified({ takesDynamicRoutes: true }), { ...spec, takesDynamicRoutes: true })
  await refused(world, modifyNetwork, modification({}, 'none'), 'network-not-found')
})
