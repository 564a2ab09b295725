import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { CommandError, run } from './command.ts'
import { devicesIn, ipBatch, linkIn, routesIn } from './ip.ts'
import { askIp, leaveNamespace, linesFor } from './lasting-ip.ts'
import { removeNamespace } from './namespace.ts'
import { whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

async function addNamespace(t: TestContext, name = `culvert-test-${randomBytes(3).toString('hex')}`): Promise<string> {
  await run('ip', ['netns', 'add', name])
  t.after(() => removeNamespace(name))
  return name
}

const numberOf = async (namespace: string, device: string): Promise<number | undefined> =>
  (await devicesIn(namespace))?.find(({ ifname }) => ifname === device)?.ifindex

test('concurrent queries of a lasting ip process each get their own answer, in order', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  const links = Array.from({ length: 20 }, (_, index) => `br${index}`)
  await Promise.all(links.map((link) => ipBatch(namespace, [['link', 'add', link, 'type', 'bridge']])))
  const names = await Promise.all(links.map((link) => askIp(namespace, [`link show ${link}`])))
  assert.deepEqual(
    names.map((text) => JSON.parse(text)[0].ifname),
    links,
  )
  assert.deepEqual(await routesIn(namespace), [])
})

test('a command that fails does not keep the next ones from being answered', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  await ipBatch(namespace, [['link', 'set', 'lo', 'up']])
  const failing = [
    ['link', 'add', 'kept', 'type', 'bridge'],
    ['link', 'set', 'nothing', 'up'],
    ['link', 'delete', 'kept'],
  ]
  await assert.rejects(ipBatch(namespace, failing), (error) => {
    assert.ok(error instanceof CommandError)
    assert.deepEqual(error.command, ['ip', '-netns', namespace, ...(failing[1] ?? [])])
    return true
  })
  assert.notEqual(await numberOf(namespace, 'kept'), undefined)
})

test('a device that is replaced by one of the same name is told from it', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  await ipBatch(namespace, [['link', 'add', 'one', 'type', 'bridge']])
  const before = await numberOf(namespace, 'one')
  await run('ip', ['-n', namespace, 'link', 'delete', 'one'])
  await run('ip', ['-n', namespace, 'link', 'add', 'one', 'type', 'bridge'])
  await ipBatch(namespace, [['link', 'set', 'one', 'up']])
  assert.notEqual(await numberOf(namespace, 'one'), before)
})

test('a device that has taken a number back, which one of its name had before the last, is found', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  for (const index of ['103', '104', '103']) {
    await run('ip', ['-n', namespace, 'link', 'delete', 'one']).catch(() => '')
    await run('ip', ['-n', namespace, 'link', 'add', 'one', 'index', index, 'type', 'bridge'])
    assert.equal(await numberOf(namespace, 'one'), Number(index))
  }
  await ipBatch(namespace, [
    ['link', 'add', 'another', 'type', 'bridge'],
    ['link', 'set', 'one', 'up'],
    ['link', 'delete', 'another'],
  ])
  assert.equal(await numberOf(namespace, 'another'), undefined)
})

test('a device whose number another one has by now is told from that one', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  await ipBatch(namespace, [['link', 'add', 'one', 'index', '103', 'type', 'bridge']])
  await ipBatch(namespace, [['link', 'set', 'one', 'up']])
  assert.ok((await linkIn(namespace, 'one'))?.flags.includes('UP'))
  await run('ip', ['-n', namespace, 'link', 'delete', 'one'])
  await run('ip', ['-n', namespace, 'link', 'add', 'another', 'index', '103', 'type', 'bridge'])
  await run('ip', ['-n', namespace, 'link', 'add', 'one', 'index', '104', 'type', 'bridge'])
  assert.equal((await linkIn(namespace, 'one'))?.ifindex, 104)
  await ipBatch(namespace, [['link', 'set', 'one', 'up']])
  assert.ok((await linkIn(namespace, 'one'))?.flags.includes('UP'))
  assert.ok(!(await linkIn(namespace, 'another'))?.flags.includes('UP'))
})

test('what is asked of one device has ip read that one alone, and a list that has devices by number all of them', () => {
  const told = (...lines: readonly string[]) => linesFor('culvert-0a1b2c-g-1', lines, true).map(({ text }) => text)
  assert.deepEqual(told('link show dev tun-1').slice(1), ['link set dev tun-1', 'link show dev tun-1'])
  assert.deepEqual(told('link set tun-1 mtu 1400 up', 'address add 10.0.0.1/32 dev tun-1').slice(1), [
    'link set dev tun-1',
    'link set tun-1 mtu 1400 up',
    'address add 10.0.0.1/32 dev tun-1',
  ])
  assert.deepEqual(told('address show', 'address show group default dev lo').length, 3)
  assert.match(told('route show table all')[0] ?? '', /^link show/)
})

test('a namespace that is replaced by one of the same name is told from it, and a removed one is absent', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  await ipBatch(namespace, [['link', 'add', 'one', 'type', 'bridge']])
  await run('ip', ['netns', 'delete', namespace])
  assert.equal(await devicesIn(namespace), undefined)
  await run('ip', ['netns', 'add', namespace])
  assert.equal(await numberOf(namespace, 'one'), undefined)
  assert.notEqual(await numberOf(namespace, 'lo'), undefined)
})

test('a namespace that was left has no lasting ip process', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  await ipBatch(namespace, [['link', 'set', 'lo', 'up']])
  assert.notEqual(await run('ip', ['netns', 'pids', namespace]), '')
  await leaveNamespace(namespace)
  assert.equal(await run('ip', ['netns', 'pids', namespace]), '')
})

test('in an underlay, where devices are not learnt anew, one that is replaced is told from it', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t, `culvert-${randomBytes(3).toString('hex')}-u`)
  await ipBatch(namespace, [['link', 'add', 'one', 'type', 'bridge']])
  const before = (await linkIn(namespace, 'one'))?.ifindex
  await run('ip', ['-n', namespace, 'link', 'delete', 'one'])
  assert.equal(await linkIn(namespace, 'one'), undefined)
  await ipBatch(namespace, [['link', 'add', 'one', 'type', 'bridge']])
  assert.ok((await linkIn(namespace, 'one')) !== undefined)
  await run('ip', ['-n', namespace, 'link', 'delete', 'one'])
  await run('ip', ['-n', namespace, 'link', 'add', 'one', 'type', 'bridge'])
  assert.ok((await linkIn(namespace, 'one')) !== undefined)
  await run('ip', ['-n', namespace, 'link', 'delete', 'one'])
  await run('ip', ['-n', namespace, 'link', 'add', 'one', 'type', 'bridge'])
  await ipBatch(namespace, [
    ['link', 'set', 'one', 'up'],
    ['route', 'add', '198.51.100.0/24', 'dev', 'one'],
  ])
  const now = await linkIn(namespace, 'one')
  assert.ok(now !== undefined && now.ifindex !== before)
  assert.ok(now.flags.includes('UP'))
})

test('a batch of more commands than are run at once is run whole, and in order', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const namespace = await addNamespace(t)
  await ipBatch(namespace, [
    ['link', 'set', 'lo', 'up'],
    ...Array.from({ length: 120 }, (_, index) => ['address', 'add', `198.51.100.${index}/32`, 'dev', 'lo']),
  ])
  const addresses = (await devicesIn(namespace))?.[0]?.addr_info.filter(({ family }) => family === 'inet')
  assert.equal(addresses?.length, 121)
})
