/** Provokes every domain error that a noun's operations declare. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainErrorCode } from '../../../domain/error.ts'
import { operationsIn } from '../../http/testing/operation-folders.ts'
import type { Parameters } from './client.ts'
import { openSite, type Site } from './site.ts'

export interface Provocation {
  /** The cloud's word for it. */
  readonly code: string
  /** What the site's gateway and customer gateway are made with, beyond what they cannot be without. */
  readonly gateway?: Parameters
  readonly peer?: Parameters
  /** Makes what has to be there, and answers with the parameters that are refused. */
  readonly provoke: (site: Site) => unknown
}

export const notFound = 'ResourceNotFound'

/** `provocations` by action and domain error: those that `folder`'s operations declare, and no other. */
export async function testDeclaredErrors(
  folder: string,
  provocations: Readonly<Record<string, Readonly<Partial<Record<DomainErrorCode, Provocation>>>>>,
): Promise<void> {
  const operations = await operationsIn(folder)

  test('the operations whose errors are provoked here are those of the folder', () => {
    const actions = operations.map(({ action }) => action)
    assert.deepEqual(
      Object.keys(provocations).filter((action) => !actions.includes(action)),
      [],
    )
  })

  for (const { action, errors } of operations) {
    const provoked = provocations[action] ?? {}
    test(`${action}: every declared error is provoked, and none that is not declared`, () => {
      assert.deepEqual(Object.keys(provoked).sort(), Object.keys(errors).sort())
    })
    for (const [error, { code, gateway, peer, provoke }] of Object.entries(provoked)) {
      test(`${action}, ${error}: ${code}`, async () => {
        await using site = await openSite(gateway, peer)
        const parameters = await provoke(site)
        assert.equal(await site.refusal(action, parameters), code)
      })
    }
  }
}
