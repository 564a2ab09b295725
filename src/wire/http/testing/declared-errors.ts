/** Provokes every domain error that a noun's operations declare; each dialect says how. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainErrorCode } from '../../../domain/error.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'
import { operationsIn } from './operation-folders.ts'

/** By action and domain error. */
export type Provocations<Provocation> = Readonly<
  Record<string, Readonly<Partial<Record<DomainErrorCode, Provocation>>>>
>

/** Of an error that is about to be provoked. */
export interface Provoked<Provocation> {
  readonly operation: Operation<CallContext>
  readonly error: DomainErrorCode
  readonly provocation: Provocation
}

/**
 * `provocations` are those of the errors that `folder`'s operations declare, and no other. `codeOf` is the cloud's code for
 * one; `provoke` asks for it and fails when something else comes.
 */
export async function testProvocations<Provocation>(
  folder: string,
  provocations: Provocations<Provocation>,
  codeOf: (about: Provoked<Provocation>) => string,
  provoke: (about: Provoked<Provocation>) => Promise<void>,
): Promise<void> {
  const operations = await operationsIn(folder)

  test('the operations whose errors are provoked are those of the folder', () => {
    const actions = operations.map(({ action }) => action)
    assert.deepEqual(
      Object.keys(provocations).filter((action) => !actions.includes(action)),
      [],
    )
  })

  for (const operation of operations) {
    const { action, errors } = operation
    const provoked = provocations[action] ?? {}
    test(`${action}: every declared error is provoked, and none that is not declared`, () => {
      assert.deepEqual(Object.keys(provoked).sort(), Object.keys(errors).sort())
    })
    for (const [error, provocation] of Object.entries(provoked)) {
      // Object.entries forgets that the keys are domain errors.
      const about = { operation, error: error as DomainErrorCode, provocation }
      test(`${action}, ${error}: ${codeOf(about)}`, () => provoke(about))
    }
  }
}
