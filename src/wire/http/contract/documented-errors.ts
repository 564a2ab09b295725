import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationFixture } from '../testing/operation-fixture.ts'
import type { Declared } from './declared.ts'

/** Whatever the cloud documents for an operation is something that it can end in, or has its reason; and not both. */
export function testDocumented({ producible, common }: OperationFixture, operation: Declared): void {
  const { action, documented, neverOccurs = {} } = operation
  const codes = producible(operation)
  test(`${action}: no error that it can end in is said never to occur`, () => {
    assert.deepEqual(
      Object.keys(neverOccurs).filter((code) => codes.has(code)),
      [],
    )
  })
  if (documented === undefined) return
  test(`${action}: each documented error is produced, or has its reason`, () => {
    const known = (code: string) => codes.has(code) || common.includes(code) || Object.hasOwn(neverOccurs, code)
    assert.deepEqual(
      documented.filter((code) => !known(code)),
      [],
    )
    assert.deepEqual(
      Object.keys(neverOccurs).filter((code) => !documented.includes(code)),
      [],
      'a reason for what is not documented',
    )
  })
}
