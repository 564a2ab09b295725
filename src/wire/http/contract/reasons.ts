import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spotsOf } from '../testing/request-spots.ts'
import type { Declared } from './declared.ts'

/** What is not used says why, in more than a word, and the declaration which document it was written from. */
export function testReasons(cloud: string, { action, request, summary, source }: Declared): void {
  test(`${action}: a summary, a source, and a reason for each field without a use`, () => {
    const silent = spotsOf(request, 0).filter(({ field }) => field.use !== 'used' && field.reason.length <= 10)
    assert.deepEqual(
      silent.map(({ path }) => path),
      [],
    )
    assert.ok(summary.endsWith('.'), summary)
    assert.ok(source.includes(cloud), source)
  })
}
