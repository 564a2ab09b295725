import assert from 'node:assert/strict'
import type { Check } from './contract.ts'
import {
  address,
  building,
  gatewayOf,
  type Lab,
  makeSites,
  prefix,
  removing,
  type Site,
  subnetOf,
} from './contract-lab.ts'
import { digestHost, digestLink, digestNetwork } from './digest.ts'
import type { HostSpec, NetworkSpec } from './port.ts'

async function establish(lab: Lab, left: Site, right: Site): Promise<void> {
  await lab.perform(...building(left), ...building(right))
  await lab.initiate(left)
  await lab.up(left, right)
}

const empty = { networks: [], gateways: [], hosts: [] }

/** Networks, links, routes, hosts and what can be seen of them. */
export function registerWorldContract(check: Check): void {
  check('what was never made is not observed, and its removal finds its work done', async (lab) => {
    const { plane } = lab
    assert.equal(await plane.observeGateway('nowhere'), undefined)
    assert.equal(await plane.observeNetwork('nowhere'), undefined)
    assert.equal(await plane.observeHost('nowhere'), undefined)
    assert.deepEqual(await plane.inventory(), empty)
    await lab.perform(...removing(makeSites().left))
    assert.deepEqual(await plane.inventory(), empty)
  })

  check('each step may be done twice, making and removing', async (lab) => {
    const { left, right } = makeSites()
    const twice = <T>(steps: readonly T[]): T[] => steps.flatMap((step) => [step, step])
    await lab.perform(...twice([...building(left), ...building(right)]))
    await lab.initiate(left)
    await lab.initiate(left)
    await lab.up(left, right)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    const { links, routes, tunnels } = await lab.gateway(left)
    assert.deepEqual(
      links,
      gatewayOf(left).links.map((link) => ({ network: link.network, digest: digestLink(link) })),
    )
    assert.deepEqual(routes, gatewayOf(left).routes)
    assert.equal(tunnels.length, 1)
    await lab.perform(...twice([...removing(left), ...removing(right)]))
    assert.deepEqual(await lab.plane.inventory(), empty)
  })

  check('networks and hosts are observed by their digests, changed in place, and listed', async (lab) => {
    const { plane } = lab
    const { network, host } = makeSites().left
    const third = { id: 'third', prefix: prefix('10.1.3.0/24'), routerAddress: address('10.1.3.1') }
    const larger: NetworkSpec = { ...network, subnets: [...network.subnets, third] }
    const moved: HostSpec = { ...host, address: address('10.1.1.99') }
    await lab.perform({ do: 'ensure-network', network }, { do: 'ensure-host', host })
    assert.equal(await plane.observeNetwork(network.id), digestNetwork(network))
    assert.equal(await plane.observeHost(host.id), digestHost(host))
    assert.deepEqual(await plane.inventory(), { networks: [network.id], gateways: [], hosts: [host.id] })
    await lab.perform({ do: 'ensure-network', network: larger }, { do: 'ensure-host', host: moved })
    assert.equal(await plane.observeNetwork(network.id), digestNetwork(larger))
    assert.equal(await plane.observeHost(host.id), digestHost(moved))
    assert.equal(await lab.reaches(host.id, third.routerAddress), true)
  })

  check('hosts of one network reach each other and their router without any gateway', async (lab) => {
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

  check('hosts of the underlay reach each other and outer addresses, and nothing inside', async (lab) => {
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

  check('traffic takes the way that routes and links give it, as long as they are there', async (lab) => {
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
    await lab.perform({ do: 'remove-route', gateway, route: { ...route, tunnel: 'another' } })
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

  check('a packet that no SA takes is counted, so that it can start a negotiation', async (lab) => {
    const { left, right } = makeSites()
    await lab.perform(...building(left), ...building(right))
    const before = (await lab.tunnel(left)).packetsOut
    assert.equal(await lab.reaches(left.host.id, right.host.address), false)
    assert.ok((await lab.tunnel(left)).packetsOut > before)
  })

  check('a listener hears of both gateways when a tunnel comes up', async (lab) => {
    const { left, right } = makeSites()
    await lab.perform(...building(left), ...building(right))
    const heard = new Set<string>()
    lab.plane.onChange((gateway) => heard.add(gateway))
    await lab.initiate(left)
    await lab.up(left, right)
    await lab.settle(async () => heard.has(left.gateway) && heard.has(right.gateway))
  })

  check(
    'a stream between hosts has a throughput, and is an error where they do not reach each other',
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

  check('a host that is not there cannot ping', async (lab) => {
    await assert.rejects(lab.wait(lab.plane.ping('nobody', address('10.1.1.10'), { count: 1, timeoutMs: 100 })))
  })

  check('a purge leaves nothing', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    await lab.plane.purge()
    assert.deepEqual(await lab.plane.inventory(), empty)
    assert.equal(await lab.plane.observeGateway(left.gateway), undefined)
    await lab.plane.purge()
  })
}
