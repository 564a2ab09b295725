import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, building, key, makeSites, prefix, type Site, withTunnel } from '../contract/lab.ts'
import type { TunnelSpec } from '../port.ts'
import { Names } from './names.ts'
import { processesIn } from './processes.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

const otherName = 'someone.else.example' as TunnelSpec['localIdentity']
const main = { version: 1, mode: 'main' } as const
const aggressive = { version: 1, mode: 'aggressive' } as const
const proposal = { encryption: 'aes256', integrity: 'sha512', keyExchange: 'modp2048' } as const
const child = { proposal: { encryption: 'aes256', integrity: 'sha512' }, lifetimeSeconds: 3600 } as const
const selectors = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.99.0.0/16')] }]

/** What the contract does not ask of every data plane: the cases in which IKEv1 says other things than IKEv2, and silence. */
const cases: readonly {
  readonly title: string
  readonly both: Partial<TunnelSpec>
  /** Only at the initiator. */
  readonly change: Partial<TunnelSpec>
  readonly here: string
  /** Absent where the responder has nothing to complain of. */
  readonly there?: string
}[] = [
  {
    title: 'IKEv1 main mode, a wrong pre-shared key',
    both: main,
    change: { preSharedKey: key('another') },
    here: 'authentication-failed by remote',
    there: 'authentication-failed by local',
  },
  {
    title: 'IKEv1 aggressive mode, a wrong pre-shared key',
    both: aggressive,
    change: { preSharedKey: key('another') },
    here: 'authentication-failed by local',
  },
  {
    title: 'IKEv1 main mode, an initiator identity that is not expected',
    both: main,
    change: { localIdentity: otherName },
    here: 'authentication-failed by remote',
    there: 'no-configuration by local',
  },
  {
    title: 'IKEv1 main mode, a responder identity that is not expected',
    both: main,
    change: { remoteIdentity: otherName },
    here: 'authentication-failed by local',
  },
  {
    title: 'IKEv1, an IKE proposal that the responder does not have',
    both: main,
    change: { proposal },
    here: 'no-proposal-chosen by remote',
    there: 'no-proposal-chosen by local',
  },
  {
    title: 'IKEv1, a Child SA proposal that the responder does not have',
    both: main,
    change: { child },
    here: 'no-proposal-chosen by remote, child',
    there: 'no-proposal-chosen by local, child',
  },
  {
    title: 'IKEv1, selectors that do not match',
    both: main,
    change: { selectors },
    here: 'selectors-unacceptable by remote, child',
    there: 'selectors-unacceptable by local, child',
  },
  {
    title: 'IKEv1, aggressive mode at the initiator and main mode at the responder',
    both: main,
    change: aggressive,
    here: 'authentication-failed by remote',
    there: 'no-configuration by local',
  },
  {
    title: 'IKEv1 at the initiator and IKEv2 at the responder',
    both: {},
    change: main,
    here: 'no-proposal-chosen by remote',
    there: 'no-configuration by local',
  },
  {
    title: 'IKEv2, a responder identity that does not match IDr',
    both: {},
    change: { remoteIdentity: otherName },
    here: 'authentication-failed by remote',
    there: 'no-configuration by local',
  },
]

async function tunnelOf({ plane }: TestPlane, site: Site) {
  const observed = await plane.observeGateway(site.gateway)
  return observed?.tunnels.find(({ id }) => id === site.tunnel.id)
}

async function failureOf(subject: TestPlane, site: Site): Promise<string | undefined> {
  const failure = (await tunnelOf(subject, site))?.failure
  if (failure === undefined) return undefined
  return `${failure.reason} by ${failure.refusedBy}${failure.phase === 'child' ? ', child' : ''}`
}

async function build({ plane }: TestPlane, ...sites: readonly Site[]): Promise<void> {
  for (const site of sites) for (const step of building(site)) await plane.perform(step)
}

for (const { title, both, change, here, there } of cases) {
  test(`${title}: both ends report the documented reason`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const subject = await makeTestPlane()
    t.after(subject.dispose)
    const { left, right } = makeSites(both)
    await build(subject, withTunnel(left, change), right)
    await subject.plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
    await settle(async () => (await failureOf(subject, left)) !== undefined)
    assert.equal(await failureOf(subject, left), here)
    if (there !== undefined) await settle(async () => (await failureOf(subject, right)) !== undefined)
    assert.equal(await failureOf(subject, right), there)
  })
}

for (const version of [1, 2] as const) {
  test(`IKEv${version}: a peer that stops answering is declared dead after the DPD timeout`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const subject = await makeTestPlane()
    t.after(subject.dispose)
    const { left, right } = makeSites({ version, deadPeerDetection: { timeoutSeconds: 3, action: 'clear' } })
    await build(subject, left, right)
    await subject.plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
    await settle(async () => (await tunnelOf(subject, left))?.childSas.length === 1)
    const [pid] = await processesIn(new Names(subject.installation).tunnel(right.gateway, right.tunnel.id), [
      'charon-systemd',
    ])
    assert.ok(pid !== undefined)
    const before = Date.now()
    process.kill(pid, 'SIGSTOP')
    await settle(async () => (await tunnelOf(subject, left))?.childSas.length === 0)
    const took = Date.now() - before
    // charon counts in whole seconds.
    assert.ok(took > 1500 && took < 6000, `${took} ms`)
    assert.equal(await failureOf(subject, left), 'peer-silent by remote')
  })
}

test('a tunnel without traffic counts no packets', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await makeTestPlane()
  t.after(subject.dispose)
  const { left } = makeSites({ selectors: [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }] })
  await build(subject, left)
  // Long enough for a router solicitation and a report of multicast groups, which devices send within a second.
  await subject.plane.ping(left.host.id, address('10.1.1.1'), { count: 20, timeoutMs: 100 })
  assert.equal((await tunnelOf(subject, left))?.packetsOut, 0)
  await subject.plane.ping(left.host.id, address('10.200.0.1'), { count: 3, timeoutMs: 10 })
  assert.equal((await tunnelOf(subject, left))?.packetsOut, 3)
})
