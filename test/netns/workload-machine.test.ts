import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { address, makeSites, subnetOf } from '../../src/dataplane/contract/lab.ts'
import { digestWorkload } from '../../src/dataplane/digest.ts'
import { namespaceFile, run, runIn } from '../../src/dataplane/linux/command.ts'
import { ipBatch, linkIn } from '../../src/dataplane/linux/ip.ts'
import { leaveNamespace } from '../../src/dataplane/linux/lasting-ip.ts'
import { devices, Names } from '../../src/dataplane/linux/names.ts'
import { makeTestPlane, settle, type TestPlane, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { everything } from '../../src/domain/address.ts'
import type { AskedEnd, WorkloadEnd, WorkloadSpec } from '../../src/domain/workload.ts'
import { giveInet6, inOrder, makeOutside } from './outside.ts'

/** What may be plugged in of a machine, which is a namespace of the test's own. */
const reason = await whyNoPlane()

const inner = { interface: 'culvert0', mtu: 1400, routes: [everything] }
const { left } = makeSites()

const workloadOf = (id: string, end: WorkloadEnd, own?: string): WorkloadSpec => ({
  id,
  network: left.network.id,
  subnet: subnetOf(left),
  end,
  ...(own === undefined ? {} : { address: address(own) }),
})

/** A machine with a second device and a bridge, behind each of which somebody has an address of the subnet; and a network. */
async function makeMachine(t: TestContext) {
  const outside = await makeOutside()
  const { machine } = outside
  const subject = await makeTestPlane({ machine, probes: false })
  const { plane } = subject
  t.after(() => subject.dispose().finally(outside.dispose))
  const [behind, beside] = [await subject.makeNamespace(), await subject.makeNamespace()]
  for (const [device, other, own] of [
    ['eth1', behind, '10.1.1.50/24'],
    ['eth2', beside, '10.1.1.51/24'],
  ] as const) {
    await ipBatch(machine, [['link', 'add', device, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', other]])
    await ipBatch(other, [
      ['address', 'add', own, 'dev', 'eth0'],
      ['link', 'set', 'eth0', 'up'],
    ])
    await leaveNamespace(other)
  }
  await runIn(machine, ['ip', 'link', 'set', 'eth1', 'alias', 'to the "lab"'])
  // Lower than all that a bridge has of itself.
  await ipBatch(machine, [['link', 'set', 'eth1', 'address', '00:00:5e:00:53:01']])
  await runIn(machine, ['sysctl', '-q', '-w', 'net.ipv4.conf.eth1.rp_filter=2'])
  await ipBatch(machine, [
    ['address', 'add', '172.16.5.1/24', 'dev', 'eth1'],
    ['link', 'set', 'eth1', 'up'],
    ['route', 'add', '172.17.0.0/16', 'via', '172.16.5.9', 'dev', 'eth1'],
    ['link', 'add', 'lab0', 'type', 'bridge'],
    ['link', 'set', 'lab0', 'up'],
    // Higher than nearly all that the kernel makes up, and of larger packets.
    ['link', 'set', 'eth2', 'mtu', '9000', 'address', 'f6:ff:ff:00:53:01'],
    ['link', 'set', 'eth2', 'master', 'lab0', 'up'],
  ])
  await giveInet6(machine, 'eth1')
  await plane.perform({ do: 'ensure-network', network: left.network })
  await plane.perform({ do: 'ensure-host', host: left.host })
  const reaches = async (target: string) =>
    (await plane.ping(left.host.id, address(target), { count: 1, timeoutMs: 200 })).received === 1
  const show = async () => inOrder(await outside.showMachine())
  return { ...subject, show, machine, reaches }
}

/** A process in a namespace of its own that nothing has a name for. */
async function startApart(t: TestContext): Promise<number> {
  const child = spawn('unshare', ['--net', 'sh', '-c', 'echo there; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child.pid ?? 0
}

/** What the machine's bridge has of its ports. */
async function bridgeOf(machine: string) {
  const shown = await runIn(machine, ['ip', '-o', 'link', 'show', 'dev', 'lab0'])
  return [/mtu \d+/.exec(shown)?.[0], /link\/ether (\S+)/.exec(shown)?.[1]]
}

/** As a look finds the end that is asked for. */
async function found({ plane }: Pick<TestPlane, 'plane'>, asked: AskedEnd): Promise<WorkloadEnd> {
  const answer = await plane.findEnd(asked)
  assert.ok('end' in answer, JSON.stringify(answer))
  return answer.end
}

test('a device, a bridge, a namespace and a process are plugged in, mended, and leave the machine as it was', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await makeMachine(t)
  const { plane, machine, show, reaches } = subject
  const names = new Names(subject.installation)
  const network = names.network(left.network.id)
  const pid = await startApart(t)
  const named = await subject.makeNamespace()
  const before = await show()
  const workloads: readonly (readonly [WorkloadSpec, string])[] = [
    [workloadOf('a', await found(subject, { kind: 'device', device: 'eth1' })), '10.1.1.50'],
    [workloadOf('b', await found(subject, { kind: 'bridge', bridge: 'lab0' })), '10.1.1.51'],
    [
      workloadOf('c', await found(subject, { kind: 'namespace', namespace: named, ...inner }), '10.1.1.52'),
      '10.1.1.52',
    ],
    [workloadOf('d', await found(subject, { kind: 'process', pid, ...inner }), '10.1.1.53'), '10.1.1.53'],
  ]
  const routerAt = async () => {
    const shown = await runIn(network, ['ip', '-o', 'link', 'show', 'dev', devices.subnet(subnetOf(left).id)])
    return /link\/ether (\S+)/.exec(shown)?.[1]
  }
  const router = await routerAt()
  const others = await bridgeOf(machine)
  assert.deepEqual(others, ['mtu 9000', 'f6:ff:ff:00:53:01'])
  const told: string[] = []
  const stop = plane.onWorkloadChange((id) => told.push(id))
  for (const [workload, target] of workloads) {
    assert.equal(await reaches(target), false)
    await plane.perform({ do: 'ensure-workload', workload })
    assert.equal(await routerAt(), router, 'whoever has learnt where the router is finds it there')
    await settle(() => reaches(target))
    assert.deepEqual(await bridgeOf(machine), others, 'and where the bridge is')
    assert.deepEqual(await plane.observeWorkload(workload), { digest: digestWorkload(workload) })
  }

  const port = (id: string) => (id === 'a' ? 'eth1' : devices.networkToWorkload(id))
  for (const [{ id }] of workloads) await ipBatch(network, [['link', 'set', port(id), 'down', 'nomaster']])
  await settle(async () => workloads.every(([{ id }]) => told.includes(id)))
  for (const [workload, target] of workloads) {
    assert.deepEqual(await plane.observeWorkload(workload), {})
    await plane.perform({ do: 'ensure-workload', workload })
    await settle(() => reaches(target))
  }
  stop()

  const [[device], [bridge]] = workloads as [(typeof workloads)[0], (typeof workloads)[0]]
  for (const { id } of [device, bridge]) await plane.perform({ do: 'remove-workload', workload: id })
  assert.equal(await show(), before)
  for (const workload of [device, bridge]) await plane.perform({ do: 'ensure-workload', workload })
  await plane.purge()
  assert.equal(await show(), before)
  assert.deepEqual((await plane.inventory()).workloads, [])
  assert.equal(await linkIn(named, inner.interface), undefined)
  await leaveNamespace(named)
  assert.doesNotMatch(await run('nsenter', [`--net=/proc/${pid}/ns/net`, 'ip', 'link']), /culvert0/)
  assert.notEqual(await linkIn(machine, 'eth1'), undefined)
})

test('a namespace that goes is waited for, one of the name is plugged in when it comes, and a process is no other of its number', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await makeMachine(t)
  const { plane, reaches } = subject
  const named = await subject.makeNamespace()
  const end = await found(subject, { kind: 'namespace', namespace: named, ...inner })
  const workload = workloadOf('w', end, '10.1.1.52')
  await plane.perform({ do: 'ensure-workload', workload })
  await run('ip', ['netns', 'delete', named])
  assert.match((await plane.observeWorkload(workload)).reason ?? '', /there is no network namespace/)
  // The kernel takes a namespace apart some time after its name.
  await settle(async () => !(await reaches('10.1.1.52')))
  await run('ip', ['netns', 'add', named])
  assert.deepEqual(await plane.observeWorkload(workload), {})
  await plane.perform({ do: 'ensure-workload', workload })
  await settle(() => reaches('10.1.1.52'))

  await plane.perform({ do: 'remove-workload', workload: workload.id })
  const pid = await startApart(t)
  const other = { kind: 'process', pid, processStart: '1', ...inner } as const
  const seen = await plane.observeWorkload(workloadOf('w', other, '10.1.1.52'))
  assert.deepEqual(seen, { reason: `process ${pid} has ended` })
})

test('what the machine does not have, cannot do without, or is Culvert’s own is refused, and nothing is changed', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await makeMachine(t)
  const { plane, machine, show } = subject
  const names = new Names(subject.installation)
  const busy = await subject.makeNamespace()
  await ipBatch(undefined, [
    ['link', 'add', 'eth0', 'netns', busy, 'type', 'veth', 'peer', 'name', 'peer', 'netns', busy],
  ])
  await ipBatch(busy, [
    ['address', 'add', '172.30.0.2/24', 'dev', 'eth0'],
    ['link', 'set', 'eth0', 'up'],
    ['route', 'add', 'default', 'via', '172.30.0.1', 'dev', 'eth0'],
  ])
  await leaveNamespace(busy)
  const other = join(subject.installation.runFolder, 'uts')
  await symlink('/proc/self/ns/uts', other)
  const before = await show()
  const refusals: readonly (readonly [AskedEnd, RegExp])[] = [
    [{ kind: 'device', device: 'eth9' }, /there is no device eth9/],
    [{ kind: 'device', device: 'eth0' }, /default route leads by eth0/],
    [{ kind: 'device', device: 'lo' }, /lo carries no Ethernet/],
    [{ kind: 'device', device: 'lab0' }, /lab0 is a bridge/],
    [{ kind: 'device', device: 'eth2' }, /eth2 is a port of lab0/],
    [{ kind: 'device', device: names.uplink }, /Culvert's own/],
    [{ kind: 'bridge', bridge: 'eth1' }, /eth1 is no bridge/],
    [{ kind: 'bridge', bridge: 'lab9' }, /there is no device lab9/],
    [{ kind: 'namespace', namespace: names.network(left.network.id), ...inner }, /Culvert's own/],
    [{ kind: 'file', file: namespaceFile(names.host(left.host.id)), ...inner }, /Culvert's own/],
    [{ kind: 'namespace', namespace: machine, ...inner }, /the machine's own/],
    [{ kind: 'file', file: other, ...inner }, /there is no network namespace/],
    [{ kind: 'process', pid: 2 ** 30, ...inner }, /no such process/],
    [{ kind: 'namespace', namespace: busy, ...inner }, /has a default route already, by eth0/],
    [{ kind: 'namespace', namespace: busy, ...inner, interface: 'eth0', routes: [] }, /has a device eth0 already/],
  ]
  for (const [asked, sentence] of refusals) {
    const answer = await plane.findEnd(asked)
    assert.match('reason' in answer ? answer.reason : 'taken', sentence, JSON.stringify(asked))
  }
  const uplink = { kind: 'routed', device: 'eth1', pool: '203.0.113.0/28' as never } as const
  await plane.perform({ do: 'ensure-uplink', uplink })
  const answer = await plane.findEnd({ kind: 'device', device: 'eth1' })
  await plane.perform({ do: 'remove-uplink' })
  assert.match('reason' in answer ? answer.reason : 'taken', /eth1 is the uplink/)
  assert.equal(await show(), before)

  const routed = { kind: 'namespace', namespace: busy, ...inner, routes: [left.network.prefix] } as const
  const workload = workloadOf('w', await found(subject, routed), '10.1.1.52')
  await plane.perform({ do: 'ensure-workload', workload })
  await ipBatch(busy, [['address', 'delete', '10.1.1.52/24', 'dev', 'culvert0']])
  await leaveNamespace(busy)
  assert.deepEqual(await plane.observeWorkload(workload), {})
  await plane.perform({ do: 'ensure-workload', workload })
  assert.match(await runIn(busy, ['ip', 'route', 'show', 'default']), /^default via 172\.30\.0\.1/)
  await settle(() => subject.reaches('10.1.1.52'))
})

test('a device that can be no port, once it was tried, is as it was, and stays as the machine has it from then on', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { plane, machine, show } = await makeMachine(t)
  // One that has such a device takes no frames for a bridge.
  await ipBatch(machine, [['link', 'add', 'mac0', 'link', 'eth1', 'type', 'macvlan']])
  const before = await show()
  const workload = workloadOf('a', { kind: 'device', device: 'eth1' })
  await assert.rejects(plane.perform({ do: 'ensure-workload', workload }), /busy/)
  assert.equal(await show(), before)
  await ipBatch(machine, [['address', 'delete', '172.16.5.1/24', 'dev', 'eth1']])
  const changed = await show()
  assert.deepEqual((await plane.inventory()).workloads, [])
  await plane.perform({ do: 'remove-workload', workload: 'a' })
  assert.equal(await show(), changed)
})

test('a device with a word of ip’s for its name, when its network is removed before it was taken out, is the machine’s again', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { plane, machine, show } = await makeMachine(t)
  await ipBatch(machine, [['link', 'add', 'name', 'alias', 'type', 'veth', 'peer', 'name', 'far']])
  const before = await show()
  await plane.perform({
    do: 'ensure-workload',
    workload: workloadOf('a', { kind: 'device', device: 'alias' }),
  })
  assert.notEqual(await show(), before)
  await plane.perform({ do: 'remove-host', host: left.host.id })
  await plane.perform({ do: 'remove-network', network: left.network.id })
  assert.equal(await show(), before)
  assert.deepEqual((await plane.inventory()).workloads, [])
})

test('a device that cannot be given back, because another has its name, is kept by a purge, and given back by the next', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const { plane, machine, show } = await makeMachine(t)
  const before = await show()
  const workload = workloadOf('a', { kind: 'device', device: 'eth1' })
  await plane.perform({ do: 'ensure-workload', workload })
  await ipBatch(machine, [['link', 'add', 'eth1', 'type', 'veth', 'peer', 'name', 'far']])
  await assert.rejects(plane.purge(), /link set dev eth1 netns .* exists/)
  await ipBatch(machine, [['link', 'delete', 'eth1']])
  await plane.purge()
  assert.equal(await show(), before)
})
