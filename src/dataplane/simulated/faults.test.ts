import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSeededRandom } from '../../runtime/random.ts'
import { gatewayOf, makeSites, type Site } from '../contract/lab.ts'
import { createVirtualLab, type VirtualLab } from '../contract/virtual-lab.ts'
import { planGateway } from '../plan/gateway.ts'
import { type GatewayMemory, noMemory } from '../plan/initiation.ts'
import { runChains } from '../plan/run-chains.ts'
import type { Step } from '../port.ts'
import { type FaultOutcome, ObservationFailed, StepFailed } from './faults.ts'

const create: Step = { do: 'create-gateway', gateway: 'g' }

test('a step with an injected failure throws, before its effect or after it', async () => {
  const outcomes: FaultOutcome[] = ['fail', 'fail-after', 'ok']
  const lab = createVirtualLab({ faults: { perform: () => outcomes.shift() ?? 'ok' } })
  const inventory = async () => (await lab.plane.inventory()).gateways
  await assert.rejects(lab.plane.perform(create), (error) => error instanceof StepFailed && error.step === create)
  assert.deepEqual(await inventory(), [])
  await assert.rejects(lab.plane.perform(create), StepFailed)
  assert.deepEqual(await inventory(), ['g'])
  await lab.plane.perform(create)
})

test('a step with an injected delay takes that long', async () => {
  const lab = createVirtualLab({ faults: { perform: () => 500 } })
  const startedAt = lab.clock.now()
  await lab.perform(create)
  assert.equal(lab.clock.now() - startedAt, 500)
  assert.deepEqual((await lab.plane.inventory()).gateways, ['g'])
})

test('a step whose precondition is missing fails and names it', async () => {
  const { left } = makeSites()
  const { gateway, tunnel, network, host } = left
  const [link] = gatewayOf(left).links
  const [route] = gatewayOf(left).routes
  assert.ok(link && route)
  const lab = createVirtualLab()
  const fails = (step: Step, message: RegExp) =>
    assert.rejects(lab.plane.perform(step), { name: 'StepFailed', message })
  await fails({ do: 'create-tunnel', gateway, tunnel }, /no gateway left-gateway/)
  await fails({ do: 'ensure-host', host }, /no subnet left-subnet-1/)
  await lab.plane.perform({ do: 'create-gateway', gateway })
  await fails({ do: 'link-network', gateway, link }, /no network left-network/)
  await fails({ do: 'configure-tunnel', gateway, tunnel }, /no daemon for tunnel left-tunnel/)
  await fails({ do: 'add-route', gateway, route }, /no device of tunnel left-tunnel/)
  await lab.plane.perform({ do: 'create-tunnel', gateway, tunnel })
  await fails({ do: 'initiate', gateway, tunnel: tunnel.id }, /left-tunnel has no configuration/)
  const elsewhere = { ...tunnel, remoteAddress: tunnel.localAddress }
  await fails({ do: 'configure-tunnel', gateway, tunnel: elsewhere }, /other outer addresses/)
  await lab.plane.perform({ do: 'ensure-network', network })
  await lab.plane.perform({ do: 'link-network', gateway, link })
  await lab.plane.perform({ do: 'remove-network', network: network.id })
  assert.deepEqual((await lab.gateway(left)).links, [])
})

test('an observation with an injected failure throws, and an event that is dropped reaches no listener', async () => {
  const { left, right } = makeSites()
  let outcome: FaultOutcome = 'ok'
  const lab = createVirtualLab({ faults: { observe: () => outcome, notify: (gateway) => gateway !== right.gateway } })
  const heard = new Set<string>()
  lab.plane.onChange((gateway) => heard.add(gateway))
  await lab.build(left, right)
  await lab.initiate(left)
  await lab.up(left, right)
  assert.deepEqual([...heard], [left.gateway])
  outcome = 'fail'
  await assert.rejects(lab.plane.observeGateway(left.gateway), ObservationFailed)
})

test('a daemon that is killed loses its SAs and its configuration, and its peer gets no DELETE', async () => {
  const lab = createVirtualLab()
  const { left, right } = makeSites()
  await lab.build(left, right)
  await lab.initiate(left)
  await lab.up(left, right)
  const heard: string[] = []
  lab.plane.onChange((gateway) => heard.push(gateway))
  assert.equal(lab.plane.faults.killDaemon(left.gateway, left.tunnel.id), true)
  assert.equal(lab.plane.faults.killDaemon(left.gateway, left.tunnel.id), false)
  assert.ok(heard.includes(left.gateway))
  const { alive, digest, ikeSa, childSas } = await lab.tunnel(left)
  assert.deepEqual([alive, digest, ikeSa, childSas], [false, undefined, undefined, []])
  assert.equal((await lab.tunnel(right)).ikeSa?.state, 'established')
  assert.equal(await lab.reaches(right.host.id, left.host.address), false)
  await lab.build(left)
  await lab.initiate(left)
  await lab.up(left, right)
  assert.equal(await lab.reaches(right.host.id, left.host.address), true)
})

/** Looks at both sites and does what the plans say; a step that fails is left to the next look. */
function createReconciler(lab: VirtualLab, sites: readonly Site[]) {
  const memories = new Map<string, GatewayMemory>()
  return async () => {
    for (const site of sites) {
      try {
        const observed = await lab.plane.observeGateway(site.gateway)
        const before = memories.get(site.gateway) ?? noMemory
        const { chains, memory } = planGateway(gatewayOf(site), observed, before, lab.clock.now())
        memories.set(site.gateway, memory)
        const { failure } = await runChains(chains, (step) => lab.plane.perform(step))
        for (const cause of failure?.errors ?? []) assert.ok(cause instanceof StepFailed)
      } catch (error) {
        if (!(error instanceof ObservationFailed)) throw error
      }
    }
  }
}

/** Ten minutes of trouble, then peace; gives what was seen along the way. */
async function trouble(seed: number): Promise<{ seen: string[]; lab: VirtualLab; left: Site; right: Site }> {
  const chance = createSeededRandom(seed)
  let peace = false
  const outcome = (): FaultOutcome =>
    peace || chance.integer(4) > 0 ? 'ok' : chance.integer(2) === 0 ? 'fail' : 'fail-after'
  const lab = createVirtualLab({
    seed,
    faults: { perform: outcome, observe: outcome, notify: () => peace || chance.integer(2) === 0 },
  })
  const { left, right } = makeSites({ startAction: 'start', version: seed % 2 === 0 ? 1 : 2 })
  const sites = [left, right]
  for (const { network, host } of sites) {
    const world = lab.plane.world
    world.networks.set(network.id, { spec: network, digest: '' })
    world.hosts.set(host.id, { spec: host, digest: '' })
  }
  const reconcile = createReconciler(lab, sites)
  const seen: string[] = []
  const { faults } = lab.plane
  for (let round = 0; round < 600; round++) {
    const victim = sites[chance.integer(2)] ?? left
    if (chance.integer(30) === 0) faults.killDaemon(victim.gateway, victim.tunnel.id)
    if (chance.integer(30) === 0) faults.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
    if (chance.integer(10) === 0) faults.restoreAll()
    await reconcile()
    lab.clock.advance(chance.integer(2000))
    seen.push(
      JSON.stringify(lab.plane.world.gateways.get(left.gateway)?.tunnels.get(left.tunnel.id)?.daemon?.ikeSa?.session),
    )
  }
  peace = true
  faults.restoreAll()
  for (let round = 0; round < 120; round++) {
    await reconcile()
    lab.clock.advance(1000)
  }
  seen.push(JSON.stringify([await lab.gateway(left), await lab.gateway(right)]))
  return { seen, lab, left, right }
}

test('a tunnel after any sequence of faults, once they end, is up at both ends with the same SAs and carries packets', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { lab, left, right } = await trouble(seed)
    const [here, there] = [await lab.tunnel(left), await lab.tunnel(right)]
    const spis = [here, there].map(({ childSas }) => childSas.map(({ spiIn, spiOut }) => [spiIn, spiOut]))
    assert.equal(here.ikeSa?.state, 'established', `seed ${seed}`)
    assert.equal(here.childSas.length, 1, `seed ${seed}`)
    assert.deepEqual(
      spis[0],
      spis[1]?.map((pair) => [...pair].reverse()),
      `seed ${seed}`,
    )
    assert.equal(await lab.reaches(left.host.id, right.host.address), true, `seed ${seed}`)
    assert.equal(await lab.reaches(right.host.id, left.host.address), true, `seed ${seed}`)
  }
})

test('a seed gives the same world each time, and another seed another', async () => {
  const [first, again, other] = [await trouble(5), await trouble(5), await trouble(7)]
  assert.deepEqual(first.seen, again.seen)
  assert.notDeepEqual(first.seen, other.seen)
})
