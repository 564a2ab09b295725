import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationFixture } from '../testing/operation-fixture.ts'
import type { Declared } from './declared.ts'

/** Whatever the cloud documents for an operation is something that it can end in, or has its reason; and not both. */
export function testDocumented({ producible, common }: OperationFixture, operation: Declared): void {
  const { action, documented, neverOccurs = {}, notYet = {} } = operation
  const explained = [...Object.keys(neverOccurs), ...Object.keys(notYet)]
  const codes = producible(operation)
  test(`${action}: no error that it can end in is said never to occur, or not yet`, () => {
    assert.deepEqual(
      explained.filter((code, at) => codes.has(code) || explained.indexOf(code) !== at),
      [],
    )
  })
  if (documented === undefined) return
  test(`${action}: each documented error is produced, or has its reason`, () => {
    const known = (code: string) => codes.has(code) || common.includes(code) || explained.includes(code)
    assert.deepEqual(
      documented.filter((code) => !known(code)),
      [],
    )
    assert.deepEqual(
      explained.filter((code) => !documented.includes(code)),
      [],
      'a reason for what is not documented',
    )
  })
}
