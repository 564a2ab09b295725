import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from './address.ts'
import { gateOf, passage } from './gate.ts'

const prefixes = (...texts: readonly string[]) => texts.map((text) => text as Ipv4Prefix)
const from = { network: 'n' }

test('of the prefixes that hold a destination the longest decides whether a gate admits it; what none holds is refused', () => {
  const gate = gateOf(from, prefixes('10.0.0.0/8', '10.1.2.0/24'), prefixes('10.1.0.0/16'))
  const passed = ['10.2.0.1', '10.1.1.1', '10.1.2.1', '11.0.0.1'].map((one) => passage(gate, one as Ipv4Address))
  assert.deepEqual(passed, ['any', 'none', 'any', 'none'])
})

test('a prefix that is both admitted and refused is refused, and gates of the same prefixes are alike', () => {
  const gate = gateOf(from, prefixes('10.2.0.0/16', '10.1.0.0/16', '10.1.0.0/16'), prefixes('10.1.0.0/16'))
  assert.deepEqual(gate, { from, admitted: ['10.2.0.0/16'], refused: ['10.1.0.0/16'] })
})

test('a prefix that is led somewhere is neither admitted nor refused, and leads what no longer one holds', () => {
  const [wide, narrow] = prefixes('10.0.0.0/8', '10.1.0.0/16')
  const lead = { prefix: wide as Ipv4Prefix, network: 'other' }
  const gate = gateOf(from, [wide as Ipv4Prefix], [wide as Ipv4Prefix, narrow as Ipv4Prefix], [lead])
  assert.deepEqual(gate, { from, admitted: [], refused: [narrow], leads: [lead] })
  const passed = ['10.2.0.1', '10.1.0.1', '11.0.0.1'].map((one) => passage(gate, one as Ipv4Address))
  assert.deepEqual(passed, [lead, 'none', 'none'])
})
