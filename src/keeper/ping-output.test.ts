import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPingLine } from './ping-output.ts'

// As iputils 20221126 writes them.
const lines: readonly (readonly [string, ReturnType<typeof readPingLine>])[] = [
  ['PING 10.9.9.9 (10.9.9.9) from 192.0.0.1 tunx: 56(84) bytes of data.', { says: 'sending', request: 1 }],
  ['[1795708992.487192] no answer yet for icmp_seq=1', { says: 'sending', request: 2 }],
  [
    '[1795709077.188242] 64 bytes from 10.9.9.9: icmp_seq=7 ttl=64 time=0.058 ms',
    { says: 'answered', request: 7, milliseconds: 0.058 },
  ],
  ['[1795709077.188242] 64 bytes from 10.9.9.9: icmp_seq=7 ttl=64 time=12.3 ms (DUP!)', undefined],
  ['[1795709077.188242] 64 bytes from 10.9.9.8: icmp_seq=7 ttl=64 time=12.3 ms (DIFFERENT ADDRESS!)', undefined],
  ['[1795709077.188242] From 10.1.0.1 icmp_seq=7 Destination Host Unreachable', undefined],
  ['3 packets transmitted, 3 received, 0% packet loss, time 2051ms', undefined],
  ['', undefined],
]

test('lines of ping tell when a request is sent and how long its answer took, and others tell nothing', () => {
  for (const [line, said] of lines) assert.deepEqual(readPingLine(line), said, line)
})
