import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checking, checkOf, settled } from '../contract/health.ts'
import { createLab, establish, makeSites } from '../contract/lab.ts'
import { runIn } from './command.ts'
import { Names } from './names.ts'
import { makeTestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

test('a health check whose nftables somebody flushed fails, and passes again by itself', async (t) => {
  if (reason !== undefined) return t.skip(reason)
  const subject = await makeTestPlane()
  t.after(subject.dispose)
  const lab = createLab(subject)
  const { left, right } = makeSites()
  await establish(lab, left, right)
  await lab.perform(checking(left, checkOf(left, right)))
  await settled(lab, left, true)
  const { answered } = await settled(lab, left, true)
  await runIn(new Names(subject.installation).gateway(left.gateway), ['nft', 'flush', 'ruleset'])
  await settled(lab, left, false)
  assert.ok((await settled(lab, left, true)).answered > answered)
})
