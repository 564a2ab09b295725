import assert from 'node:assert/strict'
import type { IkeIdentity } from '../../domain/identity.ts'
import { digestTunnel } from '../digest.ts'
import { type Break, type Interruption, type TunnelBreak, whatBreaks } from '../plan/breaks.ts'
import { planGateway } from '../plan/gateway.ts'
import { type GatewayMemory, noMemory } from '../plan/initiation.ts'
import { runChains } from '../plan/run-chains.ts'
import type { BgpSpec, GatewaySpec, TunnelSpec } from '../port.ts'
import { bgpOf, configuring, connectSpeakers, established, makeSpeakers, neighborOf } from './bgp-lab.ts'
import { address, type Check, gatewayOf, key, type Lab, makeSites, prefix, type Site, withTunnel } from './lab.ts'

interface Pair {
  readonly left: Site
  readonly right: Site
}

/** A kind of modification: what becomes of the left end, and of the right one where that has to follow. */
interface Modification {
  readonly of: string
  readonly left: Partial<TunnelSpec>
  readonly right?: Partial<TunnelSpec>
  readonly interrupted: Interruption
}

const both = (of: string, change: Partial<TunnelSpec>): Modification => ({
  ...{ of, left: change, right: change },
  interrupted: 'until-peer-follows',
})

const { left: some } = makeSites()

/** One after the other, each upon those before it. */
const modifications: readonly Modification[] = [
  { of: 'nothing', interrupted: 'none', left: {} },
  { of: 'MTU and bandwidth', interrupted: 'none', left: { device: { mtu: 1380, bandwidthMbps: 50 } } },
  { of: 'start action', interrupted: 'none', left: { startAction: 'trap' } },
  {
    of: 'dead peer detection',
    interrupted: 'moment',
    left: { startAction: 'start', deadPeerDetection: { timeoutSeconds: 30, action: 'restart' } },
  },
  { of: 'lifetime of the IKE SA', interrupted: 'moment', left: { lifetimeSeconds: 40_000 } },
  {
    of: 'lifetime of Child SAs',
    interrupted: 'moment',
    left: { child: { ...some.tunnel.child, lifetimeSeconds: 3600 } },
  },
  { of: 'NAT traversal', interrupted: 'moment', left: { natTraversal: false } },
  { of: 'reset', interrupted: 'moment', left: { resets: 1 } },
  both('pre-shared key', { preSharedKey: key('another key') }),
  both('IKE proposal', { proposal: { encryption: 'aes256', integrity: 'sha256', keyExchange: 'ecp256' } }),
  both('ESP proposal', {
    child: { proposal: { encryption: 'aes256', integrity: 'sha256', keyExchange: 'modp2048' }, lifetimeSeconds: 3600 },
  }),
  both('perfect forward secrecy', {
    child: { proposal: { encryption: 'aes256', integrity: 'sha256' }, lifetimeSeconds: 3600 },
  }),
  {
    of: 'identities',
    interrupted: 'until-peer-follows',
    left: { localIdentity: 'left.example.org' as IkeIdentity },
    right: { remoteIdentity: 'left.example.org' as IkeIdentity },
  },
  {
    of: 'fewer prefixes',
    interrupted: 'moment',
    left: { selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/17')] }] },
  },
  {
    of: 'version',
    interrupted: 'until-peer-follows',
    left: { version: 1, selectors: some.tunnel.selectors },
    right: { version: 1 },
  },
  both('mode', { mode: 'aggressive' }),
  {
    of: 'outer address of the peer',
    interrupted: 'until-peer-follows',
    left: { remoteAddress: address('203.0.113.2'), remoteIdentity: '203.0.113.2' as IkeIdentity },
    right: { localAddress: address('203.0.113.2'), localIdentity: '203.0.113.2' as IkeIdentity },
  },
]

/** Holds the gateways to what is wanted of them, as the reconciler does, until `until` gives true. */
function createHolding(lab: Lab, wanted: ReadonlyMap<string, GatewaySpec>) {
  const memories = new Map<string, GatewayMemory>()
  const running = new Set<string>()
  let now = 0
  let failed: unknown
  const round = async (id: string, desired: GatewaySpec): Promise<void> => {
    now += 250
    const plan = planGateway(desired, await lab.plane.observeGateway(id), memories.get(id) ?? noMemory, now)
    memories.set(id, plan.memory)
    const { failure } = await runChains(plan.chains, (step) => lab.plane.perform(step))
    if (failure !== undefined) throw failure
  }
  return (until: () => Promise<boolean>): Promise<void> =>
    lab.settle(async () => {
      if (failed !== undefined) throw failed
      for (const [id, desired] of wanted) {
        if (running.has(id)) continue
        running.add(id)
        round(id, desired)
          .catch((cause: unknown) => {
            failed = cause
          })
          .finally(() => running.delete(id))
      }
      return until()
    })
}

const isUp = async (lab: Lab, site: Site): Promise<boolean> => {
  const seen = (await lab.plane.observeGateway(site.gateway))?.tunnels[0]
  return seen?.digest === digestTunnel(site.tunnel) && seen.ikeSa?.state === 'established' && seen.childSas.length === 1
}

const intervalMs = 10

/** How long nothing passes from left to right meanwhile, by the requests of so many that are lost, in milliseconds. */
async function silence(lab: Lab, { left, right }: Pair, requests: number, work: () => Promise<void>): Promise<number> {
  const pings = lab.plane.ping(left.host.id, right.host.address, { count: requests, timeoutMs: 1000, intervalMs })
  // What keeps the work from its end is told before what became of the requests.
  pings.catch(() => {})
  await work()
  const { sent, received } = await lab.wait(pings)
  assert.equal(sent, requests)
  return (sent - received) * intervalMs
}

const applied = (pair: Pair, { left, right = {} }: Modification): Pair => ({
  left: withTunnel(pair.left, left),
  right: withTunnel(pair.right, right),
})

/** Both sites up, and held to what they are changed to. */
async function openPair(lab: Lab, first: Pair) {
  const wanted = new Map<string, GatewaySpec>()
  const hold = createHolding(lab, wanted)
  const want = (...sites: readonly Site[]): void => {
    for (const site of sites) wanted.set(site.gateway, gatewayOf(site))
  }
  const up = ({ left, right }: Pair) => hold(async () => (await isUp(lab, left)) && (await isUp(lab, right)))
  for (const { network, host } of [first.left, first.right]) {
    await lab.perform({ do: 'ensure-network', network }, { do: 'ensure-host', host })
  }
  want(first.left, first.right)
  await up(first)
  return { hold, want, up }
}

const promised = (before: Site, after: Site): TunnelBreak => {
  const [told] = whatBreaks(gatewayOf(before), gatewayOf(after))
  assert.ok(told)
  return told
}

/** What a change costs the packets of a tunnel, and what is said of it before. */
export function registerChangeContract(check: Check): void {
  check('each kind of modification, both ends changed, loses no more packets than was said before', async (lab) => {
    let pair: Pair = makeSites({ startAction: 'start', device: { mtu: 1400, bandwidthMbps: 100 } })
    const { want, up } = await openPair(lab, pair)
    for (const modification of modifications) {
      const next = applied(pair, modification)
      const told = promised(pair.left, next.left)
      const silent = await silence(lab, pair, 60, async () => {
        want(next.left, next.right)
        await up(next)
      })
      const seen = `${modification.of}: ${silent} ms, and ${JSON.stringify(told)}`
      assert.equal(told.interrupted, modification.interrupted, seen)
      assert.ok(silent <= (told.milliseconds ?? 0), seen)
      pair = next
    }
  })

  check(
    'a key that the peer has a moment later loses no more than a moment, and nothing is left of the old',
    async (lab) => {
      const pair: Pair = makeSites({ startAction: 'start' })
      const { hold, want, up } = await openPair(lab, pair)
      const next = applied(pair, both('', { preSharedKey: key('another key') }))
      const { milliseconds = 0, withinMilliseconds } = promised(pair.left, next.left)
      assert.ok(withinMilliseconds)
      const refused = async () => (await lab.tunnel(next.left)).failure?.reason === 'authentication-failed'
      const silent = await silence(lab, pair, 150, async () => {
        want(next.left)
        await hold(refused)
        // What runs is of the old key, and is not taken for the new one.
        assert.equal((await lab.tunnel(next.left)).digest, digestTunnel(pair.left.tunnel))
        want(next.right)
        await up(next)
      })
      assert.ok(silent <= milliseconds, `${silent} ms`)
      assert.equal((await lab.tunnel(next.left)).failure, undefined)
    },
  )

  check(
    'a key that the peer never has ends the tunnel in the time that was said, until the peer has it',
    async (lab) => {
      const pair: Pair = makeSites({ startAction: 'start' })
      const { hold, want, up } = await openPair(lab, pair)
      const next = applied(pair, both('', { preSharedKey: key('another key') }))
      want(next.left)
      await hold(async () => (await lab.tunnel(next.left)).digest === digestTunnel(next.left.tunnel))
      assert.equal(await lab.reaches(pair.left.host.id, pair.right.host.address), false)
      assert.equal((await lab.tunnel(next.left)).failure?.reason, 'authentication-failed')
      want(next.right)
      await up(next)
      assert.equal(await lab.reaches(pair.left.host.id, pair.right.host.address), true)
    },
  )

  check(
    'a BGP session that begins anew loses what is learned for no longer than was said before, and one that does not, nothing',
    sessions,
    'bgp',
  )
}

async function sessions(lab: Lab): Promise<void> {
  const speakers = makeSpeakers()
  const { left, right } = speakers
  const specs = { left: bgpOf(left, [neighborOf(left)]), right: bgpOf(right, [neighborOf(right)]) }
  await connectSpeakers(lab, speakers)
  await lab.perform(configuring(left, specs.left), configuring(right, specs.right))
  await established(lab, left, right)
  const change = async (before: BgpSpec, after: BgpSpec): Promise<{ silent: number; told: Break }> => {
    const [told] = whatBreaks({ tunnels: [left.tunnel], bgp: before }, { tunnels: [left.tunnel], bgp: after })
    assert.ok(told?.session)
    const { session } = told
    const silent = await silence(lab, { left, right }, session.interrupted === 'none' ? 60 : 300, async () => {
      await lab.perform(configuring(left, after))
      await established(lab, left, right)
    })
    return { silent, told: session }
  }
  const wider = { ...specs.left, advertised: [...specs.left.advertised, prefix('10.77.0.0/16')] }
  const filtered = await change(specs.left, wider)
  assert.deepEqual([filtered.silent, filtered.told.interrupted], [0, 'none'])
  const renewed = await change(wider, { ...wider, holdTimeSeconds: 21, keepaliveSeconds: 7 })
  assert.equal(renewed.told.interrupted, 'moment')
  assert.ok(renewed.silent <= (renewed.told.milliseconds ?? 0), `${renewed.silent} ms`)
}
