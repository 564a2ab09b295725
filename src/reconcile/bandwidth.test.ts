import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../domain/address.ts'
import type { Resource } from '../domain/resource.ts'
import {
  address,
  attachment,
  connection,
  customerGateway,
  gateway,
  network,
  router,
  routerGroup,
  subnet,
} from '../store/contract/samples.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { scratchFolder } from '../store/sqlite/testing/scratch.ts'
import { desiredGateway } from './desired.ts'
import { readGatewaySnapshot } from './gateway-snapshot.ts'

const subnetAt = (id: string, prefix: string, createdAt: number): Resource<'subnet'> => {
  const made = subnet(id, 'n')
  return { ...made, createdAt, spec: { ...made.spec, prefix: prefix as Ipv4Prefix } }
}

const subnets = [subnetAt('old', '10.1.1.0/24', 1), subnetAt('new', '10.1.2.0/24', 2)]

/** What is desired of `id` where these resources are stored. */
async function desiredOf(id: string, resources: readonly Resource[], mtu?: number) {
  const scratch = scratchFolder()
  const store = await openSqliteStore({ folder: scratch.folder, synchronous: 'off' })
  try {
    await store.write(async (transaction) => {
      for (const resource of [network('n'), customerGateway('peer'), ...resources]) await transaction.put(resource)
    })
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, id))
    const desired = snapshot && desiredGateway(snapshot, undefined, { mtu })
    const [link] = desired?.links ?? []
    return [link?.bandwidthMbps, link?.routerAddress, desired?.tunnels[0]?.device]
  } finally {
    await store.close()
    scratch.remove()
  }
}

const onGateway = [gateway('g', [address(1)], { network: 'n' }), connection('c', { gateway: 'g', peers: ['peer'] })]

test('a gateway’s bandwidth and MTU are those of its link and its tunnels, and it speaks as the router of the oldest subnet', async () => {
  const device = { mtu: 1280, bandwidthMbps: 100 }
  assert.deepEqual(await desiredOf('g', [...subnets, ...onGateway], 1280), [100, '10.1.1.1', device])
})

test('a gateway of a network without subnets speaks as no router', async () => {
  assert.deepEqual(await desiredOf('g', onGateway), [100, undefined, { mtu: 1400, bandwidthMbps: 100 }])
})

test('a router has no bandwidth of its own', async () => {
  const attached = attachment('a', { router: 'r', connection: 'c', addresses: [address(1)] })
  const resources = [routerGroup('group'), router('r', 'group'), connection('c', { peers: ['peer'] }), attached]
  assert.deepEqual(await desiredOf('r', resources), [undefined, undefined, { mtu: 1400 }])
})

test('a tunnel that is ordered with a bandwidth has it on a router, and each of a gateway that limits these alone has the gateway’s', async () => {
  const attached = attachment('a', { router: 'r', connection: 'c', addresses: [address(1)] })
  const made = connection('c', { peers: ['peer'] })
  const ordered = { ...made, spec: { ...made.spec, tunnelMbps: 3000 } }
  const resources = [routerGroup('group'), router('r', 'group'), ordered, attached]
  assert.deepEqual(await desiredOf('r', resources), [undefined, undefined, { mtu: 1400, bandwidthMbps: 3000 }])
  const [own, ...others] = onGateway
  assert.ok(own?.kind === 'gateway')
  const limiting = { ...own, spec: { ...own.spec, limitsTunnelsAlone: true as const } }
  const device = { mtu: 1400, bandwidthMbps: 100 }
  assert.deepEqual(await desiredOf('g', [limiting, ...others]), [undefined, undefined, device])
})
