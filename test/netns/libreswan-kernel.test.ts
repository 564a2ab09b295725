import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, building, makeSites, withTunnel } from '../../src/dataplane/contract/lab.ts'
import { runIn } from '../../src/dataplane/linux/command.ts'
import { probeKernelEsp } from '../../src/dataplane/linux/kernel-esp.ts'
import { Names } from '../../src/dataplane/linux/names.ts'
import { espOfTests, makeTestPlane, settle, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import type { TunnelSpec } from '../../src/dataplane/port.ts'
import { socketIn } from '../../src/dataplane/strongswan/start-daemon.ts'
import { connect } from '../../src/dataplane/strongswan/vici/session.ts'
import type { IkeIdentity } from '../../src/domain/identity.ts'
import { libreswan } from '../../src/peer-configuration/devices/libreswan.ts'
import { libreswanPrograms } from '../../src/peer-configuration/testing/libreswan.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { peerAddress, peerOfSite, renderedFiles } from './device-peer.ts'
import { startPluto } from './pluto.ts'

/** libreswan's ESP is the kernel's, which many kernels do not have: `culvert test --kernel` boots one that has. */
const lacks = await probeKernelEsp().catch((error: Error) => error)
const programs = await libreswanPrograms()
const reason =
  (lacks instanceof Error ? lacks.message : undefined) ??
  (await whyNoPlane()) ??
  (typeof programs === 'string' ? programs : undefined)

const behindPeer = address('10.2.1.1')

const versions: readonly (readonly [string, Partial<TunnelSpec>])[] = [
  ['IKEv2', {}],
  ['IKEv1 main mode', { version: 1 }],
]

for (const [name, change] of versions) {
  test(`${espOfTests}: packets pass between a gateway and a libreswan whose ESP is the kernel’s, and after a rekeying: ${name}`, async (t) => {
    if (reason !== undefined || typeof programs === 'string') return t.skip(reason)
    await using undo = new AsyncDisposableStack()
    const { plane, installation, dispose } = await makeTestPlane()
    undo.defer(dispose)
    const site = withTunnel(makeSites().left, {
      remoteAddress: address(peerAddress),
      remoteIdentity: peerAddress as IkeIdentity,
      ...change,
    })
    for (const step of building(site)) await plane.perform(step)
    const host = { id: 'device', place: { kind: 'underlay' } as const, address: address(peerAddress) }
    await plane.perform({ do: 'ensure-host', host })
    const namespace = new Names(installation).host('device')
    await runIn(namespace, ['ip', 'address', 'add', `${behindPeer}/32`, 'dev', 'lo'])
    // What its policies take is looked up as a route first.
    await runIn(namespace, ['ip', 'route', 'add', '10.1.0.0/16', 'dev', 'eth0', 'src', behindPeer])
    const files = renderedFiles(libreswan, peerOfSite(site))
    // Its script for routes is not where it looks for it.
    const conf = (files.get('ipsec.conf') ?? '').replace(
      /^conn (?!%default).*$/gm,
      (line) => `${line}\n    leftupdown=%disabled`,
    )
    const reaches = async () =>
      (await plane.ping(site.host.id, behindPeer, { count: 1, timeoutMs: 2000 })).received === 1
    assert.equal(await reaches(), false)
    const seen = async () => (await plane.observeGateway(site.gateway))?.tunnels[0]
    await startPluto(
      undo,
      { namespace, folder: installation.runFolder },
      programs,
      new Map([...files, ['ipsec.conf', conf]]),
    )
    await settle(async () => (await seen())?.childSas.length === 1)
    await settle(reaches)
    const [before] = (await seen())?.childSas ?? []
    const socket = socketIn(new Names(installation).tunnelFolder(site.gateway, site.tunnel.id))
    await using session = await connect(socket, { timeoutMs: 5000, timers: systemClock })
    await session.request('rekey', { child: 'child-1' }, { timeoutMs: 5000 })
    await settle(async () => {
      const [now] = (await seen())?.childSas ?? []
      return now !== undefined && now.spiIn !== before?.spiIn && (await reaches())
    })
  })
}
