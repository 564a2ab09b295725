import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HealthCheck } from '../../domain/health-check.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import { ownTable, type Route } from '../../domain/route.ts'
import { createSeededRandom } from '../../runtime/random.ts'
import { digestBgp, digestHealthCheck, digestHost, digestLink, digestNetwork, digestTunnel } from '../digest.ts'
import type { GatewaySpec, HostSpec, LinkSpec, NetworkSpec, Step, TunnelSpec } from '../port.ts'
import {
  address,
  bgpSpec,
  down,
  gatewaySpec,
  inOrder,
  observedGateway,
  perform,
  prefix,
  tunnelSpec,
  up,
  verbs,
} from '../testing/plan-world.ts'
import { type GatewayPlan, planGateway, planTunnel } from './gateway.ts'
import { planHost } from './host.ts'
import { noMemory } from './initiation.ts'
import { planNetwork } from './network.ts'
import { nameOfPolicy, nameOfRoute } from './routes.ts'

/** In the order that the seed makes of what the plan allows. */
const stepsOf = ({ chains }: GatewayPlan, seed = 0) => {
  const random = createSeededRandom(seed)
  return inOrder(chains, (among) => (seed === 0 || among === 0 ? 0 : random.integer(among)))
}
const isStructural = (step: Step) => step.do !== 'initiate'

const tunnelIds = ['t1', 't2', 't3', 't4']
const source = prefix('10.1.0.0/16')
const prefixes = ['10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16'].map(prefix)

const healthCheck = (intervalMilliseconds: number): HealthCheck => ({
  source: address('10.1.0.1'),
  destination: address('10.2.0.1'),
  intervalMilliseconds,
  timeoutMilliseconds: 500,
  threshold: 3,
  onFailure: 'withdraw',
})

const healthOf = ({ healthCheck: check }: TunnelSpec): Pick<ObservedTunnel, 'health'> =>
  check === undefined ? {} : { health: { digest: digestHealthCheck(check), sent: 0, answered: 0, history: [] } }

const desiredGateway: fc.Arbitrary<GatewaySpec> = fc
  .record({
    links: fc.uniqueArray(
      fc.record<LinkSpec>({
        network: fc.constantFrom('n1', 'n2', 'n3'),
        prefix: fc.constant(prefix('10.1.0.0/16')),
        beyond: fc.subarray(prefixes),
      }),
      { selector: ({ network }) => network },
    ),
    ids: fc.shuffledSubarray(tunnelIds),
    pairs: fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }),
    keys: fc.array(fc.constantFrom('one', 'two'), { minLength: 4, maxLength: 4 }),
    checks: fc.array(fc.constantFrom(undefined, undefined, 1000, 2000), { minLength: 4, maxLength: 4 }),
    initiations: fc.array(fc.constantFrom('start' as const, 'trap' as const, 'none' as const), {
      minLength: 4,
      maxLength: 4,
    }),
    routes: fc.uniqueArray(
      fc.record({
        table: fc.constantFrom(ownTable, 7),
        prefix: fc.constantFrom(...prefixes),
        into: fc.subarray([0, 1, 2, 3], { minLength: 1, maxLength: 2 }),
        metric: fc.constantFrom(10, 20),
      }),
      { selector: (route) => `${route.table} ${route.prefix} ${route.metric}`, maxLength: 6 },
    ),
    policies: fc.subarray(prefixes),
    advertised: fc.option(fc.subarray(prefixes), { nil: undefined }),
  })
  .map(({ links, ids, pairs, keys, checks, initiations, routes, policies, advertised }) => ({
    id: 'g',
    links,
    tunnels: ids.map((id, i) =>
      tunnelSpec(id, {
        localAddress: address(`198.51.100.${pairs[i]}`),
        preSharedKey: keys[i] as PreSharedKey,
        startAction: initiations[i] ?? 'none',
        ...(checks[i] === undefined ? {} : { healthCheck: healthCheck(checks[i]) }),
      }),
    ),
    policies: policies.map((destination, preference) => ({ source, destination, table: 7, preference })),
    routes: routes.flatMap(({ table, prefix, into, metric }) => {
      const tunnels = into.flatMap((at) => ids[at] ?? [])
      return tunnels.length === 0 ? [] : [{ table, prefix, tunnels, metric }]
    }),
    ...(advertised === undefined ? {} : { bgp: bgpSpec(ids, { advertised }) }),
  }))

/** Something once desired, made, and since then damaged; or nothing. */
const observedWorld: fc.Arbitrary<ObservedGateway | undefined> = fc.option(
  fc
    .tuple(desiredGateway, fc.array(fc.constantFrom('', '', '', 'dead', 'bare', 'up'), { minLength: 4 }), fc.nat())
    .map(([spec, fates, dropped]) => ({
      id: 'g',
      links: spec.links.map((link) => ({ network: link.network, digest: digestLink(link) })),
      tunnels: spec.tunnels.map((tunnel, i): ObservedTunnel => {
        const { digest, ...bare } = { ...down(tunnel), ...healthOf(tunnel) }
        if (fates[i] === 'bare') return bare
        if (fates[i] === 'up') return up(tunnel, healthOf(tunnel))
        return { ...bare, ...(digest === undefined ? {} : { digest }), alive: fates[i] !== 'dead' }
      }),
      policies: spec.policies.filter((_, i) => ((dropped >> i) & 3) !== 3),
      routes: spec.routes.filter((_, i) => ((dropped >> i) & 3) !== 3),
      ...(spec.bgp === undefined
        ? {}
        : {
            bgp: {
              alive: fates[0] !== 'dead',
              sessions: [],
              installed: [],
              ...(fates[0] === 'dead' ? {} : { digest: digestBgp(spec.bgp) }),
            },
          }),
    })),
  { nil: undefined },
)

const performAll = (world: ObservedGateway | undefined, steps: readonly Step[]) => steps.reduce(perform, world)

const runs = { numRuns: 1000 }

test('a plan from any observed gateway ends at the desired one, and the plan after it has no steps', () => {
  fc.assert(
    fc.property(observedWorld, fc.option(desiredGateway, { nil: undefined }), fc.nat(), (observed, desired, seed) => {
      const first = planGateway(desired, observed, noMemory, 1000)
      const then = performAll(observed, stepsOf(first, seed))
      assert.equal(then === undefined, desired === undefined)
      assert.deepEqual(stepsOf(planGateway(desired, then, first.memory, 1001)).filter(isStructural), [])
      if (desired === undefined || then === undefined) return
      const digests = ({ id, digest, health }: ObservedTunnel) => `${id} ${digest} ${health?.digest}`
      assert.deepEqual(
        then.tunnels.map(digests).sort(),
        desired.tunnels.map((tunnel) => digests({ ...down(tunnel), ...healthOf(tunnel) })).sort(),
      )
      const routes = (gateway: { routes: readonly Route[] }) => gateway.routes.map(nameOfRoute).sort()
      assert.deepEqual(routes(then), routes(desired))
      assert.equal(then.bgp?.digest, desired.bgp && digestBgp(desired.bgp))
      assert.deepEqual(then.policies.map(nameOfPolicy).sort(), desired.policies.map(nameOfPolicy).sort())
      assert.deepEqual(then.links.map(({ network }) => network).sort(), desired.links.map((l) => l.network).sort())
    }),
    runs,
  )
})

test('a plan that is interrupted anywhere is completed by the next plan', () => {
  fc.assert(
    fc.property(observedWorld, desiredGateway, fc.nat(12), fc.nat(), (observed, desired, cut, seed) => {
      const half = performAll(observed, stepsOf(planGateway(desired, observed, noMemory, 0), seed).slice(0, cut))
      const then = performAll(half, stepsOf(planGateway(desired, half, noMemory, 1)))
      assert.deepEqual(stepsOf(planGateway(desired, then, noMemory, 2)).filter(isStructural), [])
    }),
    runs,
  )
})

test('a part that is observed as desired has no steps', () => {
  fc.assert(
    fc.property(observedWorld, desiredGateway, (observed, desired) => {
      if (observed === undefined) return
      const steps = stepsOf(planGateway(desired, observed, noMemory, 0))
      const alike = desired.tunnels.filter((tunnel) =>
        observed.tunnels.some(({ id, alive, digest }) => id === tunnel.id && alive && digest === digestTunnel(tunnel)),
      )
      for (const step of steps) {
        if (step.do === 'create-tunnel' || step.do === 'configure-tunnel') assert.ok(!alike.includes(step.tunnel))
        if (step.do === 'remove-tunnel') assert.ok(!alike.some(({ id }) => id === step.tunnel))
        if (step.do === 'remove-route')
          assert.ok(!desired.routes.some((route) => nameOfRoute(route) === nameOfRoute(step.route)))
        if (step.do === 'link-network') {
          const { network } = step.link
          const digest = observed.links.find((link) => link.network === network)?.digest
          assert.notEqual(digest, digestLink(step.link))
        }
        if (step.do === 'remove-bgp') assert.equal(desired.bgp, undefined)
        if (step.do === 'configure-bgp') assert.notEqual(observed.bgp?.digest, digestBgp(step.bgp))
        if (step.do === 'unlink-network') assert.ok(!desired.links.some(({ network }) => network === step.network))
      }
    }),
    runs,
  )
})

test('a prefix that has a route before and after a plan has one at every moment between', () => {
  fc.assert(
    fc.property(observedWorld, desiredGateway, fc.nat(), (observed, desired, seed) => {
      if (observed === undefined) return
      const digests = new Map(observed.tunnels.map((tunnel) => [tunnel.id, tunnel]))
      const stays = (id: string) => {
        const wanted = desired.tunnels.find((tunnel) => tunnel.id === id)
        const is = digests.get(id)
        return wanted !== undefined && is?.alive && is.digest === digestTunnel(wanted)
      }
      const is = (one: readonly [number, string], { table, prefix }: Route) => table === one[0] && prefix === one[1]
      const kept = [ownTable, 7]
        .flatMap((table) => prefixes.map((one) => [table, one] as const))
        .filter(
          (one) =>
            desired.routes.some((route) => is(one, route)) &&
            observed.routes.some((route) => is(one, route) && route.tunnels.every(stays)),
        )
      let world: ObservedGateway | undefined = observed
      for (const step of stepsOf(planGateway(desired, observed, noMemory, 0), seed)) {
        world = perform(world, step)
        for (const one of kept) {
          const ways = world?.routes.filter((route) => is(one, route))
          assert.ok(ways?.length, `${one} lost its way by ${verbs([step])}`)
        }
      }
    }),
    runs,
  )
})

test('a tunnel that is missing, changed, dead, without configuration or at other outer addresses has the steps for that', () => {
  const tunnel = tunnelSpec('t', { startAction: 'none' })
  const rekeyed = tunnelSpec('t', { startAction: 'none', preSharedKey: 'another' as PreSharedKey })
  const moved = tunnelSpec('t', { startAction: 'none', remoteAddress: address('203.0.113.9') })
  const { digest: _, ...bare } = down(tunnel)
  const steps = (desired: TunnelSpec, ...observed: ObservedTunnel[]) =>
    verbs(stepsOf(planGateway(gatewaySpec(desired), observedGateway(...observed), noMemory, 0)))
  assert.deepEqual(steps(tunnel), ['clamp-segments', 'create-tunnel t', 'configure-tunnel t'])
  assert.deepEqual(steps(tunnel, up(tunnel)), [])
  assert.deepEqual(steps(rekeyed, up(tunnel)), ['configure-tunnel t'])
  assert.deepEqual(steps(tunnel, up(tunnel, { alive: false })), ['create-tunnel t', 'configure-tunnel t'])
  assert.deepEqual(steps(tunnel, bare), ['create-tunnel t', 'configure-tunnel t'])
  assert.deepEqual(steps(moved, up(tunnel)), ['remove-tunnel t', 'create-tunnel t', 'configure-tunnel t'])
})

test('a tunnel between the addresses of another is created after that one is removed', () => {
  const plan = planGateway(gatewaySpec(tunnelSpec('new')), observedGateway(up(tunnelSpec('old'))), noMemory, 0)
  assert.deepEqual(verbs(stepsOf(plan)), [
    'remove-tunnel old',
    'create-tunnel new',
    'configure-tunnel new',
    'initiate new',
  ])
})

test('a tunnel that is not desired is removed before others are made, unless a route has to come first', () => {
  const [gone, other] = [tunnelSpec('gone'), tunnelSpec('other', { remoteAddress: address('203.0.113.2') })]
  const plan = planGateway(gatewaySpec(other), observedGateway(up(gone)), noMemory, 0)
  assert.equal(verbs(stepsOf(plan))[0], 'remove-tunnel gone')
})

test('a change of the start action alone has no steps', () => {
  const tunnel = tunnelSpec('t')
  const plan = planGateway(gatewaySpec({ ...tunnel, startAction: 'none' }), observedGateway(up(tunnel)), noMemory, 0)
  assert.deepEqual(stepsOf(plan), [])
})

test('a gateway that is not desired is removed after its tunnels and links', () => {
  const observed = { ...observedGateway(up(tunnelSpec('t'))), links: [{ network: 'n', digest: 'x' }] }
  const plan = planGateway(undefined, observed, noMemory, 0)
  assert.deepEqual(verbs(stepsOf(plan)), ['remove-tunnel t', 'unlink-network', 'remove-gateway'])
  assert.equal(plan.looks.size, 0)
  assert.deepEqual(stepsOf(planGateway(undefined, undefined, noMemory, 0)), [])
})

test('networks and hosts are ensured when their digest differs, and removed even when they are not observed', () => {
  const network: NetworkSpec = { id: 'n', prefix: prefix('10.1.0.0/16'), subnets: [] }
  const host: HostSpec = { id: 'h', place: { kind: 'underlay' }, address: address('203.0.113.7') }
  assert.deepEqual(planNetwork('n', network, digestNetwork(network)), [])
  assert.deepEqual(planNetwork('n', network, undefined), [{ do: 'ensure-network', network }])
  assert.deepEqual(planNetwork('n', network, 'other'), [{ do: 'ensure-network', network }])
  assert.deepEqual(planNetwork('n', undefined, undefined), [{ do: 'remove-network', network: 'n' }])
  assert.deepEqual(planHost('h', host, digestHost(host)), [])
  assert.deepEqual(planHost('h', host, 'other'), [{ do: 'ensure-host', host }])
  assert.deepEqual(planHost('h', undefined, 'other'), [{ do: 'remove-host', host: 'h' }])
})

test('a plan for one tunnel has its negotiation and the routes of its prefixes, and nothing of other tunnels', () => {
  const [one, other] = [tunnelSpec('one'), tunnelSpec('other', { remoteAddress: address('203.0.113.2') })]
  const [shared, alone] = [prefix('10.2.0.0/16'), prefix('10.3.0.0/16')]
  const desired: GatewaySpec = {
    ...gatewaySpec(one, other),
    routes: [
      { table: ownTable, prefix: shared, tunnels: ['one'], metric: 100 },
      { table: ownTable, prefix: shared, tunnels: ['other'], metric: 101 },
      { table: ownTable, prefix: alone, tunnels: ['other'], metric: 100 },
    ],
  }
  const plan = planTunnel(desired, observedGateway(down(one), down(other)), 'one', noMemory, 0)
  assert.deepEqual(verbs(inOrder(plan?.chains ?? [])), [
    'add-route 10.2.0.0/16 one',
    'add-route 10.2.0.0/16 other',
    'initiate one',
  ])
  assert.deepEqual([...(plan?.looks ?? [])], [['one', 250]])
})

test('a plan for one tunnel leaves routes that another tunnel has a part in, and a pair of addresses in use, to the gateway’s plan', () => {
  const [one, dead] = [tunnelSpec('one'), tunnelSpec('dead', { remoteAddress: address('203.0.113.2') })]
  const route = { table: ownTable, prefix: prefix('10.2.0.0/16'), tunnels: ['dead'], metric: 101 }
  const desired: GatewaySpec = {
    ...gatewaySpec(one, dead),
    routes: [{ ...route, tunnels: ['one'], metric: 100 }, route],
  }
  const observed = observedGateway(up(one), { ...down(dead), alive: false })
  const plan = planTunnel(desired, observed, 'one', noMemory, 0)
  assert.deepEqual(verbs(inOrder(plan?.chains ?? [])), ['add-route 10.2.0.0/16 one'])
  const taken = observedGateway(up(tunnelSpec('old')))
  assert.equal(planTunnel(gatewaySpec(one), taken, 'one', noMemory, 0), undefined)
})

test('a plan for one tunnel has the policies that lead to its routes, and no others', () => {
  const [one, other] = [tunnelSpec('one'), tunnelSpec('other', { remoteAddress: address('203.0.113.2') })]
  const of = (table: number, into: string) => ({
    policies: [{ source: prefix('10.1.0.0/16'), destination: prefix(`10.${table}.0.0/16`), table, preference: table }],
    routes: [{ table, prefix: prefix('0.0.0.0/0'), tunnels: [into], metric: 100 }],
  })
  const observed = { ...observedGateway(up(one), up(other)), ...of(2, 'one') }
  const withdrawn = planTunnel({ ...gatewaySpec(one, other), policies: [], routes: [] }, observed, 'one', noMemory, 0)
  assert.deepEqual(
    withdrawn?.chains
      .flatMap(({ steps }) => steps)
      .map((step) => step.do)
      .sort(),
    ['remove-policy', 'remove-route'],
  )
  const desired = { ...gatewaySpec(one, other), ...of(3, 'other') }
  const back = planTunnel(desired, observedGateway(up(one), up(other)), 'other', noMemory, 0)
  assert.deepEqual(
    back?.chains
      .flatMap(({ steps }) => steps)
      .map((step) => step.do)
      .sort(),
    ['add-policy', 'add-route'],
  )
  assert.deepEqual(planTunnel(desired, observedGateway(up(one), up(other)), 'one', noMemory, 0)?.chains, [])
})
