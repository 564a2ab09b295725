import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '../../operations/decode.ts'
import type { Call } from '../http/dialect.ts'
import { explain, explainSignature } from './errors.ts'

const call = (parameters: Call['parameters']): Call => ({
  action: 'A',
  service: 'vpc 2017-03-12',
  region: 'ap-guangzhou',
  parameters,
  position: { path: '', textOnly: false, firstIndex: 0 },
})

const told = (problem: Problem, parameters: Call['parameters'] = {}) => {
  const { code, message } = explain([problem], call(parameters))
  return [code, message]
}

test('a problem with a parameter has the message that the cloud was seen to send', () => {
  assert.deepEqual(told({ path: 'VpcId', kind: 'missing', detail: '' }), [
    'MissingParameter',
    'The request is missing a required parameter `VpcId`.',
  ])
  assert.deepEqual(told({ path: 'InstanceIds.0', kind: 'type', detail: '' }), [
    'InvalidParameter',
    'The value type of parameter `InstanceIds.0` is not valid.',
  ])
  assert.deepEqual(told({ path: 'ActionTimer', kind: 'unknown', detail: '' }), [
    'UnknownParameter',
    'The parameter `ActionTimer` is not recognized.',
  ])
  const [code, message] = told({ path: 'Filters', kind: 'value', detail: 'must not be' }, { Filters: [] })
  assert.equal(code, 'InvalidParameterValue')
  assert.equal(message, 'The value `[]` specified in the parameter `Filters` is not valid: must not be.')
})

test('a value with a code of its own is refused with it, and its value is found at its path', () => {
  const problem: Problem = {
    path: 'Tags.1.Key',
    kind: 'value',
    detail: 'd',
    code: 'InvalidParameterValue.TagInvalidKey',
  }
  const [code, message] = told(problem, { Tags: [{}, { Key: 'k' }] })
  assert.equal(code, 'InvalidParameterValue.TagInvalidKey')
  assert.match(message ?? '', /^The value `k` specified in the parameter `Tags.1.Key`/)
})

test('a secret is not repeated in the message, and a long value not at length', () => {
  const problem = { path: 'PreShareKey', kind: 'value', detail: 'd', secret: true } as const
  const [, hidden] = told(problem, { PreShareKey: 'hunter 2' })
  assert.doesNotMatch(hidden ?? '', /hunter/)
  const [, long] = told({ path: 'VpcName', kind: 'value', detail: 'd' }, { VpcName: 'n'.repeat(5000) })
  assert.ok((long ?? '').length < 200)
})

test('of several problems the one with a name, a presence or a type is told before one with a value', () => {
  const problems: readonly Problem[] = [
    { path: 'Limit', kind: 'value', detail: '' },
    { path: 'CdcId', kind: 'refused', detail: '' },
    { path: 'Nonsense', kind: 'unknown', detail: '' },
  ]
  assert.equal(explain(problems, call({})).code, 'UnknownParameter')
  assert.equal(explain(problems.slice(0, 2), call({})).code, 'InvalidParameterValue')
  assert.equal(explain(problems.slice(1, 2), call({})).code, 'UnsupportedOperation')
})

test('a signature problem of every kind has a code of the cloud’s', () => {
  const detail = 'd'
  const codes = {
    unsigned: 'AuthFailure.InvalidAuthorization',
    malformed: 'AuthFailure.InvalidAuthorization',
    'unsupported-scheme': 'AuthFailure.InvalidAuthorization',
    'header-not-signed': 'AuthFailure.InvalidAuthorization',
    'signed-header-absent': 'AuthFailure.InvalidAuthorization',
    'malformed-parameters': 'InvalidParameter',
    'malformed-timestamp': 'InvalidParameter',
    'scope-mismatch': 'AuthFailure.SignatureFailure',
  } as const
  for (const [kind, code] of Object.entries(codes) as [keyof typeof codes, string][]) {
    assert.equal(explainSignature({ kind, detail }).code, code, kind)
  }
  const missing = explainSignature({ kind: 'missing-nonce', parameter: 'Nonce', detail })
  assert.deepEqual([missing.code, missing.message], ['MissingParameter', detail])
})
