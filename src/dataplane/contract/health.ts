import assert from 'node:assert/strict'
import { everything, type Ipv4Address } from '../../domain/address.ts'
import { type HealthCheck, type ObservedHealth, ownCheck } from '../../domain/health-check.ts'
import { digestHealthCheck } from '../digest.ts'
import type { Step, TunnelSpec } from '../port.ts'
import { address, building, type Check, establish, gatewayOf, type Lab, makeSites, type Site, subnetOf } from './lab.ts'

/** The check's source is nobody's address, as is allowed. */
export const checkOf = (from: Site, to: Site, change: Partial<HealthCheck> = {}): HealthCheck => ({
  source: address(from.host.address.replace(/\d+$/, '77')),
  destination: to.host.address,
  intervalMilliseconds: 100,
  timeoutMilliseconds: 80,
  threshold: 3,
  onFailure: 'withdraw',
  ...change,
})

/** What tunnels of a pair are probed by where nobody asks for anything, faster. */
const outside = ({ tunnel }: Site): HealthCheck => ({
  ...ownCheck(tunnel.localAddress, tunnel.remoteAddress),
  intervalMilliseconds: 100,
  timeoutMilliseconds: 80,
})

export const checking = ({ gateway, tunnel }: Site, check?: HealthCheck): Step => ({
  do: 'check-tunnel',
  gateway,
  tunnel: tunnel.id,
  ...(check === undefined ? {} : { check }),
})

async function healthOf(lab: Lab, site: Site, tunnel = site.tunnel.id): Promise<ObservedHealth | undefined> {
  return (await lab.gateway(site)).tunnels.find(({ id }) => id === tunnel)?.health
}

/** Waits until the tunnel's check says so. */
export async function settled(lab: Lab, site: Site, passes: boolean, tunnel = site.tunnel.id): Promise<ObservedHealth> {
  await lab.settle(async () => (await healthOf(lab, site, tunnel))?.verdict?.passes === passes)
  const health = await healthOf(lab, site, tunnel)
  assert.ok(health)
  return health
}

/** That a tunnel's probes go through it and no other, and what is told of them. */
export function registerHealthContract(check: Check): void {
  registerVerdictContract(check)
  registerWayContract(check)
}

function registerVerdictContract(check: Check): void {
  check(
    'a health check passes, fails when the far host goes while the SA stays, and passes again when it is back',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      const probes = checkOf(left, right)
      const turned = new Set<string | undefined>()
      const stop = lab.plane.onChange((_, tunnel) => turned.add(tunnel))
      await lab.perform(checking(left, probes))
      const first = await settled(lab, left, true)
      assert.equal(first.digest, digestHealthCheck(probes))
      assert.deepEqual(first.history, [])
      const before = await lab.tunnel(left)
      turned.clear()
      await lab.perform({ do: 'remove-host', host: right.host.id })
      const second = await settled(lab, left, false)
      assert.deepEqual(second.history, [first.verdict])
      assert.ok(second.sent - second.answered >= probes.threshold)
      await lab.settle(async () => turned.has(left.tunnel.id))
      stop()
      assert.deepEqual((await lab.tunnel(left)).childSas[0]?.spiIn, before.childSas[0]?.spiIn)
      await lab.perform({ do: 'ensure-host', host: right.host })
      const third = await settled(lab, left, true)
      assert.deepEqual(third.history, [second.verdict, first.verdict])
    },
    'health-checks',
  )

  check(
    'a health check of a tunnel without an SA fails after its threshold, and passes when the tunnel comes up',
    async (lab) => {
      const { left, right } = makeSites()
      await lab.perform(...building(left), ...building(right), checking(left, checkOf(left, right)))
      const { history, answered } = await settled(lab, left, false)
      assert.deepEqual([history, answered], [[], 0])
      await lab.initiate(left)
      await settled(lab, left, true)
    },
    'health-checks',
  )

  for (const [end, change] of Object.entries({
    source: { source: address('192.168.9.9') },
    destination: { destination: address('192.168.9.9') },
  })) {
    check(
      `a health check whose ${end} no selector has fails after its threshold, while the SA stays and carries the rest`,
      async (lab) => {
        const { left, right } = makeSites()
        await establish(lab, left, right)
        const before = await lab.tunnel(left)
        await lab.perform(checking(left, { ...checkOf(left, right, change), onFailure: 'keep' }))
        const { history, answered } = await settled(lab, left, false)
        assert.deepEqual([history, answered], [[], 0])
        assert.deepEqual((await lab.tunnel(left)).childSas[0]?.spiIn, before.childSas[0]?.spiIn)
        const pinged = await lab.wait(lab.plane.ping(left.host.id, right.host.address, { count: 3, timeoutMs: 1000 }))
        assert.equal(pinged.received, 3)
      },
      'health-checks',
    )
  }

  check(
    'probes past the tunnel pass before there is an SA, fail while the path is cut and the SA stays, and pass again',
    async (lab) => {
      const { left, right } = makeSites()
      await lab.perform(...building(left), ...building(right), checking(left, outside(left)))
      await settled(lab, left, true)
      await lab.initiate(left)
      await lab.up(left, right)
      await lab.cut(left.tunnel.localAddress, right.tunnel.localAddress)
      await settled(lab, left, false)
      assert.equal((await lab.tunnel(left)).childSas.length, 1)
      await lab.restore(left.tunnel.localAddress, right.tunnel.localAddress)
      await settled(lab, left, true)
    },
    'health-checks',
  )

  check(
    'probes past the tunnel of a peer that answers none say nothing, however many there are',
    async (lab) => {
      const { left } = makeSites()
      const probes = outside(left)
      await lab.perform(...building(left), checking(left, probes))
      await lab.settle(async () => ((await healthOf(lab, left))?.sent ?? 0) > 2 * probes.threshold)
      const { verdict, answered } = (await healthOf(lab, left)) ?? {}
      assert.deepEqual([verdict, answered], [undefined, 0])
    },
    'health-checks',
  )

  check(
    'a health check that is asked for again goes on, a changed one starts afresh, and one that is called off is gone',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      const probes = checkOf(left, right)
      await lab.perform(checking(left, probes))
      const first = await settled(lab, left, true)
      await lab.perform(checking(left, { ...probes, onFailure: 'keep' }))
      assert.deepEqual((await healthOf(lab, left))?.verdict, first.verdict)
      const nobody = { ...probes, destination: address('10.2.1.99') }
      await lab.perform(checking(left, nobody))
      assert.deepEqual((await healthOf(lab, left))?.verdict, undefined)
      const second = await settled(lab, left, false)
      assert.deepEqual([second.digest, second.history, second.answered], [digestHealthCheck(nobody), [], 0])
      await lab.perform(checking(left))
      assert.equal(await healthOf(lab, left), undefined)
    },
    'health-checks',
  )

  check(
    'a health check goes on through the device that takes the place of a crashed daemon’s',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      await lab.perform(checking(left, checkOf(left, right)))
      await settled(lab, left, true)
      assert.equal(await lab.wait(lab.plane.crash(left.gateway, left.tunnel.id)), true)
      await lab.perform(...building(left))
      const { answered } = (await healthOf(lab, left)) ?? { answered: 0 }
      await settled(lab, left, false)
      await lab.initiate(left)
      const again = await settled(lab, left, true)
      assert.ok(again.answered > answered)
    },
    'health-checks',
  )

  check(
    'a tunnel’s health check goes on while its daemon is made anew, and is gone with the tunnel',
    async (lab) => {
      const { left, right } = makeSites()
      const { gateway, tunnel } = left
      const make: Step[] = [
        { do: 'create-tunnel', gateway, tunnel },
        { do: 'configure-tunnel', gateway, tunnel },
      ]
      await establish(lab, left, right)
      await lab.perform(checking(left, checkOf(left, right)))
      await settled(lab, left, true)
      await lab.perform(...make)
      assert.equal((await healthOf(lab, left))?.verdict?.passes, true)
      await lab.perform({ do: 'remove-tunnel', gateway, tunnel: tunnel.id }, ...make)
      assert.equal(await healthOf(lab, left), undefined)
      await lab.perform({ do: 'remove-tunnel', gateway, tunnel: tunnel.id })
      await assert.rejects(lab.perform(checking(left, checkOf(left, right))))
    },
    'health-checks',
  )
}

/** A second tunnel between the two sites, of outer addresses of its own. */
export function seconds(left: Site, right: Site): { readonly left: Site; readonly right: Site } {
  const [here, there] = [address('198.51.100.2'), address('203.0.113.2')]
  const second = (site: Site, local: typeof here, remote: typeof here): Site => ({
    ...site,
    tunnel: {
      ...site.tunnel,
      id: `${site.tunnel.id}-2`,
      index: 2,
      localAddress: local,
      remoteAddress: remote,
      localIdentity: String(local) as TunnelSpec['localIdentity'],
      remoteIdentity: String(remote) as TunnelSpec['remoteIdentity'],
    },
  })
  return { left: second(left, here, there), right: second(right, there, here) }
}

/** Two tunnels that are up, the first of which both ends' routes lead into. */
async function establishBoth(lab: Lab, left: Site, right: Site) {
  await establish(lab, left, right)
  const second = seconds(left, right)
  for (const { gateway, tunnel } of [second.left, second.right]) {
    await lab.perform({ do: 'create-tunnel', gateway, tunnel }, { do: 'configure-tunnel', gateway, tunnel })
  }
  await lab.initiate(second.left)
  await lab.settle(async () => (await lab.gateway(left)).tunnels.every(({ childSas }) => childSas.length === 1))
  return second
}

function registerWayContract(check: Check): void {
  check(
    'two ends check each other by addresses that they have inside the tunnel, and no route leads there',
    async (lab) => {
      const within = (site: Site, end: 1 | 2): Site => ({
        ...site,
        tunnel: { ...site.tunnel, inside: { address: address(`169.254.128.${end}`), prefixLength: 30 } },
      })
      const sites = makeSites({ selectors: [{ local: [everything], remote: [everything] }] })
      const [left, right] = [within(sites.left, 1), within(sites.right, 2)]
      for (const site of [left, right]) {
        await lab.perform(...building(site).filter(({ do: what }) => what !== 'add-route'))
      }
      await lab.initiate(left)
      await lab.up(left, right)
      const between = (source: Ipv4Address, destination: Ipv4Address) => checkOf(left, right, { source, destination })
      const [one, other] = [address('169.254.128.1'), address('169.254.128.2')]
      await lab.perform(checking(left, between(one, other)), checking(right, between(other, one)))
      for (const site of [left, right]) await settled(lab, site, true)
      await lab.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
      for (const site of [left, right]) await settled(lab, site, false)
      await lab.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
    },
    'health-checks',
  )

  check(
    'where both ends check both tunnels, each with addresses of its own, a cut of the one does not fail the other',
    async (lab) => {
      const { left, right } = makeSites()
      const second = await establishBoth(lab, left, right)
      const routers = { left: subnetOf(left).routerAddress, right: subnetOf(right).routerAddress }
      const both = (one: Site, other: Site) => checkOf(one, other, { source: one.host.address })
      const between = (source: Ipv4Address, destination: Ipv4Address) => ({ ...both(left, right), source, destination })
      await lab.perform(
        checking(left, both(left, right)),
        checking(right, both(right, left)),
        checking(second.left, between(routers.left, routers.right)),
        checking(second.right, between(routers.right, routers.left)),
      )
      for (const site of [left, right, second.left, second.right]) await settled(lab, site, true)
      await lab.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
      await settled(lab, left, false)
      await settled(lab, right, false)
      for (const site of [second.left, second.right]) {
        const { sent = 0 } = (await healthOf(lab, site)) ?? {}
        await lab.settle(async () => ((await healthOf(lab, site))?.sent ?? 0) > sent + 3)
        const health = await healthOf(lab, site)
        assert.deepEqual([health?.verdict?.passes, health?.history], [true, []])
      }
      await lab.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
    },
    'health-checks',
  )

  check(
    'a probe of a tunnel whose path is cut does not travel over another, whatever way the routes lead',
    async (lab) => {
      const { left, right } = makeSites()
      const second = await establishBoth(lab, left, right)
      await lab.perform(checking(left, checkOf(left, right)))
      await settled(lab, left, true)
      for (const site of [second.left, second.right]) {
        await lab.perform(
          ...gatewayOf(site).routes.map((route): Step => ({ do: 'add-route', gateway: site.gateway, route })),
        )
      }
      await lab.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      await lab.perform(checking(second.left, checkOf(left, right)))
      await settled(lab, left, true, second.left.tunnel.id)
      await settled(lab, left, false)
      assert.equal(
        (await lab.gateway(left)).tunnels.every(({ childSas }) => childSas.length === 1),
        true,
      )
      assert.equal((await healthOf(lab, left, second.left.tunnel.id))?.verdict?.passes, true)
      await lab.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
    },
    'health-checks',
  )

  check(
    'a host whose address is the source of a health check reaches the check’s destination itself',
    async (lab) => {
      const { left, right } = makeSites()
      await establish(lab, left, right)
      await lab.perform(checking(left, checkOf(left, right, { source: left.host.address })))
      await settled(lab, left, true)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      assert.equal(await lab.reaches(right.host.id, left.host.address), true)
    },
    'health-checks',
  )
}
