import assert from 'node:assert/strict'
import { digestHost, digestLink, digestNetwork } from '../digest.ts'
import type { HostSpec, NetworkSpec } from '../port.ts'
import { address, building, type Check, establish, gatewayOf, makeSites, prefix, removing } from './lab.ts'

const empty = { networks: [], gateways: [], hosts: [], workloads: [] }

/** What can be seen of what is there, and that nothing is left of what was. */
export function registerObservationContract(check: Check): void {
  check('a resource that was never created is not observed, and its removal succeeds', async (lab) => {
    const { plane } = lab
    assert.equal(await plane.observeGateway('nowhere'), undefined)
    assert.equal(await plane.observeNetwork('nowhere'), undefined)
    assert.equal(await plane.observeHost('nowhere'), undefined)
    assert.deepEqual(await plane.inventory(), empty)
    await lab.perform(...removing(makeSites().left))
    assert.deepEqual(await plane.inventory(), empty)
  })

  check('each step, when performed twice, has the effect of once, in creating and in removing', async (lab) => {
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

  check('networks and hosts are observed by their digest, change in place, and stand in the inventory', async (lab) => {
    const { plane } = lab
    const { network, host } = makeSites().left
    const third = { id: 'third', prefix: prefix('10.1.3.0/24'), routerAddress: address('10.1.3.1') }
    const larger: NetworkSpec = { ...network, subnets: [...network.subnets, third] }
    const moved: HostSpec = { ...host, address: address('10.1.1.99') }
    await lab.perform({ do: 'ensure-network', network }, { do: 'ensure-host', host })
    assert.equal(await plane.observeNetwork(network.id), digestNetwork(network))
    assert.equal(await plane.observeHost(host.id), digestHost(host))
    assert.deepEqual(await plane.inventory(), { networks: [network.id], gateways: [], hosts: [host.id], workloads: [] })
    await lab.perform({ do: 'ensure-network', network: larger }, { do: 'ensure-host', host: moved })
    assert.equal(await plane.observeNetwork(network.id), digestNetwork(larger))
    assert.equal(await plane.observeHost(host.id), digestHost(moved))
    assert.equal(await lab.reaches(host.id, third.routerAddress), true)
  })

  check('a listener is told of the tunnels at both ends when the SAs come up', async (lab) => {
    const { left, right } = makeSites()
    await lab.perform(...building(left), ...building(right))
    const heard = new Set<string>()
    lab.plane.onChange((gateway, tunnel) => heard.add(`${gateway} ${tunnel}`))
    await lab.initiate(left)
    await lab.up(left, right)
    const ends = [left, right].map(({ gateway, tunnel }) => `${gateway} ${tunnel.id}`)
    await lab.settle(async () => ends.every((end) => heard.has(end)))
  })

  check(
    'tunnels observed by id are as in the observation of their gateway, and an unknown id is left out',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      const { tunnels, policies, routes } = await lab.gateway(left)
      const observe = (...ids: readonly string[]) => lab.plane.observeTunnels(left.gateway, ids)
      assert.deepEqual(await observe(left.tunnel.id, 'another'), { tunnels, policies, routes })
      assert.deepEqual(await observe(), { tunnels: [], policies, routes })
      assert.equal(await lab.plane.observeTunnels('nowhere', [left.tunnel.id]), undefined)
    },
  )

  check('an uplink by a device that is not there is refused, and nothing of it is left to remove', async (lab) => {
    const { plane } = lab
    const uplink = { kind: 'routed', device: 'nowhere0', pool: prefix('198.18.0.0/24') } as const
    await assert.rejects(plane.perform({ do: 'ensure-uplink', uplink }))
    assert.equal(await plane.observeUplink(), undefined)
    assert.deepEqual(await plane.inventory(), empty)
    await lab.perform({ do: 'remove-uplink' }, { do: 'remove-uplink' })
  })

  check('a purge leaves an empty inventory', async (lab) => {
    const { left, right } = makeSites()
    await establish(lab, left, right)
    await lab.plane.purge()
    assert.deepEqual(await lab.plane.inventory(), empty)
    assert.equal(await lab.plane.observeGateway(left.gateway), undefined)
    await lab.plane.purge()
  })
}
