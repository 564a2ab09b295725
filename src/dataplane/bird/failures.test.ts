import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyFailureLog, explain, type FailureLog, readLastError, readLogMessage } from './failures.ts'
import { droppedSince, readSignatureCounters } from './signatures.ts'

const protocol = 'neighbor-t'
const quiet = { bfd: undefined }

/** What the messages come to, a second apart, and which of them were news. */
function after(...messages: readonly string[]): { log: FailureLog; news: boolean[] } {
  let log = emptyFailureLog
  const news = messages.map((message, index) => {
    const read = readLogMessage(log, message.replace(/^: /, `${protocol}: `), index * 1000)
    log = read.log
    return read.isNews
  })
  return { log, news }
}

const reasonAfter = (...messages: readonly string[]) => {
  const failure = explain(after(...messages).log.get(protocol), undefined, 1000, quiet)
  return failure === undefined ? undefined : `${failure.reason} ${failure.refusedBy}`
}

const reasons: readonly (readonly [string, string])[] = [
  ['Error: Bad peer AS: 65531', 'bad-peer-as local'],
  ['Received: Bad peer AS: 65535', 'bad-peer-as remote'],
  ['Error: Hold timer expired', 'hold-timer-expired local'],
  ['BFD session down', 'bfd-down local'],
  ['Received: Administrative shutdown', 'cease remote'],
  ['Received: Peer de-configured', 'cease remote'],
  ['Received: Authentication failure', 'authentication-failed remote'],
  ['Error: Malformed attribute list', 'other local'],
  ['Connection closed', 'no-configuration remote'],
  ['Connection lost (Connection reset by peer)', 'no-configuration remote'],
  ['Connection lost (Connection refused)', 'neighbor-unreachable local'],
  ['Connection lost (No route to host)', 'neighbor-unreachable local'],
]

for (const [message, reason] of reasons) {
  test(`${message} is ${reason}`, () => {
    assert.equal(reasonAfter(`: ${message}`), reason)
  })
}

test('the last error that BIRD remembers is read as its log is', () => {
  const read = (text: string) => {
    const { reason, refusedBy } = readLastError(text)
    return `${reason} ${refusedBy}`
  }
  assert.equal(read('BGP Error: Bad peer AS'), 'bad-peer-as local')
  assert.equal(read('Received: Administrative shutdown'), 'cease remote')
  assert.equal(read('Socket: Connection reset by peer'), 'no-configuration remote')
  assert.equal(read('Socket: Connection refused'), 'neighbor-unreachable local')
  assert.equal(read('Error: BFD session down'), 'bfd-down local')
  assert.equal(read('Error: Link down'), 'neighbor-unreachable local')
  assert.equal(read('something new'), 'other local')
})

test('a reason stands against ends of connections that follow from it, and not against another reason', () => {
  const closed = ': Connection lost (Connection reset by peer)'
  assert.equal(reasonAfter(': Received: Bad peer AS: 1', closed, closed), 'bad-peer-as remote')
  assert.equal(reasonAfter(': Received: Bad peer AS: 1', ': Error: Hold timer expired'), 'hold-timer-expired local')
  const late = [...Array.from({ length: 61 }, () => closed)]
  assert.equal(reasonAfter(': Received: Bad peer AS: 1', ...late), 'no-configuration remote')
})

test('a session that is established, or configured anew, starts without a past', () => {
  assert.equal(reasonAfter(': Error: Bad peer AS: 1', ': BGP session established'), undefined)
  assert.equal(reasonAfter(': Error: Bad peer AS: 1', `Restarting protocol ${protocol}`), undefined)
  assert.equal(reasonAfter(': Error: Bad peer AS: 1', 'Restarting protocol neighbor-other'), 'bad-peer-as local')
})

test('two connections at once, of which one has to go, are no failure', () => {
  assert.equal(reasonAfter(': Error: Connection collision resolution'), undefined)
})

test('a failure is news once, and so are a session that comes up, its routes, BFD and the limit', () => {
  const connecting = ': Connecting to 169.254.11.2 from local address 169.254.11.1'
  const told: readonly (readonly [string, boolean])[] = [
    [connecting, false],
    [connecting, true],
    [connecting, false],
    [': Connected', false],
    [': Error: Bad peer AS: 1', true],
    [': State changed to down', false],
    [': Error: Bad peer AS: 1', false],
    [': BGP session established', true],
    [': State changed to up', true],
    [`${protocol}.ipv4 > added [best] 10.3.0.0/16 0L 5G unicast`, true],
    ['path-checks: Session to 169.254.11.2 changed state from Down to Up', true],
    [`Protocol ${protocol} hits route import limit (2), action: block`, true],
    ['device1: Scanning interfaces', false],
    [`Restarting protocol ${protocol}`, true],
  ]
  assert.deepEqual(
    after(...told.map(([message]) => message)).news,
    told.map(([, isNews]) => isNews),
  )
})

test('a neighbor that ends each connection, now in one way and now in another, is news once', () => {
  const ends = [': Connection closed', ': Connection lost (Connection reset by peer)']
  assert.deepEqual(after(...ends, ...ends, ...ends).news, [true, false, false, false, false, false])
})

test('silence is an unreachable neighbor, unless BFD is up or the kernel has dropped what came', () => {
  const connecting = ': Connecting to 169.254.11.2 from local address 169.254.11.1'
  const silent = after(connecting, connecting).log.get(protocol)
  assert.equal(explain(after(connecting).log.get(protocol), undefined, 1000, quiet), undefined)
  assert.equal(explain(silent, undefined, 1000, quiet)?.reason, 'neighbor-unreachable')
  assert.equal(explain(undefined, undefined, 11_000, quiet)?.reason, 'neighbor-unreachable')
  assert.equal(explain(silent, undefined, 1000, { bfd: 'up' })?.reason, 'authentication-failed')
  const dropped = explain(silent, undefined, 1000, { bfd: undefined, dropped: 'segments without a signature' })
  assert.deepEqual([dropped?.reason, dropped?.refusedBy], ['authentication-failed', 'local'])
})

test('silence after BFD or the hold timer has ended the session says no more than they did', () => {
  const connecting = ': Connecting to 169.254.11.2 from local address 169.254.11.1'
  for (const [end, reason] of [
    [': BFD session down', 'bfd-down'],
    [': Error: Hold timer expired', 'hold-timer-expired'],
  ] as const) {
    const log = after(end, connecting, connecting, connecting).log.get(protocol)
    assert.equal(explain(log, undefined, 60_000, { bfd: 'down' })?.reason, reason)
  }
})

test('what the kernel drops for its signature is told by what the neighbor’s session asks for', () => {
  const text = (missing: number, unexpected: number, wrong: number) =>
    `TcpExt: A TCPMD5NotFound TCPMD5Unexpected TCPMD5Failure\nTcpExt: 1 ${missing} ${unexpected} ${wrong}\nIpExt: B\nIpExt: 2\n`
  const read = (...numbers: [number, number, number]) => readSignatureCounters(text(...numbers))
  assert.equal(droppedSince(read(0, 0, 0), read(1, 0, 0), true), 'segments without a signature')
  assert.equal(droppedSince(read(1, 0, 0), read(1, 0, 2), true), 'segments signed with another password')
  assert.equal(droppedSince(read(0, 0, 0), read(0, 3, 0), false), 'segments with a signature, where none is due')
  for (const [before, now, hasPassword] of [
    [read(1, 1, 1), read(1, 1, 1), true],
    [read(0, 0, 0), read(1, 0, 1), false],
    [read(0, 0, 0), read(0, 1, 0), true],
    [undefined, read(1, 1, 1), true],
  ] as const) {
    assert.equal(droppedSince(before, now, hasPassword), undefined)
  }
  assert.equal(readSignatureCounters('TcpExt: A\nTcpExt: 1\n'), undefined)
  assert.equal(readSignatureCounters(''), undefined)
})
