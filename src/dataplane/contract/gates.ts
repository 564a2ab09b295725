import assert from 'node:assert/strict'
import { type Gate, gateOf, type Ingress, type Lead } from '../../domain/gate.ts'
import type { Step } from '../port.ts'
import { type Check, establish, gatewayOf, type Lab, makeSites, prefix } from './lab.ts'

/** Two sites with a tunnel between them that is up, and the gates of the left one. */
async function gated(lab: Lab) {
  const { left, right } = makeSites()
  await establish(lab, left, right)
  const { gateway } = left
  const network: Ingress = { network: left.network.id }
  const tunnel: Ingress = { tunnel: left.tunnel.id }
  const set = (gate: Gate): Step => ({ do: 'set-gate', gateway, gate })
  return {
    network,
    tunnel,
    set: (from: Ingress, admitted: readonly string[], refused: readonly string[] = [], leads: readonly Lead[] = []) =>
      lab.perform(set(gateOf(from, admitted.map(prefix), refused.map(prefix), leads))),
    remove: (from: Ingress) => lab.perform({ do: 'remove-gate', gateway, from }),
    gates: async () => (await lab.gateway(left)).gates ?? [],
    out: () => lab.reaches(left.host.id, right.host.address),
    back: () => lab.reaches(right.host.id, left.host.address),
    left,
    right,
  }
}

/** What packets may be routed to, by where they come in. */
export function registerGateContract(check: Check): void {
  check('packets of a network are routed to what its gate admits alone, the longest prefix first', async (lab) => {
    const { network, set, remove, gates, out } = await gated(lab)
    assert.equal(await out(), true)
    await set(network, ['10.2.0.0/16'])
    assert.deepEqual(await gates(), [gateOf(network, [prefix('10.2.0.0/16')], [])])
    assert.equal(await out(), true)
    await set(network, ['10.2.0.0/16'], ['10.2.1.0/24'])
    assert.equal(await out(), false)
    await set(network, ['10.2.1.0/24'], ['10.2.0.0/16'])
    assert.deepEqual(await gates(), [gateOf(network, [prefix('10.2.1.0/24')], [prefix('10.2.0.0/16')])])
    assert.equal(await out(), true)
    await set(network, ['10.3.0.0/16'])
    assert.equal(await out(), false)
    await set(network, ['0.0.0.0/0'])
    assert.equal(await out(), true)
    await set(network, [])
    assert.deepEqual(await gates(), [gateOf(network, [], [])])
    assert.equal(await out(), false)
    await remove(network)
    await remove(network)
    assert.deepEqual(await gates(), [])
    assert.equal(await out(), true)
  })

  check('packets out of a tunnel are routed to what its gate admits alone, and so are the answers', async (lab) => {
    const { tunnel, set, gates, out, back, left } = await gated(lab)
    await set(tunnel, ['10.9.0.0/16'])
    assert.deepEqual([await back(), await out()], [false, false])
    await set(tunnel, [left.network.prefix])
    assert.deepEqual([await back(), await out()], [true, true])
    assert.equal((await gates()).length, 1)
  })

  check('a gate stands before the link that it is for, and stays when the link is made anew', async (lab) => {
    const { network, set, out, left } = await gated(lab)
    const { gateway } = left
    await set(network, [])
    await lab.perform({ do: 'unlink-network', gateway, network: left.network.id })
    const beyond = [prefix('10.2.0.0/16')]
    const link = { network: left.network.id, prefix: left.network.prefix, beyond }
    await lab.perform({ do: 'link-network', gateway, link })
    assert.equal(await out(), false)
    await set(network, ['10.2.0.0/16'])
    assert.equal(await out(), true)
  })

  check('what a gate leads into a tunnel goes there without a route, but for what longer prefixes say', async (lab) => {
    const { network, set, gates, out, left } = await gated(lab)
    for (const route of gatewayOf(left).routes) {
      await lab.perform({ do: 'remove-route', gateway: left.gateway, route })
    }
    await set(network, ['10.2.0.0/16'])
    assert.equal(await out(), false)
    const lead = { prefix: prefix('10.0.0.0/8'), tunnels: [[left.tunnel.id]] }
    await set(network, [], [], [lead])
    assert.deepEqual(await gates(), [gateOf(network, [], [], [lead])])
    assert.equal(await out(), true)
    await set(network, [], ['10.2.0.0/16'], [lead])
    assert.equal(await out(), false)
    await set(network, ['10.2.0.0/16'], [], [lead])
    assert.equal(await out(), false)
    const all = { ...lead, prefix: prefix('0.0.0.0/0') }
    await set(network, [], [], [all])
    assert.equal(await out(), true)
    await set(network, [], [], [{ ...all, tunnels: [] }])
    assert.deepEqual(await gates(), [gateOf(network, [], [], [{ ...all, tunnels: [] }])])
    assert.equal(await out(), false)
  })

  check(
    'what a gate leads into a crashed daemon’s tunnel is refused, and goes there once the gate is set anew',
    async (lab) => {
      const { network, set, gates, out, left, right } = await gated(lab)
      const lead = { prefix: prefix('10.2.0.0/16'), tunnels: [[left.tunnel.id]] }
      await set(network, ['10.0.0.0/8'], [], [lead])
      assert.equal(await out(), true)
      assert.equal(await lab.wait(lab.plane.crash(left.gateway, left.tunnel.id)), true)
      await lab.settle(async () => (await lab.gateway(left)).tunnels[0]?.alive === false)
      assert.deepEqual(await gates(), [gateOf(network, [prefix('10.0.0.0/8')], [], [{ ...lead, tunnels: [] }])])
      assert.equal(await out(), false)
      await establish(lab, left, right)
      await set(network, ['10.0.0.0/8'], [], [lead])
      assert.equal(await out(), true)
    },
    'device-of-the-daemon',
  )

  check(
    'what a gate leads over a link goes to its network, and is refused while the link is not there',
    async (lab) => {
      const { tunnel, set, gates, back, left } = await gated(lab)
      const { gateway, network } = left
      const link = { network: network.id, prefix: prefix('192.168.0.0/24'), beyond: [prefix('10.2.0.0/16')] }
      await lab.perform({ do: 'link-network', gateway, link })
      await set(tunnel, ['10.1.0.0/16'])
      assert.equal(await back(), false)
      const lead = { prefix: network.prefix, network: network.id }
      await set(tunnel, [], [], [lead])
      assert.deepEqual(await gates(), [gateOf(tunnel, [], [], [lead])])
      assert.equal(await back(), true)
      await lab.perform({ do: 'unlink-network', gateway, network: network.id })
      assert.deepEqual(await gates(), [gateOf(tunnel, [], [], [{ prefix: network.prefix, tunnels: [] }])])
      assert.equal(await back(), false)
      await lab.perform({ do: 'link-network', gateway, link })
      await set(tunnel, [], [], [lead])
      assert.equal(await back(), true)
    },
  )
}
