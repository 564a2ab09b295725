import assert from 'node:assert/strict'
import type { BgpFailure } from '../../domain/bgp.ts'
import { digestBgp } from '../digest.ts'
import type { NeighborSpec } from '../port.ts'
import {
  asNumber,
  bgpFailure,
  bgpOf,
  configuring,
  connectSpeakers,
  established,
  findSession,
  makeSpeakers,
  neighborOf,
  prefixesOf,
  sessionOf,
} from './bgp-lab.ts'
import { address, type Check, prefix, type Site } from './lab.ts'

/** That gateways exchange routes with the neighbors at their tunnels' far ends, and what is told of it. */
export function registerBgpContract(check: Check): void {
  registerSessionContract(check)
  registerRefusalContract(check)
  registerChangeContract(check)
}

const needs = 'bgp'

function registerSessionContract(check: Check): void {
  check(
    'a BGP session over a tunnel is established, also after a crash, and packets take the routes that both ends have learned',
    async (lab) => {
      const { left, right, ...others } = makeSpeakers()
      await connectSpeakers(lab, { left, right, ...others })
      assert.equal((await lab.gateway(left)).bgp, undefined)
      assert.equal(await lab.wait(lab.plane.crashRouting(left.gateway)), false)
      assert.equal(await lab.reaches(left.host.id, right.host.address), false)
      const spec = bgpOf(left, [neighborOf(left)])
      await lab.perform(configuring(left, spec), configuring(right, bgpOf(right, [neighborOf(right)])))
      await established(lab, left, right)
      await lab.settle(async () => (await sessionOf(lab, left)).bfd === 'up')
      const { since, ...session } = await sessionOf(lab, left)
      assert.ok(Number.isInteger(since))
      assert.deepEqual(session, {
        tunnel: left.tunnel.id,
        state: 'established',
        localAddress: '169.254.21.1',
        neighborAddress: '169.254.21.2',
        localAsNumber: 65_530,
        neighborAsNumber: 65_531,
        bfd: 'up',
        limitReached: false,
        received: [{ prefix: '10.2.0.0/16', asPath: [65_531], communities: [], selected: true }],
        advertised: ['10.1.0.0/16'],
      })
      const { bgp, routes } = await lab.gateway(left)
      assert.deepEqual([bgp?.alive, bgp?.digest, routes], [true, digestBgp(spec), []])
      assert.deepEqual(bgp?.installed, ['10.2.0.0/16'])
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      // Repeated, it changes nothing.
      await lab.perform(configuring(left, spec))
      assert.equal((await sessionOf(lab, left)).since, since)
      const seen = await lab.plane.observeTunnels(left.gateway, [])
      assert.deepEqual(seen?.bgp, (await lab.gateway(left)).bgp)
      assert.equal(await lab.wait(lab.plane.crashRouting(left.gateway)), true)
      await lab.settle(async () => (await lab.gateway(left)).bgp?.alive === false)
      await lab.perform(configuring(left, spec))
      await established(lab, left, right)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    },
    needs,
  )

  check(
    'a change of a BGP session is told, and the end of BGP takes what was learned along at both ends',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      await lab.perform(configuring(left, bgpOf(left, [neighborOf(left)])))
      const told = new Set<string>()
      await lab.gateway(left)
      lab.plane.onChange((gateway) => told.add(gateway))
      await lab.perform(configuring(right, bgpOf(right, [neighborOf(right)])))
      await established(lab, left, right)
      await lab.settle(async () => told.has(left.gateway))
      told.clear()
      await lab.perform({ do: 'remove-bgp', gateway: right.gateway })
      assert.deepEqual(await bgpFailure(lab, left), { reason: 'cease', refusedBy: 'remote' })
      await lab.settle(async () => told.has(left.gateway))
      assert.deepEqual((await sessionOf(lab, left)).received, [])
      assert.deepEqual((await lab.gateway(left)).bgp?.installed, [])
      assert.equal((await lab.gateway(right)).bgp, undefined)
      assert.equal(await lab.reaches(left.host.id, right.host.address), false)
      await lab.perform({ do: 'remove-bgp', gateway: right.gateway })
    },
    needs,
  )
}

const refusals: readonly {
  readonly what: string
  readonly left?: Partial<NeighborSpec>
  readonly right?: Partial<NeighborSpec>
  readonly ends: readonly [BgpFailure['reason'], BgpFailure['refusedBy'], BgpFailure['reason'], BgpFailure['refusedBy']]
}[] = [
  {
    what: 'another AS number than the neighbor has',
    left: { neighborAsNumber: asNumber(65_599) },
    ends: ['bad-peer-as', 'local', 'bad-peer-as', 'remote'],
  },
  {
    what: 'another AS number than the neighbor expects',
    left: { localAsNumber: asNumber(65_599) },
    ends: ['bad-peer-as', 'remote', 'bad-peer-as', 'local'],
  },
  {
    what: 'another password than the neighbor’s',
    left: { password: 'one' },
    right: { password: 'two' },
    ends: ['authentication-failed', 'local', 'authentication-failed', 'local'],
  },
  {
    what: 'a password where the neighbor has none',
    left: { password: 'one' },
    ends: ['authentication-failed', 'local', 'authentication-failed', 'local'],
  },
]

function registerRefusalContract(check: Check): void {
  for (const { what, ends, ...changes } of refusals) {
    check(
      `${what} keeps a BGP session down, with the reason at both ends`,
      async (lab) => {
        const speakers = makeSpeakers()
        const { left, right } = speakers
        await connectSpeakers(lab, speakers)
        await lab.perform(
          configuring(left, bgpOf(left, [neighborOf(left, changes.left)])),
          configuring(right, bgpOf(right, [neighborOf(right, changes.right)])),
        )
        const [reason, refusedBy, farReason, farRefusedBy] = ends
        assert.deepEqual(await bgpFailure(lab, left), { reason, refusedBy })
        assert.deepEqual(await bgpFailure(lab, right), { reason: farReason, refusedBy: farRefusedBy })
        await lab.perform(
          configuring(left, bgpOf(left, [neighborOf(left)])),
          configuring(right, bgpOf(right, [neighborOf(right)])),
        )
        await established(lab, left, right)
        assert.equal((await sessionOf(lab, left)).failure, undefined)
      },
      needs,
    )
  }

  check(
    'BGP sessions between other addresses than the neighbor’s find it unreachable, and one that it has no session for is told so',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right, second } = speakers
      await connectSpeakers(lab, speakers, 2)
      const moved: Site = {
        ...right,
        tunnel: { ...right.tunnel, inside: { address: address('169.254.99.2'), prefixLength: 30 } },
      }
      await lab.perform({ do: 'configure-tunnel', gateway: moved.gateway, tunnel: moved.tunnel })
      await lab.down(left)
      await lab.initiate(left)
      await lab.up(left, right)
      await lab.perform(
        configuring(left, bgpOf(left, [neighborOf(left)])),
        configuring(moved, bgpOf(moved, [neighborOf(moved)])),
      )
      for (const site of [left, moved]) {
        assert.deepEqual(await bgpFailure(lab, site), { reason: 'neighbor-unreachable', refusedBy: 'local' })
      }
      await lab.perform(
        { do: 'configure-tunnel', gateway: right.gateway, tunnel: right.tunnel },
        configuring(right, bgpOf(right, [neighborOf(second.right)])),
      )
      await lab.down(left)
      await lab.initiate(left)
      await lab.settle(async () => (await findSession(lab, left))?.failure?.reason === 'no-configuration')
      assert.deepEqual(await bgpFailure(lab, left), { reason: 'no-configuration', refusedBy: 'remote' })
    },
    needs,
  )

  check(
    'a BGP password that no daemon can be given is refused, and nothing changes',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left } = speakers
      await lab.perform({ do: 'create-gateway', gateway: left.gateway })
      const good = bgpOf(left, [neighborOf(left)])
      await lab.perform(configuring(left, good))
      for (const password of ['', 'a"b', 'a\nb', 'x'.repeat(81)]) {
        const bad = configuring(left, bgpOf(left, [neighborOf(left, { password })]))
        await assert.rejects(lab.perform(bad), /not a password/)
      }
      assert.equal((await lab.gateway(left)).bgp?.digest, digestBgp(good))
    },
    needs,
  )
}

function registerChangeContract(check: Check): void {
  check(
    'a change of one BGP neighbor leaves the session with another alone',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right, second } = speakers
      await connectSpeakers(lab, speakers, 2)
      const one = neighborOf(left)
      const both = bgpOf(left, [one, neighborOf(second.left)])
      await lab.perform(
        configuring(left, both),
        configuring(right, bgpOf(right, [neighborOf(right), neighborOf(second.right)])),
      )
      await established(lab, left, second.left)
      const { since } = await sessionOf(lab, left)
      await lab.perform(
        configuring(left, bgpOf(left, [one, neighborOf(second.left, { neighborAsNumber: asNumber(9) })])),
      )
      assert.deepEqual(await bgpFailure(lab, second.left), { reason: 'bad-peer-as', refusedBy: 'local' })
      await lab.perform(configuring(left, bgpOf(left, [one])))
      assert.equal(await findSession(lab, second.left), undefined)
      await lab.perform(configuring(left, both))
      await established(lab, left, second.left)
      assert.equal((await sessionOf(lab, left)).since, since)
    },
    needs,
  )

  check(
    'a prefix that is not advertised any more goes at the neighbor, and one that is added comes, in the same session',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      const advertising = (...texts: readonly string[]) =>
        configuring(right, bgpOf(right, [neighborOf(right)], { advertised: texts.map(prefix) }))
      await lab.perform(configuring(left, bgpOf(left, [neighborOf(left)])), advertising('10.2.0.0/16', '10.3.0.0/16'))
      const learns = (...texts: readonly string[]) =>
        lab.settle(async () => {
          const session = await findSession(lab, left)
          return session !== undefined && prefixesOf(session).join() === texts.join()
        })
      await learns('10.2.0.0/16', '10.3.0.0/16')
      const { since } = await sessionOf(lab, left)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      await lab.perform(advertising('10.3.0.0/16', '10.4.0.0/16'))
      await learns('10.3.0.0/16', '10.4.0.0/16')
      assert.equal((await sessionOf(lab, left)).since, since)
      assert.equal(await lab.reaches(left.host.id, right.host.address), false)
    },
    needs,
  )
}
