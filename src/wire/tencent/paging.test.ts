import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Ipv4Prefix } from '../../domain/address.ts'
import { noExtras, type Resource } from '../../domain/resource.ts'
import { meets } from '../../domain/testing/meets.ts'
import type { WireType } from '../../operations/decode.ts'
import { tagFilterings } from './operations/shared/selection.ts'
import {
  byConstant,
  byId,
  byNamePart,
  conditionsOf,
  type Filter,
  type Filterings,
  filters,
  ids,
  integerPage,
  textPage,
} from './paging.ts'

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

const network = (id: string, name: string): Resource<'network'> => ({
  kind: 'network',
  id,
  name,
  account: 'a',
  region: 'r',
  createdAt: 0,
  generation: 1,
  deleting: false,
  spec: { prefix: '10.0.0.0/8' as Ipv4Prefix },
  labels: { tags: [{ key: 'city', value: name }] },
  extras: noExtras,
})

const filterings: Filterings = {
  'vpc-id': byId,
  'vpc-name': byNamePart,
  'is-default': byConstant('false'),
  'cdc-id': byConstant(undefined),
  ...tagFilterings,
}

test('a resource is selected when each filter holds by one of its values', () => {
  const word = fc.constantFrom('a', 'b', 'ab', 'ba', '')
  const names = fc.constantFrom('vpc-id', 'vpc-name', 'is-default', 'cdc-id', 'tag-key', 'tag:city', 'tag:town')
  const values = fc.array(fc.oneof(word, fc.constantFrom('false', 'true', 'city', 'town')))
  const given = fc.array(fc.record({ name: names, values }), { maxLength: 3 })
  const holds = (resource: Resource<'network'>, { name, values: wanted }: Filter): boolean => {
    const has: Readonly<Record<string, (value: string) => boolean>> = {
      'vpc-id': (value) => value === resource.id,
      'vpc-name': (value) => resource.name.includes(value),
      'is-default': (value) => value === 'false',
      'cdc-id': () => false,
      'tag-key': (value) => value === 'city',
      'tag:city': (value) => value === resource.name,
      'tag:town': () => false,
    }
    return wanted.some((value) => has[name]?.(value))
  }
  fc.assert(
    fc.property(word, word, given, (id, name, chosen: Filter[]) => {
      const resource = network(id, name)
      const around = { resources: [resource], applied: new Map<string, number>() }
      const where = conditionsOf(chosen, filterings)
      assert.equal(
        where.every((condition) => meets(resource, condition, around)),
        chosen.every((each) => holds(resource, each)),
      )
    }),
  )
})
