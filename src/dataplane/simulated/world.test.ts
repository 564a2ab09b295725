import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address } from '../../domain/address.ts'
import { createSeededRandom } from '../../runtime/random.ts'
import { createVirtualClock } from '../../runtime/virtual-clock.ts'
import { addTunnel, createWorld, dropTunnel, type Gateway, isThere, noTraffic, type Tunnel } from './world.ts'

const [here, there] = ['198.51.100.1' as Ipv4Address, '203.0.113.1' as Ipv4Address]

const gateway: Gateway = {
  ...{ id: 'g', links: new Map(), tunnels: new Map(), gates: new Map() },
  ...{ policies: [], routes: [] },
}

const tunnel = (id: string, localAddress: Ipv4Address, remoteAddress: Ipv4Address, isPrivate?: true): Tunnel => ({
  ...{ id, gateway: 'g', localAddress, remoteAddress, packetsOut: 0 },
  ...(isPrivate === undefined ? {} : { isPrivate }),
  device: { mtu: 1400 },
  traffic: noTraffic(),
})

test('an address is there on its own underlay, for as long as the last of its tunnels is', () => {
  const world = createWorld(createVirtualClock(0), createSeededRandom(1))
  const [one, other] = [tunnel('one', there, here), tunnel('other', there, '203.0.113.9' as Ipv4Address)]
  const isReached = (isPrivate?: true) => isThere(world, tunnel('own', here, there, isPrivate))
  assert.equal(isReached(), false)
  addTunnel(world, gateway, one)
  addTunnel(world, gateway, other)
  assert.deepEqual([isReached(), isReached(true)], [true, false])
  dropTunnel(world, gateway, one)
  assert.equal(isReached(), true)
  dropTunnel(world, gateway, other)
  assert.equal(isReached(), false)
})
