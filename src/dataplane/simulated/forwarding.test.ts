import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IkeIdentity } from '../../domain/identity.ts'
import { ownTable } from '../../domain/route.ts'
import { address, gatewayOf, makeSites, prefix, type Site, withTunnel } from '../contract/lab.ts'
import { createVirtualLab, type VirtualLab } from '../contract/virtual-lab.ts'

/** A second tunnel of the site, between other outer addresses. */
function second(site: Site, local: string, remote: string): Site {
  return withTunnel(site, {
    id: `${site.tunnel.id}-2`,
    index: 2,
    localAddress: address(local),
    remoteAddress: address(remote),
    localIdentity: local as IkeIdentity,
    remoteIdentity: remote as IkeIdentity,
  })
}

async function dual(): Promise<{ lab: VirtualLab; left: Site; right: Site; left2: Site; right2: Site }> {
  const lab = createVirtualLab()
  const { left, right } = makeSites()
  const left2 = second(left, '198.51.100.2', '203.0.113.2')
  const right2 = second(right, '203.0.113.2', '198.51.100.2')
  await lab.build(left, right)
  for (const site of [left2, right2]) {
    const { gateway, tunnel } = site
    await lab.perform({ do: 'create-tunnel', gateway, tunnel }, { do: 'configure-tunnel', gateway, tunnel })
    for (const route of gatewayOf(site).routes) {
      await lab.perform({ do: 'add-route', gateway, route: { ...route, metric: 20 } })
    }
  }
  await lab.initiate(left)
  await lab.initiate(left2)
  await lab.up(left, right)
  await lab.up(left2, right2)
  return { lab, left, right, left2, right2 }
}

const carried = async (lab: VirtualLab, site: Site) => (await lab.tunnel(site)).childSas[0]?.bytesOut

test('a packet takes the route of the lowest metric whose daemon runs, also where the tunnel has no Child SA', async () => {
  const { lab, left, right, left2 } = await dual()
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  assert.deepEqual([await carried(lab, left), await carried(lab, left2)], [168, 0])
  await lab.perform({ do: 'remove-tunnel', gateway: right.gateway, tunnel: right.tunnel.id })
  await lab.down(left)
  assert.equal(await lab.reaches(left.host.id, right.host.address), false)
  assert.deepEqual([await carried(lab, left), await carried(lab, left2)], [undefined, 0])
  lab.plane.faults.killDaemon(left.gateway, left.tunnel.id)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  assert.deepEqual([await carried(lab, left), await carried(lab, left2)], [undefined, 168])
})

test('a packet without a Child SA is counted at the tunnel of the lowest metric, and listeners are told', async () => {
  const { lab, left, right, left2 } = await dual()
  await lab.perform({ do: 'remove-gateway', gateway: right.gateway })
  await lab.down(left)
  await lab.down(left2)
  const heard: string[] = []
  lab.plane.onChange((gateway) => heard.push(gateway))
  assert.equal(await lab.reaches(left.host.id, right.host.address), false)
  assert.deepEqual([(await lab.tunnel(left)).packetsOut, (await lab.tunnel(left2)).packetsOut], [2, 0])
  assert.deepEqual(heard, [left.gateway, left.gateway])
})

test('a packet takes the route of the longest prefix, whatever its metric', async () => {
  const { lab, left, right, left2 } = await dual()
  const route = { prefix: prefix('10.2.1.0/24'), tunnels: [left2.tunnel.id], table: ownTable, metric: 999 }
  await lab.perform({ do: 'add-route', gateway: left.gateway, route })
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  assert.deepEqual([await carried(lab, left), await carried(lab, left2)], [0, 168])
})

test('a path that is cut between two outer addresses drops packets until it is restored', async () => {
  const { lab, left, right } = await dual()
  const pair = [left.tunnel.remoteAddress, left.tunnel.localAddress] as const
  for (const [one, other] of [pair, pair.toReversed()]) {
    assert.ok(one && other)
    lab.plane.faults.cut(one, other)
    const before = (await lab.tunnel(right)).childSas[0]?.bytesIn
    assert.equal(await lab.reaches(left.host.id, right.host.address), false)
    assert.equal((await lab.tunnel(right)).childSas[0]?.bytesIn, before)
    lab.plane.faults.restoreAll()
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  }
})

test('an echo request without a route back gets no reply', async () => {
  const { lab, left, right, right2 } = await dual()
  for (const site of [right, right2]) {
    for (const route of gatewayOf(site).routes) {
      await lab.perform(
        { do: 'remove-route', gateway: right.gateway, route },
        { do: 'remove-route', gateway: right.gateway, route: { ...route, tunnels: [right2.tunnel.id], metric: 20 } },
      )
    }
  }
  const before = (await lab.tunnel(right)).childSas[0]?.bytesIn
  assert.equal(await lab.reaches(left.host.id, right.host.address), false)
  assert.equal(before, 0)
  assert.equal((await lab.tunnel(right)).childSas[0]?.bytesIn, 168)
})

test('a packet that two gateways route to each other is dropped when its TTL ends', async () => {
  const lab = createVirtualLab()
  const everywhere = [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }]
  const { left, right } = makeSites({ selectors: everywhere })
  await lab.build(left, right)
  await lab.initiate(left)
  await lab.up(left, right)
  assert.equal(await lab.reaches(left.host.id, address('192.0.2.1')), false)
  assert.ok((await lab.tunnel(left)).packetsOut < 100)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
})

test('a ping counts replies and their round-trip time, which is longer through a tunnel', async () => {
  const { lab, left, right } = await dual()
  const ping = (target: string, count = 10) =>
    lab.wait(lab.plane.ping(left.host.id, address(target), { count, timeoutMs: 1000 }))
  const near = await ping('10.1.1.1')
  const far = await ping(right.host.address)
  assert.deepEqual([near.sent, near.received, far.sent, far.received], [10, 10, 10, 10])
  assert.ok((far.averageMilliseconds ?? 0) > (near.averageMilliseconds ?? 0) + 0.5)
  const late = lab.plane.ping(left.host.id, right.host.address, { count: 2, timeoutMs: 0.5 })
  assert.deepEqual(await lab.wait(late), { sent: 2, received: 0 })
  const startedAt = lab.clock.now()
  assert.deepEqual(await ping('10.9.9.9', 3), { sent: 3, received: 0 })
  assert.ok(lab.clock.now() - startedAt < 1_100)
})

test('a stream through a tunnel takes the seconds asked for and is counted by the Child SA', async () => {
  const { lab, left, right } = await dual()
  const startedAt = lab.clock.now()
  const result = await lab.wait(lab.plane.throughput(left.host.id, right.host.id, { seconds: 2 }))
  assert.deepEqual(result, { bitsPerSecond: 500_000_000, seconds: 2 })
  assert.equal(lab.clock.now() - startedAt, 2000)
  assert.ok(((await carried(lab, left)) ?? 0) >= 125_000_000)
})

test('a stream passes at the least of the bandwidths on its way', async () => {
  const { lab, left, right } = await dual()
  const stream = async () =>
    (await lab.wait(lab.plane.throughput(left.host.id, right.host.id, { seconds: 1 }))).bitsPerSecond / 1_000_000
  const { gateway, tunnel } = left
  const limitTunnel = (bandwidthMbps: number) =>
    lab.perform({ do: 'set-device', gateway, tunnel: tunnel.id, device: { mtu: 1400, bandwidthMbps } })
  await limitTunnel(50)
  assert.equal(await stream(), 50)
  const [link] = gatewayOf(right).links
  assert.ok(link)
  await lab.perform({ do: 'link-network', gateway: right.gateway, link: { ...link, bandwidthMbps: 20 } })
  assert.equal(await stream(), 20)
  await limitTunnel(10)
  assert.equal(await stream(), 10)
})

test('a packet whose source is in no selector is dropped', async () => {
  const lab = createVirtualLab()
  const { left, right } = makeSites()
  const narrow = withTunnel(left, { selectors: [{ local: [prefix('10.1.2.0/24')], remote: [prefix('10.2.0.0/16')] }] })
  await lab.build(narrow, right)
  await lab.initiate(narrow)
  await lab.up(narrow, right)
  assert.equal(await lab.reaches(left.host.id, right.host.address), false)
  assert.equal(await carried(lab, left), 0)
})

test('a host whose subnet was removed reaches nothing', async () => {
  const { lab, left, right } = await dual()
  assert.equal(await lab.reaches(left.host.id, address('10.1.2.1')), true)
  const subnets = left.network.subnets.filter(({ id }) => id === 'left-subnet-2')
  await lab.perform({ do: 'ensure-network', network: { ...left.network, subnets } })
  assert.equal(await lab.reaches(left.host.id, address('10.1.2.1')), false)
  assert.equal(await lab.reaches(left.host.id, right.host.address), false)
  assert.equal(await carried(lab, left), 0)
})

test('a path that is cut between two hosts of the underlay drops packets', async () => {
  const lab = createVirtualLab()
  const [one, other] = [address('203.0.113.201'), address('203.0.113.202')]
  const underlay = { kind: 'underlay' } as const
  await lab.perform(
    { do: 'ensure-host', host: { id: 'one', place: underlay, address: one } },
    { do: 'ensure-host', host: { id: 'other', place: underlay, address: other } },
  )
  lab.plane.faults.cut(one, other)
  assert.equal(await lab.reaches('one', other), false)
  lab.plane.faults.restore(other, one)
  assert.equal(await lab.reaches('one', other), true)
})
