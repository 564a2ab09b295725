import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { authorize, type HeldPolicy, type Policy, type Principal, rootOf, type Subject } from './authorize.ts'

const at = { at: 0 }

const holding = (policies: readonly HeldPolicy[], narrowedBy?: Policy): Principal => ({
  account: '42',
  kind: 'user',
  id: 'u',
  name: 'dev',
  policies,
  ...(narrowedBy === undefined ? {} : { narrowedBy }),
})

const user = (...policies: readonly Policy[]) => holding(policies.map((policy) => ({ policy })))

const about =
  (resource: string, says: 'allow' | 'deny'): Policy =>
  (question) =>
    question.resource === resource ? says : undefined

const all = (...resources: readonly string[]): readonly Subject[] => resources.map((resource) => ({ resource }))

test('the root of an account may do everything, and is asked nothing', () => {
  assert.deepEqual(authorize(rootOf('42'), 'store:Delete', all('box/a', 'box/b'), at), { allowed: true })
})

test('what the root has given a key for may do what the key’s policy says, and nothing else', () => {
  const given = { ...rootOf('42'), narrowedBy: about('a', 'allow') }
  assert.deepEqual(authorize(given, 'x', all('a'), at), { allowed: true })
  const expected = { allowed: false, resource: 'b', why: 'not-allowed', by: 'session' }
  assert.deepEqual(authorize(given, 'x', all('a', 'b'), at), expected)
})

test('an action or resource that no policy matches is denied', () => {
  const expected = { allowed: false, resource: 'box/b', why: 'not-allowed', by: 'account' }
  assert.deepEqual(authorize(user(about('box/a', 'allow')), 'store:Delete', all('box/b'), at), expected)
  assert.deepEqual(authorize(user(), 'store:Delete', all('box/b'), at), expected)
})

test('a request for several resources is allowed only when each of them is', () => {
  const allowed = user(about('a', 'allow'), about('b', 'allow'))
  assert.deepEqual(authorize(allowed, 'x', all('a', 'b'), at), { allowed: true })
  const expected = { allowed: false, resource: 'c', why: 'not-allowed', by: 'account' }
  assert.deepEqual(authorize(allowed, 'x', all('a', 'c', 'd'), at), expected)
})

test('a Deny overrides every Allow, in whatever order the policies are', () => {
  const policies = [about('a', 'allow'), about('a', 'deny')]
  const expected = { allowed: false, resource: 'a', why: 'denied', by: 'account' }
  assert.deepEqual(authorize(user(...policies), 'x', all('a'), at), expected)
  assert.deepEqual(authorize(user(...policies.reverse()), 'x', all('a'), at), expected)
})

type Says = 'allow' | 'deny' | undefined

/** Layer by layer, as the cloud's page has it. */
function reference(session: Says | 'absent', account: readonly Says[], group: readonly Says[], isInGroup: boolean) {
  if (session !== 'absent' && session !== 'allow') return false
  if (account.includes('deny')) return false
  if (account.includes('allow')) return true
  return isInGroup && !group.includes('deny') && group.includes('allow')
}

test('property: the session narrows, account scope decides before resource groups, and those hold for their own group alone', () => {
  const says = fc.constantFrom<Says>('allow', 'deny', undefined)
  const several = fc.array(says, { maxLength: 3 })
  const session = fc.constantFrom<Says | 'absent'>('allow', 'deny', undefined, 'absent')
  fc.assert(
    fc.property(session, several, several, fc.boolean(), (narrowing, account, group, isInGroup) => {
      const policy = (said: Says): Policy => {
        return () => said
      }
      const held = [
        ...group.map((said) => ({ policy: policy(said), resourceGroup: 'g' })),
        ...account.map((said) => ({ policy: policy(said) })),
        { policy: policy('allow'), resourceGroup: 'another' },
      ]
      const principal = holding(held, narrowing === 'absent' ? undefined : policy(narrowing))
      const subject = { resource: 'r', ...(isInGroup ? { resourceGroup: 'g' } : {}) }
      const { allowed } = authorize(principal, 'x', [subject], at)
      assert.equal(allowed, reference(narrowing, account, group, isInGroup))
    }),
  )
})

test('a decision says which layer it was', () => {
  const held = [{ policy: about('a', 'deny'), resourceGroup: 'g' }]
  const inGroup = [{ resource: 'a', resourceGroup: 'g' }]
  const decided = authorize(holding(held), 'x', inGroup, at)
  assert.deepEqual(decided, { allowed: false, resource: 'a', why: 'denied', by: 'resource-group' })
  const narrowed = authorize(holding([{ policy: about('a', 'allow') }], about('b', 'allow')), 'x', inGroup, at)
  assert.deepEqual(narrowed, { allowed: false, resource: 'a', why: 'not-allowed', by: 'session' })
})
