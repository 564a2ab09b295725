import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Fault,
  faultKinds,
  faultProblem,
  faultRules,
  impairmentOf,
  isOfCall,
  isOfTunnel,
  type NewFault,
  spellFault,
  spellScope,
} from './fault.ts'

const fault = (change: Partial<Fault> & Pick<Fault, 'kind'>): Fault => ({
  ...{ id: 'f', scope: { tunnel: 't' }, at: 0, until: 1000 },
  ...change,
})

/** The least that each kind takes. */
function smallest(kind: Fault['kind']): NewFault {
  const { oneOf, amount, amountless } = faultRules[kind]
  return {
    kind,
    scope: oneOf === undefined ? {} : { [oneOf[0] ?? '']: 't' },
    ...(amount === undefined || amountless ? {} : { amount: amount.most }),
    seconds: 1,
  }
}

test('a fault of any kind is good with its scope and its amount, and is not with one beyond its range', () => {
  for (const kind of faultKinds) {
    const good = smallest(kind)
    assert.equal(faultProblem(good), undefined, kind)
    const { amount } = faultRules[kind]
    const beyond = amount === undefined ? [1] : [amount.least - 1, amount.most + 1, 0, 1.5]
    for (const each of beyond)
      assert.equal(faultProblem({ ...good, amount: each })?.subject, 'amount', `${kind} ${each}`)
  }
})

test('a status without its code means nothing, nor does a scope that a kind has not', () => {
  assert.equal(faultProblem({ ...smallest('api-error'), status: 500 })?.subject, 'status')
  assert.equal(faultProblem({ ...smallest('clock-jump'), scope: { account: 'a' } })?.subject, 'account')
  assert.equal(faultProblem({ ...smallest('delay'), scope: { tunnel: 't', gateway: 'g' } })?.subject, 'scope')
})

test('loss and delay go the ways that are named, and a silent peer’s is what comes in', () => {
  const [none, all] = [0, 100].map((lossPercent) => ({ lossPercent, delayMilliseconds: 0 }))
  assert.deepEqual(impairmentOf(fault({ kind: 'partition' })), { out: all, in: all })
  assert.deepEqual(impairmentOf(fault({ kind: 'peer-silent' })), { out: none, in: all })
  const late = { lossPercent: 0, delayMilliseconds: 7 }
  assert.deepEqual(impairmentOf(fault({ kind: 'delay', amount: 7, direction: 'out' })), { out: late, in: none })
})

test('a fault is of the tunnels and calls that its scope holds, and of no others', () => {
  const place = { tunnel: 't', connection: 'c', account: 'a', gateway: 'g' }
  const isOf = (scope: Fault['scope'], kind: Fault['kind'] = 'partition') => isOfTunnel(fault({ kind, scope }), place)
  assert.deepEqual(
    [{ tunnel: 't' }, { connection: 'c' }, { gateway: 'g' }].map((scope) => isOf(scope)),
    [true, true, true],
  )
  assert.deepEqual(
    [{ tunnel: 'u' }, { gateway: 'h' }, { account: 'a' }, {}].map((scope) => isOf(scope)),
    Array(4).fill(false),
  )
  assert.deepEqual(
    [isOf({ account: 'a' }, 'slow-provisioning'), isOf({ account: 'b' }, 'slow-provisioning')],
    [true, false],
  )
  const call = { dialect: 'd', account: 'a', action: 'Do' }
  assert.equal(isOfCall({ scope: {} }, call), true)
  assert.equal(isOfCall({ scope: { dialect: 'd', action: 'Do' } }, call), true)
  assert.equal(isOfCall({ scope: { dialect: 'd', action: 'Other' } }, call), false)
})

test('a fault is spelt with its unit, its way and its scope', () => {
  assert.equal(spellFault(fault({ kind: 'packet-loss', amount: 30, direction: 'both' })), 'packet-loss 30 % both ways')
  assert.equal(
    spellFault(fault({ kind: 'api-error', code: 'Busy', status: 503, count: 2 })),
    'api-error Busy HTTP 503 of 2 calls',
  )
  assert.deepEqual([spellScope({}), spellScope({ dialect: 'd', action: 'Do' })], ['everything', 'dialect d, action Do'])
})
