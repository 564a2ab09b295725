import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { encryptionAlgorithms, integrityAlgorithms, keyExchangeGroups } from '../../domain/ike.ts'
import { systemClock } from '../../runtime/clock.ts'
import { digestTunnel } from '../digest.ts'
import type { TunnelSpec } from '../port.ts'
import { settingsIn, socketIn, startDaemon } from '../strongswan/start-daemon.ts'
import { goldenTunnels } from '../strongswan/testing/golden-tunnels.ts'
import { connect, type ViciSession } from '../strongswan/vici/session.ts'
import { spawnIn } from './command.ts'
import { devicesIn, ipBatch } from './ip.ts'
import { askIp } from './lasting-ip.ts'
import { devices, Names } from './names.ts'
import { espOfTests, makeTestPlane, type TestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()
const within = { timeoutMs: 10_000 }

async function start(t: TestContext): Promise<TestPlane> {
  const subject = await makeTestPlane()
  t.after(subject.dispose)
  await subject.plane.perform({ do: 'create-gateway', gateway: 'gateway' })
  return subject
}

const usual = goldenTunnels['route-based'] as TunnelSpec

const folderOf = ({ installation }: TestPlane, id = usual.id): string =>
  new Names(installation).tunnelFolder('gateway', id)

async function ask(t: TestContext, subject: TestPlane): Promise<ViciSession> {
  await subject.plane.perform({ do: 'create-tunnel', gateway: 'gateway', tunnel: usual })
  const session = await connect(socketIn(folderOf(subject)), { ...within, timers: systemClock })
  t.after(() => session.close())
  return session
}

test('every golden configuration is accepted by charon', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { plane } = await start(t)
  for (const [id, golden] of Object.entries(goldenTunnels)) {
    const tunnel = { ...golden, id }
    await plane.perform({ do: 'create-tunnel', gateway: 'gateway', tunnel })
    await plane.perform({ do: 'configure-tunnel', gateway: 'gateway', tunnel })
    const observed = await plane.observeGateway('gateway')
    assert.equal(observed?.tunnels[0]?.digest, digestTunnel(tunnel))
    await plane.perform({ do: 'remove-tunnel', gateway: 'gateway', tunnel: id })
  }
})

test('a configuration that charon does not know is refused, and the tunnel is left without one', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { plane } = await start(t)
  const unknown = { ...usual.proposal, encryption: 'aes999' } as unknown as TunnelSpec['proposal']
  const tunnel = { ...usual, proposal: unknown }
  await plane.perform({ do: 'create-tunnel', gateway: 'gateway', tunnel })
  await assert.rejects(
    plane.perform({ do: 'configure-tunnel', gateway: 'gateway', tunnel }),
    /invalid value for: proposals/,
  )
  const observed = await plane.observeGateway('gateway')
  assert.deepEqual([observed?.tunnels[0]?.alive, observed?.tunnels[0]?.digest], [true, undefined])
})

test('charon’s settings are read: all plugins are loaded, and a change takes effect on reload', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const session = await ask(t, subject)
  const wanted = /load = (.*)/.exec(await readFile(settingsIn(folderOf(subject)), 'utf8'))?.[1]?.split(' ')
  const { plugins } = await session.request('stats', {}, within)
  assert.deepEqual([...(plugins as string[])].filter((name) => name !== 'charon-systemd').sort(), wanted?.sort())
  const aggressive: TunnelSpec = { ...usual, version: 1, mode: 'aggressive' }
  await subject.plane.perform({ do: 'configure-tunnel', gateway: 'gateway', tunnel: aggressive })
  assert.match(await readFile(settingsIn(folderOf(subject)), 'utf8'), /aggressive_mode_psk = yes/)
})

test('every algorithm of the domain is supported by charon', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const session = await ask(t, await start(t))
  const algorithms = await session.request('get-algorithms', {}, within)
  const named = (kinds: readonly string[]): string =>
    kinds.flatMap((kind) => Object.keys((algorithms[kind] ?? {}) as object)).join(' ')
  const names: Readonly<Record<string, RegExp>> = {
    des: /\bDES_CBC\b/,
    '3des': /\b3DES_CBC\b/,
    null: /\bNULL\b/,
    md5: /PRF_HMAC_MD5\b.*/,
    modp2048s256: /MODP_2048_256\b/,
  }
  const ciphers = named(['encryption', 'aead'])
  for (const name of encryptionAlgorithms) {
    assert.match(ciphers, names[name] ?? (name.endsWith('gcm16') ? /AES_GCM_16/ : /AES_CBC/), name)
  }
  const hashes = named(['integrity', 'prf'])
  for (const name of integrityAlgorithms) {
    const digits = name.replace('sha', '')
    assert.match(hashes, names[name] ?? (digits === '1' ? /HMAC_SHA1_96/ : new RegExp(`HMAC_SHA2_${digits}`)), name)
  }
  const groups = named(['dh', 'ke'])
  for (const name of keyExchangeGroups) {
    assert.match(groups, names[name] ?? new RegExp(name.replace('modp', 'MODP_').replace('ecp', 'ECP_')), name)
  }
})

test('a charon that cannot start fails with the reason from its log', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const namespace = new Names(subject.installation).gateway('gateway')
  const folder = folderOf(subject, 'another')
  const missing = { STRONGSWAN_CONF: `${folder}/missing.conf` }
  const starting = startDaemon({
    spawn: (program, options) => spawnIn(namespace, program, { ...options, env: missing }),
    folder,
    tunnel: usual,
    esp: espOfTests,
    timers: systemClock,
  })
  await assert.rejects(starting, /charon in .* did not start: it ended with 66\n(.*\n)*.*no files found matching/)
})

test('a tunnel whose device is down is not alive, and is made whole by the same daemon', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await start(t)
  const { plane, installation } = subject
  const names = new Names(installation)
  const create = () => plane.perform({ do: 'create-tunnel', gateway: 'gateway', tunnel: usual })
  const isAlive = async () => (await plane.observeGateway('gateway'))?.tunnels[0]?.alive
  const session = await ask(t, subject)
  assert.equal(await isAlive(), true)
  const [gateway, tunnel] = [names.gateway('gateway'), names.tunnel('gateway', usual.id)]
  const device = devices.tunnel('gateway', usual.id)
  // As one is left whose maker ended in the middle.
  await ipBatch(gateway, [['link', 'set', device, 'mtu', '1500', 'down']])
  await ipBatch(tunnel, [['link', 'delete', 'ipsec0']])
  assert.equal(await isAlive(), false)
  await create()
  assert.equal(await isAlive(), true)
  const [shown] = JSON.parse(await askIp(gateway, [`link show ${device}`])) as readonly [{ readonly mtu: number }]
  assert.equal(shown.mtu, 1400)
  assert.ok((await devicesIn(tunnel))?.some(({ ifname }) => ifname === 'ipsec0'))
  await session.request('version', {}, within)
})
