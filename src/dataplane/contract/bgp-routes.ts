import assert from 'node:assert/strict'
import { ownTable, type Route } from '../../domain/route.ts'
import {
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
import { checking, settled } from './health.ts'
import { type Check, type Lab, prefix, type Site } from './lab.ts'

const needs = 'bgp'

/** What of the routes that neighbors tell is taken, which of them packets take, and what becomes of them when one falls silent. */
export function registerLearnedRouteContract(check: Check): void {
  registerLearningContract(check)
  registerTellingContract(check)
  registerPartContract(check)
  registerSilenceContract(check)
  registerInsideContract(check)
}

function registerLearningContract(check: Check): void {
  check(
    'prefixes beyond a BGP neighbor’s limit are left out and told so, and the session goes on',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      const limited = (prefixLimit: number) => configuring(left, bgpOf(left, [neighborOf(left, { prefixLimit })]))
      const advertised = ['10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16'].map(prefix)
      await lab.perform(limited(2), configuring(right, bgpOf(right, [neighborOf(right)], { advertised })))
      await established(lab, left)
      await lab.settle(async () => (await sessionOf(lab, left)).limitReached)
      const { received, since } = await sessionOf(lab, left)
      assert.equal(received.length, 2)
      await lab.perform(limited(5))
      await lab.settle(async () => (await sessionOf(lab, left)).received.length === 3)
      assert.deepEqual([(await sessionOf(lab, left)).limitReached, (await sessionOf(lab, left)).since], [false, since])
      await lab.perform(limited(1))
      await lab.settle(async () => (await findSession(lab, left))?.received.length === 1)
    },
    needs,
  )

  check(
    'a default route, the shared range, tunnels’ networks and refused prefixes are not learned, and nothing learned is told to another',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right, second } = speakers
      await connectSpeakers(lab, speakers, 2)
      const bad = ['0.0.0.0/0', '100.64.0.0/10', '100.64.9.0/24', '100.0.0.0/8', '10.1.7.0/24', '169.254.22.0/30']
      const advertised = ['10.2.0.0/16', ...bad].map(prefix)
      await lab.perform(
        configuring(left, bgpOf(left, [neighborOf(left), neighborOf(second.left)])),
        configuring(right, bgpOf(right, [neighborOf(right), neighborOf(second.right)], { advertised })),
      )
      await established(lab, left, second.left)
      for (const site of [left, second.left]) {
        const session = await sessionOf(lab, site)
        assert.deepEqual([prefixesOf(session), session.advertised], [['10.2.0.0/16'], ['10.1.0.0/16']])
      }
    },
    needs,
  )

  check(
    'of two BGP neighbors the one with the higher local preference carries, and equal ones both are selected where they share',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right, second } = speakers
      await connectSpeakers(lab, speakers, 2)
      const preferring = (second_: number, shares: boolean) =>
        configuring(
          left,
          bgpOf(left, [neighborOf(left), neighborOf(second.left, { localPreference: second_ })], { shares }),
        )
      await lab.perform(
        preferring(200, false),
        configuring(right, bgpOf(right, [neighborOf(right), neighborOf(second.right)])),
      )
      await established(lab, left, second.left)
      const selects = (first: boolean, other: boolean) =>
        lab.settle(async () => {
          const sessions = await Promise.all([left, second.left].map((site) => sessionOf(lab, site)))
          return sessions.map(({ received }) => received[0]?.selected).join() === `${first},${other}`
        })
      await selects(false, true)
      assert.equal(await carrier(lab, left, right), second.left.tunnel.id)
      await lab.perform(preferring(50, false))
      await selects(true, false)
      assert.equal(await carrier(lab, left, right), left.tunnel.id)
      await lab.perform(preferring(100, true))
      await selects(true, true)
    },
    needs,
  )

  check(
    'learned routes stand after the gateway’s own, or beside them, where the longest prefix decides and of equal ones the own',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right, second } = speakers
      await connectSpeakers(lab, speakers, 2)
      // What is learned leads into the second tunnel, and what is the gateway's own into the first.
      const learning = (learned: 'after' | 'beside', advertised: string) => [
        configuring(left, bgpOf(left, [neighborOf(second.left)], { learned })),
        configuring(right, bgpOf(right, [neighborOf(second.right)], { advertised: [prefix(advertised)] })),
      ]
      const learns = (text: string) =>
        lab.settle(async () => {
          const session = await findSession(lab, second.left)
          return session !== undefined && prefixesOf(session).join() === text
        })
      const route: Route = { table: ownTable, prefix: prefix('10.2.0.0/16'), tunnels: [left.tunnel.id], metric: 100 }
      await lab.perform({ do: 'add-route', gateway: left.gateway, route })
      await lab.perform(...learning('after', '10.2.1.0/24'))
      await learns('10.2.1.0/24')
      assert.equal(await carrier(lab, left, right), left.tunnel.id)
      await lab.perform(...learning('beside', '10.2.1.0/24'))
      await lab.settle(async () => (await carrier(lab, left, right)) === second.left.tunnel.id)
      await lab.perform(...learning('beside', '10.2.0.0/16'))
      await learns('10.2.0.0/16')
      assert.equal(await carrier(lab, left, right), left.tunnel.id)
      await lab.perform({ do: 'remove-route', gateway: left.gateway, route })
      assert.equal(await carrier(lab, left, right), second.left.tunnel.id)
      await lab.perform(...learning('after', '10.2.0.0/16'))
      await lab.settle(async () => (await carrier(lab, left, right)) === second.left.tunnel.id)
      assert.deepEqual((await lab.gateway(left)).routes, [])
    },
    needs,
  )
}

/** The tunnel that the near gateway sends into what goes from one host to the other; undefined when it is none. */
async function carrier(lab: Lab, from: Site, to: Site): Promise<string | undefined> {
  const sent = async () => new Map((await lab.gateway(from)).tunnels.map(({ id, packetsOut }) => [id, packetsOut]))
  const before = await sent()
  const options = { count: 25, intervalMs: 20, timeoutMs: 1000 }
  const { sent: count } = await lab.wait(lab.plane.ping(from.host.id, to.host.address, options))
  // Beside a few of BGP's and BFD's own.
  const more = [...(await sent())].map(([id, packets]) => [id, packets - (before.get(id) ?? 0)] as const)
  return more.filter(([, packets]) => packets >= count).toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

function registerTellingContract(check: Check): void {
  check(
    'a BGP neighbor of whom nothing is taken is told all the same, and what it tells is taken again in the same session',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      const refusing = (...refused: readonly string[]) =>
        configuring(left, bgpOf(left, [neighborOf(left, { refused: refused.map(prefix) })]))
      await lab.perform(refusing('10.1.0.0/16'), configuring(right, bgpOf(right, [neighborOf(right)])))
      await established(lab, left, right)
      const { since } = await sessionOf(lab, left)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      await lab.perform(refusing('0.0.0.0/0'))
      await lab.settle(async () => (await lab.gateway(left)).bgp?.installed.length === 0)
      assert.deepEqual([(await sessionOf(lab, left)).received, (await sessionOf(lab, right)).received.length], [[], 1])
      assert.equal(await lab.reaches(left.host.id, right.host.address), false)
      await lab.perform(refusing('10.1.0.0/16'))
      await established(lab, left)
      assert.equal((await sessionOf(lab, left)).since, since)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    },
    needs,
  )

  check(
    'a BGP neighbor that is to be told nothing is listened to, and is told once it is to be, in the same session',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      await lab.perform(
        configuring(left, bgpOf(left, [neighborOf(left, { tellsNothing: true })])),
        configuring(right, bgpOf(right, [neighborOf(right)])),
      )
      await established(lab, left)
      const { since, advertised } = await sessionOf(lab, left)
      assert.deepEqual([advertised, (await sessionOf(lab, right)).received], [[], []])
      await lab.perform(configuring(left, bgpOf(left, [neighborOf(left)])))
      await established(lab, left, right)
      const session = await sessionOf(lab, left)
      assert.deepEqual([session.since, session.advertised], [since, ['10.1.0.0/16']])
      await lab.perform(configuring(left, bgpOf(left, [neighborOf(left, { tellsNothing: true })])))
      await lab.settle(async () => (await sessionOf(lab, right)).received.length === 0)
      assert.equal((await sessionOf(lab, left)).since, since)
    },
    needs,
  )
}

function registerPartContract(check: Check): void {
  check(
    'a BGP neighbor is told the part of what is advertised that is for it, and another part in the same session',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      const telling = (...told: readonly string[]) => {
        const advertised = ['10.1.0.0/16', '10.7.0.0/16'].map(prefix)
        return configuring(left, { ...bgpOf(left, [neighborOf(left, { told: told.map(prefix) })]), advertised })
      }
      const received = async () => (await sessionOf(lab, right)).received.map((route) => route.prefix)
      await lab.perform(telling('10.7.0.0/16'), configuring(right, bgpOf(right, [neighborOf(right)])))
      await established(lab, left, right)
      await lab.settle(async () => (await received()).join() === '10.7.0.0/16')
      const { since, advertised } = await sessionOf(lab, left)
      assert.deepEqual(advertised, ['10.7.0.0/16'])
      await lab.perform(telling('10.1.0.0/16'))
      await lab.settle(async () => (await received()).join() === '10.1.0.0/16')
      await lab.perform(telling())
      await lab.settle(async () => (await received()).length === 0)
      assert.equal((await sessionOf(lab, left)).since, since)
    },
    needs,
  )
}

function registerSilenceContract(check: Check): void {
  check(
    'a path that is cut ends the BGP session by BFD, traffic goes over the other tunnel, and goes back when the path does',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right, second } = speakers
      await connectSpeakers(lab, speakers, 2)
      const preferred = { localPreference: 200 }
      await lab.perform(
        configuring(left, bgpOf(left, [neighborOf(left, preferred), neighborOf(second.left)])),
        configuring(right, bgpOf(right, [neighborOf(right, preferred), neighborOf(second.right)])),
      )
      await established(lab, left, second.left, right, second.right)
      await lab.settle(
        async () => (await sessionOf(lab, left)).bfd === 'up' && (await sessionOf(lab, right)).bfd === 'up',
      )
      const { since } = await sessionOf(lab, second.left)
      await lab.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
      assert.deepEqual(await bgpFailure(lab, left), { reason: 'bfd-down', refusedBy: 'local' })
      assert.deepEqual(await bgpFailure(lab, right), { reason: 'bfd-down', refusedBy: 'local' })
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      await lab.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
      await established(lab, left, right)
      assert.deepEqual((await sessionOf(lab, left)).received[0]?.selected, true)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
      assert.equal((await sessionOf(lab, second.left)).since, since)
    },
    needs,
  )

  check(
    'a BGP neighbor that is silent for the hold time, where BFD is slower, is down and what it told is gone',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      const slow = { holdTimeSeconds: 3, keepaliveSeconds: 1, bfd: { intervalMilliseconds: 10_000, multiplier: 10 } }
      await lab.perform(
        configuring(left, bgpOf(left, [neighborOf(left)], slow)),
        configuring(right, bgpOf(right, [neighborOf(right)], slow)),
      )
      await established(lab, left, right)
      await lab.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
      assert.deepEqual(await bgpFailure(lab, left), { reason: 'hold-timer-expired', refusedBy: 'local' })
      assert.deepEqual((await sessionOf(lab, left)).received, [])
      await lab.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
      await established(lab, left, right)
    },
    needs,
  )

  check(
    'a tunnel that is removed takes its BGP session and what it has learned along, and one that is made again brings them back',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      await lab.perform(
        configuring(left, bgpOf(left, [neighborOf(left)])),
        configuring(right, bgpOf(right, [neighborOf(right)])),
      )
      await established(lab, left, right)
      const { gateway, tunnel } = left
      await lab.perform({ do: 'remove-tunnel', gateway, tunnel: tunnel.id })
      assert.deepEqual(await bgpFailure(lab, left), { reason: 'neighbor-unreachable', refusedBy: 'local' })
      assert.deepEqual((await sessionOf(lab, left)).received, [])
      assert.deepEqual(await bgpFailure(lab, right), { reason: 'bfd-down', refusedBy: 'local' })
      await lab.perform({ do: 'create-tunnel', gateway, tunnel }, { do: 'configure-tunnel', gateway, tunnel })
      await lab.initiate(left)
      await established(lab, left, right)
      assert.equal(await lab.reaches(left.host.id, right.host.address), true)
    },
    needs,
  )
}

function registerInsideContract(check: Check): void {
  check(
    'a health check between the two inside addresses of a tunnel passes while the far end is there',
    async (lab) => {
      const speakers = makeSpeakers()
      const { left, right } = speakers
      await connectSpeakers(lab, speakers)
      const [source, destination] = [left.tunnel.inside?.address, right.tunnel.inside?.address]
      assert.ok(source !== undefined && destination !== undefined)
      const times = { intervalMilliseconds: 100, timeoutMilliseconds: 80, threshold: 3, onFailure: 'keep' } as const
      await lab.perform(checking(left, { source, destination, ...times }))
      await settled(lab, left, true)
      await lab.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
      await settled(lab, left, false)
      await lab.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
      await settled(lab, left, true)
    },
    'health-checks',
  )
}
