import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '../domain/result.ts'
import { ignored, optional, required } from './field.ts'
import { operation } from './operation.ts'
import { resourcesOf } from './permission.ts'
import * as t from './wire-type.ts'

const place = { region: 'r-1', account: '42' }

const asked = (resource: string | readonly string[], values: Readonly<Record<string, unknown>>) =>
  resourcesOf({ action: 'vpc:Do', resource }, values, place)

test('a pattern is filled in with the region, the account and the fields of the call', () => {
  const values = { VpcId: 'vpc-1' }
  assert.deepEqual(asked('acs:vpc:{region}:{account}:vpc/{VpcId}', values), ['acs:vpc:r-1:42:vpc/vpc-1'])
})

test('a pattern whose field has several ids is authorized for each of them', () => {
  assert.deepEqual(asked('{account}/{Ids}', { Ids: ['a', 'b', 'a'] }), ['42/a', '42/b'])
  assert.deepEqual(asked('{account}/{Ids}', { Ids: 'a, b' }), ['42/a', '42/b'])
  assert.deepEqual(asked('{A}/{B}', { A: ['a', 'b'], B: ['c', 'd'] }), ['a/c', 'a/d', 'b/c', 'b/d'])
})

test('a field that was not sent becomes *, or with a question mark leaves its pattern out', () => {
  for (const values of [{}, { VpcId: undefined }, { VpcId: '' }, { VpcId: [] }, { VpcId: { no: 'text' } }]) {
    assert.deepEqual(asked('vpc/{VpcId}', values), ['vpc/*'])
    assert.deepEqual(asked(['vpc/{VpcId?}', 'vpngw/*'], values), ['vpngw/*'])
    assert.deepEqual(asked(['vpc/{VpcId?}'], values), ['*'])
  }
  assert.deepEqual(asked(['vpc/{VpcId?}', 'vpngw/*'], { VpcId: 'vpc-1' }), ['vpc/vpc-1', 'vpngw/*'])
})

test('a field of a list’s elements is asked for of each of them, and nothing else stands in for it', () => {
  const pattern = 'table/{Entries.Table}'
  assert.deepEqual(asked(pattern, { Entries: [{ Table: 'a' }, { Table: 'b' }, {}, 'c', null] }), ['table/a', 'table/b'])
  for (const Entries of [undefined, 'a', [], [{}], { Table: 'a' }])
    assert.deepEqual(asked(pattern, { Entries }), ['table/*'])
  assert.deepEqual(asked('{Entries.constructor}', { Entries: [{}] }), ['*'])
})

test('a value in braces, or named as a member of a prototype, is not expanded', () => {
  assert.deepEqual(asked('{account}/{A}/{B}', { A: '{B}', B: '$&', account: 'other', region: 'other' }), ['42/{B}/$&'])
  assert.deepEqual(asked('{constructor}', {}), ['*'])
})

test('a value that policies have a word of their own for is asked for by that word', () => {
  const ResourceType = { word: 'VPNATTACHMENT', inPolicies: 'vpnconnection' }
  assert.deepEqual(asked('{ResourceType}/{Id}', { ResourceType, Id: 'vco-1' }), ['vpnconnection/vco-1'])
  for (const [inPolicies, owner] of [
    ['system', 'system'],
    ['{account}', '42'],
  ] as const) {
    assert.deepEqual(asked('{Type}:policy/{Name}', { Type: { inPolicies }, Name: 'p' }), [`${owner}:policy/p`])
  }
})

const fields = {
  VpcId: required(t.text()),
  Ids: optional(t.list(t.text())),
  Entries: optional(t.list(t.structure({ Table: required(t.text()), Weight: optional(t.integer()) }))),
  Force: optional(t.boolean),
  Note: ignored('it has no effect'),
}

const declare = {
  action: 'Do',
  service: 'Vpc 1',
  summary: '',
  source: '',
  effect: 'read',
  request: fields,
  response: {},
  errors: {},
  run: async () => ok({}),
} as const

test('a pattern that names no text field of the request does not compile', () => {
  const resource = 'acs:vpc:{region}:{account}:vpc/{VpcId}'
  operation({ ...declare, permission: { action: 'vpc:Do', resource } })
  operation({
    ...declare,
    permission: { action: 'vpc:Do', resource: ['vpc/{VpcId?}', 'vpc/{Ids}', 'table/{Entries.Table}', '*'] },
  })
  // @ts-expect-error misspelt, of a list's elements
  operation({ ...declare, permission: { action: 'vpc:Do', resource: 'table/{Entries.Tables}' } })
  // @ts-expect-error a number names nothing
  operation({ ...declare, permission: { action: 'vpc:Do', resource: 'table/{Entries.Weight}' } })
  // @ts-expect-error misspelt
  operation({ ...declare, permission: { action: 'vpc:Do', resource: 'acs:vpc:{region}:{account}:vpc/{VpcID}' } })
  // @ts-expect-error misspelt, in one of several
  operation({ ...declare, permission: { action: 'vpc:Do', resource: ['vpc/{VpcId}', 'vpc/{VpcIds}'] } })
  // @ts-expect-error misspelt, and optional
  operation({ ...declare, permission: { action: 'vpc:Do', resource: 'vpc/{VpcID?}' } })
  // @ts-expect-error a truth value names nothing
  operation({ ...declare, permission: { action: 'vpc:Do', resource: 'vpc/{Force}' } })
  // @ts-expect-error what is ignored must not decide who may
  operation({ ...declare, permission: { action: 'vpc:Do', resource: 'vpc/{Note}' } })
  // @ts-expect-error what is put together cannot be checked
  operation({ ...declare, permission: { action: 'vpc:Do', resource: `vpc/${String('{VpcId}')}` as string } })
})
