import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Reader } from '../../domain/reader.ts'
import { decodeFields } from '../../operations/decode.ts'
import { pageFields, readPage, readTokenPage, tokenFields } from './paging.ts'

const position = { path: '', textOnly: true, firstIndex: 1 } as const

/** A store of nothing but ids, oldest first. */
const readerOf = (ids: readonly number[]): Pick<Reader, 'page'> => ({
  async page(_, { limit, offset = 0, after = ids.length }) {
    const found = ids.map((id, index) => ({ id: String(id), sequence: index })).toReversed()
    const rest = found.filter(({ sequence }) => sequence < after).slice(offset)
    const items = rest.slice(0, limit)
    const last = items.at(-1)
    const page = { items: items as never, total: ids.length }
    return rest.length > limit && last !== undefined ? { ...page, next: last.sequence } : page
  },
})

const newestFirst = (ids: readonly number[]) => ids.map(String).toReversed()

test('pages by PageNumber hold every resource once, in order', async () => {
  const check = async (all: number[], size: number) => {
    const pages = await Promise.all(
      Array.from({ length: Math.ceil(all.length / size) + 1 }, (_, index) =>
        readPage(readerOf(all), 'network', [], { PageNumber: index + 1, PageSize: size }),
      ),
    )
    const seen = pages.flatMap(({ items }) => items.map(({ id }) => id))
    assert.deepEqual(seen, newestFirst(all))
    assert.ok(pages.every(({ total }) => total === all.length))
  }
  await fc.assert(fc.asyncProperty(fc.array(fc.nat()), fc.integer({ min: 1, max: 50 }), check))
})

test('pages by NextToken hold every resource once, in order, and the last has no token', async () => {
  const check = async (all: number[], size: number) => {
    const seen: string[] = []
    let token: string | undefined
    do {
      const decoded = decodeFields(
        tokenFields,
        { MaxResults: String(size), ...(token === undefined ? {} : { NextToken: token }) },
        position,
      )
      assert.ok(decoded.ok)
      const page = await readTokenPage(readerOf([0, ...all]), 'network', [], decoded.value)
      seen.push(...page.items.map(({ id }) => id))
      token = page.next
    } while (token !== undefined)
    assert.deepEqual(seen, newestFirst([0, ...all]))
  }
  await fc.assert(fc.asyncProperty(fc.array(fc.nat()), fc.integer({ min: 1, max: 100 }), check))
})

test('pages have the documented limits and defaults', () => {
  const read = (values: Record<string, string>) => decodeFields(pageFields, values, position)
  assert.deepEqual(read({}), { ok: true, value: { PageNumber: 1, PageSize: 10 } })
  assert.ok([read({ PageNumber: '0' }), read({ PageSize: '0' }), read({ PageSize: '51' })].every(({ ok }) => !ok))
  assert.equal(decodeFields(tokenFields, { NextToken: 'nonsense' }, position).ok, false)
})
