import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inOldFolder } from '../store/sqlite/testing/old-folder.ts'
import { answersFrom } from './testing/answers.ts'

const recorded = new URL('testing/answers-of-0001.json', import.meta.url)

/**
 * A described tunnel's numbers and booleans were text then, BGP that was switched off where there was none left a trace, and
 * gateways said that they did not propagate what they learned, and did.
 */
const native = new Set(['EnableDpd', 'EnableNatTraversal', 'IkeLifetime', 'IpsecLifetime', 'LocalAsn', 'PeerAsn'])

function asWrittenNow(name: string, value: unknown): unknown {
  if (name === 'TunnelBgpConfig' && Object.keys(value ?? {}).join() === 'LocalAsn') return undefined
  if (name === 'AutoPropagate') return true
  // Gateways take an address of each of their vSwitches since.
  if (name === 'AvailableIpAddressCount') return undefined
  // A main route table is named after its VPC since; no operation took its id before.
  if (name === 'RouteTableId') return undefined
  return native.has(name) && typeof value === 'string' ? JSON.parse(value) : value
}

test('a migrated folder of 0001 is described, and changed, as the server that wrote it did', () =>
  inOldFolder(async (folder) => {
    const before = JSON.parse(readFileSync(recorded, 'utf8'), asWrittenNow) as readonly (readonly [string, unknown])[]
    const now = await answersFrom(folder)
    assert.deepEqual(
      now.map(([action]) => action),
      before.map(([action]) => action),
    )
    for (const [place, [action, answer]] of before.entries()) {
      // An operation may say more than it did then, but nothing else.
      assert.partialDeepStrictEqual(now[place]?.[1], answer, action)
    }
  }))
