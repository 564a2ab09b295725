import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everything, type Ipv4Address } from '../domain/address.ts'
import { createGateway } from './gateway.ts'
import { deleteSubnet } from './network.ts'
import { createInMemoryResources } from './testing/in-memory-resources.ts'
import { accepted, addNetwork, newResource, prefix, refused } from './testing/site.ts'
import { createWorkload, deleteWorkload } from './workload.ts'

const inner = { interface: 'culvert0', mtu: 1500, routes: [everything] }

test('a subnet with a workload is in use, and a private gateway takes no address that one has', async () => {
  const world = createInMemoryResources()
  await addNetwork(world, 'net', '10.1')
  const workload = (id: string, namespace: string, address?: string) => ({
    ...newResource(id),
    subnet: 'net-sub',
    end: { kind: 'namespace' as const, namespace, ...inner },
    ...(address === undefined ? {} : { address: address as Ipv4Address }),
  })
  const subnet = await world.reader.get('subnet', 'net-sub')
  const lowest = subnet?.spec.prefix.replace(/0\/\d+$/, '2')
  await accepted(world, createWorkload, workload('w', 'web'))
  assert.equal((await world.reader.get('workload', 'w'))?.spec.address, lowest)
  await refused(world, createWorkload, workload('x', 'web'), 'workload-exists')
  await refused(world, createWorkload, workload('x', 'other', lowest), 'address-in-use')
  await refused(world, deleteSubnet, { id: 'net-sub' }, 'in-use')
  const where = { network: 'net', subnets: ['net-sub'], outerPool: prefix('203.0.113.0/24'), bandwidthMbps: 10 }
  await accepted(world, createGateway, { ...newResource('g'), ...where, addressCount: 1, isPrivate: true })
  assert.deepEqual((await world.reader.get('gateway', 'g'))?.spec.addresses, [lowest?.replace(/2$/, '3')])
  await accepted(world, createWorkload, workload('y', 'other'))
  assert.equal((await world.reader.get('workload', 'y'))?.spec.address, lowest?.replace(/2$/, '4'))
  await accepted(world, deleteWorkload, { id: 'w' })
  await refused(world, deleteWorkload, { id: 'w' }, 'workload-not-found')
  await refused(world, createWorkload, workload('x', 'web'), 'workload-exists')
  world.release('w')
  await accepted(world, createWorkload, workload('x', 'web', lowest))
})
