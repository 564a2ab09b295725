import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runIn } from '../../src/dataplane/linux/command.ts'
import { ipBatch } from '../../src/dataplane/linux/ip.ts'
import { leaveNamespace } from '../../src/dataplane/linux/lasting-ip.ts'
import { settle, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { readCredentials } from '../../src/server/installation.ts'
import { openSqliteStoreForReading } from '../../src/store/sqlite/open.ts'
import { atEnd, culvert, run, scratch, serveOn, serving, start } from '../command-line/culvert.ts'
import { deviceInside, inOrder, makeOutside, pool } from './outside.ts'
import { startByHand } from './strongswan-by-hand.ts'

const reason = await whyNoPlane()

/** What a workload, and the device at the tunnel's other end, each send of TCP to the other. */
const size = 300_000

/** Takes a connection, sends as much as it is told to, and says how much has come when the other has sent all. */
const listener = (address: string) => `
  const server = require('node:net').createServer({ allowHalfOpen: true }, (socket) => {
    let got = 0
    socket.on('data', (chunk) => { got += chunk.length })
    socket.on('end', () => { process.stdout.write(String(got)); server.close() })
    socket.end(Buffer.alloc(${size}))
  }).listen(7000, '${address}', () => process.stdout.write('listening '))`

const caller = (address: string) => `
  let got = 0
  const socket = require('node:net').connect({ port: 7000, host: '${address}', allowHalfOpen: true })
  socket.on('data', (chunk) => { got += chunk.length })
  socket.on('end', () => process.stdout.write(String(got)))
  socket.end(Buffer.alloc(${size}))`

async function streams(t: TestContext, from: string, to: string, address: string): Promise<void> {
  const node = (namespace: string, script: string) => [
    ...[`--net=/run/netns/${namespace}`, process.execPath, '-e', script],
  ]
  const server = start(node(to, listener(address)), { program: 'nsenter' })
  atEnd(t, () => server.child.kill('SIGKILL'))
  await settle(async () => server.said.stdout !== '')
  const { stdout } = await run(node(from, caller(address)), { program: 'nsenter' })
  assert.equal(stdout, String(size), 'to the one that called')
  assert.equal((await server.ended).stdout, `listening ${size}`, 'to the one that was called')
}

test('a namespace that the command line plugs in carries TCP and pings through a tunnel, over restarts, and purge leaves nothing', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const outside = await makeOutside()
  atEnd(t, outside.dispose)
  const { machine } = outside
  const data = join(scratch(t), 'data')
  const settings = { program: 'nsenter' }
  const entering = (...args: readonly string[]) => [`--net=/run/netns/${machine}`, ...args]
  const onMachine = (...args: readonly string[]) => run(entering(...args), settings)
  atEnd(t, () => onMachine(culvert, 'purge', '--data', data))
  // It goes with what `outside` has made.
  const web = machine.replace('machine', 'web')
  const addWeb = () => ipBatch(undefined, [['netns', 'add', web]])
  await addWeb()
  await ipBatch(machine, [
    ['link', 'add', 'eth1', 'type', 'veth', 'peer', 'name', 'lan', 'netns', outside.device],
    ['address', 'add', '172.16.5.1/24', 'dev', 'eth1'],
    ['link', 'set', 'eth1', 'up'],
  ])
  await leaveNamespace(machine)
  const show = async () => inOrder(await outside.showMachine())
  const before = await show()
  const options = ['--dataplane', 'linux', '--log-level', 'warn', '--uplink', 'eth0', '--outer-pool', pool]
  const serve = () => serving(t, entering(culvert, ...serveOn(data, ...options)), settings)
  const server = await serve()
  const store = await openSqliteStoreForReading(data)
  const credentials = await store.read(readCredentials).finally(() => store.close())
  assert.ok(credentials !== undefined)
  const { secretId, secretKey } = credentials.tencent
  const script = join(import.meta.dirname, 'site-for-a-peer.ts')
  const made = await onMachine(
    ...[process.execPath, script, server.api, server.admin, secretId, secretKey, outside.deviceAddress],
  )
  assert.equal(made.code, 0, made.stderr)
  const { address, subnet } = JSON.parse(made.stdout)
  const { deviceOwn: own } = outside
  const peer = await startByHand(outside.device, scratch(t), {
    version: 2,
    preSharedKey: 'a-shared-key',
    ...{ localAddress: own, remoteAddress: address, localId: own, remoteId: address },
  })
  atEnd(t, peer.stop)
  await peer.swanctl('--initiate', '--child', 'net')

  const workloads = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await onMachine(culvert, 'workloads', ...args, '--data', data, '--json')
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout)
  }
  const pings = (namespace: string, target: string) =>
    runIn(namespace, ['ping', '-n', '-c', '1', '-W', '1', target]).then(
      () => true,
      () => false,
    )
  const added = await workloads('add', '--subnet', subnet, '--namespace', web, '--name', 'web')
  assert.equal(added.address, '10.1.1.2', 'the lowest that nothing has')
  await settle(() => pings(web, deviceInside[0]))
  assert.equal(await pings(outside.device, added.address), true)
  await streams(t, web, outside.device, deviceInside[0])
  await streams(t, outside.device, web, added.address)

  server.child.kill('SIGKILL')
  await server.ended
  assert.equal(await pings(web, deviceInside[0]), true, 'while no server is there')
  await leaveNamespace(web)
  await ipBatch(undefined, [['netns', 'delete', web]])
  const next = await serve()
  const [waiting] = await workloads('list')
  assert.deepEqual([waiting.state, waiting.reason], ['waiting', `there is no network namespace ${web}`])
  await addWeb()
  await settle(() => pings(web, deviceInside[0]))
  const [plugged] = await workloads('list')
  assert.deepEqual(plugged, { ...added, state: 'plugged' })

  const taken = await onMachine(culvert, 'workloads', 'add', '--subnet', subnet, '--namespace', web, '--data', data)
  assert.deepEqual([taken.code === 0, /workload-(exists|unfit)/.test(taken.stderr)], [false, true], taken.stderr)
  await workloads('add', '--subnet', subnet, '--device', 'eth1')
  await settle(async () => (await workloads('list')).every(({ state }: { state: string }) => state === 'plugged'))
  assert.doesNotMatch(await runIn(machine, ['ip', 'link']), /eth1/)
  const { rows } = JSON.parse((await onMachine(culvert, 'doctor', '--json')).stdout)
  const found = rows.find(({ name }: { name: string }) => name.startsWith('workloads of '))
  assert.deepEqual(
    [found?.ok, found?.found.split(', ').sort()],
    [true, [`culvert0 of namespace ${web}`, 'device eth1']],
  )
  next.child.kill('SIGTERM')
  await next.ended
  const purged = await onMachine(culvert, 'purge', '--data', data)
  assert.equal(purged.code, 0, purged.stderr)
  assert.equal(await show(), before)
  assert.doesNotMatch(await runIn(web, ['ip', 'link']), /culvert0/)
})
