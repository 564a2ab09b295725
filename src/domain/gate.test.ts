import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from './address.ts'
import { admits, gateOf } from './gate.ts'

const prefixes = (...texts: readonly string[]) => texts.map((text) => text as Ipv4Prefix)
const from = { network: 'n' }

test('of the prefixes that hold a destination the longest decides whether a gate admits it; what none holds is refused', () => {
  const gate = gateOf(from, prefixes('10.0.0.0/8', '10.1.2.0/24'), prefixes('10.1.0.0/16'))
  const admitted = ['10.2.0.1', '10.1.1.1', '10.1.2.1', '11.0.0.1'].map((one) => admits(gate, one as Ipv4Address))
  assert.deepEqual(admitted, [true, false, true, false])
})

test('a prefix that is both admitted and refused is refused, and gates of the same prefixes are alike', () => {
  const gate = gateOf(from, prefixes('10.2.0.0/16', '10.1.0.0/16', '10.1.0.0/16'), prefixes('10.1.0.0/16'))
  assert.deepEqual(gate, { from, admitted: ['10.2.0.0/16'], refused: ['10.1.0.0/16'] })
})
