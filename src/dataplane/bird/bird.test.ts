import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ObservedBgpSession } from '../../domain/bgp.ts'
import { systemClock } from '../../runtime/clock.ts'
import { digestBgp } from '../digest.ts'
import type { RoutingDaemon } from './daemon.ts'
import { renderBird } from './render.ts'
import { logIn, startDaemon } from './start-daemon.ts'
import { linkNamespaces, settle, startBird, whyNoBird } from './testing/linked-namespaces.ts'
import { leftNeighbor, leftSpec, prefixes, rightNeighbor, rightSpec } from './testing/specs.ts'

const reason = whyNoBird()

async function sessionOf(daemon: RoutingDaemon, tunnel: string): Promise<ObservedBgpSession> {
  const session = (await daemon.observe()).sessions.find((one) => one.tunnel === tunnel)
  assert.ok(session, `no session over ${tunnel}`)
  return session
}

const established = (daemon: RoutingDaemon, ...tunnels: readonly string[]) =>
  settle(async () => {
    const { sessions } = await daemon.observe()
    return tunnels.every((tunnel) => sessions.some((one) => one.tunnel === tunnel && one.state === 'established'))
  })

const prefixesOf = (session: ObservedBgpSession) => session.received.map(({ prefix }) => prefix).sort()

async function failureOf(daemon: RoutingDaemon, tunnel: string) {
  await settle(async () => (await sessionOf(daemon, tunnel)).failure !== undefined)
  const { failure } = await sessionOf(daemon, tunnel)
  return [failure?.reason, failure?.refusedBy]
}

test('two BIRDs with mirrored sessions exchange their prefixes, and put them into the kernel’s table', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11])
  const spec = leftSpec([leftNeighbor(11, { localPreference: 200 })])
  const left = await startBird(lab, 'left', spec)
  const right = await startBird(lab, 'right', rightSpec([rightNeighbor(11)]))
  await established(left, 'tun-11')
  await settle(async () => (await sessionOf(right, 'tun-11')).received.length === 1)
  await settle(async () => (await sessionOf(left, 'tun-11')).bfd === 'up')
  const { since, ...session } = await sessionOf(left, 'tun-11')
  assert.ok(Math.abs(since - systemClock.now()) < 60_000)
  assert.deepEqual(session, {
    tunnel: 'tun-11',
    state: 'established',
    localAddress: '169.254.11.1',
    neighborAddress: '169.254.11.2',
    localAsNumber: 65_530,
    neighborAsNumber: 65_531,
    bfd: 'up',
    limitReached: false,
    received: [{ prefix: '10.2.0.0/16', asPath: [65_531], communities: [], selected: true }],
    advertised: ['10.1.0.0/16'],
  })
  assert.equal((await left.observe()).digest, digestBgp(spec))
  assert.match(
    await lab.in('left', 'ip', 'route', 'show', 'table', '201'),
    /10\.2\.0\.0\/16 via 169\.254\.11\.2 .*proto bird/,
  )
})

test('a change of one neighbor leaves the other’s session and its routes alone', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11, 12])
  const one = leftNeighbor(11)
  const left = await startBird(lab, 'left', leftSpec([one, leftNeighbor(12)]))
  await startBird(lab, 'right', rightSpec([rightNeighbor(11), rightNeighbor(12)]))
  await established(left, 'tun-11', 'tun-12')
  const { since } = await sessionOf(left, 'tun-11')
  const other = leftNeighbor(12, { neighborAsNumber: 65_599 as never })
  await left.configure(leftSpec([one, other]))
  assert.deepEqual(await failureOf(left, 'tun-12'), ['bad-peer-as', 'local'])
  await left.configure(leftSpec([one, leftNeighbor(12)], { advertised: prefixes('10.1.0.0/16', '10.9.0.0/16') }))
  await established(left, 'tun-12')
  await left.configure(leftSpec([{ ...one, refused: prefixes('10.2.0.0/16'), localPreference: 300 }]))
  const session = await sessionOf(left, 'tun-11')
  assert.deepEqual([session.since, session.state, session.received], [since, 'established', []])
  assert.equal((await left.observe()).sessions.length, 1)
})

test('a configuration that BIRD refuses is told, and leaves the sessions and the digest as they were', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11])
  const spec = leftSpec([leftNeighbor(11)])
  const left = await startBird(lab, 'left', spec)
  await startBird(lab, 'right', rightSpec([rightNeighbor(11)]))
  await established(left, 'tun-11')
  const { since } = await sessionOf(left, 'tun-11')
  const bad = leftSpec([leftNeighbor(11, { neighborAddress: '169.254.11.256' as never })])
  await assert.rejects(left.configure(bad), /bird\.conf\.new:\d+:\d+ /)
  assert.deepEqual([(await left.observe()).digest, (await sessionOf(left, 'tun-11')).since], [digestBgp(spec), since])
  const options = { folder: lab.folders.right, configuration: 'bogus;', recovers: false, timers: systemClock }
  await assert.rejects(startDaemon(lab.spawnIn('right'), options), /BIRD refuses its configuration: .*syntax error/)
})

const refusals = [
  ['a wrong neighbor AS', {}, { neighborAsNumber: 65_599 }, ['bad-peer-as', 'remote'], ['bad-peer-as', 'local']],
  ['another password', { password: 'one' }, { password: 'two' }, ['authentication-failed', 'local'], undefined],
  [
    'a password at one end only',
    { password: 'one' },
    {},
    ['authentication-failed', 'local'],
    ['authentication-failed', 'local'],
  ],
] as const

for (const [title, leftChange, rightChange, ofLeft, ofRight] of refusals) {
  test(`${title} is the reason that both ends give`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const lab = await linkNamespaces(t, [11])
    const left = await startBird(lab, 'left', leftSpec([leftNeighbor(11, leftChange)]))
    const right = await startBird(lab, 'right', rightSpec([rightNeighbor(11, rightChange as object)]))
    assert.deepEqual(await failureOf(left, 'tun-11'), ofLeft)
    assert.deepEqual(await failureOf(right, 'tun-11'), ofRight ?? ofLeft)
  })
}

test('a password with all that a password may have is accepted by BIRD, and the session comes up', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const password = " it's #1; {x} $y \\n // /* % = 'z' ~ !".padEnd(80, '^')
  const lab = await linkNamespaces(t, [11])
  const left = await startBird(lab, 'left', leftSpec([leftNeighbor(11, { password })]))
  await startBird(lab, 'right', rightSpec([rightNeighbor(11, { password })]))
  await established(left, 'tun-11')
})

test('a neighbor that falls silent is down by BFD where it speaks it, and else when its hold time is over', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11])
  const quick = { holdTimeSeconds: 3, keepaliveSeconds: 1 }
  const left = await startBird(lab, 'left', leftSpec([leftNeighbor(11)], quick))
  await startBird(lab, 'right', rightSpec([rightNeighbor(11)], quick))
  await established(left, 'tun-11')
  await settle(async () => (await sessionOf(left, 'tun-11')).bfd === 'up')
  const drop = (what: string, side: 'left' | 'right' = 'right') =>
    lab.in(
      side,
      'nft',
      `add table ip t; add chain ip t in { type filter hook input priority 0; }; add rule ip t in ${what} drop`,
    )
  // In both directions at once, or the neighbor would say that it hears nothing.
  await drop('ip saddr 169.254.11.0/30', 'left')
  assert.deepEqual(await failureOf(left, 'tun-11'), ['bfd-down', 'local'])
  await lab.in('left', 'nft', 'flush ruleset')
  // As a neighbor that does not speak it.
  await drop('udp dport 3784')
  await drop('udp dport 3784', 'left')
  await established(left, 'tun-11')
  // What it had heard before is forgotten when the neighbor has been silent for long enough (RFC 5880 section 6.8.4).
  await settle(async () => (await sessionOf(left, 'tun-11')).bfd === undefined)
  await drop('ip saddr 169.254.11.0/30', 'left')
  assert.deepEqual(await failureOf(left, 'tun-11'), ['hold-timer-expired', 'local'])
  assert.deepEqual((await sessionOf(left, 'tun-11')).received, [])
})

test('prefixes beyond the limit are left out, the session goes on, and a raised limit lets them in', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11])
  const limited = (prefixLimit: number) => leftSpec([leftNeighbor(11, { prefixLimit })])
  const left = await startBird(lab, 'left', limited(2))
  const three = prefixes('10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16')
  await startBird(lab, 'right', rightSpec([rightNeighbor(11)], { advertised: three }))
  await established(left, 'tun-11')
  await settle(async () => (await sessionOf(left, 'tun-11')).limitReached)
  const before = await sessionOf(left, 'tun-11')
  assert.equal(before.received.length, 2)
  await left.configure(limited(5))
  await settle(async () => (await sessionOf(left, 'tun-11')).received.length === 3)
  assert.equal((await sessionOf(left, 'tun-11')).since, before.since)
  await left.configure(limited(1))
  await settle(async () => (await sessionOf(left, 'tun-11')).received.length === 1)
})

test('what is never learned is not, and what is learned of one neighbor is told to no other', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11, 12])
  const refused = prefixes('10.1.0.0/16')
  const left = await startBird(lab, 'left', leftSpec([11, 12].map((link) => leftNeighbor(link, { refused }))))
  const bad = [
    '0.0.0.0/0',
    '100.64.0.0/10',
    '100.64.9.0/24',
    '100.0.0.0/8',
    '10.1.5.0/24',
    '169.254.12.0/30',
    '192.0.0.0/24',
  ]
  const advertised = prefixes('10.2.0.0/16', ...bad)
  await startBird(
    lab,
    'right',
    rightSpec([rightNeighbor(11), rightNeighbor(12, { localAsNumber: 65_532 as never })], { advertised }),
  )
  await left.configure(
    leftSpec([leftNeighbor(11, { refused }), leftNeighbor(12, { refused, neighborAsNumber: 65_532 as never })]),
  )
  await established(left, 'tun-11', 'tun-12')
  await settle(async () => (await left.observe()).sessions.every(({ received }) => received.length > 0))
  for (const tunnel of ['tun-11', 'tun-12']) {
    const session = await sessionOf(left, tunnel)
    assert.deepEqual([prefixesOf(session), session.advertised], [['10.2.0.0/16'], ['10.1.0.0/16']])
  }
})

test('equally good routes are both selected where they share, and else the one of the higher preference', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11, 12])
  const spec = (second: number, shares: boolean) =>
    leftSpec([leftNeighbor(11), leftNeighbor(12, { localPreference: second })], { shares })
  const left = await startBird(lab, 'left', spec(100, true))
  await startBird(lab, 'right', rightSpec([rightNeighbor(11), rightNeighbor(12)]))
  await established(left, 'tun-11', 'tun-12')
  const selected = async () =>
    Promise.all(['tun-11', 'tun-12'].map(async (tunnel) => (await sessionOf(left, tunnel)).received[0]?.selected))
  await settle(async () => (await selected()).every((one) => one === true))
  assert.match(
    await lab.in('left', 'ip', 'route', 'show', 'table', '201'),
    /nexthop via 169\.254\.11\.2.*\n.*nexthop via 169\.254\.12\.2/,
  )
  await left.configure(spec(200, false))
  await settle(async () => (await selected()).join() === 'false,true')
})

test('a daemon that was killed and started again finds its routes where it left them', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11])
  const spec = leftSpec([leftNeighbor(11)], { bfd: { intervalMilliseconds: 1000, multiplier: 10 } })
  const left = await startBird(lab, 'left', spec)
  await startBird(lab, 'right', rightSpec([rightNeighbor(11)], { bfd: { intervalMilliseconds: 1000, multiplier: 10 } }))
  await established(left, 'tun-11')
  // A table is there with its first route.
  const table = () => lab.in('left', 'ip', 'route', 'show', 'table', '201').catch(() => '')
  await settle(async () => /10\.2/.test(await table()))
  const folder = lab.folders.left
  await lab.end(join(folder, 'bird.pid'), 'SIGKILL')
  await settle(async () => !(await left.observe()).alive)
  assert.match(await table(), /10\.2\.0\.0/)
  const options = { folder, configuration: renderBird(spec, logIn(folder)), recovers: true, timers: systemClock }
  await startDaemon(lab.spawnIn('left'), options)
  let gone = 0
  await settle(async () => {
    if (!/10\.2\.0\.0/.test(await table())) gone++
    return (
      (await left.observe()).sessions[0]?.state === 'established' &&
      (await sessionOf(left, 'tun-11')).received.length === 1
    )
  })
  assert.equal(gone, 0)
})

test('a change of a session is told, and so is the daemon’s end', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11])
  let changes = 0
  const left = await startBird(lab, 'left', leftSpec([leftNeighbor(11)]), () => changes++)
  await left.observe()
  const news = async () => {
    const before = changes
    await settle(async () => changes > before)
  }
  const coming = news()
  await startBird(lab, 'right', rightSpec([rightNeighbor(11)]))
  await coming
  await established(left, 'tun-11')
  await settle(async () => (await sessionOf(left, 'tun-11')).received.length === 1)
  const ending = news()
  await lab.end(join(lab.folders.right, 'bird.pid'), 'SIGTERM')
  await ending
  assert.deepEqual(await failureOf(left, 'tun-11'), ['cease', 'remote'])
  const lost = news()
  await lab.end(join(lab.folders.left, 'bird.pid'), 'SIGTERM')
  await lost
  assert.deepEqual(await left.observe(), { alive: false, sessions: [] })
})
