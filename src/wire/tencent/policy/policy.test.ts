import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Conditions, Question } from '../../../access/authorize.ts'
import { operatorNames } from './condition.ts'
import { readPolicy, readTrust } from './policy.ts'
import { presetPolicies, presetPoliciesById } from './preset.ts'
import { type ProblemCode, problemCodes } from './problem.ts'

const owner = '42'
const principal = { account: 'a', kind: 'user', id: '43', name: 'Dev' } as const

const question = (change: Partial<Question> = {}): Question => ({
  principal,
  action: 'vpc:CreateSubnet',
  resource: 'qcs::vpc:ap-guangzhou:uin/42:subnet/*',
  conditions: { at: Date.UTC(2026, 0, 2, 3, 4, 5), owner },
  ...change,
})

const statement = { effect: 'allow', action: 'vpc:*', resource: '*' }

const document = (...statements: readonly unknown[]) => JSON.stringify({ version: '2.0', statement: statements })

const said = (text: string, asked = question(), read = readPolicy) => {
  const policy = read(text)
  assert.ok(policy.ok, policy.ok ? '' : policy.error.detail)
  return policy.value(asked)
}

const trusting = (principal: unknown, rest: object = {}) =>
  document({ effect: 'allow', action: 'name/sts:AssumeRole', principal, ...rest })

const root = { qcs: ['qcs::cam::uin/42:root'] }

describe('documents that are refused', () => {
  const about = (resource: string) => document({ ...statement, resource })
  const given = (condition: unknown) => document({ ...statement, condition })
  const wrong: readonly (readonly [string, ProblemCode, string])[] = [
    ['no JSON', 'PolicyDocumentError', '{'],
    ['a list', 'PolicyDocumentError', '[]'],
    ['an unknown member', 'PolicyDocumentError', JSON.stringify({ version: '2.0', statement: [statement], id: 'x' })],
    ['another version', 'VersionError', JSON.stringify({ version: '3.0', statement: [statement] })],
    ['a version that is a number', 'VersionError', JSON.stringify({ version: 2, statement: [statement] })],
    ['no statements', 'StatementError', document()],
    ['no member for them', 'StatementError', JSON.stringify({ version: '2.0' })],
    ['a statement that is a text', 'StatementError', document('allow')],
    ['an action that is left out', 'StatementError', document({ ...statement, notAction: 'vpc:*' })],
    ['another effect', 'EffectError', document({ ...statement, effect: 'permit' })],
    ['no action', 'ActionMiss', document({ effect: 'allow', resource: '*' })],
    ['an empty list of actions', 'ActionError', document({ ...statement, action: [] })],
    ['an action without a product', 'ActionError', document({ ...statement, action: 'CreateVpc' })],
    ['a set of operations', 'ActionError', document({ ...statement, action: 'permid/280655' })],
    ['no resource', 'ResourceError', document({ effect: 'allow', action: 'vpc:*' })],
    ['a resource that is not named as such', 'ResourceQcsError', about('vpc/vpc-1')],
    ['a resource of five parts', 'ResourceQcsError', about('qcs::vpc:gz:*')],
    ['a resource of a project', 'ResourceProjectError', about('qcs:7:vpc:gz:uin/42:*')],
    ['a resource of a region that there is not', 'ResourceRegionError', about('qcs::vpc:ap-nowhere:uin/42:*')],
    ['a resource of an account of no form', 'ResourceUinError', about('qcs::vpc:gz:42:*')],
    ['a resource without a name', 'ResourceContentError', about('qcs::vpc:gz:uin/42:')],
    ['a condition that is a list', 'ConditionError', given([])],
    ['an operator with a text', 'ConditionError', given({ bool_equal: 'true' })],
    ['an unknown operator', 'ConditionTypeError', given({ string_matches: { 'qcs:ip': '1' } })],
    ['a condition without values', 'ConditionContentError', given({ bool_equal: { 'qcs:mfa': [] } })],
    ['a structure for a value', 'ConditionContentError', given({ bool_equal: { 'qcs:mfa': {} } })],
    ['a number that is none', 'ConditionContentError', given({ numeric_equal: { n: 'many' } })],
    ['a date that is none', 'ConditionContentError', given({ date_equal: { 'qcs:current_time': 'noon' } })],
    ['a flag that is none', 'ConditionContentError', given({ null_equal: { 'qcs:mfa': 'maybe' } })],
    ['an address that is none', 'ConditionContentError', given({ ip_equal: { 'qcs:ip': '10.0.0.0/33' } })],
    ['a principal', 'PrincipalError', document({ ...statement, principal: root })],
  ]
  const wrongTrust: readonly (readonly [string, ProblemCode, string])[] = [
    ['a resource', 'StatementError', trusting(root, { resource: '*' })],
    ['no principal', 'PrincipalError', document({ effect: 'allow', action: 'name/sts:AssumeRole' })],
    ['a principal of another kind', 'PrincipalError', trusting({ users: ['x'] })],
    ['a principal of no form', 'PrincipalQcsError', trusting({ qcs: 'dev' })],
  ]
  for (const [what, code, text] of wrong) {
    test(`${what}: ${code}`, () => {
      const read = readPolicy(text)
      assert.equal(read.ok ? undefined : read.error.code, code)
    })
  }
  for (const [what, code, text] of wrongTrust) {
    test(`a role’s document with ${what}: ${code}`, () => {
      const read = readTrust(text)
      assert.equal(read.ok ? undefined : read.error.code, code)
    })
  }

  test('there is a document for every code', () => {
    const told = new Set([...wrong, ...wrongTrust].map(([, code]) => code))
    assert.deepEqual(
      problemCodes.filter((code) => !told.has(code)),
      [],
    )
  })

  test('property: every text is read or refused, and nothing is thrown', () => {
    fc.assert(fc.property(fc.json(), (text) => void [readPolicy(text), readTrust(text)]))
  })
})

test('every preset policy can be read, and has an id of its own', () => {
  for (const { name, document: text } of presetPolicies.values()) assert.ok(readPolicy(text).ok, name)
  assert.equal(presetPoliciesById.size, presetPolicies.size)
})

test('an action is compared without regard to case and to its scope, a resource with', () => {
  for (const action of ['VPC:createsubnet', 'name/vpc:CreateSubnet', '*:*', '*', 'vpc:*Subnet*']) {
    assert.equal(said(document({ ...statement, action })), 'allow', action)
  }
  assert.equal(said(document({ ...statement, action: 'vpc:Create' })), undefined)
  assert.equal(said(document({ ...statement, resource: 'qcs::vpc:gz:uin/42:SUBNET/*' })), undefined)
})

test('a document with capitals, and with one statement for a list of them', () => {
  const capital = { Effect: 'Allow', Action: ['name/vpc:*'], Resource: ['*'] }
  assert.equal(said(JSON.stringify({ Version: '2.0', Statement: capital })), 'allow')
})

test('an empty part of a resource is everything, and a part of another’s is not this one', () => {
  const about = (resource: string) => said(document({ ...statement, resource }))
  for (const any of ['qcs::vpc:::subnet/*', 'qcs:::gz:uin/42:*', 'qcs::*:*:*:*', 'qcs::vpc:ap-*:uin/:sub*']) {
    assert.equal(about(any), 'allow', any)
  }
  for (const other of [
    'qcs::cvm:::*',
    'qcs::vpc:sh::*',
    'qcs::vpc::uin/43:*',
    'qcs::vpc::uid/42:*',
    'qcs::vpc:::vpc/*',
  ]) {
    assert.equal(about(other), undefined, other)
  }
})

test('names of roles are compared without regard to case, as they are found', () => {
  const guarded = document({ ...statement, effect: 'deny', action: '*', resource: 'qcs::cam::uin/42:roleName/Admin' })
  for (const name of ['admin', 'ADMIN', 'Admin']) {
    const asked = { action: 'sts:AssumeRole', resource: `qcs::cam::uin/42:roleName/${name}` }
    assert.equal(said(guarded, question(asked)), 'deny')
  }
  assert.equal(said(guarded, question({ resource: 'qcs::cam::uin/42:roleName/admins' })), undefined)
})

test('a denial in a document overrides what it allows, wherever it stands', () => {
  const deny = { ...statement, effect: 'deny' }
  assert.equal(said(document(deny, statement)), 'deny')
  assert.equal(said(document(statement, deny)), 'deny')
})

describe('conditions', () => {
  const holds = (condition: unknown, change: Partial<Question> = {}, conditions: Partial<Conditions> = {}) => {
    const asked = question(change)
    const whole = { ...asked, conditions: { ...asked.conditions, ...conditions } }
    return said(document({ ...statement, condition }), whole) === 'allow'
  }
  const key = 'sts:external_id'
  const sent = (value: string) => ({ parameters: { ExternalId: value } })

  /** Operator, what the policy has, what of the request meets it, and what does not. */
  const cases: readonly (readonly [string, unknown, readonly string[], readonly string[]])[] = [
    ['string_equal', ['a', 'b'], ['a', 'b'], ['A', 'ab']],
    ['string_not_equal', ['a', 'b'], ['c'], ['a', 'b']],
    ['string_equal_ignore_case', 'a', ['A', 'a'], ['b']],
    ['string_not_equal_ignore_case', 'a', ['b'], ['A']],
    ['string_like', 'a*', ['ab', 'a'], ['b', 'Ab']],
    ['string_not_like', 'a*', ['b', 'A'], ['a', 'abc']],
    ['numeric_equal', 10, ['10', '10.0'], ['11', 'x']],
    ['numeric_not_equal', 10, ['11', 'x'], ['10.0']],
    ['numeric_less_than', '10', ['9', '-1'], ['10']],
    ['numeric_less_than_equal', '10', ['10'], ['10.1']],
    ['numeric_greater_than', '10', ['100'], ['10', '9']],
    ['numeric_greater_than_equal', '10', ['10'], ['9']],
    ['date_equal', '2026-01-02T00:00:00Z', ['2026-01-02T08:00:00+08:00', '2026-01-02 00:00:00'], ['2026-01-03', 'x']],
    ['date_not_equal', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:01Z'], ['2026-01-02']],
    ['date_less_than', '2026-01-02 00:00:00', ['2026-01-01T23:59:59Z'], ['2026-01-02T00:00:00Z']],
    ['date_less_than_equal', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:00Z'], ['2026-01-03']],
    ['date_greater_than', '2026-01-02T00:00:00Z', ['2026-01-03'], ['2026-01-02T00:00:00Z']],
    ['date_greater_than_equal', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:00Z'], ['2026-01-01']],
    ['bool_equal', true, ['true', '1', 'True'], ['false', '0', 'x']],
    ['binary_equal', 'QQ==', ['QQ=='], ['QUE=']],
    ['ip_equal', '2001:db8::/32', ['2001:db8::1'], ['2001:db9::1', '10.0.0.1', 'x']],
    ['ip_not_equal', ['10.1.2.3/8'], ['11.0.0.1'], ['10.9.9.9']],
  ]

  test('the cases are of every operator but the one for what is absent', () => {
    const compared = operatorNames.filter((name) => name !== 'null_equal')
    assert.deepEqual(cases.map(([operator]) => operator).sort(), [...compared].sort())
  })

  for (const [operator, value, met, unmet] of cases) {
    const isNegative = operator.includes('_not_')
    test(`${operator}, also where the request has no such key, or where that is allowed for`, () => {
      const condition = { [operator]: { [key]: value } }
      for (const each of met) assert.equal(holds(condition, {}, sent(each)), true, each)
      for (const each of unmet) assert.equal(holds(condition, {}, sent(each)), false, each)
      assert.equal(holds(condition), isNegative)
      assert.equal(holds({ [operator]: { 'cvm:unknown': value } }), isNegative)
      const lenient = { [`${operator}_if_exist`]: { [key]: value } }
      assert.equal(holds(lenient), true)
      for (const each of unmet) assert.equal(holds(lenient, {}, sent(each)), false, each)
    })
  }

  test('null_equal asks whether there is a value', () => {
    for (const [value, without] of [
      ['true', true],
      [false, false],
    ] as const) {
      assert.equal(holds({ null_equal: { [key]: value } }), without)
      assert.equal(holds({ null_equal: { [key]: value } }, {}, sent('a')), !without)
    }
  })

  test('of several values of a request any one must be among those of the policy, or all', () => {
    const tags = (...values: readonly string[]) => ({ tags: values.map((value) => ({ key: 'n', value })) })
    const asked = (operator: string) => ({ [operator]: { 'qcs:resource_tag': ['n&a', 'n&b'] } })
    for (const [operator, some, none] of [
      ['for_any_value:string_equal', true, false],
      ['string_equal', true, false],
      ['for_all_value:string_equal', false, true],
    ] as const) {
      assert.equal(holds(asked(operator), tags('a', 'b')), true, operator)
      assert.equal(holds(asked(operator), tags('a', 'c')), some, operator)
      assert.equal(holds(asked(operator), tags('c')), false, operator)
      assert.equal(holds(asked(operator), tags()), none, operator)
      assert.equal(holds(asked(`${operator}_if_exist`)), true, operator)
    }
    assert.equal(holds(asked('for_all_value:string_not_equal'), tags('c', 'd')), true)
    assert.equal(holds(asked('for_all_value:string_not_equal'), tags('a', 'd')), false)
  })

  test('operators and keys must all hold, of values one', () => {
    const both = { string_equal: { [key]: ['a', 'b'], 'qcs:uin': '43' }, bool_equal: { 'qcs:mfa': false } }
    assert.equal(holds(both, {}, sent('b')), true)
    assert.equal(holds(both, {}, sent('c')), false)
    assert.equal(holds({ ...both, bool_equal: { 'qcs:mfa': true } }, {}, sent('b')), false)
  })

  test('the time, the caller and the address of a request', () => {
    assert.equal(holds({ string_equal: { 'qcs:current_time': '2026-01-02T03:04:05Z' } }), true)
    assert.equal(holds({ string_equal: { 'qcs:uin': '43', 'qcs:owner_uin': '42' } }), true)
    const role = { principal: { ...principal, kind: 'role', session: 's' } as const }
    assert.equal(holds({ string_equal: { 'qcs:uin': '42' } }, role), true)
    assert.equal(holds({ ip_equal: { 'qcs:ip': '192.0.2.1' } }, {}, { address: '192.0.2.1' }), true)
    assert.equal(holds({ ip_equal: { 'qcs:ip': '0.0.0.0/0' } }), false)
  })

  test('tags of a request, in either spelling', () => {
    const asked = { 'for_any_value:string_equal': { 'qcs:request_tag': ['team&dev'] } }
    const bringing = (parameters: object) => holds(asked, {}, { parameters: parameters as Record<string, unknown> })
    assert.equal(bringing({ Tags: [{ Key: 'team', Value: 'dev' }] }), true)
    assert.equal(bringing({ ReplaceTags: [{ TagKey: 'team', TagValue: 'dev' }] }), true)
    assert.equal(bringing({ Tags: [{ Key: 'team', Value: 'ops' }] }), false)
    assert.equal(bringing({ Tags: 'team' }), false)
  })

  test('what a resource is part of, and its region', () => {
    const wholes = [
      { kind: 'connection', id: 'vpnx-1' },
      { kind: 'gateway', id: 'vpngw-1' },
      { kind: 'customer-gateway', id: 'cgw-1' },
      { kind: 'network', id: 'vpc-1' },
    ] as const
    const asked = { 'vpc:vpc': 'vpc-1', 'vpc:vpngw': 'vpngw-1', 'vpc:usergw': 'cgw-1', 'vpc:region': 'ap-guangzhou' }
    assert.equal(holds({ string_equal: asked }, { wholes }), true)
    assert.equal(holds({ string_equal: { 'vpc:subnet': 'subnet-1' } }, { wholes }), false)
    assert.equal(holds({ string_equal: { 'VPC:vpc': 'vpc-1' } }, { wholes }), false)
  })
})

describe('who may take a role on', () => {
  const asked = (change: Partial<Question> = {}) => question({ action: 'sts:AssumeRole', ...change })
  const admitted = (principals: unknown, change: Partial<Question> = {}) =>
    said(trusting(principals), asked(change), readTrust) === 'allow'

  test('everybody of an account, one of its users or roles, and nobody of another', () => {
    assert.equal(admitted(root), true)
    assert.equal(admitted({ qcs: 'qcs::cam::uin/42:uin/42' }), true)
    assert.equal(admitted({ qcs: 'qcs::cam::uin/42:uin/43' }), true)
    assert.equal(admitted({ qcs: ['qcs::cam::uin/42:uin/44', 'qcs::cam::uin/42:roleName/dev'] }), false)
    assert.equal(admitted({ qcs: ['qcs::cam::uin/43:root', 'qcs::cam::uin/43:uin/43'] }), false)
    assert.equal(admitted({ service: ['cvm.qcloud.com'] }), false)
    const role = { principal: { ...principal, kind: 'role' } as const }
    assert.equal(admitted({ qcs: ['qcs::cam::uin/42:roleName/DEV'] }, role), true)
    assert.equal(admitted({ qcs: ['qcs::cam::uin/42:role/43'] }, role), true)
    assert.equal(admitted({ qcs: ['qcs::cam::uin/42:uin/43'] }, role), false)
  })

  test('a denial of one user overrides the admission of all', () => {
    const one = { effect: 'deny', action: 'name/sts:AssumeRole', principal: { qcs: 'qcs::cam::uin/42:uin/43' } }
    const both = document({ effect: 'allow', action: 'name/sts:AssumeRole', principal: root }, one)
    assert.equal(said(both, asked(), readTrust), 'deny')
  })
})
