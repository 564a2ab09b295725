import assert from 'node:assert/strict'
import { ownTable } from '../../domain/route.ts'
import { tunnelPart } from '../plan/chain.ts'
import { planGateway } from '../plan/gateway.ts'
import { type GatewayMemory, noMemory } from '../plan/initiation.ts'
import { type ChainsRun, runChains } from '../plan/run-chains.ts'
import type { GatewaySpec, Step, TunnelSpec } from '../port.ts'
import { address, type Check, gatewayOf, key, type Lab, makeSites, prefix, type Site, withTunnel } from './lab.ts'

interface Round extends ChainsRun {
  /** Nothing was left to do, and no tunnel was without its Child SAs. */
  readonly settled: boolean
}

/** Looks at gateways and runs what the plans say, as the reconciler does; `perform` stands before the data plane. */
function createRounds(lab: Lab, perform: (step: Step) => Promise<void> = (step) => lab.wait(lab.plane.perform(step))) {
  const memories = new Map<string, GatewayMemory>()
  let now = 0
  return async (id: string, desired: GatewaySpec | undefined): Promise<Round> => {
    now += 1000
    const observed = await lab.plane.observeGateway(id)
    const plan = planGateway(desired, observed, memories.get(id) ?? noMemory, now)
    memories.set(id, plan.memory)
    const run = await runChains(plan.chains, perform)
    const negotiating = observed?.tunnels.some(({ childSas }) => childSas.length === 0) ?? desired !== undefined
    return { ...run, settled: plan.chains.length === 0 && !negotiating }
  }
}

async function makePlaces(lab: Lab, ...sites: readonly Site[]): Promise<void> {
  for (const { network, host } of sites) {
    await lab.perform({ do: 'ensure-network', network }, { do: 'ensure-host', host })
  }
}

/** What plans make, keep apart and take away. */
export function registerPlanningContract(check: Check): void {
  check('plans for two gateways bring them up from nothing, then have no steps, and remove them again', async (lab) => {
    const { left, right } = makeSites({ startAction: 'start' })
    await makePlaces(lab, left, right)
    const round = createRounds(lab)
    const settled = async (wanted: boolean): Promise<boolean> => {
      const rounds: Round[] = []
      for (const site of [left, right]) rounds.push(await round(site.gateway, wanted ? gatewayOf(site) : undefined))
      for (const { failure } of rounds) assert.equal(failure, undefined)
      return rounds.every((each) => each.settled)
    }
    await lab.settle(() => settled(true))
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    await lab.settle(() => settled(false))
    assert.deepEqual((await lab.plane.inventory()).gateways, [])
  })

  check('a gateway that is wanted without anything keeps neither tunnel nor link, and has them again', suspended)

  check(
    'a tunnel that can never be configured does not keep the others from coming up, changing and being removed',
    isolated,
  )
}

/** The gateway of a site with another tunnel, which is before the site's own and has a route. */
function withOther(site: Site, other: TunnelSpec, own: readonly TunnelSpec[] = [site.tunnel]): GatewaySpec {
  const spec = gatewayOf(site)
  const routes = own.length === 0 ? [] : spec.routes
  const route = { table: ownTable, prefix: prefix('10.9.0.0/16'), tunnels: [other.id], metric: 10 }
  return { ...spec, tunnels: [other, ...own], routes: [route, ...routes] }
}

async function isolated(lab: Lab): Promise<void> {
  const sites = makeSites({ startAction: 'start' })
  const { right } = sites
  const bad: TunnelSpec = { ...sites.left.tunnel, id: 'bad', remoteAddress: address('203.0.113.77') }
  await makePlaces(lab, sites.left, right)
  const round = createRounds(lab, async (step) => {
    if (step.do === 'configure-tunnel' && step.tunnel.id === bad.id) throw new Error('never')
    await lab.wait(lab.plane.perform(step))
  })
  /** Runs rounds until the good tunnel is up as desired at both ends; in each the bad one alone is not done. */
  const bringUp = async (left: Site, peer: Site): Promise<void> => {
    await lab.settle(async () => {
      const { undone, failure } = await round(left.gateway, withOther(left, bad))
      assert.deepEqual([...undone], [tunnelPart(bad.id)])
      assert.equal(failure?.errors.length, 1)
      assert.match(failure?.message ?? '', /tunnel bad: never/)
      await round(peer.gateway, gatewayOf(peer))
      const ends = await Promise.all([lab.tunnel(left), lab.tunnel(peer)])
      return ends.every(({ childSas }) => childSas.length === 1)
    })
    assert.equal(await lab.reaches(left.host.id, peer.host.address), true)
    assert.deepEqual((await lab.gateway(left)).routes, gatewayOf(left).routes)
  }
  await bringUp(sites.left, right)
  const change = { preSharedKey: key('a new key') }
  await bringUp(withTunnel(sites.left, change), withTunnel(right, change))
  assert.deepEqual([...(await round(sites.left.gateway, withOther(sites.left, bad, []))).undone], [tunnelPart(bad.id)])
  const left = await lab.gateway(sites.left)
  assert.deepEqual([left.tunnels.map(({ id }) => id), left.routes], [[bad.id], []])
  assert.equal((await round(sites.left.gateway, undefined)).failure, undefined)
  assert.equal(await lab.plane.observeGateway(sites.left.gateway), undefined)
}

/** What the reconciler wants of a gateway that is suspended, and then of one that is not any more. */
async function suspended(lab: Lab): Promise<void> {
  const { left, right } = makeSites({ startAction: 'start' })
  await makePlaces(lab, left, right)
  const round = createRounds(lab)
  const wanted = { left: gatewayOf(left), right: gatewayOf(right) }
  const bringUp = () =>
    lab.settle(async () => {
      const rounds = [await round(left.gateway, wanted.left), await round(right.gateway, wanted.right)]
      return rounds.every(({ settled, failure }) => settled && failure === undefined)
    })
  await bringUp()
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  const bare: GatewaySpec = { ...wanted.left, links: [], tunnels: [], policies: [], routes: [] }
  await lab.settle(async () => {
    const { failure } = await round(left.gateway, bare)
    assert.equal(failure, undefined)
    const seen = await lab.plane.observeGateway(left.gateway)
    return seen !== undefined && seen.tunnels.length + seen.links.length + seen.routes.length === 0
  })
  assert.equal(await lab.reaches(left.host.id, right.host.address), false)
  await bringUp()
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
}
