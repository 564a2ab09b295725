/** A list that is asked for something finds what has it, and nothing else; asked for what nothing has, it is empty. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { UsedField } from '../../../operations/decode.ts'
import { ofOperation } from '../testing/asked.ts'
import { type Filter, filtersOf, listIn, type Query } from '../testing/filter-queries.ts'
import { type OperationClient, type OperationFixture, requestsOf } from '../testing/operation-fixture.ts'
import { standsAt, type Tree } from '../testing/request-places.ts'
import { type Declared, toldBy } from './declared.ts'

type Used = UsedField<unknown, boolean>

/** The used fields by which a list may be narrowed. */
const filteringFields = ({ request }: Declared): readonly (readonly [string, Used])[] =>
  Object.entries(request).flatMap(([name, field]) =>
    field.use === 'used' && field.readBy === undefined && field.noFilter === undefined ? [[name, field] as const] : [],
  )

/** A read that can be asked for nothing in particular, and answers with a list. */
const isListing = (operation: Declared): boolean =>
  operation.effect === 'read' &&
  filteringFields(operation).every(([, { required }]) => !required) &&
  listIn(operation.response) !== undefined

class Asking {
  readonly #client: OperationClient
  readonly #operation: Declared
  readonly #path: string
  /** No filter at all, also where clients send one by themselves. */
  readonly #unfiltered: Tree

  constructor(client: OperationClient, operation: Declared) {
    this.#client = client
    this.#operation = operation
    this.#path = listIn(operation.response)?.path ?? ''
    this.#unfiltered = Object.fromEntries(filteringFields(operation).map(([name]) => [name, undefined]))
  }

  /** What the list has for these parameters, and its total where it has one. */
  async find(parameters: Tree): Promise<{ elements: readonly Tree[]; total: unknown }> {
    const reply = await this.#client.send(this.#operation, { ...this.#unfiltered, ...parameters })
    assert.equal(reply.code, undefined, `${JSON.stringify(parameters)}: ${toldBy(reply)}`)
    const elements = standsAt(reply.body, this.#path) as readonly Tree[]
    return { elements, total: reply.body.TotalCount ?? elements.length }
  }

  /** What is found wrongly; undefined when it is right. */
  async problem(all: readonly Tree[], parameters: Tree, { finds }: Query): Promise<string | undefined> {
    const { elements, total } = await this.find(parameters)
    const expected = all.filter(finds)
    if (isDeepStrictEqual(elements, expected) && total === expected.length) return undefined
    const found = `finds ${elements.length} of ${all.length}, in total ${total}`
    return `${JSON.stringify(parameters)} ${found}, not ${expected.length}`
  }
}

/** Why the fixture's list cannot show that a filter works. */
function unshown({ name, queries, isVain }: Filter, all: readonly Tree[]): readonly string[] {
  const found = queries.map(({ finds }) => all.filter(finds).length)
  return [
    ...(isVain || found.some((count) => count > 0) ? [] : [`${name}: no element has anything that it could find`]),
    ...(found.some((count) => count < all.length) ? [] : [`${name}: every element has all that it could ask for`]),
  ]
}

export function testFilters(fixture: OperationFixture, operation: Declared): void {
  const { action, response } = operation
  const fields = filteringFields(operation)
  if (!isListing(operation) || fields.length === 0) return
  test(`${action}: each filter finds what has its value, and nothing for a value that nothing has`, async () => {
    await using client = await fixture.open()
    await requestsOf(fixture, operation)(client)
    const asking = new Asking(client, operation)
    const { elements } = await asking.find({})
    assert.ok(elements.length > 0, 'testing/operation-fixture.ts: nothing is listed')
    const { shownAs } = fixture
    const listing = {
      elements,
      fields: listIn(response)?.fields ?? {},
      shownAs: (name: string) => ofOperation(shownAs, operation, ` ${name}`) ?? shownAs[name],
    }
    const problems: string[] = []
    for (const [name, field] of fields) {
      for (const filter of filtersOf(name, field, listing)) {
        problems.push(...unshown(filter, elements))
        for (const query of filter.queries) {
          const problem = await asking.problem(elements, { [name]: query.sent }, query)
          if (problem !== undefined) problems.push(problem)
        }
      }
    }
    assert.deepEqual(problems, [])
  })
}
