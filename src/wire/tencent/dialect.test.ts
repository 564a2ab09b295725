import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dialectContract, type RequestForm, type SampleCall, type ToldError } from '../http/dialect-contract.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { openTestInstallation } from '../http/testing/installation.ts'
import { tencent } from './dialect.ts'
import { encodeParameters, type Parameter, signTc3, signV1 } from './signature.ts'
import { answerTo, host, openTestClient, region, tc3Request, v1Request, version } from './testing/client.ts'
import { flatten } from './unflatten.ts'

const good: SampleCall = {
  action: 'CreateVpc',
  version,
  region,
  parameters: { VpcName: 'office', CidrBlock: '10.1.0.0/16', Tags: [{ Key: 'city', Value: 'shanghai' }] },
}

const json: RequestForm = {
  name: 'signature v3, POST, JSON',
  sign(call, { keyId, secret, now }) {
    const body = Buffer.from(JSON.stringify(call.parameters))
    const headers = signTc3({ ...call, method: 'POST', host, body, service: 'vpc', keyId, secret, timestampMs: now })
    return { method: 'POST', path: '/', rawQuery: '', headers, body }
  },
  unsigned(call) {
    const { authorization: _, ...headers } = this.sign(call, { keyId: 'k', secret: 's', now: 0 }).headers
    return { method: 'POST', path: '/', rawQuery: '', headers, body: Buffer.from(JSON.stringify(call.parameters)) }
  },
  repeatable: 'it is answered: v3 has no nonce, and a client may ask the same twice in a second',
  wrongType: { ...good, parameters: { ...good.parameters, VpcName: 7 } },
}

const query: RequestForm = {
  name: 'signature v3, GET',
  sign(call, { keyId, secret, now }) {
    const rawQuery = encodeParameters(flatten(call.parameters))
    const headers = signTc3({ ...call, method: 'GET', host, rawQuery, service: 'vpc', keyId, secret, timestampMs: now })
    return { method: 'GET', path: '/', rawQuery, headers, body: new Uint8Array() }
  },
  unsigned(call) {
    const { authorization: _, ...headers } = this.sign(call, { keyId: 'k', secret: 's', now: 0 }).headers
    return {
      method: 'GET',
      path: '/',
      rawQuery: encodeParameters(flatten(call.parameters)),
      headers,
      body: Buffer.of(),
    }
  },
  repeatable: 'it is answered, as a POST is',
  wrongType: { ...good, action: 'DescribeVpnGateways', parameters: { Limit: 'many' } },
}

const common = ({ action, version: of, region: where, parameters }: SampleCall): readonly Parameter[] => [
  ['Action', action],
  ['Version', of],
  ...(where === undefined ? [] : [['Region', where] as const]),
  ...flatten(parameters),
]

let nonces = 0

const older = (method: 'GET' | 'POST', scheme: 'HmacSHA1' | 'HmacSHA256'): RequestForm => {
  const request = (parameters: readonly Parameter[]): HttpRequest => {
    const text = encodeParameters(parameters)
    return method === 'GET'
      ? { method, path: '/', rawQuery: text, headers: { host }, body: new Uint8Array() }
      : {
          method,
          path: '/',
          rawQuery: '',
          headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
          body: Buffer.from(text),
        }
  }
  return {
    name: `signature v1, ${method}, ${scheme}`,
    sign(call, { keyId, secret, now }) {
      nonces += 1
      const nonce = String(nonces)
      return request(signV1({ scheme, method, host, parameters: common(call), keyId, secret, timestampMs: now, nonce }))
    },
    unsigned: (call) => request(common(call)),
    wrongType: { ...good, action: 'DescribeVpnGateways', parameters: { Limit: 'many' } },
  }
}

const told = (code: string): ToldError => ({ status: 200, code })

function readError({ status, headers, body }: HttpResponse): ToldError | undefined {
  assert.equal(headers['content-type'], 'application/json')
  const { Response: response } = JSON.parse(body)
  assert.match(response.RequestId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  if (response.Error === undefined) return undefined
  assert.equal(typeof response.Error.Message, 'string')
  return { status, code: response.Error.Code }
}

dialectContract('Tencent Cloud', tencent, {
  forms: [json, query, older('GET', 'HmacSHA1'), older('POST', 'HmacSHA256')],
  good,
  required: 'CidrBlock',
  unknownVersion: '2016-01-01',
  errors: {
    unsigned: told('AuthFailure.InvalidAuthorization'),
    'signature-mismatch': told('AuthFailure.SignatureFailure'),
    'unknown-key': told('AuthFailure.SecretIdNotFound'),
    expired: told('AuthFailure.SignatureExpire'),
    replayed: told('AuthFailure.SignatureFailure'),
    'unknown-action': told('InvalidAction'),
    'not-offered': told('InvalidAction'),
    'unknown-version': told('NoSuchVersion'),
    'missing-region': told('MissingParameter'),
    'unknown-region': told('UnsupportedRegion'),
    'body-too-large': told('RequestSizeLimitExceeded'),
    'unknown-parameter': told('UnknownParameter'),
    'missing-required': told('MissingParameter'),
    'wrong-type': told('InvalidParameter'),
  },
  retried:
    /^(InternalError|RequestLimitExceeded|ResourceInUse|ResourceBusy|ResourceUnavailable|FailedOperation|LimitExceeded|ClientError)/,
  readError,
})

/** The code that one changed part of a good request is refused with. */
async function codeOf(
  change: (request: ReturnType<typeof tc3Request>) => ReturnType<typeof tc3Request>,
  sign: typeof tc3Request = tc3Request,
): Promise<string | undefined> {
  await using installation = await openTestInstallation(tencent)
  const request = sign(installation, { action: good.action, parameters: good.parameters })
  return (await answerTo(installation, change(request))).Error?.Code
}

test('a request with the SDKs’ skipSign option is AuthFailure.InvalidAuthorization', async () => {
  const skip = await codeOf((request) => ({ ...request, headers: { ...request.headers, authorization: 'SKIP' } }))
  assert.equal(skip, 'AuthFailure.InvalidAuthorization')
})

test('a method other than GET and POST is UnsupportedProtocol', async () => {
  assert.equal(await codeOf((request) => ({ ...request, method: 'PUT' })), 'UnsupportedProtocol')
})

test('a body over 10 MiB of JSON or 1 MiB of form, or a query over 32 KiB, is RequestSizeLimitExceeded', async () => {
  const larger = (count: number) => (request: ReturnType<typeof tc3Request>) => ({
    ...request,
    body: Buffer.alloc(count, 0x20),
  })
  const older1 = (...[installation, sent]: Parameters<typeof tc3Request>) => v1Request(installation, sent)
  assert.equal(await codeOf(larger(10 * 1024 * 1024 + 1)), 'RequestSizeLimitExceeded')
  assert.equal(await codeOf(larger(1024 * 1024 + 1)), 'AuthFailure.SignatureFailure')
  assert.equal(await codeOf(larger(1024 * 1024 + 1), older1), 'RequestSizeLimitExceeded')
  const query32 = await codeOf((request) => ({ ...request, rawQuery: 'a'.repeat(32 * 1024 + 1) }))
  assert.equal(query32, 'RequestSizeLimitExceeded')
})

test('a token of temporary credentials is AuthFailure.TokenFailure', async () => {
  await using installation = await openTestInstallation(tencent)
  const { id: keyId, secret } = installation.key
  const call = { action: 'DescribeVpcs', version, region, service: 'vpc', keyId, secret, securityToken: 'token' }
  const headers = signTc3({ ...call, method: 'POST', host, body: '{}', timestampMs: installation.now })
  const request = { method: 'POST', path: '/', rawQuery: '', headers, body: Buffer.from('{}') }
  assert.equal((await answerTo(installation, request)).Error?.Code, 'AuthFailure.TokenFailure')
})

test('an empty X-TC-Region is InvalidParameterValue, with the message that clients know', async () => {
  await using installation = await openTestInstallation(tencent)
  const request = tc3Request(installation, { action: 'DescribeVpcs', parameters: {}, region: '' })
  assert.deepEqual((await answerTo(installation, request)).Error, {
    Code: 'InvalidParameterValue',
    Message: 'A value specified in `X-TC-Region` is not valid, is unsupported, or cannot be used.',
  })
})

test('a body that ends in the middle of its JSON is InvalidParameter', async () => {
  await using client = await openTestClient()
  assert.equal(await client.refusal('CreateVpc', '{"VpcName"'), 'InvalidParameter')
})

test('an action that the cloud has and Culvert does not offer is InvalidAction, told with the reason', async () => {
  await using installation = await openTestInstallation(tencent)
  for (const [action, version, why] of [
    ['CreateCcnRouteTables', '2017-03-12', 'CCN'],
    ['DescribeSubnetResourceDashboard', '2017-03-12', 'subnet'],
    ['GetSessionToken', '2018-08-13', 'temporary keys'],
  ] as const) {
    const answer = await answerTo(installation, tc3Request(installation, { action, version, parameters: {} }))
    assert.equal(answer.Error?.Code, 'InvalidAction')
    assert.match(answer.Error.Message, new RegExp(`^Culvert does not offer ${action} yet: .*${why}`))
    assert.match(answer.Error.Message, /docs\/compat\/tencent\/not-offered\.md/)
  }
})
