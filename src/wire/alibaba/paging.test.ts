import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeFields } from '../../operations/decode.ts'
import { pageFields, pageOf, tokenFields, tokenPageOf } from './paging.ts'

const position = { path: '', textOnly: true, firstIndex: 1 } as const

test('pages by number hold everything once, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 50 }), (all, size) => {
      const pages = Array.from({ length: Math.ceil(all.length / size) + 1 }, (_, index) =>
        pageOf(all, { PageNumber: index + 1, PageSize: size }),
      )
      assert.deepEqual(
        pages.flatMap(({ items }) => items),
        all,
      )
      assert.ok(pages.every(({ total }) => total === all.length))
    }),
  )
})

test('pages by token hold everything once, in order, and the last has no token', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 100 }), (all, size) => {
      const seen: number[] = []
      let token: string | undefined
      do {
        const decoded = decodeFields(
          tokenFields,
          { MaxResults: String(size), ...(token === undefined ? {} : { NextToken: token }) },
          position,
        )
        assert.ok(decoded.ok)
        const page = tokenPageOf(all, decoded.value)
        seen.push(...page.items)
        token = page.next
      } while (token !== undefined)
      assert.deepEqual(seen, all)
    }),
  )
})

test('pages have the documented limits and defaults', () => {
  const read = (values: Record<string, string>) => decodeFields(pageFields, values, position)
  assert.deepEqual(read({}), { ok: true, value: { PageNumber: 1, PageSize: 10 } })
  assert.ok([read({ PageNumber: '0' }), read({ PageSize: '0' }), read({ PageSize: '51' })].every(({ ok }) => !ok))
  assert.equal(decodeFields(tokenFields, { NextToken: 'nonsense' }, position).ok, false)
})
