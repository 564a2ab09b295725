import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addressAt,
  compareIpv4Prefixes,
  containsAddress,
  containsPrefix,
  everything,
  type Ipv4Prefix,
  overlaps,
  parseIpv4Address,
  parseIpv4Prefix,
  parseIpv4PrefixWithHostBits,
  prefixLength,
  prefixSize,
} from './address.ts'

const cidrs = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => parseIpv4PrefixWithHostBits(`${address}/${length}`) as Ipv4Prefix)

test('an address is parsed only as a dotted quad', () => {
  assert.equal(parseIpv4Address('203.0.113.7'), '203.0.113.7')
  for (const text of ['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.4 ', '1.2.3.-4', '0x1.2.3.4', '::1']) {
    assert.equal(parseIpv4Address(text), undefined, text)
  }
})

test('a prefix with host bits is refused, or has them cleared by the parser for that', () => {
  assert.equal(parseIpv4Prefix('10.0.0.0/24'), '10.0.0.0/24')
  assert.equal(parseIpv4Prefix('10.0.0.5/24'), undefined)
  assert.equal(parseIpv4PrefixWithHostBits('10.0.0.5/24'), '10.0.0.0/24')
  for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/024', '10.0.0/8', '/8', '10.0.0.0/8/8']) {
    assert.equal(parseIpv4PrefixWithHostBits(text), undefined, text)
  }
})

test('every address of a prefix is contained in it and in 0.0.0.0/0', () => {
  fc.assert(
    fc.property(cidrs, fc.nat(), (prefix, seed) => {
      const address = addressAt(prefix, seed % prefixSize(prefix))
      assert.ok(address !== undefined && containsAddress(prefix, address) && containsAddress(everything, address))
      assert.equal(addressAt(prefix, prefixSize(prefix)), undefined)
    }),
  )
})

test('prefixes overlap when they share an address, and then one contains the other', () => {
  fc.assert(
    fc.property(cidrs, cidrs, (a, b) => {
      const first = addressAt(a, 0)
      const other = addressAt(b, 0)
      assert.ok(first !== undefined && other !== undefined)
      const shared = containsAddress(a, other) || containsAddress(b, first)
      assert.equal(overlaps(a, b), shared)
      assert.equal(overlaps(a, b), containsPrefix(a, b) || containsPrefix(b, a))
      if (containsPrefix(a, b)) assert.ok(prefixLength(a) <= prefixLength(b))
    }),
  )
})

test('prefixes are sorted by their first address as a number, the wider first', () => {
  const sorted = ['0.0.0.0/0', '9.0.0.0/8', '10.0.0.0/8', '10.0.0.0/16', '192.168.0.0/24'] as Ipv4Prefix[]
  assert.deepEqual([...sorted].reverse().sort(compareIpv4Prefixes), sorted)
})
