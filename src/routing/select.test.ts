import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { containsPrefix, everything, type Ipv4Prefix } from '../domain/address.ts'
import { ownTable } from '../domain/route.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import type { Candidate } from './candidate.ts'
import { gatewayRules, routerRules } from './rules.ts'
import { type Selection, selectRoutes } from './select.ts'

const prefix = (text: string) => text as Ipv4Prefix
const candidate = (id: string, change: Partial<Candidate> = {}): Candidate => ({
  id,
  destination: prefix('10.2.0.0/16'),
  tunnels: [`${id}1`, `${id}2`],
  priority: 10,
  preference: 0,
  ...change,
})
const policy = (id: string, change: Partial<Candidate> = {}): Candidate =>
  candidate(id, { source: prefix('10.1.0.0/16'), ...change })

const [older, newer] = [candidate('a'), candidate('b')]

const states = (usable: readonly string[], configured: readonly string[] = [], withdrawn: readonly string[] = []) => ({
  isUsable: (tunnel: string) => usable.includes(tunnel),
  isConfigured: (tunnel: string) => configured.includes(tunnel),
  isWithdrawn: (tunnel: string) => withdrawn.includes(tunnel),
})

const spell = ({ routes }: Selection) => routes.map(({ tunnels, metric }) => `${tunnels.join(' and ')} at ${metric}`)

const chosen = (rules: RoutingRules, candidates: readonly Candidate[], ...usable: readonly string[]) =>
  spell(selectRoutes(candidates, rules, states(usable)))

test('usable tunnels have routes in the order of the candidates and their tunnels where nothing is shared', () => {
  assert.deepEqual(chosen(gatewayRules, [older, newer], 'b1', 'a2', 'a1'), ['a1 at 100', 'a2 at 101', 'b1 at 102'])
})

test('equally preferred candidates and their tunnels share the traffic where the rules say so', () => {
  assert.deepEqual(chosen(routerRules, [older, newer], 'b1', 'a2', 'a1'), [
    'a1 and a2 and b1 at 100',
    'a1 at 101',
    'a2 at 102',
    'b1 at 103',
  ])
  const first = { ...routerRules, tunnels: 'first' as const }
  assert.deepEqual(chosen(first, [older, newer], 'a1', 'a2', 'b1', 'b2'), [
    'a1 and b1 at 100',
    'a1 at 101',
    'b1 at 102',
    'a2 and b2 at 103',
    'a2 at 104',
    'b2 at 105',
  ])
  assert.deepEqual(chosen(first, [older, newer], 'a2', 'b1'), ['b1 at 100', 'a2 at 101'])
})

test('a candidate that is preferred less stands by, and does not share', () => {
  const standby = candidate('b', { preference: 100 })
  for (const candidates of [
    [older, standby],
    [standby, older],
  ]) {
    assert.deepEqual(chosen(routerRules, candidates, 'a1', 'a2', 'b1'), [
      'a1 and a2 at 100',
      'a1 at 101',
      'a2 at 102',
      'b1 at 103',
    ])
    assert.deepEqual(chosen(routerRules, candidates, 'b1', 'b2'), ['b1 and b2 at 100', 'b1 at 101', 'b2 at 102'])
  }
})

test('a connection without a usable tunnel has no route beside one that has', () => {
  assert.deepEqual(chosen(gatewayRules, [older, newer], 'b2'), ['b2 at 100'])
})

test('a prefix without a usable tunnel leads into the first that is configured, else into the first', () => {
  assert.deepEqual(chosen(gatewayRules, [older, newer]), ['a1 at 100'])
  assert.deepEqual(spell(selectRoutes([older, newer], gatewayRules, states([], ['b2', 'b1']))), ['b1 at 100'])
})

test('a tunnel that is withdrawn has no route, also where there is no other', () => {
  const [one] = [candidate('a', { tunnels: ['a1'] })]
  assert.ok(one)
  assert.deepEqual(spell(selectRoutes([one], gatewayRules, states([], ['a1'], ['a1']))), [])
  assert.deepEqual(spell(selectRoutes([one, newer], gatewayRules, states([], [], ['a1']))), ['b1 at 100'])
})

test('each destination is decided by itself', () => {
  const other = candidate('b', { destination: prefix('10.3.0.0/16') })
  const { routes } = selectRoutes([older, other], gatewayRules, states(['a2']))
  assert.deepEqual(
    routes.map((route) => `${route.prefix} ${route.tunnels}`),
    ['10.2.0.0/16 a2', '10.3.0.0/16 b1'],
  )
})

test('connections with one remote prefix and other local ones have a policy each, and a table each', () => {
  const [one, other] = [policy('a', { source: prefix('10.1.1.0/24') }), policy('b', { source: prefix('10.1.2.0/24') })]
  const { policies, routes } = selectRoutes([one, other], routerRules, states(['a1', 'b1']))
  assert.deepEqual(
    policies.map(({ source, table }) => [source, routes.filter((route) => route.table === table)[0]?.tunnels]),
    [
      ['10.1.1.0/24', ['a1']],
      ['10.1.2.0/24', ['b1']],
    ],
  )
})

test('policies of one connection share a table, which is the same whatever is usable', () => {
  const pair = [policy('a'), policy('a', { destination: prefix('10.3.0.0/16') })]
  const tables = (...usable: string[]) => {
    const { policies, routes } = selectRoutes(pair, gatewayRules, states(usable))
    assert.deepEqual(new Set(routes.map(({ prefix: to }) => to)), new Set([everything]))
    return policies.map(({ table }) => table)
  }
  const [first, second] = tables('a1')
  assert.equal(first, second)
  assert.notEqual(first, ownTable)
  assert.deepEqual(tables('a2'), tables('a1', 'a2'))
  assert.deepEqual(tables(), tables('a2'))
})

test('policies are asked by their longest prefixes, or by their priority and then their age, as the rules say', () => {
  const wide = policy('wide', { priority: 1 })
  const narrow = policy('narrow', { destination: prefix('10.2.1.0/24'), priority: 5 })
  const near = policy('near', { source: prefix('10.1.1.0/24'), priority: 5 })
  const order = (rules: RoutingRules) =>
    selectRoutes([wide, near, narrow], rules, states([])).decisions.map(({ chosen: [id] }) => id)
  assert.deepEqual(order(gatewayRules), ['narrow', 'near', 'wide'])
  assert.deepEqual(order({ ...gatewayRules, policies: 'by-priority' }), ['wide', 'near', 'narrow'])
})

test('policies for the same traffic are rivals unless their priority says which is asked first', () => {
  const [one, other] = [policy('a', { priority: 20 }), policy('b', { priority: 10 })]
  const byPriority = selectRoutes([one, other], { ...gatewayRules, policies: 'by-priority' }, states(['a1', 'b1']))
  assert.deepEqual(
    byPriority.decisions.map(({ order }) => order.flat()),
    [
      ['b1', 'b2'],
      ['a1', 'a2'],
    ],
  )
  assert.equal(selectRoutes([one, other], gatewayRules, states(['a1', 'b1'])).policies.length, 1)
})

test('a decision says what it chose, and of each tunnel that it passed over why', () => {
  const [decision] = selectRoutes([older, newer], gatewayRules, states(['a2', 'b1'], [], ['b2'])).decisions
  assert.deepEqual(decision?.chosen, ['a'])
  assert.deepEqual(
    decision?.passedOver.map(({ tunnel, why }) => `${tunnel} ${why}`),
    ['a1 not-usable', 'b1 stands-by', 'b2 withdrawn'],
  )
})

const anyCandidate: fc.Arbitrary<Candidate> = fc
  .record({
    connection: fc.constantFrom('a', 'b', 'c'),
    source: fc.constantFrom(undefined, ...['10.1.0.0/16', '10.1.1.0/24', '0.0.0.0/0'].map(prefix)),
    destination: fc.constantFrom(...['10.2.0.0/16', '10.2.1.0/24', '10.3.0.0/16'].map(prefix)),
    priority: fc.constantFrom(1, 10, 100),
    preference: fc.constantFrom(0, 100),
  })
  .map(({ connection, source, ...rest }) => ({
    ...candidate(connection, rest),
    ...(source === undefined ? {} : { source }),
  }))

const anyRules: fc.Arbitrary<RoutingRules> = fc.record({
  policies: fc.constantFrom('by-priority' as const, 'by-prefix' as const),
  learned: fc.constant('after' as const),
  equals: fc.constantFrom('share' as const, 'oldest' as const),
  tunnels: fc.constantFrom('share' as const, 'first' as const),
})

test('no decision leads into a tunnel that is not usable while one of its own is', () => {
  const tunnels = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2']
  fc.assert(
    fc.property(fc.array(anyCandidate, { maxLength: 8 }), anyRules, fc.subarray(tunnels), (all, rules, usable) => {
      const { decisions, policies, routes } = selectRoutes(all, rules, states(usable))
      for (const { order, ways } of decisions) {
        const couldCarry = order.flat().filter((tunnel) => usable.includes(tunnel))
        const used = [...new Set(ways.flat())].toSorted()
        assert.deepEqual(used, couldCarry.length > 0 ? couldCarry.toSorted() : used)
        for (const tunnel of used) assert.ok(ways.some((way) => way.length === 1 && way[0] === tunnel))
      }
      assert.equal(new Set(policies.map(({ preference }) => preference)).size, policies.length)
      const places = routes.map(({ table, prefix: to, metric }) => `${table} ${to} ${metric}`)
      assert.equal(new Set(places).size, places.length)
      for (const { table } of policies) assert.ok(routes.some((route) => route.table === table))
      if (rules.policies === 'by-priority') return
      const isShadowed = policies.some((early, i) =>
        policies
          .slice(i + 1)
          .some(
            ({ source, destination }) =>
              source !== early.source &&
              destination !== early.destination &&
              containsPrefix(early.source, source) &&
              containsPrefix(early.destination, destination),
          ),
      )
      assert.equal(isShadowed, false, 'a wider policy before a narrower one')
    }),
    { numRuns: 500 },
  )
})

test('a policy whose tunnels are all withdrawn is none, so that a wider one takes its packets', () => {
  const wide = policy('w', { destination: prefix('10.0.0.0/8') })
  const narrow = policy('n')
  const destinations = (withdrawn: readonly string[]) =>
    selectRoutes([wide, narrow], gatewayRules, states(['w1'], [], withdrawn)).policies.map(
      ({ destination, preference }) => `${destination} at ${preference}`,
    )
  assert.deepEqual(destinations(['n1']), ['10.2.0.0/16 at 0', '10.0.0.0/8 at 1'])
  assert.deepEqual(destinations(['n1', 'n2']), ['10.0.0.0/8 at 1'])
})
