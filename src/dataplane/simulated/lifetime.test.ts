import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeSites, type Site, withTunnel } from '../contract/lab.ts'
import { createVirtualLab, type VirtualLab } from '../contract/virtual-lab.ts'
import type { TunnelSpec } from '../port.ts'

const hour = 3_600_000

async function establish(change: Partial<TunnelSpec> = {}, rightChange: Partial<TunnelSpec> = {}, seed = 1) {
  const lab = createVirtualLab({ seed })
  const sites = makeSites(change)
  const right = withTunnel(sites.right, rightChange)
  await lab.build(sites.left, right)
  await lab.initiate(sites.left)
  await lab.up(sites.left, right)
  return { lab, left: sites.left, right }
}

const childOf = async (lab: VirtualLab, site: Site) => {
  const [child, ...others] = (await lab.tunnel(site)).childSas
  assert.ok(child)
  assert.equal(others.length, 0)
  return child
}

const shortChild = { ...makeSites().left.tunnel.child, lifetimeSeconds: 3600 }

test('a Child SA is rekeyed at both ends before its lifetime ends, without losing a packet', async () => {
  const { lab, left, right } = await establish({ child: shortChild })
  const before = await childOf(lab, left)
  assert.equal(before.proposal, 'aes128-sha256')
  lab.clock.advance(0.75 * hour)
  assert.deepEqual(await childOf(lab, left), before)
  for (let elapsed = 0; elapsed < 0.2 * hour; elapsed += hour / 100) {
    lab.clock.advance(hour / 100)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  }
  const [here, there] = [await childOf(lab, left), await childOf(lab, right)]
  assert.notEqual(here.spiIn, before.spiIn)
  assert.deepEqual([here.spiIn, here.spiOut], [there.spiOut, there.spiIn])
  assert.equal(here.proposal, 'aes128-sha256-modp2048')
})

test('a tunnel that rekeys for days keeps one Child SA at each end, and their SPIs match, whatever the seed', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { lab, left, right } = await establish(
      { lifetimeSeconds: 300, child: { ...shortChild, lifetimeSeconds: 60 } },
      {},
      seed,
    )
    const pending = lab.clock.pending()
    lab.clock.advance(4 * hour)
    assert.equal(lab.clock.pending(), pending)
    const [here, there] = [await childOf(lab, left), await childOf(lab, right)]
    assert.deepEqual([here.spiIn, here.spiOut], [there.spiOut, there.spiIn])
    assert.equal((await lab.tunnel(left)).failure, undefined)
  }
})

test('IKEv2: a key exchange that differs for the Child SA is refused at the first rekeying, and the SA ends with its lifetime', async () => {
  const other = { ...shortChild, proposal: { ...shortChild.proposal, keyExchange: 'modp1024' as const } }
  const { lab, left, right } = await establish({ child: shortChild }, { child: other })
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  assert.equal((await lab.tunnel(left)).failure, undefined)
  lab.clock.advance(0.95 * hour)
  const failures = [(await lab.tunnel(left)).failure, (await lab.tunnel(right)).failure]
  assert.deepEqual(
    failures.map((failure) => failure?.reason),
    ['no-proposal-chosen', 'no-proposal-chosen'],
  )
  // Each has refused the other, and says so with what it was offered.
  assert.deepEqual(
    failures.map((failure) => [failure?.refusedBy, failure?.received]),
    [
      ['local', { proposals: ['aes128-sha256-modp1024'] }],
      ['local', { proposals: ['aes128-sha256-modp2048'] }],
    ],
  )
  // It is tried again and again, so the newest failure is not old.
  assert.ok((failures[0]?.at ?? 0) > lab.clock.now() - 11_000)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  lab.clock.advance(0.1 * hour)
  const { ikeSa, childSas } = await lab.tunnel(left)
  assert.deepEqual([ikeSa?.state, childSas], ['established', []])
  assert.deepEqual((await lab.tunnel(right)).childSas, [])
})

test('IKEv1: a key exchange that differs for the Child SA is refused in quick mode', async () => {
  const lab = createVirtualLab()
  const { left, right } = makeSites({ version: 1 })
  const { child } = right.tunnel
  const other = { ...child, proposal: { ...child.proposal, keyExchange: 'modp1024' as const } }
  await lab.build(left, withTunnel(right, { child: other }))
  await lab.initiate(left)
  assert.equal((await lab.failure(left)).reason, 'no-proposal-chosen')
  assert.deepEqual((await lab.tunnel(left)).childSas, [])
})

test('an IKE SA is rekeyed at both ends and keeps its Child SAs', async () => {
  const { lab, left, right } = await establish({ lifetimeSeconds: 3600 })
  const before = await lab.tunnel(left)
  lab.clock.advance(0.95 * hour)
  const after = await lab.tunnel(left)
  assert.ok((after.ikeSa?.establishedAt ?? 0) > (before.ikeSa?.establishedAt ?? 0) + 0.75 * hour)
  assert.deepEqual(after.childSas, before.childSas)
  assert.ok(((await lab.tunnel(right)).ikeSa?.establishedAt ?? 0) > (before.ikeSa?.establishedAt ?? 0))
})

test('the time of rekeying is randomized within its margin at each end', async () => {
  const times = new Set<number>()
  for (let seed = 1; seed <= 10; seed++) {
    const { lab, left } = await establish({ lifetimeSeconds: 3600 }, {}, seed)
    const start = lab.clock.now()
    lab.clock.advance(0.91 * hour)
    times.add(((await lab.tunnel(left)).ikeSa?.establishedAt ?? 0) - start)
  }
  assert.ok(times.size > 5)
  for (const time of times) assert.ok(time >= 0.79 * hour && time <= 0.91 * hour)
})

test('a Child SA whose lifetime in bytes is used up is rekeyed, also by both ends at once', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { lab, left, right } = await establish({ child: { ...shortChild, lifetimeKilobytes: 1 } }, {}, seed)
    const before = await childOf(lab, left)
    for (let i = 0; i < 2; i++) assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    assert.equal((await childOf(lab, left)).spiIn, before.spiIn)
    for (let i = 0; i < 3; i++) assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    lab.clock.advance(100)
    const [here, there] = [await childOf(lab, left), await childOf(lab, right)]
    assert.notEqual(here.spiIn, before.spiIn)
    assert.deepEqual([here.spiIn, here.spiOut], [there.spiOut, there.spiIn], `seed ${seed}`)
    assert.ok(here.bytesIn + here.bytesOut < 820)
  }
})

test('a Child SA that one end deletes ends at the other, at the latest at its rekeying', async () => {
  const other = { lifetimeSeconds: 60, proposal: { ...shortChild.proposal, keyExchange: 'modp1024' as const } }
  const told = await establish({ child: shortChild }, { child: other })
  told.lab.clock.advance(61_000)
  assert.deepEqual((await told.lab.tunnel(told.left)).childSas, [])

  const { lab, left, right } = await establish({ child: shortChild }, { child: other })
  const [one, peer] = [left.tunnel.localAddress, left.tunnel.remoteAddress]
  lab.clock.advance(59_990)
  lab.plane.faults.cut(one, peer)
  lab.clock.advance(1000)
  lab.plane.faults.restore(one, peer)
  assert.deepEqual((await lab.tunnel(right)).childSas, [])
  assert.equal((await lab.tunnel(left)).childSas.length, 1)
  lab.clock.advance(0.91 * hour - 61_000)
  assert.deepEqual((await lab.tunnel(left)).childSas, [])
  assert.equal((await lab.tunnel(left)).ikeSa?.state, 'established')
})

const check = (action: 'clear' | 'restart') => ({ deadPeerDetection: { timeoutSeconds: 30, action } })

test('a dead peer is detected after the DPD timeout, not before, and its SAs are cleared', async () => {
  const { lab, left, right } = await establish(check('clear'))
  lab.clock.advance(hour)
  lab.plane.faults.killDaemon(right.gateway, right.tunnel.id)
  lab.clock.advance(19_000)
  assert.equal((await lab.tunnel(left)).ikeSa?.state, 'established')
  lab.clock.advance(12_000)
  const { ikeSa, childSas, failure } = await lab.tunnel(left)
  assert.deepEqual([ikeSa, childSas], [undefined, []])
  assert.deepEqual([failure?.reason, failure?.refusedBy], ['peer-dead', 'remote'])
})

test('a dead peer is initiated again when the DPD action is restart', async () => {
  const { lab, left, right } = await establish(check('restart'))
  lab.plane.faults.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
  lab.clock.advance(31_000)
  assert.equal((await lab.tunnel(left)).ikeSa?.state, 'connecting')
  lab.plane.faults.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
  await lab.up(left, right)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
})

test('a dead peer without DPD keeps its SAs until a request to it times out', async () => {
  const { lab, left, right } = await establish({ lifetimeSeconds: 36_000 })
  lab.plane.faults.killDaemon(right.gateway, right.tunnel.id)
  lab.clock.advance(7 * hour)
  assert.equal((await lab.tunnel(left)).ikeSa?.state, 'established')
  lab.clock.advance(3 * hour)
  const { ikeSa, failure } = await lab.tunnel(left)
  assert.deepEqual([ikeSa, failure?.reason], [undefined, 'peer-dead'])
})
