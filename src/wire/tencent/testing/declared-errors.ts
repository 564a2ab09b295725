/** Provokes every domain error that a noun's operations declare. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
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

/** `provocations` by action and domain error ("DeleteVpc in-use"): those that `folder`'s operations declare, and no other. */
export async function testDeclaredErrors(
  folder: string,
  provocations: Readonly<Record<string, Provocation>>,
): Promise<void> {
  const operations = await operationsIn(folder)

  describe('declared errors', () => {
    for (const [name, { code, gateway, peer, provoke }] of Object.entries(provocations)) {
      test(`${name} is ${code}`, async () => {
        await using site = await openSite(gateway, peer)
        const parameters = await provoke(site)
        assert.equal(await site.refusal(name.slice(0, name.indexOf(' ')), parameters), code)
      })
    }

    test('every declared error is provoked, and none that is not declared', () => {
      const declared = operations.flatMap(({ action, errors }) =>
        Object.keys(errors).map((error) => `${action} ${error}`),
      )
      assert.deepEqual(Object.keys(provocations).sort(), declared.sort())
    })
  })
}
