import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { WireType } from '../../operations/decode.ts'
import { type Facets, type Filter, filters, ids, integerPage, paged, select, textPage } from './paging.ts'

const position = { path: 'Filters', textOnly: false, firstIndex: 0 } as const

const codes = (type: WireType<unknown>, value: unknown) => {
  const decoded = type.decode(value, position)
  return decoded.ok ? [] : decoded.error.map(({ path, kind, code }) => [path, kind, code])
}

const type = filters(['vpc-id', 'zone', 'tag:'])
const filter = (Name: string, ...Values: string[]) => ({ Name, Values })
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))

test('Filters of an unknown name, more than ten, or with more than five values are refused with their own codes', () => {
  assert.deepEqual(codes(type, []), [])
  assert.deepEqual(
    codes(
      type,
      many(10, () => filter('vpc-id', 'a')),
    ),
    [],
  )
  assert.deepEqual(
    codes(
      type,
      many(11, () => filter('vpc-id', 'a')),
    ),
    [['Filters', 'value', 'InvalidParameterValue.LimitExceeded']],
  )
  assert.deepEqual(codes(type, [filter('zone'), filter('vpc-id', ...many(6, String))]), [
    ['Filters.1.Values', 'value', 'InvalidParameterValue.LimitExceeded'],
  ])
  assert.deepEqual(codes(type, [filter('colour', 'a')]), [
    ['Filters.0.Name', 'value', 'InvalidParameter.FilterInvalidKey'],
  ])
  assert.deepEqual(codes(type, [filter('tag:city', 'a')]), [])
  assert.deepEqual(codes(type, [filter('tag:', 'a')]), [
    ['Filters.0.Name', 'value', 'InvalidParameter.FilterInvalidKey'],
  ])
  assert.deepEqual(codes(type, [{ Name: 'zone' }]), [['Filters.0.Values', 'missing', undefined]])
})

test('ids of another kind or more than a hundred are refused with their own codes', () => {
  const ofConnections = ids('vpnConnection')
  assert.deepEqual(
    codes(
      ofConnections,
      many(100, (index) => `vpnx-${String(index).padStart(8, '0')}`),
    ),
    [],
  )
  assert.deepEqual(
    codes(
      ofConnections,
      many(101, (index) => `vpnx-${String(index).padStart(8, '0')}`),
    ),
    [['Filters', 'value', 'InvalidParameterValue.LimitExceeded']],
  )
  assert.deepEqual(codes(ofConnections, ['vpngw-1w9tue3d']), [
    ['Filters.0', 'value', 'InvalidParameterValue.Malformed'],
  ])
})

test('a page is 20 by default and 100 at most, its Offset and Limit numbers or text as the operation has them', () => {
  assert.deepEqual([integerPage.Offset.fallback, integerPage.Limit.fallback], [0, 20])
  assert.deepEqual([textPage.Offset.fallback, textPage.Limit.fallback], [0, 20])
  for (const [limit, good, bad] of [
    [integerPage.Limit, [1, 100], [0, 101]],
    [textPage.Limit, ['1', '100'], ['0', '101', 'x', '-1']],
  ] as const) {
    for (const value of good) assert.deepEqual(codes(limit.type, value), [])
    for (const value of bad) {
      assert.deepEqual(codes(limit.type, value), [['Filters', 'value', 'InvalidParameterValue.LimitExceeded']])
    }
  }
  assert.equal(codes(integerPage.Offset.type, -1)[0]?.[1], 'value')
  assert.equal(codes(textPage.Limit.type, 20)[0]?.[1], 'type')
  assert.equal(codes(integerPage.Limit.type, '20')[0]?.[1], 'type')
})

interface Thing {
  readonly vpc: string
  readonly name: string
}

const facets: Facets<Thing> = {
  'vpc-id': { of: ({ vpc }) => [vpc] },
  name: { of: ({ name }) => [name], fuzzy: true },
}

test('a resource is selected when each filter holds by one of its values, and a page is a slice of those selected', () => {
  const word = fc.constantFrom('a', 'b', 'ab', 'ba', '')
  const things = fc.array(fc.record({ vpc: word, name: word }))
  const given = fc.array(fc.record({ name: fc.constantFrom('vpc-id', 'name'), values: fc.array(word) }), {
    maxLength: 3,
  })
  fc.assert(
    fc.property(things, given, fc.nat(6), fc.integer({ min: 1, max: 6 }), (all, chosen: Filter[], Offset, Limit) => {
      const naive: Thing[] = []
      for (const thing of all) {
        let holds = true
        for (const { name, values } of chosen) {
          let one = false
          for (const value of values) {
            if (name === 'vpc-id' ? thing.vpc === value : thing.name.includes(value)) one = true
          }
          if (!one) holds = false
        }
        if (holds) naive.push(thing)
      }
      const selected = select(all, chosen, facets)
      assert.deepEqual(selected, naive)
      const page = paged(selected, { Offset, Limit })
      assert.deepEqual(page, {
        total: naive.length,
        items: naive.filter((_, at) => at >= Offset && at < Offset + Limit),
      })
    }),
  )
})
