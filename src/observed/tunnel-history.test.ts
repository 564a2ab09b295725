import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ObservedTunnel } from '../domain/observation.ts'
import { createTunnelHistory } from './tunnel-history.ts'
import { createObservedWorld } from './world.ts'

const change = (tunnel: string, at: number) => ({ tunnel, at, from: 'ike-down', to: 'child-up' }) as const

test('a tunnel’s newest changes are kept, oldest first, and no more than may be', () => {
  const history = createTunnelHistory({ perTunnel: 2, tunnels: 9 })
  for (const at of [1, 2, 3]) history.note(change('t', at))
  assert.deepEqual(
    history.of('t').map(({ at }) => at),
    [2, 3],
  )
  assert.deepEqual(history.of('other'), [])
})

test('of more tunnels than may be, the one that has been quiet for longest is forgotten', () => {
  const history = createTunnelHistory({ perTunnel: 9, tunnels: 2 })
  for (const [index, tunnel] of ['a', 'b', 'a', 'c'].entries()) history.note(change(tunnel, index))
  assert.deepEqual(history.of('b'), [])
  assert.deepEqual([history.of('a').length, history.of('c').length], [2, 1])
})

test('what is recorded of a gateway is remembered of its tunnels, with the time of the record', () => {
  const world = createObservedWorld()
  const tunnel = (alive: boolean): ObservedTunnel => ({
    id: 't',
    alive,
    ikeSa: { state: 'established', initiator: true, proposal: 'p', establishedAt: 1 },
    childSas: [],
    packetsOut: 0,
  })
  const gateway = (alive: boolean) => ({ id: 'g', links: [], policies: [], routes: [], tunnels: [tunnel(alive)] })
  world.record('g', gateway(true), 10)
  world.record('g', gateway(true), 20)
  world.recordTunnels('g', ['t'], gateway(false), 30)
  assert.deepEqual(world.history('t'), [
    { tunnel: 't', from: 'unseen', to: 'ike-up', at: 10 },
    { tunnel: 't', from: 'ike-up', to: 'ike-down', failure: 'daemon-dead', at: 30 },
  ])
})
