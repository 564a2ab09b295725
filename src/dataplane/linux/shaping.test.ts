import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Link } from './ip.ts'
import { shapesOf } from './shaping.ts'
import { whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

test('a namespace that goes while it is looked at limits nothing, as one that is not there', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const seenBefore: Link = { ifname: 'gone', ifindex: 2, flags: [], mtu: 1500, qdisc: 'tbf' }
  assert.deepEqual(await shapesOf('culvert-none', [seenBefore]), new Map())
})
