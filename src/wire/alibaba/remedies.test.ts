import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settings } from '../../domain/cause.ts'
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
