import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from './address.ts'
import { isHostAddress, unroutableRangeOf } from './unroutable.ts'

test('a prefix inside an unroutable range (RFC 6890) is found with the range, and a wider one is not', () => {
  const range = (text: string) => unroutableRangeOf(text as Ipv4Prefix)
  for (const [text, expected] of [
    ['0.0.0.0/8', '0.0.0.0/8'],
    ['127.0.0.1/32', '127.0.0.0/8'],
    ['169.254.10.0/30', '169.254.0.0/16'],
    ['192.0.0.0/24', '192.0.0.0/24'],
    ['239.1.0.0/16', '224.0.0.0/3'],
    ['255.255.255.255/32', '224.0.0.0/3'],
  ] as const) {
    assert.equal(range(text), expected, text)
  }
  const wider = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '192.0.0.0/8', '169.0.0.0/8', '192.0.0.0/2']
  for (const text of [...wider, '10.0.0.0/8', '1.0.0.0/8', '192.0.2.0/24', '223.255.255.255/32', '100.64.0.0/10']) {
    assert.equal(range(text), undefined, text)
  }
})

test('an address in an unroutable range is no host address', () => {
  for (const text of [
    '0.0.0.0',
    '0.1.2.3',
    '127.0.0.1',
    '169.254.0.1',
    '192.0.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ]) {
    assert.equal(isHostAddress(text as Ipv4Address), false, text)
  }
  for (const text of [
    '1.0.0.1',
    '10.0.0.1',
    '100.64.0.1',
    '192.168.1.1',
    '192.0.1.1',
    '198.51.100.7',
    '223.255.255.255',
  ]) {
    assert.equal(isHostAddress(text as Ipv4Address), true, text)
  }
})
