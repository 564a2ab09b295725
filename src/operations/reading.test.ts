/** What the kit tells of a declaration to those who test by it: what is read, and which values are good. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeFields } from './decode.ts'
import { optional, required } from './field.ts'
import { derived, describeSource, given, observed } from './source.ts'
import * as t from './wire-type.ts'

const position = { path: '', textOnly: false, firstIndex: 1 } as const

test('a member that is read is reported with its path, at any depth, when it is read', () => {
  const fields = {
    Name: optional(t.text()),
    Tunnels: required(
      t.list(t.structure({ Ike: optional(t.structure({ Psk: optional(t.text()) })), Index: optional(t.text()) })),
    ),
    Config: optional(t.jsonText({ Mode: optional(t.word('main', 'aggressive')) })),
  }
  const heard: string[] = []
  const sent = { Name: 'n', Tunnels: [{ Ike: { Psk: 'k' } }], Config: '{"Mode":"main"}' }
  const decoded = decodeFields(fields, sent, { ...position, onRead: (path) => heard.push(path) })
  assert.ok(decoded.ok)
  assert.deepEqual(heard, [])
  const { Tunnels } = decoded.value
  assert.equal(Tunnels[0]?.Ike?.Psk, 'k')
  assert.equal(decoded.value.Config?.Mode, 'main')
  assert.deepEqual(heard, ['Tunnels', 'Tunnels.1.Ike', 'Tunnels.1.Ike.Psk', 'Config', 'Config.Mode'])
})

test('members are found by names in any case where clients write them so, and one that is there twice is unknown', () => {
  const fields = { Config: optional(t.jsonText({ IkeMode: optional(t.text()), enable: optional(t.boolean) })) }
  const read = (config: object, anyCase: { anyCase?: true } = { anyCase: true }) =>
    decodeFields(fields, { Config: JSON.stringify(config) }, { ...position, ...anyCase })
  const unknown = (decoded: ReturnType<typeof read>) => (decoded.ok ? [] : decoded.error.map(({ path }) => path))
  const decoded = read({ ikeMode: 'main', Enable: 'true' })
  assert.ok(decoded.ok)
  assert.deepEqual(decoded.value.Config, { IkeMode: 'main', enable: true })
  assert.deepEqual(unknown(read({ ikeMode: 'main', IkeMode: 'aggressive' })), ['Config.ikeMode'])
  assert.deepEqual(unknown(read({ ikeMode: 'main', ikemode: 'aggressive' })), ['Config.ikemode'])
  assert.deepEqual(unknown(read({ ikeMode: 'main' }, {})), ['Config.ikeMode'])
})

test('a member by the name of an object’s prototype is unknown where names are read in any case, as where they are not', () => {
  const fields = { Config: optional(t.jsonText({ IkeMode: optional(t.text()) })) }
  const Config = '{"__proto__":{"IkeMode":"main"}}'
  for (const place of [position, { ...position, anyCase: true as const }]) {
    const decoded = decodeFields(fields, { Config }, place)
    assert.deepEqual(decoded.ok || decoded.error.map(({ path }) => path), ['Config.__proto__'])
  }
})

test('elements of a tracked list keep their identity', () => {
  const fields = { Items: required(t.list(t.structure({ Key: optional(t.text()) }))) }
  const decoded = decodeFields(fields, { Items: [{ Key: 'a' }, {}] }, { ...position, onRead: () => {} })
  assert.ok(decoded.ok)
  const { Items } = decoded.value
  const [unnamed] = Items.filter(({ Key }) => Key === undefined)
  assert.ok(unnamed)
  assert.equal(Items.indexOf(unnamed), 1)
})

test('a rule that only checks a value does not count as reading it, and one that converts it does', () => {
  const pair = t.structure({ Least: required(t.integerBetween(1, 9)), Most: required(t.integerBetween(1, 9)) })
  const heard = (type: typeof pair | ReturnType<typeof width>) => {
    const paths: string[] = []
    decodeFields(
      { Range: required<unknown>(type) },
      { Range: { Least: 1, Most: 2 } },
      { ...position, onRead: (path) => paths.push(path) },
    )
    return paths
  }
  const width = () => t.checked(pair, '', ({ Least, Most }) => Most - Least)
  const ordered = t.refined(pair, '', ['Order'], ({ Least, Most }) =>
    Least <= Most ? undefined : { code: 'Order', detail: 'the wrong way round' },
  )
  assert.deepEqual(heard(ordered), [])
  assert.deepEqual(heard(width()), ['Range.Least', 'Range.Most'])
})

test('a type’s samples are accepted by the type and by the rules on it', () => {
  assert.deepEqual(t.text().samples?.(), ['one', 'two'])
  assert.deepEqual(t.oneOf({ main: 1, aggressive: 2 }).samples?.(), ['main', 'aggressive'])
  const even = t.checked(t.integerBetween(0, 9), 'an even number', (value) => (value % 2 === 0 ? value : undefined))
  assert.deepEqual(even.samples?.(), [8])
  assert.deepEqual(t.list(t.word('a', 'b')).samples?.(), [['a', 'b'], ['b']])
  assert.deepEqual(t.jsonText({ Key: required(t.word('a', 'b')), Value: optional(t.text()) }).samples?.(), [
    '{"Key":"a"}',
    '{"Key":"b"}',
  ])
})

test('a response source is described in the words of the reference', () => {
  assert.equal(describeSource(given('Name')), '`Name` as given')
  assert.equal(describeSource(given(['Tag', 'Tags'])), '`Tag` or `Tags` as given')
  assert.equal(describeSource(given('Name', { otherwise: 'the id' })), '`Name` as given, else the id')
  assert.equal(describeSource(given('Bandwidth', { spelt: '"10M"' })), '`Bandwidth` as "10M"')
  assert.equal(describeSource(observed('the Child SA')), 'observed: the Child SA')
  assert.equal(describeSource(derived('the other host')), 'the other host')
})
