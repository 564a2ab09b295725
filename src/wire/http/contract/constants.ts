import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { DescribedField } from '../../../operations/response.ts'
import { type OperationFixture, requestsOf } from '../testing/operation-fixture.ts'
import { isTree, type Tree } from '../testing/request-places.ts'
import { type Declared, toldBy } from './declared.ts'

type Response = Readonly<Record<string, DescribedField>>

const hasConstants = (response: Response): boolean =>
  Object.values(response).some(({ origin, fields }) => origin.kind === 'constant' || (fields && hasConstants(fields)))

/** Where an answer has anything else than what is declared as constant. */
const unlikeDeclared = (response: Response, answer: Tree, prefix = ''): readonly string[] =>
  Object.entries(response).flatMap(([name, { origin, fields = {} }]): readonly string[] => {
    const path = `${prefix}${name}`
    const value = answer[name]
    if (origin.kind === 'constant') return isDeepStrictEqual(value, origin.value) ? [] : [path]
    const inner = Array.isArray(value) ? value : [value]
    return inner.filter(isTree).flatMap((each) => unlikeDeclared(fields, each, `${path}.`))
  })

export function testConstants(fixture: OperationFixture, operation: Declared): void {
  const { action, response } = operation
  if (!hasConstants(response)) return
  test(`${action}: what is declared as constant is that in each answer`, async () => {
    for (let form = 0, forms = 1; form < forms; form += 1) {
      await using client = await fixture.open()
      const requests = await requestsOf(fixture, operation)(client)
      forms = requests.length
      const reply = await client.send(operation, requests[form] ?? {})
      assert.equal(reply.code, undefined, toldBy(reply))
      assert.deepEqual(unlikeDeclared(response, reply.body), [])
    }
  })
}
