/** Provokes every domain error that a noun's operations declare. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainErrorCode } from '../../../domain/error.ts'
import { operationsIn } from '../../http/testing/operation-folders.ts'
import { domainErrors } from '../errors.ts'
import { type Caller, openCaller } from './caller.ts'

/** Makes what has to be there, and answers with the parameters that are refused. */
export type Provoke = (caller: Caller) => Promise<Readonly<Record<string, unknown>>>

/** By domain error. */
export type Provocations = Readonly<Partial<Record<DomainErrorCode, Provoke>>>

/** Deletes once what is then refused to be deleted again. */
export const deleted =
  (action: string, idName: string, make: (caller: Caller) => Promise<string>): Provoke =>
  async (caller) => {
    const request = { [idName]: await make(caller) }
    await caller.settle()
    await caller.ok(action, request)
    return request
  }

/** A pool that one gateway or attachment leaves nothing of. */
const narrowPool = (code: DomainErrorCode) => (code === 'addresses-exhausted' ? { outerPool: '198.51.100.0/30' } : {})

/** `provocations` by action: those of the errors that `folder`'s operations declare, and no other. */
export async function testDeclaredErrors(
  folder: string,
  provocations: Readonly<Record<string, Provocations>>,
): Promise<void> {
  const operations = await operationsIn(folder)

  test('operations whose errors are provoked here are those of this folder', () => {
    const actions = operations.map(({ action }) => action)
    assert.deepEqual(
      Object.keys(provocations).filter((action) => !actions.includes(action)),
      [],
    )
  })

  for (const { action, errors } of operations) {
    const provoked = provocations[action] ?? {}
    test(`${action}: what it declares and what is provoked here are the same`, () => {
      assert.deepEqual(Object.keys(provoked).sort(), Object.keys(errors).sort())
    })
    for (const [code, declared] of Object.entries(errors)) {
      const provoke = provoked[code as DomainErrorCode]
      if (provoke === undefined) continue
      test(`${action} ends in ${code}`, async () => {
        await using caller = await openCaller(narrowPool(code as DomainErrorCode))
        const expected = declared === true ? domainErrors[code as DomainErrorCode] : declared
        const request = await provoke(caller)
        const { status } = await caller.refused(expected?.code ?? '', action, request)
        assert.equal(status, expected?.status)
      })
    }
  }
}
