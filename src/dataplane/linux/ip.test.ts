import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { CommandError, run } from './command.ts'
import { devicesIn, ipBatch } from './ip.ts'
import { readPing, readThroughput } from './measure.ts'
import { devices, Names, short } from './names.ts'
import { ensureNamespace, removeNamespace, upstreamAddress } from './namespace.ts'
import { canonical } from './prefix.ts'
import { whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

test('an ip command that fails is reported with its arguments and its stderr', async () => {
  await assert.rejects(run('ls', ['/nowhere at all']), (error) => {
    assert.ok(error instanceof CommandError)
    assert.deepEqual([error.command, error.exitCode], [['ls', '/nowhere at all'], 2])
    assert.match(error.message, /No such file or directory/)
    return true
  })
  await assert.rejects(run('no-such-program', []), CommandError)
})

test('an ip batch that fails is reported with the line that failed', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const lines = [
    ['link', 'show', 'lo'],
    ['link', 'set', 'nothing', 'up'],
  ]
  await assert.rejects(ipBatch(undefined, lines), (error) => {
    assert.ok(error instanceof CommandError)
    assert.deepEqual(error.command, ['ip', ...(lines[1] ?? [])])
    assert.match(error.stderr, /^Cannot find device "nothing"/)
    return true
  })
})

test('a line break, quote or backslash in an argument of an ip batch is refused', async () => {
  for (const word of ['a\nlink delete eth0', 'a"b', 'a\\b']) {
    await assert.rejects(ipBatch(undefined, [['link', 'set', 'lo', 'alias', word]]), TypeError)
  }
})

test('a namespace that is created several times at once is made once, and a half-made one is completed', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const name = `culvert-${randomBytes(3).toString('hex')}-u`
  t.after(() => removeNamespace(name))
  const options = { address: upstreamAddress, forwards: true } as const
  await Promise.all(Array.from({ length: 20 }, () => ensureNamespace(name, options)))
  await ipBatch(name, [
    ['address', 'flush', 'dev', 'lo'],
    ['link', 'set', 'lo', 'alias', ''],
  ])
  await ensureNamespace(name, options)
  const loopback = (await devicesIn(name))?.find(({ ifname }) => ifname === 'lo')
  assert.ok(loopback?.addr_info.some(({ local }) => local === upstreamAddress))
  assert.equal(loopback?.ifalias, 'made')
})

test('names of devices fit IFNAMSIZ, differ by kind, and do not depend on how ids are split', () => {
  const names = [
    devices.tunnel('gateway', 'tunnel'),
    devices.underlayToTunnel('gateway', 'tunnel'),
    devices.underlayToHost('host'),
    devices.gatewayToNetwork('network'),
    devices.networkToGateway('gateway'),
    devices.subnet('subnet'),
    devices.networkToHost('host'),
  ]
  for (const name of names) assert.ok(name.length <= 15, name)
  assert.notEqual(short('a', 'bc'), short('ab', 'c'))
  assert.throws(() => new Names({ tag: '../../x', runFolder: '/run' }), TypeError)
})

test('a prefix is written as ip route shows it', () => {
  assert.equal(canonical('default'), '0.0.0.0/0')
  assert.equal(canonical('10.0.0.1'), '10.0.0.1/32')
  assert.equal(canonical('10.0.0.0/8'), '10.0.0.0/8')
})

test('a ping’s summary is parsed with replies and without', () => {
  const summary = '--- 10.2.1.10 ping statistics ---\n2 packets transmitted, 1 received, 50% packet loss, time 101ms\n'
  assert.deepEqual(readPing(`${summary}rtt min/avg/max/mdev = 0.4/0.515/0.7/0.1 ms\n`), {
    sent: 2,
    received: 1,
    averageMilliseconds: 0.515,
  })
  assert.deepEqual(readPing('3 packets transmitted, 0 received, +3 errors, 100% packet loss\n'), {
    sent: 3,
    received: 0,
  })
  assert.equal(readPing('ping: unknown host\n'), undefined)
})

test('a stream’s throughput is computed from the bytes that arrived', () => {
  const said = { end: { sum_sent: { bits_per_second: 2 }, sum_received: { bits_per_second: 1000.4, seconds: 1.5 } } }
  assert.deepEqual(readThroughput(JSON.stringify(said)), { bitsPerSecond: 1000, seconds: 1.5 })
})
