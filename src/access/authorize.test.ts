import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authorize, type Policy, type Principal, rootOf } from './authorize.ts'

const at = { at: 0 }

const user = (...policies: readonly Policy[]): Principal => ({ account: '42', kind: 'user', name: 'dev', policies })

const about =
  (resource: string, says: 'allow' | 'deny'): Policy =>
  (question) =>
    question.resource === resource ? says : undefined

test('the root of an account may do everything, and a user with the root’s policies nothing', () => {
  const root = rootOf('42')
  assert.deepEqual(authorize(root, 'store:Delete', ['box/a', 'box/b'], at), { allowed: true })
  const borrowed = authorize(user(...root.policies), 'store:Delete', ['box/a'], at)
  assert.deepEqual(borrowed, { allowed: false, resource: 'box/a', why: 'not-allowed' })
})

test('an action or resource that no policy matches is denied', () => {
  const expected = { allowed: false, resource: 'box/b', why: 'not-allowed' }
  assert.deepEqual(authorize(user(about('box/a', 'allow')), 'store:Delete', ['box/b'], at), expected)
  assert.deepEqual(authorize(user(), 'store:Delete', ['box/b'], at), expected)
})

test('a request for several resources is allowed only when each of them is', () => {
  const allowed = user(about('a', 'allow'), about('b', 'allow'))
  assert.deepEqual(authorize(allowed, 'x', ['a', 'b'], at), { allowed: true })
  assert.deepEqual(authorize(allowed, 'x', ['a', 'c', 'd'], at), { allowed: false, resource: 'c', why: 'not-allowed' })
})

test('a Deny overrides every Allow, in whatever order the policies are', () => {
  const policies = [about('a', 'allow'), about('a', 'deny')]
  const expected = { allowed: false, resource: 'a', why: 'denied' }
  assert.deepEqual(authorize(user(...policies), 'x', ['a'], at), expected)
  assert.deepEqual(authorize(user(...policies.reverse()), 'x', ['a'], at), expected)
})
