import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settings } from '../../domain/cause.ts'
import { takes } from '../http/testing/takes.ts'
import { operations } from './operations/actions.ts'
import { remedyFor } from './remedies.ts'

test('each setting of a tunnel but the key of BGP, which the cloud does not have, is set by a parameter that its operation takes', async () => {
  const all = await operations.all()
  for (const setting of settings) {
    const remedy = remedyFor(setting)
    if (setting === 'bgp.password') assert.equal(remedy, undefined)
    else assert.ok(remedy !== undefined && takes(all, remedy), `${setting}: ${JSON.stringify(remedy)}`)
  }
})
