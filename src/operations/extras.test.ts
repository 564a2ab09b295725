import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Extras } from '../domain/resource.ts'
import { type ExtrasCodec, extras, UnreadableExtras } from './extras.ts'
import { optional, required, withDefault } from './field.ts'
import * as t from './wire-type.ts'

const charge = extras(
  'gateway',
  { chargeType: required(t.word('PREPAY', 'POSTPAY')), zones: required(t.list(t.text())), note: optional(t.text()) },
  { version: 1, without: { chargeType: 'POSTPAY', zones: [], note: undefined } },
)

const owner = (stored: object) => ({ id: 'vpn-1', extras: stored as Extras })

/** As the store gives it back. */
const stored = <T>(codec: ExtrasCodec<'gateway', T>, value: T) =>
  owner(JSON.parse(JSON.stringify(codec.write(value))) as object)

const unreadable =
  (...parts: readonly string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof UnreadableExtras)
    for (const part of parts) assert.ok(error.message.includes(part), error.message)
    return true
  }

test('extras are read as they were written, with the version of the codec', () => {
  const value = { chargeType: 'PREPAY', zones: ['a', 'b'], note: '' } as const
  assert.deepEqual(charge.read(stored(charge, value)), value)
  assert.match(JSON.stringify(stored(charge, value).extras), /"version":1/)
  const bare = { ...value, note: undefined }
  assert.deepEqual(charge.read(stored(charge, bare)), bare)
})

test('extras of a resource that another dialect made are the codec’s default, or an error without one', () => {
  assert.deepEqual(charge.read(owner({})), { chargeType: 'POSTPAY', zones: [], note: undefined })
  const without = extras('gateway', { text: required(t.text()) }, { version: 1 })
  assert.throws(() => without.read(owner({})), unreadable('gateway vpn-1', 'there are none'))
})

test('extras that cannot be decoded are an error that names the resource and every wrong member', () => {
  const wrong = { version: 1, chargeType: 'FREE', zones: ['a', 7], size: 2 }
  assert.throws(
    () => charge.read(owner(wrong)),
    unreadable('gateway vpn-1', 'chargeType must be', 'zones.1', 'size is not known'),
  )
  const missing = { version: 1, zones: [] }
  assert.throws(() => charge.read(owner(missing)), unreadable('gateway vpn-1', 'chargeType is required'))
  assert.throws(
    () => charge.read(owner({ chargeType: 'PREPAY', zones: [] })),
    unreadable('gateway vpn-1', 'no version'),
  )
  const later = { version: 2, chargeType: 'PREPAY', zones: [] }
  assert.throws(() => charge.read(owner(later)), unreadable('gateway vpn-1', 'version 2', 'later Culvert'))
})

test('extras of an older version are upgraded step by step', () => {
  const upgrades = {
    1: ({ prepaid, ...rest }: Readonly<Record<string, unknown>>) => ({
      ...rest,
      charge: prepaid === true ? 'pre' : 'post',
    }),
    2: ({ charge: type, ...rest }: Readonly<Record<string, unknown>>) => ({
      ...rest,
      chargeType: String(type).toUpperCase(),
    }),
  }
  const third = extras(
    'gateway',
    { name: required(t.text()), chargeType: required(t.word('PRE', 'POST')) },
    { version: 3, upgrades },
  )
  const value = { name: 'n', chargeType: 'PRE' } as const
  assert.deepEqual(third.read(owner({ version: 1, name: 'n', prepaid: true })), value)
  assert.deepEqual(third.read(owner({ version: 2, name: 'n', charge: 'pre' })), value)
  assert.deepEqual(third.read(stored(third, value)), value)
  assert.match(JSON.stringify(stored(third, value).extras), /"version":3/)
  assert.throws(() => extras('gateway', {}, { version: 3, upgrades: { 1: upgrades[1] } }), /from version 2 to 3/)
  const failing = {
    1: (): never => {
      throw new TypeError('charges is not iterable')
    },
  }
  const second = extras('gateway', {}, { version: 2, upgrades: failing })
  assert.throws(() => second.read(owner({ version: 1 })), unreadable('gateway vpn-1', 'version 1', 'is not iterable'))
})

test('extras are decoded once a row and are frozen', () => {
  let decoded = 0
  const counted = t.text('', () => {
    decoded += 1
    return true
  })
  const codec = extras(
    'gateway',
    { texts: required(t.list(counted)), other: withDefault(t.text(), '') },
    { version: 1 },
  )
  const row = stored(codec, { texts: ['a'], other: '' })
  const value = codec.read(row)
  assert.equal(codec.read({ ...row, id: 'the same row in another object' }), value)
  assert.equal(decoded, 1)
  assert.ok(Object.isFrozen(value) && Object.isFrozen(value.texts))
})

test('a field of extras may not have the version’s name', () => {
  assert.throws(() => extras('gateway', { version: required(t.text()) }, { version: 1 }), /may not be called version/)
})
