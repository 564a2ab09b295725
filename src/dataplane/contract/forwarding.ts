import assert from 'node:assert/strict'
import { digestLink } from '../digest.ts'
import type { HostSpec } from '../port.ts'
import { address, building, type Check, establish, gatewayOf, makeSites, prefix, subnetOf, withTunnel } from './lab.ts'

/** What hosts reach. */
export function registerForwardingContract(check: Check): void {
  registerNearContract(check)
  registerFarContract(check)
}

function registerNearContract(check: Check): void {
  check('hosts of one network reach each other and their subnet’s router without a gateway', async (lab) => {
    const { left } = makeSites()
    const other: HostSpec = {
      id: 'other',
      place: { kind: 'subnet', network: left.network.id, subnet: 'left-subnet-2' },
      address: address('10.1.2.10'),
    }
    await lab.perform(
      { do: 'ensure-network', network: left.network },
      { do: 'ensure-host', host: left.host },
      { do: 'ensure-host', host: other },
    )
    assert.equal(await lab.reaches(left.host.id, other.address), true)
    assert.equal(await lab.reaches(left.host.id, subnetOf(left).routerAddress), true)
    assert.equal(await lab.reaches(left.host.id, address('10.1.2.77')), false)
    await lab.perform({ do: 'remove-host', host: other.id })
    assert.equal(await lab.reaches(left.host.id, other.address), false)
  })

  check('hosts of the underlay reach each other and outer addresses, and no host inside a network', async (lab) => {
    const { left, right } = makeSites()
    const [one, other] = ['203.0.113.201', '203.0.113.202'].map(
      (outer, i): HostSpec => ({ id: `underlay-${i}`, place: { kind: 'underlay' }, address: address(outer) }),
    )
    assert.ok(one && other)
    await establish(lab, left, right)
    await lab.perform({ do: 'ensure-host', host: one }, { do: 'ensure-host', host: other })
    assert.equal(await lab.reaches(one.id, other.address), true)
    assert.equal(await lab.reaches(one.id, left.tunnel.localAddress), true)
    assert.equal(await lab.reaches(one.id, left.host.address), false)
  })

  check('pings at an interval say when each answer came', async (lab) => {
    const { left } = makeSites()
    await lab.perform({ do: 'ensure-network', network: left.network }, { do: 'ensure-host', host: left.host })
    const options = { count: 5, timeoutMs: 1000, intervalMs: 20 }
    const { answeredAt = [] } = await lab.wait(lab.plane.ping(left.host.id, subnetOf(left).routerAddress, options))
    assert.equal(answeredAt.length, 5)
    assert.equal(answeredAt[0], 0)
    assert.ok((answeredAt[4] ?? 0) >= 60, `${answeredAt}`)
  })

  check('a ping from a host that does not exist is an error', async (lab) => {
    await assert.rejects(lab.wait(lab.plane.ping('nobody', address('10.1.1.10'), { count: 1, timeoutMs: 100 })))
  })
}

function registerFarContract(check: Check): void {
  check('a gateway reaches a network’s other ranges over the link too, and no more once they are gone', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    const { gateway, network } = left
    const link = { network: network.id, prefix: prefix('192.168.0.0/24'), beyond: [right.network.prefix] }
    const back = () => lab.reaches(right.host.id, left.host.address)
    await lab.perform({ do: 'link-network', gateway, link })
    assert.equal(await back(), false)
    const ranged = { ...link, secondary: [prefix('192.168.1.0/24'), network.prefix] }
    await lab.perform({ do: 'link-network', gateway, link: ranged })
    assert.equal((await lab.gateway(left)).links[0]?.digest, digestLink(ranged))
    assert.equal(await back(), true)
    await lab.perform({ do: 'link-network', gateway, link })
    assert.equal(await back(), false)
  })

  check('traffic through a tunnel passes while its route and link exist, and not without either', async (lab) => {
    const { left, right } = makeSites()
    const { gateway } = left
    await establish(lab, left, right)
    const [route] = gatewayOf(left).routes
    const [link] = gatewayOf(left).links
    assert.ok(route && link)
    const reaches = () => lab.reaches(left.host.id, right.host.address)
    await lab.perform({ do: 'remove-route', gateway, route })
    assert.deepEqual((await lab.gateway(left)).routes, [])
    assert.equal(await reaches(), false)
    const dearer = { ...route, metric: route.metric + 10 }
    await lab.perform({ do: 'add-route', gateway, route }, { do: 'add-route', gateway, route: dearer })
    assert.equal((await lab.gateway(left)).routes.length, 2)
    await lab.perform({ do: 'remove-route', gateway, route: dearer })
    await lab.perform({ do: 'remove-route', gateway, route: { ...route, tunnels: ['another'] } })
    assert.deepEqual((await lab.gateway(left)).routes, [route])
    assert.equal(await reaches(), true)
    const narrower = { ...link, beyond: [] }
    await lab.perform({ do: 'link-network', gateway, link: narrower })
    assert.equal((await lab.gateway(left)).links[0]?.digest, digestLink(narrower))
    assert.equal(await reaches(), false)
    await lab.perform({ do: 'link-network', gateway, link })
    assert.equal(await reaches(), true)
    await lab.perform({ do: 'unlink-network', gateway, network: link.network })
    assert.deepEqual((await lab.gateway(left)).links, [])
    assert.equal(await reaches(), false)
  })

  check(
    'two networks of one gateway reach what is behind its tunnel, each by its own link, and not each other',
    async (lab) => {
      const { left, right } = makeSites()
      const [inner, own] = [prefix('10.0.0.0/14'), prefix('10.3.0.0/16')]
      const near = withTunnel(left, { selectors: [{ local: [inner], remote: [right.network.prefix] }] })
      const far = withTunnel(right, { selectors: [{ local: [right.network.prefix], remote: [inner] }] })
      await establish(lab, near, far)
      const subnet = { id: 'beside-subnet', prefix: prefix('10.3.1.0/24'), routerAddress: address('10.3.1.1') }
      const network = { id: 'beside-network', prefix: own, subnets: [subnet] }
      const place = { kind: 'subnet' as const, network: network.id, subnet: subnet.id }
      const beside: HostSpec = { id: 'beside-host', place, address: address('10.3.1.10') }
      await lab.perform({ do: 'ensure-network', network }, { do: 'ensure-host', host: beside })
      const reach = () =>
        lab.reach(
          [near.host.id, far.host.address],
          [beside.id, far.host.address],
          [far.host.id, beside.address],
          [near.host.id, beside.address],
        )
      assert.deepEqual(await reach(), [true, false, false, false])
      const { gateway } = near
      const link = { network: network.id, prefix: own, beyond: [far.network.prefix] }
      await lab.perform({ do: 'link-network', gateway, link })
      assert.deepEqual(await reach(), [true, true, true, false])
      await lab.perform({ do: 'link-network', gateway, link: { ...link, beyond: [] } })
      assert.deepEqual(await reach(), [true, false, false, false])
      await lab.perform({ do: 'unlink-network', gateway, network: network.id })
      assert.deepEqual(await reach(), [true, false, false, false])
    },
  )

  check(
    'a packet for a tunnel without a Child SA is counted, so that a trap can start the negotiation',
    async (lab) => {
      const { left, right } = makeSites()
      await lab.perform(...building(left), ...building(right))
      const before = (await lab.tunnel(left)).packetsOut
      assert.equal(await lab.reaches(left.host.id, right.host.address), false)
      assert.ok((await lab.tunnel(left)).packetsOut > before)
    },
  )

  check(
    'a stream between hosts has a throughput, and is an error when they do not reach each other',
    async (lab) => {
      const { left, right } = makeSites()
      await lab.perform(...building(left), ...building(right))
      const stream = () => lab.wait(lab.plane.throughput(left.host.id, right.host.id, { seconds: 1 }))
      await assert.rejects(stream())
      await lab.initiate(left)
      await lab.up(left, right)
      const { bitsPerSecond } = await stream()
      assert.ok(bitsPerSecond > 0)
    },
    'throughput',
  )
}
