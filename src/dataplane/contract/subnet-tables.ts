import assert from 'node:assert/strict'
import type { LinkSpec, NetworkSpec } from '../port.ts'
import { type Check, establish, type Lab, makeSites, prefix } from './lab.ts'

const table = 'table-1'

/** Two sites with a tunnel between them that is up, and a host in each of the left one's two subnets. */
async function twoSubnets(lab: Lab) {
  const { left, right } = makeSites()
  await establish(lab, left, right)
  const [own, other] = left.network.subnets
  assert.ok(own && other)
  const neighbor = 'host-other'
  const address = other.routerAddress.replace(/\d+$/, '9') as typeof other.routerAddress
  const place = { kind: 'subnet' as const, network: left.network.id, subnet: other.id }
  await lab.perform({ do: 'ensure-host', host: { id: neighbor, place, address } })
  const link: LinkSpec = { network: left.network.id, prefix: left.network.prefix, beyond: [right.network.prefix] }
  const routed: NetworkSpec = { ...left.network, subnets: [{ ...own, table }, other] }
  const to = right.host.address
  return {
    link,
    routed,
    unrouted: left.network,
    beyond: link.beyond,
    ensure: (network: NetworkSpec) => lab.perform({ do: 'ensure-network', network }),
    relink: (change: Partial<LinkSpec>) =>
      lab.perform({ do: 'link-network', gateway: left.gateway, link: { ...link, ...change } }),
    unlink: () => lab.perform({ do: 'unlink-network', gateway: left.gateway, network: left.network.id }),
    /** Whether the host of the subnet with a table gets there, and that of the other. */
    reach: () => lab.reach([left.host.id, to], [neighbor, to]),
    between: () => lab.reach([left.host.id, address], [neighbor, left.host.address]),
  }
}

/** What subnets reach that have another route table than their network's own. */
export function registerSubnetTableContract(check: Check): void {
  check('a subnet is routed by its own table alone, and reaches the other subnets by any', async (lab) => {
    const { ensure, routed, unrouted, relink, beyond, reach, between } = await twoSubnets(lab)
    assert.deepEqual(await reach(), [true, true])
    await ensure(routed)
    assert.deepEqual(await reach(), [false, true])
    assert.deepEqual(await between(), [true, true])
    await relink({ tables: [{ table, beyond }] })
    assert.deepEqual(await reach(), [true, true])
    await relink({ beyond: [], tables: [{ table, beyond }] })
    assert.deepEqual(await reach(), [true, false])
    await relink({ beyond: [], tables: [{ table: 'another', beyond }] })
    assert.deepEqual(await reach(), [false, false])
    await relink({ beyond: [], tables: [{ table, beyond: [prefix('0.0.0.0/0')] }] })
    assert.deepEqual(
      [await reach(), await between()],
      [
        [true, false],
        [true, true],
      ],
    )
    await ensure(unrouted)
    assert.deepEqual(await reach(), [false, false])
  })

  check('a subnet’s table leads over a link that was there before it, and over none that has gone', async (lab) => {
    const { ensure, routed, unrouted, relink, unlink, beyond, reach } = await twoSubnets(lab)
    await relink({ tables: [{ table, beyond }] })
    await ensure(routed)
    assert.deepEqual(await reach(), [true, true])
    await unlink()
    assert.deepEqual(await reach(), [false, false])
    await relink({ tables: [{ table, beyond }] })
    assert.deepEqual(await reach(), [true, true])
    await relink({})
    assert.deepEqual(await reach(), [false, true])
    await ensure({ ...routed, subnets: routed.subnets.slice(1) })
    await ensure(unrouted)
    assert.deepEqual((await reach())[1], true)
  })
}
