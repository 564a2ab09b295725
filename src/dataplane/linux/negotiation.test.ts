import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, building, makeSites, prefix, type Site } from '../contract/lab.ts'
import { Names } from './names.ts'
import { processesIn } from './processes.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

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

for (const version of [1, 2] as const) {
  test(`IKEv${version}: a peer that stops answering is declared dead after the DPD timeout`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const subject = await makeTestPlane()
    t.after(subject.dispose)
    const { left, right } = makeSites({ version, deadPeerDetection: { timeoutSeconds: 3, action: 'clear' } })
    await build(subject, left, right)
    await subject.plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
    await settle(async () => (await tunnelOf(subject, left))?.childSas.length === 1)
    const [pid] = await processesIn(
      [new Names(subject.installation).tunnel(right.gateway, right.tunnel.id)],
      ['charon-systemd'],
    )
    assert.ok(pid !== undefined)
    const before = Date.now()
    process.kill(pid, 'SIGSTOP')
    await settle(async () => (await tunnelOf(subject, left))?.childSas.length === 0)
    const took = Date.now() - before
    // charon counts in whole seconds.
    assert.ok(took > 1500 && took < 6000, `${took} ms`)
    assert.equal(await failureOf(subject, left), 'peer-dead by remote')
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
