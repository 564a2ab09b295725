import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Conditions, Question } from '../../../access/authorize.ts'
import { operatorNames } from './condition.ts'
import { readPolicy, readTrust } from './policy.ts'
import { systemPolicies } from './system.ts'

const principal = { account: '42', kind: 'user', id: '2', name: 'Dev' } as const

const question = (change: Partial<Question> = {}): Question => ({
  principal,
  action: 'vpc:CreateVpc',
  resource: 'acs:vpc:cn-hangzhou:42:vpc/*',
  conditions: { at: Date.UTC(2026, 0, 2, 3, 4, 5) },
  ...change,
})

const statement = { Effect: 'Allow', Action: 'vpc:*', Resource: '*' }

const document = (...statements: readonly unknown[]) => JSON.stringify({ Version: '1', Statement: statements })

const said = (text: string, asked = question(), read = readPolicy) => {
  const policy = read(text)
  assert.ok(policy.ok, policy.ok ? '' : policy.error)
  return policy.value(asked)
}

describe('documents that are refused', () => {
  const malformed: Readonly<Record<string, string>> = {
    'no JSON': '{',
    'a list': '[]',
    'another version': JSON.stringify({ Version: '2', Statement: [statement] }),
    'a version that is a number': JSON.stringify({ Version: 1, Statement: [statement] }),
    'no statements': JSON.stringify({ Version: '1', Statement: [] }),
    'an unknown member': JSON.stringify({ Version: '1', Statement: [statement], Id: 'x' }),
    'a statement that is a text': document('Allow'),
    'another effect': document({ ...statement, Effect: 'allow' }),
    'a principal': document({ ...statement, Principal: { RAM: ['acs:ram::42:root'] } }),
    'Action and NotAction': document({ ...statement, NotAction: 'vpc:*' }),
    'neither Action nor NotAction': document({ Effect: 'Allow', Resource: '*' }),
    'an empty list of actions': document({ ...statement, Action: [] }),
    'an action without a product': document({ ...statement, Action: 'CreateVpc' }),
    'no resource': document({ Effect: 'Allow', Action: 'vpc:*' }),
    'a resource that is not named as such': document({ ...statement, Resource: 'vpc/vpc-1' }),
    'a resource of too few parts': document({ ...statement, Resource: 'acs:vpc:*' }),
    'a condition that is a list': document({ ...statement, Condition: [] }),
    'an unknown operator': document({ ...statement, Condition: { StringEqualsIfExists: { 'acs:SourceIp': '1' } } }),
    'a condition without values': document({ ...statement, Condition: { Bool: { 'acs:SecureTransport': [] } } }),
    'a structure for a value': document({ ...statement, Condition: { Bool: { 'acs:SecureTransport': {} } } }),
    'a number that is none': document({ ...statement, Condition: { NumericEquals: { 'acs:Count': 'many' } } }),
    'a date that is none': document({ ...statement, Condition: { DateEquals: { 'acs:CurrentTime': 'noon' } } }),
    'a flag that is none': document({ ...statement, Condition: { Bool: { 'acs:SecureTransport': 'maybe' } } }),
    'an address that is none': document({ ...statement, Condition: { IpAddress: { 'acs:SourceIp': '10.0.0.0/33' } } }),
  }
  for (const [what, text] of Object.entries(malformed)) {
    test(what, () => assert.equal(readPolicy(text).ok, false))
  }

  test('a role’s document with a resource, without a principal, or with one of no form', () => {
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: ['acs:ram::42:root'] } }
    assert.equal(readTrust(document(trust)).ok, true)
    const { Principal: _, ...nobody } = trust
    for (const wrong of [
      { ...trust, Resource: '*' },
      nobody,
      { ...trust, Principal: {} },
      { ...trust, Principal: { RAM: 'dev' } },
      { ...trust, Principal: { Users: ['x'] } },
    ]) {
      assert.equal(readTrust(document(wrong)).ok, false, JSON.stringify(wrong))
    }
  })

  test('property: every text is read or refused, and nothing is thrown', () => {
    fc.assert(fc.property(fc.json(), (text) => void [readPolicy(text), readTrust(text)]))
  })
})

test('every system policy can be read', () => {
  for (const { name, document: text } of systemPolicies.values()) assert.ok(readPolicy(text).ok, name)
})

test('an action is compared without regard to case, a resource with', () => {
  assert.equal(said(document({ ...statement, Action: 'VPC:createvpc' })), 'allow')
  assert.equal(said(document({ ...statement, Resource: 'acs:vpc:*:*:VPC/*' })), undefined)
})

test('names of users, roles and policies are compared without regard to case, as they are found', () => {
  const guarded = document({ ...statement, Effect: 'Deny', Action: '*', Resource: 'acs:ram:*:*:role/Admin' })
  for (const name of ['admin', 'ADMIN', 'Admin']) {
    assert.equal(said(guarded, question({ action: 'sts:AssumeRole', resource: `acs:ram::42:role/${name}` })), 'deny')
  }
  assert.equal(said(guarded, question({ resource: 'acs:ram::42:role/admins' })), undefined)
})

test('NotResource is every other resource', () => {
  const { Resource: _, ...rest } = statement
  const but = document({ ...rest, NotResource: 'acs:vpc:*:*:vpc/*' })
  assert.equal(said(but), undefined)
  assert.equal(said(but, question({ resource: 'acs:vpc:cn-hangzhou:42:vswitch/*' })), 'allow')
})

test('a denial in a document overrides what it allows, wherever it stands', () => {
  const deny = { ...statement, Effect: 'Deny' }
  assert.equal(said(document(deny, statement)), 'deny')
  assert.equal(said(document(statement, deny)), 'deny')
})

describe('conditions', () => {
  const holds = (condition: unknown, change: Partial<Question> = {}, conditions: Partial<Conditions> = {}) => {
    const asked = question(change)
    const whole = { ...asked, conditions: { ...asked.conditions, ...conditions } }
    return said(document({ ...statement, Condition: condition }), whole) === 'allow'
  }
  const tag = (value: string) => ({ tags: [{ key: 'n', value }] })
  const key = 'acs:ResourceTag/n'

  /** Operator, what the policy has, what of the request meets it, and what does not. */
  const cases: readonly (readonly [string, unknown, readonly string[], readonly string[]])[] = [
    ['StringEquals', ['a', 'b'], ['a', 'b'], ['A', 'ab']],
    ['StringNotEquals', ['a', 'b'], ['c'], ['a', 'b']],
    ['StringEqualsIgnoreCase', 'a', ['A', 'a'], ['b']],
    ['StringNotEqualsIgnoreCase', 'a', ['b'], ['A']],
    ['StringLike', 'a*?', ['ab', 'abc'], ['a', 'Ab']],
    ['StringNotLike', 'a*', ['b', 'A'], ['a', 'abc']],
    ['NumericEquals', 10, ['10', '10.0'], ['11', 'x']],
    ['NumericNotEquals', 10, ['11', 'x'], ['10.0']],
    ['NumericLessThan', '10', ['9', '-1'], ['10']],
    ['NumericLessThanEquals', '10', ['10'], ['10.1']],
    ['NumericGreaterThan', '10', ['100'], ['10', '9']],
    ['NumericGreaterThanEquals', '10', ['10'], ['9']],
    ['DateEquals', '2026-01-02T00:00:00Z', ['2026-01-02T08:00:00+08:00'], ['2026-01-02T00:00:01Z', 'x']],
    ['DateNotEquals', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:01Z'], ['2026-01-02']],
    ['DateLessThan', '2026-01-02T00:00:00Z', ['2026-01-01T23:59:59Z'], ['2026-01-02T00:00:00Z']],
    ['DateLessThanEquals', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:00Z'], ['2026-01-03']],
    ['DateGreaterThan', '2026-01-02T00:00:00Z', ['2026-01-03'], ['2026-01-02T00:00:00Z']],
    ['DateGreaterThanEquals', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:00Z'], ['2026-01-01']],
    ['Bool', true, ['true', 'True'], ['false', '1']],
    ['IpAddress', '2001:db8::/32', ['2001:db8::1'], ['2001:db9::1', '10.0.0.1', 'x']],
    ['NotIpAddress', ['10.1.2.3/8'], ['11.0.0.1'], ['10.9.9.9']],
  ]

  test('the cases are of every operator', () => {
    assert.deepEqual(cases.map(([operator]) => operator).sort(), [...operatorNames].sort())
  })

  for (const [operator, value, met, unmet] of cases) {
    const isNegative = operator.includes('Not')
    test(`${operator}, also where the request has no such key`, () => {
      const condition = { [operator]: { [key]: value } }
      for (const each of met) assert.equal(holds(condition, tag(each)), true, each)
      for (const each of unmet) assert.equal(holds(condition, tag(each)), false, each)
      assert.equal(holds(condition), isNegative)
      assert.equal(holds({ [operator]: { 'acs:SourceVpc': value } }), isNegative)
    })
  }

  test('operators and keys must all hold, of values one', () => {
    const both = {
      StringEquals: { [key]: ['a', 'b'], 'acs:SecureTransport': 'false' },
      Bool: { 'acs:MFAPresent': false },
    }
    assert.equal(holds(both, tag('b')), true)
    assert.equal(holds(both, tag('c')), false)
    assert.equal(holds({ ...both, Bool: { 'acs:MFAPresent': true } }, tag('b')), false)
  })

  test('the time, the transport, the caller and the address of a request', () => {
    assert.equal(holds({ StringEquals: { 'acs:CurrentTime': '2026-01-02T03:04:05Z' } }), true)
    assert.equal(holds({ Bool: { 'acs:SecureTransport': 'true' } }), false)
    assert.equal(holds({ Bool: { 'acs:SecureTransport': 'true' } }, {}, { encrypted: true }), true)
    assert.equal(holds({ StringLike: { 'acs:PrincipalArn': 'acs:ram::42:user/D*' } }), true)
    const role = { principal: { ...principal, kind: 'role', session: 's' } as const }
    assert.equal(holds({ StringEquals: { 'acs:PrincipalARN': 'acs:ram::42:role/dev' } }, role), true)
    assert.equal(holds({ IpAddress: { 'acs:SourceIp': '192.0.2.1' } }, {}, { address: '192.0.2.1' }), true)
    assert.equal(holds({ IpAddress: { 'acs:SourceIp': '0.0.0.0/0' } }), false)
  })

  test('tags of a request, in either spelling of their list', () => {
    const asked = { StringEquals: { 'acs:RequestTag/team': 'dev' } }
    for (const parameters of [{ Tag: [{ Key: 'team', Value: 'dev' }] }, { Tags: [{ key: 'team', value: 'dev' }] }]) {
      assert.equal(holds(asked, {}, { parameters }), true)
    }
    assert.equal(holds(asked, {}, { parameters: { Tag: [{ Key: 'team', Value: 'ops' }] } }), false)
    assert.equal(holds(asked, {}, { parameters: { Tag: 'team' } }), false)
  })

  test('the VPC that vSwitches are listed of', () => {
    const only = { StringEquals: { 'vpc:VPC': 'acs:vpc:cn-hangzhou:42:vpc/vpc-1' } }
    assert.equal(holds(only, {}, { parameters: { VpcId: 'vpc-1' } }), true)
    assert.equal(holds(only, {}, { parameters: {} }), false)
    assert.equal(holds({ StringLike: { 'vpc:tag/n': 'a' } }, tag('a')), true)
  })
})

describe('who may take a role on', () => {
  const trust = (Principal: unknown, rest: object = {}) =>
    document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...rest })
  const asked = (change: Partial<Question> = {}) => question({ action: 'sts:AssumeRole', ...change })
  const admitted = (Principal: unknown, change: Partial<Question> = {}) =>
    said(trust(Principal), asked(change), readTrust) === 'allow'

  test('everybody of an account, one of its users or roles, and nobody of another', () => {
    assert.equal(admitted({ RAM: ['acs:ram::42:root'] }), true)
    assert.equal(admitted({ RAM: 'acs:ram::42:user/dev' }), true)
    assert.equal(admitted({ RAM: ['acs:ram::42:user/ops', 'acs:ram::42:role/dev'] }), false)
    assert.equal(admitted({ RAM: ['acs:ram::43:root'] }), false)
    assert.equal(admitted({ Service: ['ecs.aliyuncs.com'] }), false)
    const role = { principal: { ...principal, kind: 'role' } as const }
    assert.equal(admitted({ RAM: ['acs:ram::42:role/dev'] }, role), true)
  })

  test('only with the right external id, where the document asks for one', () => {
    const strict = trust({ RAM: ['acs:ram::42:root'] }, { Condition: { StringEquals: { 'sts:ExternalId': 'x1' } } })
    const bringing = (ExternalId: string) => asked({ conditions: { at: 0, parameters: { ExternalId } } })
    assert.equal(said(strict, bringing('x1'), readTrust), 'allow')
    assert.equal(said(strict, bringing('x2'), readTrust), undefined)
  })

  test('a denial of one user overrides the admission of all', () => {
    const both = JSON.stringify({
      Version: '1',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: ['acs:ram::42:root'] } },
        { Effect: 'Deny', Action: 'sts:AssumeRole', Principal: { RAM: ['acs:ram::42:user/dev'] } },
      ],
    })
    assert.equal(said(both, asked(), readTrust), 'deny')
  })
})

test('property: a document says what a plain reading of its statements says', () => {
  const action = fc.constantFrom('vpc:Create*', 'vpc:CreateVpc', 'vpc:Delete*', '*', 'ecs:*')
  const resource = fc.constantFrom('*', 'acs:vpc:*:*:vpc/*', 'acs:vpc:cn-beijing:*:*', 'acs:vpc:*:42:vswitch/*')
  const anyStatement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.array(action, { minLength: 1, maxLength: 3 }),
    Resource: fc.array(resource, { minLength: 1, maxLength: 2 }),
  })
  const like = (text: string, pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text)
  fc.assert(
    fc.property(fc.array(anyStatement, { minLength: 1, maxLength: 4 }), (statements) => {
      const asked = question()
      const matching = statements.filter(
        ({ Action, Resource }) =>
          Action.some((each) => like(asked.action, each)) && Resource.some((each) => like(asked.resource, each)),
      )
      const effects = matching.map(({ Effect }) => Effect)
      const expected = effects.includes('Deny') ? 'deny' : effects.includes('Allow') ? 'allow' : undefined
      assert.equal(said(document(...statements), asked), expected)
    }),
  )
})
