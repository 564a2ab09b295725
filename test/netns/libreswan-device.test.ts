import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { address, building, key, makeSites, withTunnel } from '../../src/dataplane/contract/lab.ts'
import { Names } from '../../src/dataplane/linux/names.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import type { TunnelSpec } from '../../src/dataplane/port.ts'
import type { IkeIdentity } from '../../src/domain/identity.ts'
import { libreswan } from '../../src/peer-configuration/devices/libreswan.ts'
import { type Libreswan, libreswanPrograms } from '../../src/peer-configuration/testing/libreswan.ts'
import { peerAddress, peerOfSite, renderedFiles } from './device-peer.ts'
import { startPluto } from './pluto.ts'

/**
 * libreswan has no ESP in user space, and the kernel that the tests run on may have none. With IKEv2 its Child SA is accepted
 * by the gateway, and cannot be installed at its own end; with IKEv1 it is not even asked for. So they are seen to agree.
 */
const programs = await libreswanPrograms()
const reason = (await whyNoPlane()) ?? (typeof programs === 'string' ? programs : undefined)

/** What ends with the test, the newest first: the daemon before the plane, which sees that nothing is left. */
async function open(t: TestContext) {
  const undo = new AsyncDisposableStack()
  t.after(() => undo.disposeAsync())
  const subject = await makeTestPlane()
  undo.defer(subject.dispose)
  return { undo, subject }
}

/** A pluto on the underlay, with what was written for it. */
async function startOnUnderlay(
  undo: AsyncDisposableStack,
  { plane, installation }: TestPlane,
  own: Libreswan,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const host = { id: 'device', place: { kind: 'underlay' } as const, address: address(peerAddress) }
  await plane.perform({ do: 'ensure-host', host })
  await startPluto(
    undo,
    { namespace: new Names(installation).host('device'), folder: installation.runFolder },
    own,
    files,
  )
}

const names = {
  localIdentity: 'gateway.example.org' as IkeIdentity,
  remoteIdentity: 'dc@example.org' as IkeIdentity,
}
const gcm = { encryption: 'aes256gcm16', integrity: 'sha256', keyExchange: 'ecp384' } as const

const suite = { encryption: 'aes256', integrity: 'sha512' } as const

const cases: readonly (readonly [string, Partial<TunnelSpec>])[] = [
  [
    'IKEv2 with AES-GCM, names as identities',
    { ...names, proposal: gcm, child: { proposal: gcm, lifetimeSeconds: 3600 } },
  ],
  [
    'IKEv2 without perfect forward secrecy, every sort of sign in the key',
    { preSharedKey: key("aA0'\\#;{$ %"), child: { proposal: suite, lifetimeSeconds: 3600 } },
  ],
  [
    'IKEv1 main mode, names as identities, a quotation mark in the key',
    { version: 1, ...names, preSharedKey: key('aA0"\\#; $') },
  ],
  ['IKEv1 aggressive mode', { version: 1, mode: 'aggressive', ...names }],
]

for (const [name, change] of cases) {
  test(`a libreswan that was given what is written for it agrees with the gateway: ${name}`, async (t) => {
    if (reason !== undefined || typeof programs === 'string') return t.skip(reason)
    const { undo, subject } = await open(t)
    const outer = { remoteAddress: address(peerAddress), remoteIdentity: peerAddress as IkeIdentity }
    const site = withTunnel(makeSites().left, { ...outer, ...change })
    for (const step of building(site)) await subject.plane.perform(step)
    await startOnUnderlay(undo, subject, programs, renderedFiles(libreswan, peerOfSite(site)))
    await settle(async () => {
      const observed = await subject.plane.observeGateway(site.gateway)
      const [tunnel] = observed?.tunnels ?? []
      return tunnel?.ikeSa?.state === 'established' && (site.tunnel.version === 1 || tunnel.childSas.length > 0)
    })
  })
}

test('a libreswan with another key is refused', async (t) => {
  if (reason !== undefined || typeof programs === 'string') return t.skip(reason)
  const { undo, subject } = await open(t)
  const outer = { remoteAddress: address(peerAddress), remoteIdentity: peerAddress as IkeIdentity }
  const site = withTunnel(makeSites().left, outer)
  for (const step of building(site)) await subject.plane.perform(step)
  const other = withTunnel(site, { preSharedKey: key('not the shared key') })
  await startOnUnderlay(undo, subject, programs, renderedFiles(libreswan, peerOfSite(other)))
  await settle(async () => {
    const observed = await subject.plane.observeGateway(site.gateway)
    return observed?.tunnels.some(({ failure }) => failure?.reason === 'authentication-failed') === true
  })
  assert.equal((await subject.plane.observeGateway(site.gateway))?.tunnels[0]?.childSas.length, 0)
  const tried = await subject.plane.preflight(site.gateway, site.tunnel, { standsBeside: false, rekey: false })
  assert.deepEqual(
    tried.steps.map(({ part, outcome }) => `${part} ${outcome}`),
    ['ike ok', 'authentication failed', 'child not-tried', 'rekeying not-tried'],
  )
})
