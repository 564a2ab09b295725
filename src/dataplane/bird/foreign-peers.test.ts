import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { ObservedBgpSession } from '../../domain/bgp.ts'
import { systemClock } from '../../runtime/clock.ts'
import type { BgpSpec, NeighborSpec } from '../port.ts'
import type { RoutingDaemon } from './daemon.ts'
import { startDaemon } from './start-daemon.ts'
import { type Frr, startFrr, whyNoFrr } from './testing/frr.ts'
import { type LinkedNamespaces, linkNamespaces, settle, startBird, whyNoBird } from './testing/linked-namespaces.ts'
import { leftNeighbor, leftSpec } from './testing/specs.ts'

/** Two BIRDs could share a mistake and never notice: here the neighbor is an FRR, or a BIRD that a person has configured. */
const reason = whyNoBird() ?? whyNoFrr()

const bgpd = (number: number, ...lines: readonly string[]): readonly string[] => [
  `router bgp ${number}`,
  'bgp router-id 203.0.113.1',
  'no bgp ebgp-requires-policy',
  'no bgp network import-check',
  ...lines,
]

const usual = ['neighbor 169.254.11.1 remote-as 65530', 'neighbor 169.254.11.1 timers connect 1']

const announcing = (...texts: readonly string[]): readonly string[] => [
  'address-family ipv4 unicast',
  ...texts.map((text) => `network ${text}`),
  'exit-address-family',
]

interface Pair {
  readonly lab: LinkedNamespaces
  readonly left: RoutingDaemon
  readonly frr: Frr
}

async function start(
  t: TestContext,
  lines: readonly string[],
  neighbor: Partial<NeighborSpec> = {},
  change: Partial<BgpSpec> = {},
): Promise<Pair> {
  const lab = await linkNamespaces(t, [11])
  const frr = await startFrr(lab, 'right', lines)
  const left = await startBird(lab, 'left', leftSpec([leftNeighbor(11, neighbor)], change))
  return { lab, left, frr }
}

async function session(left: RoutingDaemon): Promise<ObservedBgpSession> {
  const [only] = (await left.observe()).sessions
  assert.ok(only)
  return only
}

const learns = (left: RoutingDaemon, ...texts: readonly string[]) =>
  settle(async () => (await session(left)).received.map(({ prefix }) => prefix).join() === texts.join())

async function failure(left: RoutingDaemon) {
  await settle(async () => (await session(left)).failure !== undefined)
  const told = (await session(left)).failure
  return `${told?.reason} ${told?.refusedBy}`
}

test('a session with FRR exchanges prefixes with their paths and communities, and has BFD', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lines = [
    ...bgpd(65_531, ...usual, 'neighbor 169.254.11.1 bfd'),
    'address-family ipv4 unicast',
    'network 10.2.0.0/16',
    'network 10.3.0.0/16 route-map marked',
    'exit-address-family',
    'route-map marked permit 10',
    'set community 65535:65510 65531:7',
    'set as-path prepend 64999 64998',
  ]
  const { left, frr } = await start(t, lines)
  await learns(left, '10.2.0.0/16', '10.3.0.0/16')
  await settle(async () => (await session(left)).bfd === 'up')
  const { received, advertised } = await session(left)
  assert.deepEqual(received, [
    { prefix: '10.2.0.0/16', asPath: [65_531], communities: [], selected: true },
    {
      prefix: '10.3.0.0/16',
      asPath: [65_531, 64_999, 64_998],
      communities: ['65531:7', '65535:65510'],
      selected: true,
    },
  ])
  assert.deepEqual(advertised, ['10.1.0.0/16'])
  await settle(async () => /"10\.1\.0\.0\/16"/.test(await frr.ask('show bgp ipv4 unicast json')))
})

test('prefixes of FRR’s that are added and withdrawn come and go in the same session, up to the limit', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { left, frr } = await start(t, [...bgpd(65_531, ...usual), ...announcing('10.2.0.0/16')], { prefixLimit: 2 })
  await learns(left, '10.2.0.0/16')
  const { since } = await session(left)
  const change = (line: string) =>
    frr.ask('configure terminal', 'router bgp 65531', 'address-family ipv4 unicast', line)
  await change('network 10.3.0.0/16')
  await learns(left, '10.2.0.0/16', '10.3.0.0/16')
  await change('no network 10.2.0.0/16')
  await learns(left, '10.3.0.0/16')
  await change('network 10.4.0.0/16')
  await change('network 10.5.0.0/16')
  await settle(async () => (await session(left)).limitReached)
  assert.deepEqual([(await session(left)).received.length, (await session(left)).since], [2, since])
})

test('an FRR that falls silent is down by BFD where it speaks it, and else when its hold time is over', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const quick = { holdTimeSeconds: 3, keepaliveSeconds: 1 }
  const lines = [...bgpd(65_531, ...usual, 'neighbor 169.254.11.1 bfd'), ...announcing('10.2.0.0/16')]
  const { lab, left, frr } = await start(t, lines, {}, quick)
  await settle(async () => (await session(left)).bfd === 'up' && (await session(left)).state === 'established')
  // Here, so that the neighbor's own word of it is not heard.
  await lab.in(
    'left',
    'nft',
    'add table ip t; add chain ip t in { type filter hook input priority 0; }; add rule ip t in drop',
  )
  assert.equal(await failure(left), 'bfd-down local')
  await lab.in('left', 'nft', 'flush ruleset')
  await frr.ask('configure terminal', 'router bgp 65531', 'no neighbor 169.254.11.1 bfd')
  await settle(async () => (await session(left)).state === 'established' && (await session(left)).bfd === undefined)
  const pid = Number(await readFile(frr.bgpd, 'utf8'))
  process.kill(pid, 'SIGSTOP')
  assert.equal(await failure(left), 'hold-timer-expired local')
  assert.deepEqual((await session(left)).received, [])
  process.kill(pid, 'SIGCONT')
  await learns(left, '10.2.0.0/16')
})

test('an FRR of another AS number, or that expects another, is the reason', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { left } = await start(t, bgpd(65_599, ...usual))
  assert.equal(await failure(left), 'bad-peer-as local')
  await left.configure(
    leftSpec([leftNeighbor(11, { neighborAsNumber: 65_599 as never, localAsNumber: 65_500 as never })]),
  )
  await settle(async () => (await session(left)).failure?.refusedBy === 'remote')
  assert.equal(await failure(left), 'bad-peer-as remote')
})

test('an FRR with the same password comes up, and one with another does not, for that reason', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lines = [...bgpd(65_531, ...usual, 'neighbor 169.254.11.1 password one'), ...announcing('10.2.0.0/16')]
  const { left } = await start(t, lines, { password: 'one' })
  await learns(left, '10.2.0.0/16')
  await left.configure(leftSpec([leftNeighbor(11, { password: 'two' })]))
  assert.equal(await failure(left), 'authentication-failed local')
})

test('an FRR without a session for this address, and one that shuts it down, say so', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const other = ['neighbor 169.254.11.9 remote-as 65530']
  const { left, frr } = await start(t, [...bgpd(65_531, ...other), ...announcing('10.2.0.0/16')])
  assert.equal(await failure(left), 'no-configuration remote')
  await frr.ask('configure terminal', 'router bgp 65531', ...usual)
  await learns(left, '10.2.0.0/16')
  await frr.ask('configure terminal', 'router bgp 65531', 'neighbor 169.254.11.1 shutdown')
  assert.equal(await failure(left), 'cease remote')
})

test('a session with a BIRD that was configured by hand, without BFD, exchanges prefixes, and its end is told', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lab = await linkNamespaces(t, [11])
  const byHand = `router id 203.0.113.9;
protocol device {}
protocol static { ipv4; route 10.2.0.0/16 blackhole; route 10.3.0.0/16 blackhole { bgp_community.add((65531, 7)); }; }
protocol bgp upstream {
  local 169.254.11.2 as 65531;
  neighbor 169.254.11.1 as 65530;
  ipv4 { import all; export all; };
}
`
  const { right: folder } = lab.folders
  await startDaemon(lab.spawnIn('right'), { folder, configuration: byHand, recovers: false, timers: systemClock })
  lab.undo.defer(() => lab.end(join(folder, 'bird.pid'), 'SIGTERM'))
  const left = await startBird(lab, 'left', leftSpec([leftNeighbor(11)]))
  await learns(left, '10.2.0.0/16', '10.3.0.0/16')
  const { bfd, received } = await session(left)
  assert.deepEqual([bfd, received[1]?.communities, received[1]?.asPath], [undefined, ['65531:7'], [65_531]])
  const asked = await lab.in('right', 'birdc', '-s', join(folder, 'bird.ctl'), 'show', 'route', 'protocol', 'upstream')
  assert.match(asked, /10\.1\.0\.0\/16/)
  await lab.in('right', 'birdc', '-s', join(folder, 'bird.ctl'), 'disable', 'upstream')
  assert.equal(await failure(left), 'cease remote')
  assert.deepEqual((await session(left)).received, [])
})
