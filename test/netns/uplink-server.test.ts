import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { prefix } from '../../src/dataplane/contract/lab.ts'
import { runIn, run as runProgram } from '../../src/dataplane/linux/command.ts'
import { ipBatch, linkIn } from '../../src/dataplane/linux/ip.ts'
import { leaveNamespace } from '../../src/dataplane/linux/lasting-ip.ts'
import { Names, runFolderOf } from '../../src/dataplane/linux/names.ts'
import { settle, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { readUplinkIntent, writeUplinkIntent } from '../../src/keeper/intents.ts'
import { readCredentials } from '../../src/server/installation.ts'
import { openSqliteStoreForReading } from '../../src/store/sqlite/open.ts'
import { atEnd, culvert, run, scratch, serveOn, serving } from '../command-line/culvert.ts'
import { deviceInside, makeOutside, pool } from './outside.ts'
import { startByHand } from './strongswan-by-hand.ts'

const reason = await whyNoPlane()

/** A server on a machine of its own, which is a network namespace. */
async function startOnMachine(t: TestContext) {
  const outside = await makeOutside()
  atEnd(t, outside.dispose)
  const before = await outside.showMachine()
  const data = join(scratch(t), 'data')
  const settings = { program: 'nsenter' }
  const entering = (...args: readonly string[]) => [`--net=/run/netns/${outside.machine}`, ...args]
  atEnd(t, () => run(entering(culvert, 'purge', '--data', data), settings))
  const serve = (...options: readonly string[]) =>
    serving(t, entering(culvert, ...serveOn(data, '--dataplane', 'linux', '--log-level', 'warn', ...options)), settings)
  const onMachine = (...args: readonly string[]) => run(entering(...args), settings)
  return { outside, before, data, serve, onMachine }
}

async function readInstallation(data: string) {
  const store = await openSqliteStoreForReading(data)
  try {
    return await store.read(async (reader) => {
      const [credentials, tag] = [await readCredentials(reader), await reader.setting('tag')]
      assert.ok(credentials !== undefined && tag !== undefined)
      return { ...credentials.tencent, tag }
    })
  } finally {
    await store.close()
  }
}

interface Row {
  readonly name: string
  readonly ok: boolean
  readonly found: string
}

test('a server with an uplink serves a device elsewhere, mends it with and without a server, and takes it away', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { outside, before, data, serve, onMachine } = await startOnMachine(t)
  const server = await serve('--uplink', 'eth0', '--outer-pool', pool)
  const { secretId, secretKey, tag } = await readInstallation(data)
  const script = join(import.meta.dirname, 'site-for-a-peer.ts')
  const made = await onMachine(
    ...[process.execPath, script, server.api, server.admin, secretId, secretKey, outside.deviceAddress],
  )
  assert.equal(made.code, 0, made.stderr)
  const { address, host } = JSON.parse(made.stdout)
  assert.equal(address, '203.0.113.2', 'the lowest of the pool')

  const names = new Names({ tag, runFolder: runFolderOf(tag), machine: outside.machine })
  atEnd(t, () => leaveNamespace(outside.machine))
  const pings = () =>
    runIn(names.host(host), ['ping', '-n', '-c', '1', '-W', '1', deviceInside[0]]).then(
      () => true,
      () => false,
    )
  assert.equal(await pings(), false, 'no way before there is a tunnel')
  const { deviceOwn: own } = outside
  const peer = await startByHand(outside.device, scratch(t), {
    version: 2,
    preSharedKey: 'a-shared-key',
    ...{ localAddress: own, remoteAddress: address, localId: own, remoteId: address },
  })
  atEnd(t, peer.stop)
  await peer.swanctl('--initiate', '--child', 'net')
  await settle(pings)

  const deleteLink = async () => {
    const number = async () => (await linkIn(outside.machine, names.uplink))?.ifindex
    const lost = await number()
    assert.notEqual(lost, undefined)
    await ipBatch(outside.machine, [['link', 'delete', names.uplink]])
    await settle(async () => ![lost, undefined].includes(await number()))
    await settle(pings)
  }
  await deleteLink()
  server.child.kill('SIGKILL')
  await server.ended
  await deleteLink()

  const dropping = 'table ip hurdle {\n chain forward {\n type filter hook forward priority 0\n policy drop\n }\n}\n'
  await runIn(outside.machine, ['nft', '-f', '-'], { stdin: dropping })
  const { rows } = JSON.parse((await onMachine(culvert, 'doctor', '--json')).stdout) as { rows: readonly Row[] }
  const found = new Map(rows.filter(({ name }) => name.endsWith(tag)).map((row) => [row.name, row]))
  assert.deepEqual(
    [...found.values()].map(({ name, ok }) => [name, ok]),
    [
      [`uplink of ${tag}`, true],
      [`way in of ${tag}`, true],
      [`way out of ${tag}`, true],
      [`firewall of ${tag}`, false],
    ],
    JSON.stringify([...found.values()]),
  )
  await runIn(outside.machine, ['nft', 'delete', 'table', 'ip', 'hurdle'])

  const without = await serve()
  await settle(async () => (await outside.showMachine()) === before)
  without.child.kill('SIGTERM')
  await without.ended
  // As a server leaves it that was killed before it could begin.
  const { runFolder } = names
  await writeUplinkIntent(runFolder, { kind: 'routed', device: 'eth0', pool: prefix(pool) })
  await serve()
  assert.equal(await readUplinkIntent(runFolder), undefined, 'a keeper would make what nobody wants')
  assert.match(await runProgram('ip', ['netns', 'list']), new RegExp(names.underlay), 'what else there is stays')
})

test('a server refuses an uplink that the machine, or the data plane, does not have', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { data, onMachine } = await startOnMachine(t)
  const start = (kind: string, ...options: readonly string[]) =>
    onMachine(culvert, ...serveOn(data, '--dataplane', kind, ...options))
  const refusals = [
    [await start('linux', '--uplink', 'eth7', '--outer-pool', pool), /there is no device eth7/],
    [
      await start('linux', '--uplink', 'eth0', '--outer-pool', '192.168.50.0/24'),
      /this machine has 192.168.50.1 itself/,
    ],
    [await start('linux', '--uplink', 'lo', '--outer-address', 'auto'), /lo has no address/],
    [await start('simulated', '--uplink', 'eth0', '--outer-pool', pool), /needs --dataplane linux: .* no outside/],
  ] as const
  for (const [{ code, stderr }, sentence] of refusals) {
    assert.equal(code, 1)
    assert.match(stderr, sentence)
  }
})
