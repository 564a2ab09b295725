import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookAtUplinks } from './doctor.ts'

test('an uplink that cannot be looked at is a row of its own, and those of other installations are told', async () => {
  const whole = { about: 'uplink', ok: true, found: 'by eth0', remedy: '' } as const
  const rows = await lookAtUplinks(['aaaaaa', 'bbbbbb', 'cccccc'], async (tag) => {
    if (tag === 'aaaaaa') throw new Error('spawn nft ENOENT')
    return tag === 'bbbbbb' ? [whole] : undefined
  })
  assert.deepEqual(
    rows.map(({ name, ok }) => [name, ok]),
    [
      ['uplink of aaaaaa', false],
      ['uplink of bbbbbb', true],
    ],
  )
  assert.match(rows[0]?.found ?? '', /spawn nft ENOENT/)
})
