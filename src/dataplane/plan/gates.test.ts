import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { gateOf } from '../../domain/gate.ts'
import { planGates } from './gates.ts'

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
  const { chains, setting } = planGates(desired, observed)
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
  assert.deepEqual(planGates(empty, empty).chains, [])
})
