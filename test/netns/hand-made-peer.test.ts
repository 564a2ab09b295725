import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { address, building, key, makeSites, type Site, withTunnel } from '../../src/dataplane/contract/lab.ts'
import { run } from '../../src/dataplane/linux/command.ts'
import { Names } from '../../src/dataplane/linux/names.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import type { TunnelSpec } from '../../src/dataplane/port.ts'
import type { IkeIdentity } from '../../src/domain/identity.ts'
import { type ByHand, startByHand } from './strongswan-by-hand.ts'

/**
 * Two ends of ours could share a mistake and never notice. Here the peer is a strongSwan that a person has configured by
 * hand, with swanctl, in a host on the underlay.
 */
const reason = await whyNoPlane()

const peerAddress = '203.0.113.77'
const peerInside = '10.2.0.10'

type Written = Pick<ByHand, 'version' | 'localId' | 'remoteId'>

/** Starts the peer's daemon in the namespace of a host of the underlay. */
async function startPeer(t: TestContext, { plane, installation }: TestPlane, written: Written): Promise<void> {
  const host = { id: 'hand-made', place: { kind: 'underlay' } as const, address: address(peerAddress) }
  await plane.perform({ do: 'ensure-host', host })
  const namespace = new Names(installation).host('hand-made')
  await run('ip', ['-n', namespace, 'addr', 'add', `${peerInside}/32`, 'dev', 'lo'])
  const addresses = { localAddress: peerAddress, remoteAddress: '198.51.100.1' }
  const peer = await startByHand(namespace, installation.runFolder, { ...addresses, ...written })
  t.after(peer.stop)
}

const tunnelOf = async ({ plane }: TestPlane, site: Site) => {
  const observed = await plane.observeGateway(site.gateway)
  return observed?.tunnels.find(({ id }) => id === site.tunnel.id)
}

const pings = async ({ plane }: TestPlane, site: Site): Promise<number> =>
  (await plane.ping(site.host.id, address(peerInside), { count: 1, timeoutMs: 500 })).received

interface Case {
  readonly name: string
  readonly change: Partial<TunnelSpec>
  readonly byHand: Written
}

const plain = { localId: peerAddress, remoteId: '198.51.100.1' }
const named = { localId: 'dc.example.org', remoteId: 'cloud.example.org' }
const names = { localIdentity: 'cloud.example.org' as IkeIdentity, remoteIdentity: 'dc.example.org' as IkeIdentity }

const cases: readonly Case[] = [
  { name: 'IKEv2, addresses as identities', change: {}, byHand: { version: 2, ...plain } },
  { name: 'IKEv1, addresses as identities', change: { version: 1 }, byHand: { version: 1, ...plain } },
  { name: 'IKEv2, names as identities', change: names, byHand: { version: 2, ...named } },
]

for (const { name, change, byHand } of cases) {
  test(`a peer that swanctl configured by hand comes up: ${name}`, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    const subject = await makeTestPlane()
    t.after(subject.dispose)
    await startPeer(t, subject, byHand)
    const outer = { remoteAddress: address(peerAddress), remoteIdentity: peerAddress as IkeIdentity }
    const site = withTunnel(makeSites().left, { ...outer, ...change })
    for (const step of building(site)) await subject.plane.perform(step)
    assert.equal(await pings(subject, site), 0, 'no way before there is a tunnel')
    await subject.plane.perform({ do: 'initiate', gateway: site.gateway, tunnel: site.tunnel.id })
    await settle(async () => ((await tunnelOf(subject, site))?.childSas.length ?? 0) > 0)
    await settle(async () => (await pings(subject, site)) === 1)
  })
}

test('a peer that swanctl configured with another key ends in authentication-failed', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await makeTestPlane()
  t.after(subject.dispose)
  await startPeer(t, subject, { version: 2, ...plain })
  const other = { remoteAddress: address(peerAddress), remoteIdentity: peerAddress as IkeIdentity }
  const site = withTunnel(makeSites().left, { ...other, preSharedKey: key('not the shared key') })
  for (const step of building(site)) await subject.plane.perform(step)
  await subject.plane.perform({ do: 'initiate', gateway: site.gateway, tunnel: site.tunnel.id })
  await settle(async () => (await tunnelOf(subject, site))?.failure !== undefined)
  const failure = (await tunnelOf(subject, site))?.failure
  assert.deepEqual([failure?.reason, failure?.refusedBy], ['authentication-failed', 'remote'])
  assert.equal(await pings(subject, site), 0)
})
