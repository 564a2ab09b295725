import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address } from './address.ts'
import { customerGatewayAddress, routerOfGroup } from './claims.ts'

const places = [
  { account: 'a', region: 'r' },
  { account: 'b', region: 'r' },
  { account: 'a', region: 's' },
]

const claimed = {
  'an address of a customer gateway': (place: (typeof places)[number]) =>
    customerGatewayAddress(place, '192.0.2.1' as Ipv4Address),
  'the router of a group': (place: (typeof places)[number]) => routerOfGroup(place, 'group'),
}

for (const [what, claim] of Object.entries(claimed)) {
  test(`${what} that is claimed in one account and region is free in any other`, () => {
    const spelled = places.map((place) => JSON.stringify(claim(place)))
    assert.equal(new Set(spelled).size, places.length)
    assert.deepEqual(claim({ account: 'a', region: 'r' }), claim({ account: 'a', region: 'r' }))
  })
}
