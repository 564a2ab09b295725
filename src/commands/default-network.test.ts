import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../domain/resource.ts'
import { createDefaultNetwork, createDefaultSubnet, freePrefix } from './default-network.ts'
import { createNetwork, deleteNetwork } from './network.ts'
import { createInMemoryResources } from './testing/in-memory-resources.ts'
import { accepted, newResource, prefix, refused } from './testing/site.ts'

const network = (id: string, range = '172.16.0.0/16') => ({ ...newResource(id), prefix: prefix(range) })

const subnet = (id: string, zone: string, bits = 17) => ({ ...newResource(id), zone, bits })

test('a region has one default network, which another may follow once it is deleted', async () => {
  const world = createInMemoryResources()
  await accepted(world, createNetwork, network('ordinary', '10.1.0.0/16'))
  await refused(world, createDefaultSubnet, subnet('s', 'a'), 'network-not-found')
  await accepted(world, createDefaultNetwork, network('first'))
  await refused(world, createDefaultNetwork, network('second'), 'default-network-exists')
  await accepted(world, deleteNetwork, { id: 'first' })
  await accepted(world, createDefaultNetwork, network('second'))
  assert.equal((await world.reader.get('network', 'second'))?.spec.isDefault, true)
})

test('each zone has one default subnet, as long as the default network has room', async () => {
  const world = createInMemoryResources()
  await accepted(world, createDefaultNetwork, network('n'))
  await accepted(world, createDefaultSubnet, subnet('s', 'a'))
  await refused(world, createDefaultSubnet, subnet('t', 'a'), 'default-subnet-exists')
  await accepted(world, createDefaultSubnet, subnet('t', 'b'))
  assert.deepEqual((await world.reader.get('subnet', 't'))?.spec, {
    ...{ network: 'n', prefix: '172.16.128.0/17', zone: 'b', isDefault: true },
  })
  await refused(world, createDefaultSubnet, subnet('u', 'c'), 'network-full')
})

test('a network has no part that is larger than itself', async () => {
  const world = createInMemoryResources()
  await accepted(world, createDefaultNetwork, network('n'))
  const whole = (await world.reader.get('network', 'n')) as Resource<'network'>
  assert.deepEqual([freePrefix(whole, [], 15), freePrefix(whole, [], 16)], [undefined, '172.16.0.0/16'])
})
