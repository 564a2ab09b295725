import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { gateOf } from '../../domain/gate.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import { digestLink } from '../digest.ts'
import { planGates } from './gates.ts'
import { planTunnels } from './tunnels.ts'

const empty = { id: 'g', links: [], tunnels: [], policies: [], routes: [] }
const gate = (network: string, ...admitted: readonly string[]) =>
  gateOf(
    { network },
    admitted.map((text) => text as Ipv4Prefix),
    [],
  )

test('a gate is set where it is missing or another, removed where it is not wanted, and left as it is otherwise', () => {
  const desired = { ...empty, gates: [gate('same'), gate('other', '10.1.0.0/16'), gate('new')] }
  const observed = { ...empty, gates: [gate('same'), gate('other'), gate('old')] }
  const { chains, setting } = planGates(desired, observed, planTunnels(desired, observed))
  assert.deepEqual(
    chains.flatMap(({ steps }) => steps),
    [
      { do: 'set-gate', gateway: 'g', gate: gate('other', '10.1.0.0/16') },
      { do: 'set-gate', gateway: 'g', gate: gate('new') },
      { do: 'remove-gate', gateway: 'g', from: { network: 'old' } },
    ],
  )
  assert.deepEqual(setting, ['gate of network other', 'gate of network new'])
  assert.deepEqual(
    chains.map(({ parts }) => parts),
    [['link other'], ['link new'], ['link old']],
  )
  assert.deepEqual(planGates(empty, empty, planTunnels(empty, empty)).chains, [])
})

test('a gate that leads over a link that is still to be made is set before it, and once more after it', () => {
  const prefix = '10.2.0.0/16' as Ipv4Prefix
  const link = { network: 'n', prefix, beyond: [] }
  const leading = gateOf({ network: 'm' }, [], [], [{ prefix, network: 'n' }])
  const desired = { ...empty, gates: [leading], links: [link] }
  const plan = (observed: ObservedGateway) => planGates(desired, observed, planTunnels(desired, observed))
  assert.deepEqual(
    plan(empty).chains.map(({ about, following }) => [about, following]),
    [
      ['gate of network m', []],
      ['leads of gate of network m', ['link n']],
    ],
  )
  const linked = { ...empty, gates: [leading], links: [{ network: 'n', digest: digestLink(link) }] }
  assert.deepEqual(plan(linked).chains, [])
})
