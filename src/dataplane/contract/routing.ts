import assert from 'node:assert/strict'
import type { IkeIdentity } from '../../domain/identity.ts'
import { ownTable, type Policy, type Route } from '../../domain/route.ts'
import type { HostSpec, Step } from '../port.ts'
import { address, building, type Check, type Lab, makeSites, prefix, type Site, withTunnel } from './lab.ts'

/** Which of a gateway's routes and policies a packet takes. */
export function registerRoutingContract(check: Check): void {
  registerPolicyContract(check)
  registerTableContract(check)
}

const everywhere = { selectors: [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }] }

/** Two tunnels between two gateways, all up and without any route at the left one. */
interface Dual {
  readonly left: Site
  readonly right: Site
  /** The ids of the left gateway's tunnels. */
  readonly one: string
  readonly two: string
  /** A second host of the left network, in its other subnet. */
  readonly other: HostSpec
  add(...routes: readonly (Route | Policy)[]): Promise<void>
  remove(...routes: readonly (Route | Policy)[]): Promise<void>
  /** Pings the right host from a host of the left, and says by which tunnel: undefined when there is no answer. */
  wayOf(host: HostSpec): Promise<string | undefined>
  /** The tunnel that a ping goes into, answered or not. */
  wayOut(host: HostSpec): Promise<string>
}

function second(site: Site, local: string, remote: string): Site {
  return withTunnel(site, {
    id: `${site.tunnel.id}-2`,
    index: 2,
    localAddress: address(local),
    remoteAddress: address(remote),
    localIdentity: local as IkeIdentity,
    remoteIdentity: remote as IkeIdentity,
  })
}

const isPolicy = (one: Route | Policy): one is Policy => 'preference' in one

async function makeDual(lab: Lab): Promise<Dual> {
  const { left, right } = makeSites(everywhere)
  const left2 = second(left, '198.51.100.2', '203.0.113.2')
  const right2 = second(right, '203.0.113.2', '198.51.100.2')
  const { gateway } = left
  const other: HostSpec = {
    id: 'other',
    place: { kind: 'subnet', network: left.network.id, subnet: 'left-subnet-2' },
    address: address('10.1.2.10'),
  }
  const making = ({ gateway: of, tunnel }: Site): Step[] => [
    { do: 'create-tunnel', gateway: of, tunnel },
    { do: 'configure-tunnel', gateway: of, tunnel },
  ]
  const beyond = [right.network.prefix]
  await lab.perform(
    ...building(left).filter((step) => step.do !== 'add-route'),
    ...building(right).filter((step) => step.do !== 'add-route'),
    { do: 'link-network', gateway, link: { network: left.network.id, prefix: left.network.prefix, beyond } },
    { do: 'link-network', gateway: right.gateway, link: linkOf(right, left) },
    { do: 'ensure-host', host: other },
    ...making(left2),
    ...making(right2),
    // Answers go back by the first tunnel, whichever the requests come by.
    { do: 'add-route', gateway: right.gateway, route: route(right.tunnel.id, { prefix: left.network.prefix }) },
  )
  await lab.initiate(left)
  await lab.initiate(left2)
  await lab.up(left, right)
  await lab.up(left2, right2)
  return { left, right, one: left.tunnel.id, two: left2.tunnel.id, other, ...ways(lab, left, right) }
}

const linkOf = (site: Site, peer: Site) => ({
  network: site.network.id,
  prefix: site.network.prefix,
  beyond: [peer.network.prefix],
})

function ways(lab: Lab, left: Site, right: Site): Pick<Dual, 'add' | 'remove' | 'wayOf' | 'wayOut'> {
  const { gateway } = left
  const step = (verb: 'add' | 'remove', one: Route | Policy): Step =>
    isPolicy(one) ? { do: `${verb}-policy`, gateway, policy: one } : { do: `${verb}-route`, gateway, route: one }
  const counts = async () =>
    new Map((await lab.gateway(left)).tunnels.map(({ id, packetsOut }) => [id, packetsOut] as const))
  const ping = async (host: HostSpec) => {
    const before = await counts()
    const answered = await lab.reaches(host.id, right.host.address)
    const used = [...(await counts())].filter(([id, count]) => count > (before.get(id) ?? 0)).map(([id]) => id)
    return { answered, used: used.join(' and ') }
  }
  return {
    add: (...all) => lab.perform(...all.map((one) => step('add', one))),
    remove: (...all) => lab.perform(...all.map((one) => step('remove', one))),
    async wayOf(host) {
      const { answered, used } = await ping(host)
      return answered ? used : undefined
    },
    wayOut: async (host) => (await ping(host)).used,
  }
}

const route = (tunnel: string, change: Partial<Route> = {}): Route => ({
  table: ownTable,
  prefix: prefix('10.2.0.0/16'),
  tunnels: [tunnel],
  metric: 100,
  ...change,
})

/** A route of a table that policies lead to. */
const wayInto = (table: number, tunnel: string): Route => route(tunnel, { table, prefix: prefix('0.0.0.0/0') })

const policy = (table: number, change: Partial<Policy> = {}): Policy => ({
  source: prefix('10.1.0.0/16'),
  destination: prefix('10.2.0.0/16'),
  table,
  preference: 0,
  ...change,
})

const [first, last] = [0x10001, 0x10002]

function registerPolicyContract(check: Check): void {
  check('policies lead the traffic of each source into the tunnel of their table', async (lab) => {
    const { left, other, one, two, add, wayOf, ...rest } = await makeDual(lab)
    const policies = [
      policy(first, { source: prefix('10.1.1.0/24') }),
      policy(last, { source: prefix('10.1.2.0/24'), preference: 1 }),
    ]
    await add(wayInto(first, one), wayInto(last, two), ...policies)
    assert.deepEqual([await wayOf(left.host), await wayOf(other)], [one, two])
    const seen = await lab.gateway(left)
    assert.deepEqual(
      [...seen.policies].sort((a, b) => a.preference - b.preference),
      policies,
    )
    await rest.remove(...policies.slice(1))
    assert.deepEqual([await wayOf(left.host), await wayOf(other)], [one, undefined])
    assert.deepEqual((await lab.gateway(left)).policies, policies.slice(0, 1))
  })

  check(
    'of policies that match a packet the one with the lowest preference decides, whatever its prefixes',
    async (lab) => {
      const { left, one, two, add, remove, wayOf } = await makeDual(lab)
      const narrow = policy(last, { destination: prefix('10.2.1.0/24'), preference: 1 })
      await add(wayInto(first, one), wayInto(last, two), narrow, policy(first))
      assert.equal(await wayOf(left.host), one)
      await remove(policy(first))
      assert.equal(await wayOf(left.host), two)
    },
  )

  check(
    'a policy comes before the gateway’s own table, and one whose table is empty refuses its traffic',
    async (lab) => {
      const { left, other, one, two, add, remove, wayOf } = await makeDual(lab)
      const near = policy(first, { source: prefix('10.1.1.0/24') })
      await add(route(two, { prefix: prefix('10.2.1.0/24') }), wayInto(first, one), near)
      assert.deepEqual([await wayOf(left.host), await wayOf(other)], [one, two])
      await remove(wayInto(first, one))
      assert.deepEqual([await wayOf(left.host), await wayOf(other)], [undefined, two])
      await remove(near)
      assert.equal(await wayOf(left.host), two)
    },
  )

  check(
    'a policy that is added twice is there once, and removing one that is not there changes nothing',
    async (lab) => {
      const { left, one, add, remove, wayOf } = await makeDual(lab)
      await add(wayInto(first, one), policy(first), policy(first))
      await remove(policy(first, { preference: 5 }), policy(last))
      assert.deepEqual((await lab.gateway(left)).policies, [policy(first)])
      assert.equal(await wayOf(left.host), one)
    },
  )
}

function registerTableContract(check: Check): void {
  registerCrashContract(check)
  check('the longest prefix of the gateway’s own table decides, then the lowest metric', async (lab) => {
    const { left, one, two, add, remove, wayOf } = await makeDual(lab)
    const narrow = route(two, { prefix: prefix('10.2.1.0/24'), metric: 900 })
    await add(route(one), narrow)
    assert.equal(await wayOf(left.host), two)
    await remove(narrow)
    await add(route(two, { metric: 50 }))
    assert.equal(await wayOf(left.host), two)
    await remove(route(two, { metric: 50 }))
    assert.equal(await wayOf(left.host), one)
  })

  check('a route into the midst of a linked network takes nothing from that network', async (lab) => {
    const { left, right, one, add } = await makeDual(lab)
    await add(route(one), route(one, { prefix: prefix('10.1.2.0/24') }))
    assert.equal(await lab.reaches(right.host.id, address('10.1.2.10')), true)
    assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  })

  check('tunnels that share a route each carry some of the flows, and the route goes with one of them', async (lab) => {
    const { left, one, two, add, wayOf } = await makeDual(lab)
    const shared = route(one, { tunnels: [one, two] })
    await add(shared)
    assert.deepEqual((await lab.gateway(left)).routes, [shared])
    for (let last = 101; last < 125; last += 1) {
      const options = { count: 1, timeoutMs: 20 }
      await lab.wait(lab.plane.ping(left.host.id, address(`10.2.1.${last}`), options))
    }
    const carried = (await lab.gateway(left)).tunnels.map(({ packetsOut }) => packetsOut)
    assert.ok(
      carried.every((count) => count > 0),
      `${carried}`,
    )
    await add(route(one))
    assert.deepEqual((await lab.gateway(left)).routes, [route(one)])
    await add(shared)
    await lab.perform({ do: 'remove-tunnel', gateway: left.gateway, tunnel: two })
    assert.deepEqual((await lab.gateway(left)).routes, [])
    assert.equal(await wayOf(left.host), undefined)
  })
}

function registerCrashContract(check: Check): void {
  check(
    'a route whose daemon has crashed is gone, and the next metric carries, in each table',
    async (lab) => {
      const { left, other, one, two, add, wayOut } = await makeDual(lab)
      const near = policy(first, { source: prefix('10.1.1.0/24') })
      const standby = { ...wayInto(first, two), metric: 101 }
      await add(wayInto(first, one), standby, near, route(one), route(two, { metric: 101 }))
      assert.deepEqual([await wayOut(left.host), await wayOut(other)], [one, one])
      assert.equal(await lab.wait(lab.plane.crash(left.gateway, one)), true)
      assert.equal(await lab.wait(lab.plane.crash(left.gateway, 'none')), false)
      await lab.settle(async () => (await lab.tunnel(left)).alive === false)
      assert.deepEqual([await wayOut(left.host), await wayOut(other)], [two, two])
      assert.deepEqual(
        (await lab.gateway(left)).routes.map(({ tunnels }) => tunnels),
        [[two], [two]],
      )
    },
    'device-of-the-daemon',
  )

  check(
    'a shared route goes with the daemon of one of its tunnels, and what stands behind it carries',
    async (lab) => {
      const { left, one, two, add, wayOut } = await makeDual(lab)
      const behind = [route(one, { metric: 101 }), route(two, { metric: 102 })]
      await add(route(one, { tunnels: [one, two] }), ...behind)
      const used = await wayOut(left.host)
      assert.ok(used === one || used === two)
      await lab.wait(lab.plane.crash(left.gateway, used))
      assert.equal(await wayOut(left.host), used === one ? two : one)
      assert.deepEqual((await lab.gateway(left)).routes, behind.slice(used === one ? 1 : 0, used === one ? 2 : 1))
    },
    'device-of-the-daemon',
  )

  check('packets between the outer addresses of a tunnel that is cut are lost until it is restored', async (lab) => {
    const { left, one, two, add, remove, wayOf } = await makeDual(lab)
    await add(route(one))
    const restore = await lab.wait(lab.plane.cut(left.gateway, one))
    assert.equal(await wayOf(left.host), undefined)
    await lab.wait(restore())
    assert.equal(await wayOf(left.host), one)
    await lab.wait(lab.plane.cut(left.gateway, two))
    assert.equal(await wayOf(left.host), one)
    await remove(route(one))
    await add(route(two))
    assert.equal(await wayOf(left.host), undefined)
    await assert.rejects(lab.wait(lab.plane.cut(left.gateway, 'none')))
  })
}
