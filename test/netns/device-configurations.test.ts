import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startDaemon } from '../../src/dataplane/bird/start-daemon.ts'
import { startFrr, whyNoFrr } from '../../src/dataplane/bird/testing/frr.ts'
import { linkNamespaces, startBird, whyNoBird } from '../../src/dataplane/bird/testing/linked-namespaces.ts'
import { leftNeighbor, leftSpec } from '../../src/dataplane/bird/testing/specs.ts'
import { address, building, key, makeSites, prefix, withTunnel } from '../../src/dataplane/contract/lab.ts'
import { run, runIn, spawnIn } from '../../src/dataplane/linux/command.ts'
import { Names } from '../../src/dataplane/linux/names.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import type { TunnelSpec } from '../../src/dataplane/port.ts'
import type { AsNumber } from '../../src/domain/as-number.ts'
import type { IkeIdentity } from '../../src/domain/identity.ts'
import { bird } from '../../src/peer-configuration/devices/bird.ts'
import { frr } from '../../src/peer-configuration/devices/frr.ts'
import { strongswan } from '../../src/peer-configuration/devices/strongswan.ts'
import { twoTunnels } from '../../src/peer-configuration/testing/cases.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { peerAddress, peerOfSite, renderedFiles } from './device-peer.ts'

/** What is written for a device is read by that very program, against a gateway of ours. */

const peerInside = '10.2.0.10'

/** What this host needs beside: ESP in user space, as its kernel may have none, and a socket of its own. */
const settings = (socket: string, rendered: string): string => `${rendered}
charon-systemd {
  load_modular = no
  load = random nonce openssl sha1 sha2 md5 hmac kdf kernel-libipsec kernel-netlink socket-default vici updown
  plugins {
    vici {
      socket = unix://${socket}
    }
    kernel-libipsec {
      allow_peer_ts = yes
    }
    kernel-netlink {
      fwmark = !0x42
    }
    socket-default {
      fwmark = 0x42
    }
  }
  journal {
    default = -1
  }
}
`

/** A charon on the underlay, with what was written for it and nothing else. */
async function startPeer(t: TestContext, { plane, installation }: TestPlane, files: ReadonlyMap<string, string>) {
  const host = { id: 'device', place: { kind: 'underlay' } as const, address: address(peerAddress) }
  await plane.perform({ do: 'ensure-host', host })
  const namespace = new Names(installation).host('device')
  // libipsec gives no way to a child with a selector that the host has no address in.
  for (const own of [peerInside, '10.3.0.10'])
    await run('ip', ['-n', namespace, 'addr', 'add', `${own}/32`, 'dev', 'lo'])
  const at = (name: string) => join(installation.runFolder, `device-${name}`)
  await writeFile(at('strongswan.conf'), settings(at('vici'), files.get('strongswan.conf') ?? ''))
  await writeFile(at('swanctl.conf'), files.get('swanctl.conf') ?? '', { mode: 0o600 })
  const environment = { env: { STRONGSWAN_CONF: at('strongswan.conf') }, stdio: 'ignore' } as const
  const charon = spawnIn(namespace, ['/usr/sbin/charon-systemd'], environment)
  const ended = once(charon, 'exit')
  t.after(async () => {
    charon.kill('SIGTERM')
    await ended
  })
  const uri = ['--uri', `unix://${at('vici')}`]
  const answers = () => run('swanctl', ['--stats', ...uri])
  await settle(() =>
    answers().then(
      () => true,
      () => false,
    ),
  )
  await run('swanctl', ['--load-all', ...uri, '--file', at('swanctl.conf')])
  return namespace
}

const noPlane = await whyNoPlane()
const everything = [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }]
const gcm = { encryption: 'aes256gcm16', integrity: 'sha384', keyExchange: 'ecp256' } as const
const old = { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' } as const
const symbols = 'aA0~!`@#$%^&*()_-+={}[]\\|;:\'",.<>/?'

const named = {
  localIdentity: 'gateway.example.org' as IkeIdentity,
  remoteIdentity: 'dc@example.org' as IkeIdentity,
}

const cases: readonly (readonly [string, Partial<TunnelSpec>])[] = [
  [
    'IKEv2 by selectors, several of them',
    { selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16'), prefix('10.3.0.0/24')] }] },
  ],
  [
    'IKEv2 by routes, with AES-GCM',
    { selectors: everything, proposal: gcm, child: { proposal: gcm, lifetimeSeconds: 3600 } },
  ],
  ['IKEv2, names as identities, and every symbol in the key', { ...named, preSharedKey: key(symbols) }],
  [
    'IKEv1 main mode, a key that looks like bytes, dead peers looked for',
    { version: 1, preSharedKey: key('0x41"\\n'), deadPeerDetection: { timeoutSeconds: 30, action: 'clear' } },
  ],
  ['IKEv1 main mode, names as identities', { version: 1, ...named }],
  [
    'IKEv1 aggressive mode, a name with signs in it',
    {
      version: 1,
      mode: 'aggressive',
      proposal: old,
      child: { proposal: { encryption: 'aes128', integrity: 'sha1' }, lifetimeSeconds: 3600 },
      remoteIdentity: 'C=DE"#x' as IkeIdentity,
    },
  ],
]

for (const [name, change] of cases) {
  test(`a strongSwan that was given what is written for it comes up, and packets pass: ${name}`, async (t) => {
    if (noPlane !== undefined) return t.skip(noPlane)
    const subject = await makeTestPlane()
    t.after(subject.dispose)
    const outer = { remoteAddress: address(peerAddress), remoteIdentity: peerAddress as IkeIdentity }
    const site = withTunnel(makeSites().left, { ...outer, ...change })
    for (const step of building(site)) await subject.plane.perform(step)
    const ping = async () =>
      (await subject.plane.ping(site.host.id, address(peerInside), { count: 1, timeoutMs: 500 })).received
    assert.equal(await ping(), 0, 'no way before there is a tunnel')
    const inputs = { 'wan-interface': 'eth0', 'tunnel-number': '11' }
    const files = renderedFiles(strongswan, peerOfSite(site), inputs)
    const namespace = await startPeer(t, subject, files)
    if (change.selectors === everything) {
      // What interfaces.sh does with a device of the kernel, whose place libipsec's takes here.
      assert.match(files.get('interfaces.sh') ?? '', /^ip route add 10\.1\.0\.0\/16 dev ipsec11 metric 10$/m)
      await settle(async () => (await runIn(namespace, ['ip', '-o', 'link'])).includes('ipsec0'))
      await runIn(namespace, ['ip', 'route', 'add', '10.1.0.0/16', 'dev', 'ipsec0', 'metric', '10'])
    }
    await settle(async () => {
      const observed = await subject.plane.observeGateway(site.gateway)
      return observed?.tunnels.some(({ childSas }) => childSas.length > 0) === true
    })
    await settle(async () => (await ping()) === 1)
  })
}

const noBgp = whyNoBird() ?? whyNoFrr()

/** Both links' sessions from the gateway's side, of the AS number that the device is told. */
const gatewaySide = () => {
  const own = { localAsNumber: 4_200_000_001 as AsNumber }
  return leftSpec([leftNeighbor(11, { ...own, localPreference: 200 }), leftNeighbor(12, own)])
}

/** What the gateway has learned of the device, and by which paths. */
async function learned(gateway: Awaited<ReturnType<typeof startBird>>): Promise<readonly string[]> {
  const { sessions } = await gateway.observe()
  return sessions
    .flatMap(({ tunnel, received }) => received.map((route) => `${tunnel} ${route.prefix} ${route.asPath.join(' ')}`))
    .sort()
}

/** Of what `show bgp … json` says of a path. */
interface FrrPath {
  readonly locPrf: number
  readonly nexthops: readonly { readonly ip: string }[]
  readonly bestpath?: { readonly overall?: boolean }
}

const wanted = ['tun-11 10.2.0.0/16 65531', 'tun-12 10.2.0.0/16 65531 65531']

test('an FRR takes what is written for it, has both sessions, tells its network and prefers the first tunnel', async (t) => {
  if (noBgp !== undefined) return t.skip(noBgp)
  const lab = await linkNamespaces(t, [11, 12])
  await lab.in('right', 'ip', 'address', 'add', '10.2.0.1/16', 'dev', 'lo')
  const text = renderedFiles(frr, twoTunnels()).get('frr.conf') ?? ''
  const daemon = await startFrr(lab, 'right', text.trimEnd().split('\n'))
  const gateway = await startBird(lab, 'left', gatewaySide())
  await settle(async () => (await learned(gateway)).join() === wanted.join())
  const asked = async () => JSON.parse(await daemon.ask('show bgp ipv4 unicast 10.1.0.0/16 json'))
  await settle(async () => ((await asked()).paths?.length ?? 0) === 2)
  const paths = (await asked()).paths as readonly FrrPath[]
  const told = paths.map(({ locPrf, nexthops, bestpath }) => [nexthops[0]?.ip, locPrf, bestpath?.overall === true])
  assert.deepEqual(told.sort(), [
    ['169.254.11.1', 200, true],
    ['169.254.12.1', 100, false],
  ])
})

test('a BIRD takes what is written for it, has both sessions, tells its network and prefers the first tunnel', async (t) => {
  if (noBgp !== undefined) return t.skip(noBgp)
  const lab = await linkNamespaces(t, [11, 12])
  const { right: folder } = lab.folders
  const configuration = renderedFiles(bird, twoTunnels()).get('bird.conf') ?? ''
  await startDaemon(lab.spawnIn('right'), { folder, configuration, recovers: false, timers: systemClock })
  lab.undo.defer(() => lab.end(join(folder, 'bird.pid'), 'SIGTERM'))
  const gateway = await startBird(lab, 'left', gatewaySide())
  await settle(async () => (await learned(gateway)).join() === wanted.join())
  await settle(async () => /^10\.1\.0\.0\/16 via 169\.254\.11\.1 /m.test(await lab.in('right', 'ip', 'route')))
})

/** A file with the text, until the test ends. */
async function written(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-device-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'file'), text)
  return join(folder, 'file')
}

test('FRR and BIRD find nothing wrong with what is written for them, and would with a word that they have not', async (t) => {
  if (noBgp !== undefined) return t.skip(noBgp)
  const texts = {
    frr: renderedFiles(frr, twoTunnels()).get('frr.conf'),
    bird: renderedFiles(bird, twoTunnels()).get('bird.conf'),
  }
  const checkFrr = async (text = '') => run('vtysh', ['-C', '-f', await written(t, text)])
  const checkBird = async (text = '') => run('bird', ['-p', '-c', await written(t, text)])
  await checkFrr(texts.frr)
  await checkBird(texts.bird)
  await assert.rejects(checkFrr(texts.frr?.replace('remote-as', 'remote-asn')))
  await assert.rejects(checkBird(texts.bird?.replace('keepalive time', 'keepalive times')))
})
