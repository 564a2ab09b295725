import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'
import { tunnelChanges } from './tunnel-change.ts'
import { createObservedWorld } from './world.ts'

const tunnel = (change: Partial<ObservedTunnel> = {}): ObservedTunnel => ({
  id: 't',
  alive: true,
  childSas: [],
  packetsOut: 0,
  ...change,
})

const gateway = (...tunnels: readonly ObservedTunnel[]): ObservedGateway => ({
  id: 'g',
  links: [],
  policies: [],
  routes: [],
  tunnels,
})

const up = tunnel({
  ikeSa: { state: 'established', initiator: true, proposal: '' },
  childSas: [{ selectors: { local: [], remote: [] }, spiIn: '1', spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: '' }],
})

const silent = tunnel({
  failure: { reason: 'peer-silent', refusedBy: 'remote', phase: 'ike', detail: 'no answer', at: 5 },
})

test('a tunnel that comes up or goes down has changed, with the reason', () => {
  assert.deepEqual(tunnelChanges(gateway(tunnel()), gateway(up)), [{ tunnel: 't', from: 'ike-down', to: 'child-up' }])
  const [down] = tunnelChanges(gateway(up), gateway(silent))
  assert.deepEqual([down?.from, down?.to, down?.failure], ['child-up', 'ike-down', silent.failure])
})

test('a tunnel that stays down has changed when its failure’s reason has, and not when it failed again for the same one', () => {
  const refused = { reason: 'authentication-failed', refusedBy: 'remote', phase: 'ike', detail: '', at: 9 } as const
  assert.equal(tunnelChanges(gateway(silent), gateway(tunnel({ failure: refused }))).length, 1)
  const again = tunnel({
    failure: { reason: 'peer-silent', refusedBy: 'remote', phase: 'ike', detail: 'no answer', at: 6 },
  })
  assert.deepEqual(tunnelChanges(gateway(silent), gateway(again)), [])
  assert.deepEqual(tunnelChanges(gateway(silent), gateway(tunnel())), [])
})

test('a tunnel that is observed for the first time has changed when it is up or failed', () => {
  assert.deepEqual(tunnelChanges(undefined, gateway(tunnel())), [])
  assert.deepEqual(tunnelChanges(undefined, gateway(up)), [{ tunnel: 't', from: 'unseen', to: 'child-up' }])
  assert.equal(tunnelChanges(undefined, gateway(silent))[0]?.to, 'ike-down')
})

test('a tunnel whose daemon died is down with that reason, and one that was removed is gone', () => {
  const [died] = tunnelChanges(gateway(up), gateway({ ...up, alive: false }))
  assert.deepEqual(died, { tunnel: 't', from: 'child-up', to: 'ike-down', failure: 'daemon-dead' })
  assert.deepEqual(tunnelChanges(gateway(up), gateway()), [{ tunnel: 't', from: 'child-up', to: 'gone' }])
  assert.deepEqual(tunnelChanges(gateway(up), undefined), [{ tunnel: 't', from: 'child-up', to: 'gone' }])
})

test('a listener of the observed world gets each observation with the one before, until it unsubscribes', () => {
  const world = createObservedWorld()
  const heard: unknown[] = []
  const stop = world.onRecord((id, before, after) => heard.push([id, before?.tunnels.length, after?.tunnels.length]))
  world.record('g', gateway(up), 1)
  world.record('g', undefined, 2)
  stop()
  world.record('g', gateway(up), 3)
  assert.deepEqual(heard, [
    ['g', undefined, 1],
    ['g', 1, undefined],
  ])
})

test('an observation of one tunnel reaches the listener, and leaves the other tunnels unchanged', () => {
  const world = createObservedWorld()
  const other = tunnel({ id: 'other' })
  world.record('g', gateway(tunnel(), other), 1)
  const heard: unknown[] = []
  world.onRecord((_, before, after) => heard.push(...tunnelChanges(before, after)))
  world.recordTunnels('g', ['t'], { tunnels: [up], policies: [], routes: [] }, 2)
  assert.deepEqual(heard, [{ tunnel: 't', from: 'ike-down', to: 'child-up' }])
  assert.deepEqual([world.tunnel('t')?.at, world.tunnel('other')?.at], [2, 1])
  assert.equal(world.gateway('g')?.value.tunnels[1], other)
  world.recordTunnels('g', ['t', 'new'], { tunnels: [tunnel({ id: 'new' })], policies: [], routes: [] }, 3)
  assert.deepEqual(
    world.gateway('g')?.value.tunnels.map(({ id }) => id),
    ['other', 'new'],
  )
  assert.equal(world.tunnel('t'), undefined)
})
