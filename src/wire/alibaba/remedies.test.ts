import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Setting, settings } from '../../domain/cause.ts'
import { takes } from '../http/testing/takes.ts'
import { operations } from './operations/actions.ts'
import { remedyFor } from './remedies.ts'

const places = [
  { onRouter: false, tunnels: 1, index: 1 },
  { onRouter: false, tunnels: 2, index: 2 },
  { onRouter: true, tunnels: 1, index: 1 },
  { onRouter: true, tunnels: 2, index: 1 },
] as const

test('each setting of a tunnel is set by a parameter that its operation takes, wherever the tunnel is', async () => {
  const all = await operations.all()
  for (const place of places) {
    for (const setting of settings) {
      const remedy = remedyFor(setting, place)
      // Of two tunnels on a gateway nothing is probed but what BGP and dead peer detection tell.
      if (setting === 'healthCheck' && place.tunnels === 2) assert.equal(remedy, undefined)
      else assert.ok(remedy !== undefined && takes(all, remedy), `${setting}: ${JSON.stringify(remedy)}`)
    }
  }
})

test('a value is told in the word that the parameter takes, and one that the cloud has no word for as it is', () => {
  const told = (setting: Setting, value: string) => remedyFor(setting, places[0], value)?.value
  assert.deepEqual(
    [told('ike.version', '2'), told('ike.encryption', 'aes128'), told('ike.keyExchange', 'modp2048')],
    ['ikev2', 'aes', 'group14'],
  )
  assert.deepEqual([told('child.keyExchange', 'none'), told('startAction', 'start')], ['disabled', 'true'])
  assert.deepEqual([told('ike.keyExchange', 'ecp256'), told('ike.remoteIdentity', 'none')], ['ecp256', 'none'])
})
