import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, key, makeSites, prefix, type Site, withTunnel } from '../contract/lab.ts'
import { createVirtualLab, type VirtualLab } from '../contract/virtual-lab.ts'
import type { TunnelSpec } from '../port.ts'
import { exchange } from './exchange.ts'
import { createTimers } from './timers.ts'

const tunnelOf = (lab: VirtualLab, site: Site) => {
  const tunnel = lab.plane.world.gateways.get(site.gateway)?.tunnels.get(site.tunnel.id)
  assert.ok(tunnel)
  return tunnel
}

async function built(change: Partial<TunnelSpec> = {}, seed = 1) {
  const lab = createVirtualLab({ seed })
  const { left, right } = makeSites(change)
  await lab.build(left, right)
  const [one, other] = [left.tunnel.localAddress, left.tunnel.remoteAddress]
  return {
    lab,
    left,
    right,
    cut: () => lab.plane.faults.cut(one, other),
    restore: () => lab.plane.faults.restore(one, other),
  }
}

test('a request whose response is lost is answered once, from memory, and again by a daemon that was restarted', async () => {
  const { lab, left, right, cut, restore } = await built()
  const { world } = lab.plane
  let answers = 0
  const replies: (number | 'silent')[] = []
  const start = () =>
    exchange(
      world,
      tunnelOf(lab, left),
      createTimers(lab.clock),
      () => ++answers,
      (r) => replies.push(r),
    )
  start()
  while (answers === 0) lab.clock.runNext()
  cut()
  lab.clock.advance(100)
  assert.deepEqual([answers, replies], [1, []])
  restore()
  lab.clock.advance(1_000)
  assert.deepEqual([answers, replies], [1, [1]])

  start()
  while (answers === 1) lab.clock.runNext()
  cut()
  lab.clock.advance(100)
  restore()
  lab.plane.faults.killDaemon(right.gateway, right.tunnel.id)
  await lab.perform({ do: 'create-tunnel', gateway: right.gateway, tunnel: right.tunnel })
  lab.clock.advance(1_000)
  assert.deepEqual([answers, replies], [3, [1, 3]])
})

test('a negotiation under way is not disturbed by initiating again', async () => {
  const { lab, left } = await built()
  await lab.initiate(left)
  const attempt = tunnelOf(lab, left).daemon?.attempt
  await lab.initiate(left)
  assert.ok(attempt)
  assert.equal(tunnelOf(lab, left).daemon?.attempt, attempt)
})

test('a Child SA that was refused in IKE_AUTH is not requested again by itself', async () => {
  const { lab, left } = await built()
  const other = withTunnel(left, { selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }] })
  await lab.build(other)
  await lab.initiate(other)
  lab.clock.advance(1_000)
  const { ikeSa, failure } = await lab.tunnel(left)
  assert.equal(ikeSa?.state, 'established')
  assert.equal(failure?.at, ikeSa?.establishedAt)
})

test('a responder that is restarted during a negotiation answers nothing of it', async () => {
  const { lab, left, right } = await built()
  await lab.initiate(left)
  while (tunnelOf(lab, right).daemon?.halfOpen.size === 0) lab.clock.runNext()
  lab.plane.faults.killDaemon(right.gateway, right.tunnel.id)
  await lab.build(right)
  lab.clock.advance(100)
  assert.equal((await lab.tunnel(left)).ikeSa?.state, 'connecting')
  assert.equal((await lab.tunnel(right)).ikeSa, undefined)
  assert.equal((await lab.failure(left)).reason, 'peer-silent')
})

test('a configuration that changes during a negotiation ends the negotiation', async () => {
  for (let milliseconds = 0; milliseconds < 10; milliseconds++) {
    const { lab, left } = await built({}, milliseconds + 1)
    await lab.initiate(left)
    lab.clock.advance(milliseconds)
    const changed = withTunnel(left, { preSharedKey: key('a new key') })
    await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: changed.tunnel })
    lab.clock.advance(1_000)
    const { ikeSa, failure } = await lab.tunnel(left)
    assert.deepEqual([ikeSa, failure], [undefined, undefined], `after ${milliseconds} ms`)
  }
})

test('a responder whose tunnel is removed during a negotiation leaves no SA at the initiator', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { lab, left, right } = await built({}, seed)
    await lab.initiate(left)
    lab.clock.advance(3 + (seed % 8))
    await lab.perform({ do: 'remove-tunnel', gateway: right.gateway, tunnel: right.tunnel.id })
    lab.clock.advance(10_000)
    assert.equal((await lab.tunnel(left)).ikeSa, undefined, `seed ${seed}`)
  }
})

test('Child SAs that both ends create at once, and are told to twice, come up once each', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const lab = createVirtualLab({ seed })
    const { left, right } = makeSites()
    const several = (own: string, peer: string) =>
      [1, 2, 3, 4].map((n) => ({ local: [prefix(`${own}.${n}.0/24`)], remote: [prefix(`${peer}.${n}.0/24`)] }))
    const [one, other] = [
      withTunnel(left, { selectors: several('10.1', '10.2') }),
      withTunnel(right, { selectors: several('10.2', '10.1') }),
    ]
    await lab.build(one, other)
    await lab.initiate(one)
    await lab.settle(async () => (await lab.tunnel(one)).childSas.length > 0)
    for (const site of [one, other, one, other]) await lab.initiate(site)
    lab.clock.advance(1_000)
    await lab.initiate(one)
    lab.clock.advance(1_000)
    for (const site of [one, other]) {
      const selectors = (await lab.tunnel(site)).childSas.map((child) => child.selectors.local.join())
      assert.deepEqual([...new Set(selectors)].sort(), [...selectors].sort(), `seed ${seed}`)
      assert.equal(selectors.length, 4, `seed ${seed}`)
    }
  }
})

test('a tunnel that was moved to another peer address does not answer the peer it had', async () => {
  const { lab, left, right } = await built()
  const moved = withTunnel(right, { remoteAddress: address('198.51.100.9') })
  await lab.build(moved)
  await lab.initiate(left)
  assert.equal((await lab.failure(left)).reason, 'peer-silent')
})

test('a path that is cut ends the request after its last retransmission, and one restored before is answered', async () => {
  const lab = createVirtualLab()
  const { left, right } = makeSites()
  await lab.build(left, right)
  const [one, other] = [left.tunnel.localAddress, left.tunnel.remoteAddress]
  lab.plane.faults.cut(one, other)
  await lab.initiate(left)
  lab.clock.advance(5_900)
  assert.equal((await lab.tunnel(left)).ikeSa?.state, 'connecting')
  lab.clock.advance(100)
  assert.deepEqual(
    [(await lab.tunnel(left)).ikeSa, (await lab.tunnel(left)).failure?.reason],
    [undefined, 'peer-silent'],
  )
  assert.equal((await lab.tunnel(right)).failure, undefined)
  await lab.initiate(left)
  lab.clock.advance(2_000)
  lab.plane.faults.restore(one, other)
  await lab.up(left, right)
})

const negotiations: readonly Partial<TunnelSpec>[] = [{}, { version: 1 }, { version: 1, mode: 'aggressive' }]

test('two ends that initiate at once end with one and the same IKE SA, whichever messages overtake others', async () => {
  for (const change of negotiations) for (let seed = 1; seed <= 100; seed++) await initiateAtOnce(change, seed)
})

async function initiateAtOnce(change: Partial<TunnelSpec>, seed: number): Promise<void> {
  const lab = createVirtualLab({ seed })
  const { left, right } = makeSites(change)
  await lab.build(left, right)
  const sessions = new Set<string | undefined>()
  lab.plane.onChange(() => sessions.add(tunnelOf(lab, left).daemon?.ikeSa?.session))
  await lab.initiate(left)
  lab.clock.advance(seed % 5)
  await lab.initiate(right)
  lab.clock.advance(1_000)
  sessions.delete(undefined)
  const which = `${JSON.stringify(change)}, seed ${seed}`
  assert.equal(sessions.size, 1, which)
  const ends = [await lab.tunnel(left), await lab.tunnel(right)]
  assert.deepEqual(
    ends.map(({ ikeSa }) => ikeSa?.state),
    ['established', 'established'],
    which,
  )
  assert.deepEqual(ends.map(({ ikeSa }) => ikeSa?.initiator).sort(), [false, true], which)
  const [here, there] = [ends[0]?.childSas[0], ends[1]?.childSas[0]]
  assert.ok(here && there)
  assert.deepEqual([here.spiIn, here.spiOut], [there.spiOut, there.spiIn], which)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
}
