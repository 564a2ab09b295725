import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address } from './address.ts'
import { durationOf } from './latency.ts'
import { type Gateway, noExtras, noLabels, type Resource } from './resource.ts'

const durations = { gateway: { creating: 3, updating: 2, deleting: 1 } }

const gateway = (spec: Partial<Gateway> = {}, deleting = false): Resource<'gateway'> => ({
  ...{ id: 'g', kind: 'gateway', account: 'a', region: 'north-1', name: 'g', createdAt: 0, generation: 1, deleting },
  ...{ labels: noLabels, extras: noExtras },
  spec: { network: 'n', subnets: [], addresses: ['203.0.113.1' as Ipv4Address], bandwidthMbps: 10, ...spec },
})

const term = { end: 1, renewal: 'manual' } as const

test('making, changing and deleting a gateway stay visible for as long as each does', () => {
  assert.equal(durationOf(durations, undefined, gateway()), 3)
  assert.equal(durationOf(durations, gateway(), gateway({ bandwidthMbps: 20 })), 2)
  assert.equal(durationOf(durations, gateway(), gateway({}, true)), 1)
})

test('a gateway that is renamed or renewed asks nothing of the data plane, and is visibly the same', () => {
  assert.equal(durationOf(durations, gateway(), { ...gateway(), name: 'other' }), 0)
  assert.equal(durationOf(durations, gateway(), gateway({ term })), 0)
})

test('a gateway is made when it is paid for', () => {
  assert.equal(durationOf(durations, undefined, gateway({ suspended: 'unpaid' })), 0)
  assert.equal(durationOf(durations, gateway({ suspended: 'unpaid' }), gateway()), 3)
})
