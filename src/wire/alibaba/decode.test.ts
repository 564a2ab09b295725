import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { optional } from '../../operations/field.ts'
import * as t from '../../operations/wire-type.ts'
import type { HttpRequest } from '../http/message.ts'
import { encodeParameters } from '../http/signature-input.ts'
import { readJson, readParameters, type Tree, unflatten, valueAt, withoutEmpty } from './decode.ts'
import { flatten } from './testing/caller.ts'

const request = (rawQuery: string, form = ''): HttpRequest => ({
  method: 'POST',
  path: '/',
  rawQuery,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(form),
})

const treeOf = (parameters: readonly (readonly [string, string])[]): unknown => {
  const tree = unflatten(new Map(parameters))
  return tree.ok ? tree.value : tree.error
}

/** Names that cannot be taken for a list's numbers or for a common parameter. */
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/).map((word) => `x${word}`)
const leaf = fc.string({ minLength: 1, maxLength: 8 })
const node: fc.Memo<unknown> = fc.memo((depth) =>
  depth <= 1
    ? leaf
    : fc.oneof(
        leaf,
        fc.array(node(depth - 1), { minLength: 1, maxLength: 4 }),
        fc.dictionary(name, node(depth - 1), { minKeys: 1, maxKeys: 4 }),
      ),
)
const tree = fc.dictionary(name, node(4), { maxKeys: 5 })

test('flattened parameters are read into the structure that they came from, in any order', () => {
  fc.assert(
    fc.property(tree, fc.integer(), (value, seed) => {
      const flat = flatten(value)
      const shuffled = flat.toSorted(([a], [b]) => Math.sin(seed + a.length) - Math.sin(seed + b.length))
      // Both sides without the prototypes, which a dictionary of fast-check lacks.
      assert.deepEqual(JSON.parse(JSON.stringify(treeOf(shuffled))), JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('list indices may have gaps, and are sorted as numbers', () => {
  const items = fc.uniqueArray(fc.tuple(fc.nat({ max: 999_999 }), leaf), { minLength: 1, selector: ([at]) => at })
  fc.assert(
    fc.property(items, (sent) => {
      const expected = sent.toSorted(([a], [b]) => a - b).map(([, value]) => value)
      assert.deepEqual(treeOf(sent.map(([at, value]) => [`List.${at}`, value])), { List: expected })
    }),
  )
})

test('a parameter of empty text is absent inside of others, and at the top unless the field takes it', () => {
  const top = treeOf([
    ['Name', ''],
    ['Description', ''],
    ['Unknown', ''],
    ['Format', ''],
    ['Tag', ''],
    ['Tag.1.Key', 'k'],
  ]) as Tree
  const fields = { Name: optional(t.text()), Description: optional({ ...t.text(), takesEmpty: true as const }) }
  assert.deepEqual(withoutEmpty(top, fields), { Description: '', Tag: [{ Key: 'k' }] })
  assert.deepEqual(
    treeOf([
      ['Tag.1.Key', 'k'],
      ['Tag.1.Value', ''],
      ['List.2', ''],
      ['List.3', 'c'],
    ]),
    { Tag: [{ Key: 'k' }], List: ['c'] },
  )
})

test('common parameters are not among the operation’s', () => {
  const common = ['AccessKeyId', 'Action', 'Format', 'Signature', 'SignatureNonce', 'Timestamp', 'Version']
  assert.deepEqual(treeOf([...common.map((each) => [each, 'x'] as const), ['VpcId', 'v']]), { VpcId: 'v' })
})

test('a parameter that is both a value and a structure is refused, in any order', () => {
  for (const names of [
    ['A', 'A.B'],
    ['A.B', 'A'],
    ['A.1', 'A.1.B'],
  ]) {
    assert.match(String(treeOf(names.map((each) => [each, 'x']))), /both a value and a structure/)
  }
})

test('a dotted name that is no structure’s is kept whole, to be refused as unknown', () => {
  for (const odd of ['A..B', '.A', 'A.', `A${'.1'.repeat(5000)}`])
    assert.deepEqual(treeOf([[odd, 'x']]), { [odd]: 'x' })
})

test('parameters named as members of Object.prototype are read like all others', () => {
  const tree = treeOf([
    ['__proto__.polluted', 'x'],
    ['constructor', 'y'],
  ])
  assert.deepEqual(Object.keys(tree as object), ['__proto__', 'constructor'])
  assert.equal(Object.hasOwn({}, 'polluted'), false)
})

test('a parameter in the form overrides the query’s, and one that stands twice in one place is refused', () => {
  const read = (rawQuery: string, form: string) => {
    const parameters = readParameters(request(rawQuery, form))
    return parameters.ok ? Object.fromEntries(parameters.value) : parameters.error
  }
  assert.deepEqual(read('A=query&B=query', 'A=form'), { A: 'form', B: 'query' })
  assert.match(String(read('A=1&A=2', '')), /given twice/)
  assert.match(String(read('', 'A=1&A=1')), /given twice/)
})

test('reading parameters never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 60 }), (rawQuery, body) => {
      const parameters = readParameters({ ...request(rawQuery), body })
      if (parameters.ok) unflatten(parameters.value)
    }),
  )
})

const inner = t.structure({ Number: optional(t.integer()), Name: optional(t.text()) })
const fields = {
  Outer: optional(t.list(t.structure({ Inner: optional(inner), Text: optional(t.text()) }))),
  Text: optional(t.text()),
}

test('JSON is read for a list or a structure, whole or in part, and for nothing else', () => {
  const value = { Outer: [{ Inner: { Number: 1, Name: 'n' }, Text: '{"a":1}' }, { Text: 'b' }] }
  const part = [{ Inner: JSON.stringify(value.Outer[0]?.Inner), Text: '{"a":1}' }, { Text: 'b' }]
  assert.deepEqual(readJson({ Outer: JSON.stringify(value.Outer) }, fields), value)
  assert.deepEqual(readJson({ Outer: part }, fields), value)
  assert.deepEqual(readJson({ Outer: JSON.stringify(part) }, fields), value)
  assert.deepEqual(readJson({ Text: '["a"]', Other: '[1]' }, fields), { Text: '["a"]', Other: '[1]' })
  assert.deepEqual(readJson({ Outer: 'not json' }, fields), { Outer: 'not json' })
})

test('JSON is read as the flattened parameters that it stands for', () => {
  const item = fc.record({ Inner: fc.record({ Name: leaf }), Text: leaf }, { requiredKeys: ['Text'] })
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 3 }), (items) => {
      fc.pre(!items.some(({ Text }) => Text.startsWith('{') || Text.startsWith('[')))
      const flat = encodeParameters(flatten({ Outer: items }))
      const parameters = readParameters(request(flat))
      const tree = parameters.ok ? unflatten(parameters.value) : parameters
      assert.ok(tree.ok)
      assert.deepEqual(readJson(tree.value, fields), readJson({ Outer: JSON.stringify(items) }, fields))
    }),
  )
})

test('a value is found by the path of its problem', () => {
  const tree = { A: [{ B: 'x' }], C: 'y' }
  assert.equal(valueAt(tree, 'A.1.B'), 'x')
  assert.equal(valueAt(tree, 'C'), 'y')
  for (const path of ['A.2.B', 'A.0.B', 'C.D', 'toString', 'A.1.constructor'])
    assert.equal(valueAt(tree, path), undefined)
})
