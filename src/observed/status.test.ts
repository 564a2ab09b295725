import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NegotiationFailure } from '../domain/negotiation-failure.ts'
import type { ObservedTunnel } from '../domain/observation.ts'
import { configurationState, furthest, negotiationStatus } from './status.ts'
import { createObservedWorld } from './world.ts'

const tunnel = (change: Partial<ObservedTunnel> = {}): ObservedTunnel => ({
  id: 't',
  alive: true,
  childSas: [],
  packetsOut: 0,
  ...change,
})

const ikeSa = (state: 'connecting' | 'established' | 'rekeying' | 'deleting') =>
  ({ state, initiator: true, proposal: '' }) as const

const childSas = [
  { selectors: { local: [], remote: [] }, spiIn: '1', spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: '' },
]

const refused = (phase: NegotiationFailure['phase']): NegotiationFailure => ({
  reason: 'no-proposal-chosen',
  refusedBy: 'remote',
  phase,
  detail: '',
  at: 0,
})

test('a tunnel’s status follows its IKE SA and Child SAs, and one not observed is ike-down', () => {
  assert.equal(negotiationStatus(undefined), 'ike-down')
  assert.equal(negotiationStatus(tunnel()), 'ike-down')
  assert.equal(negotiationStatus(tunnel({ ikeSa: ikeSa('connecting') })), 'ike-down')
  assert.equal(negotiationStatus(tunnel({ ikeSa: ikeSa('established') })), 'ike-up')
  assert.equal(negotiationStatus(tunnel({ ikeSa: ikeSa('established'), childSas })), 'child-up')
  assert.equal(negotiationStatus(tunnel({ ikeSa: ikeSa('rekeying'), childSas })), 'child-up')
  assert.equal(negotiationStatus(tunnel({ ikeSa: ikeSa('deleting'), childSas })), 'ike-down')
})

test('a tunnel whose daemon is not alive is ike-down, whatever SAs it had', () => {
  assert.equal(negotiationStatus(tunnel({ alive: false, ikeSa: ikeSa('established'), childSas })), 'ike-down')
})

test('a failure of the Child SA is child-down, and one of the IKE SA ike-down', () => {
  assert.equal(negotiationStatus(tunnel({ failure: refused('child') })), 'child-down')
  assert.equal(negotiationStatus(tunnel({ failure: refused('child'), ikeSa: ikeSa('established') })), 'child-down')
  assert.equal(negotiationStatus(tunnel({ failure: refused('ike') })), 'ike-down')
})

test('a connection’s status is that of its furthest tunnel', () => {
  assert.equal(furthest([]), 'ike-down')
  assert.equal(furthest(['ike-down', 'child-up', 'ike-up']), 'child-up')
  assert.equal(furthest(['child-down', 'ike-up']), 'child-down')
})

test('a resource is ready once its generation is applied', () => {
  const at = (generation: number, applied: number | undefined, deleting = false) =>
    configurationState({ generation, deleting }, applied)
  assert.equal(at(1, undefined), 'creating')
  assert.equal(at(3, 0), 'creating')
  assert.equal(at(3, 2), 'updating')
  assert.equal(at(3, 3), 'ready')
  assert.equal(at(3, 3, true), 'deleting')
})

test('an observation of a gateway replaces the one before, and drops the tunnels that it does not have', () => {
  const world = createObservedWorld()
  const gateway = (...ids: readonly string[]) => ({
    id: 'g',
    links: [],
    policies: [],
    routes: [],
    tunnels: ids.map((id) => tunnel({ id })),
  })
  world.record('g', gateway('a', 'b'), 1)
  assert.equal(world.tunnel('a')?.at, 1)
  world.record('g', gateway('b'), 2)
  assert.equal(world.tunnel('a'), undefined)
  assert.equal(world.tunnel('b')?.at, 2)
  world.record('g', undefined, 3)
  assert.equal(world.tunnel('b'), undefined)
  assert.equal(world.gateway('g'), undefined)
})
