import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authorize, type Policy, type Principal, rootOf } from './authorize.ts'

const at = { at: 0 }

const user = (...policies: readonly Policy[]): Principal => ({ account: '42', kind: 'user', name: 'dev', policies })

const about =
  (resource: string, says: 'allow' | 'deny'): Policy =>
  (question) =>
    question.resource === resource ? says : undefined

test('the account itself may do all, and nobody else by its policy', () => {
  const root = rootOf('42')
  assert.deepEqual(authorize(root, 'store:Delete', ['box/a', 'box/b'], at), { allowed: true })
  const borrowed = authorize(user(...root.policies), 'store:Delete', ['box/a'], at)
  assert.deepEqual(borrowed, { allowed: false, resource: 'box/a', why: 'not-allowed' })
})

test('what no policy speaks of is not allowed', () => {
  const expected = { allowed: false, resource: 'box/b', why: 'not-allowed' }
  assert.deepEqual(authorize(user(about('box/a', 'allow')), 'store:Delete', ['box/b'], at), expected)
  assert.deepEqual(authorize(user(), 'store:Delete', ['box/b'], at), expected)
})

test('of several resources each has to be allowed', () => {
  const allowed = user(about('a', 'allow'), about('b', 'allow'))
  assert.deepEqual(authorize(allowed, 'x', ['a', 'b'], at), { allowed: true })
  assert.deepEqual(authorize(allowed, 'x', ['a', 'c', 'd'], at), { allowed: false, resource: 'c', why: 'not-allowed' })
})

test('what one policy denies no other allows, in whatever order they are', () => {
  const policies = [about('a', 'allow'), about('a', 'deny')]
  const expected = { allowed: false, resource: 'a', why: 'denied' }
  assert.deepEqual(authorize(user(...policies), 'x', ['a'], at), expected)
  assert.deepEqual(authorize(user(...policies.reverse()), 'x', ['a'], at), expected)
})
