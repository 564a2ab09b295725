import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAddressSeen, readUnownedSelector } from './unowned-selector.ts'

for (const [policy, selector] of [
  ['10.1.1.0/24 === 10.2.1.0/24 out', '10.1.1.0/24'],
  ['10.1.1.10/32 === 0.0.0.0/0 out', '10.1.1.10/32'],
  ['10.1.1.5..10.1.1.20 === 10.2.1.0/24 out', '10.1.1.5/32'],
  ['10.1.1.0/24[tcp/443] === 10.2.1.0/24[tcp] out', '10.1.1.0/24'],
] as const) {
  test(`a policy ${policy} that is not installed names ${selector} as the selector without an address`, () => {
    assert.equal(readUnownedSelector(`error installing route with policy ${policy}`), selector)
  })
}

test('other lines name no selector without an address, and an address that appeared is seen', () => {
  for (const line of [
    '',
    'installing route failed: 10.2.1.0/24 src 10.1.1.0 dev ipsec0',
    'error installing route with policy fec0::1/128 === fec0::2/128 out',
    'error uninstalling route installed with policy 10.1.1.0/24 === 10.2.1.0/24 out',
  ]) {
    assert.equal(readUnownedSelector(line), undefined)
    assert.equal(isAddressSeen(line), false)
  }
  assert.equal(isAddressSeen('10.1.1.0 appeared on lo'), true)
})
