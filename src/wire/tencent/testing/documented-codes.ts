/** Asks for every error code of operations' documents over the wire, but for those that have a reason not to occur. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { openSite, type Site } from './site.ts'

/** Makes what has to be there, and answers with the parameters that are refused. */
export type Provoke = (site: Site) => object | Promise<object>

/** By code. They are provoked one after the other at one site. */
export type Codes = Readonly<Record<string, Provoke>>

export function testDocumentedCodes(tables: readonly (readonly [Operation<CallContext>, Codes])[]): void {
  for (const [{ action, documented = [], neverOccurs = {}, notYet = {} }, codes] of tables) {
    test(`${action}: every code of its document that has no reason not to occur is answered`, async () => {
      const occurring = documented.filter((code) => !(code in neverOccurs) && !(code in notYet))
      assert.deepEqual(Object.keys(codes).sort(), occurring.sort())
      await using site = await openSite()
      for (const [code, provoke] of Object.entries(codes)) {
        assert.equal(await site.refusal(action, await provoke(site)), code)
      }
    })
  }
}
