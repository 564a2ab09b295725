import assert from 'node:assert/strict'
import { createHmac, hash } from 'node:crypto'
import { test } from 'node:test'
import type { HttpRequest } from '../http/message.ts'
import {
  encodeParameters,
  type Parameter,
  readSignature,
  signV1,
  signV3,
  type V1Input,
  type V3Input,
  verifySignature,
} from './signature.ts'

const EMPTY = new Uint8Array()
const FORM = 'application/x-www-form-urlencoded'

const matches = (request: HttpRequest, secret: string): boolean => {
  const presented = readSignature(request)
  assert.ok(presented.ok, presented.ok ? '' : `${presented.error.kind}: ${presented.error.detail}`)
  return verifySignature(request, presented.value, secret).matches
}

const problemOf = (request: HttpRequest): string => {
  const presented = readSignature(request)
  return presented.ok ? 'none' : presented.error.kind
}

const signatureIn = (parameters: readonly Parameter[]): string | undefined =>
  parameters.find(([name]) => name === 'Signature')?.[1]

const v1Input: V1Input = {
  method: 'POST',
  keyId: 'testid',
  secret: 'testsecret',
  nonce: 'n-1',
  timestampMs: Date.UTC(2025, 0, 2, 3, 4, 5),
  parameters: [
    ['TunnelOptionsSpecification.1.TunnelIkeConfig.Psk', 'x y+z'],
    ['Action', 'CreateVpnAttachment'],
    ['Format', 'json'],
    ['Version', '2016-04-28'],
    ['RegionId', 'cn-hangzhou'],
    ['LocalSubnet', '10.0.0.0/8,172.16.0.0/12'],
    ['RemoteSubnet', '0.0.0.0/0'],
    ['IkeConfig', '{"Psk":"a!b\'(c)*~ d"}'],
  ],
}

const v3Input: V3Input = {
  method: 'POST',
  host: '127.0.0.1:8080',
  query: [
    ['RegionId', 'cn-hangzhou'],
    ['LocalSubnet', '10.0.0.0/8,172.16.0.0/12'],
  ],
  body: 'TunnelOptionsSpecification.1.CustomerGatewayId=cgw-1',
  contentType: FORM,
  action: 'CreateVpnAttachment',
  version: '2016-04-28',
  keyId: 'testid',
  secret: 'testsecret',
  nonce: 'abc',
  timestampMs: Date.UTC(2025, 0, 2, 3, 4, 5),
}

const v1Query = (input: V1Input): HttpRequest => ({
  method: input.method,
  path: '/',
  rawQuery: encodeParameters(signV1(input)),
  headers: { host: 'vpc.aliyuncs.com' },
  body: EMPTY,
})

const v3Request = (input: V3Input): HttpRequest => ({
  method: input.method,
  path: '/',
  rawQuery: encodeParameters(input.query),
  headers: signV3(input),
  body: Buffer.from(input.body ?? ''),
})

const withHeaders = (request: HttpRequest, changes: Record<string, string | undefined>): HttpRequest => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...request.headers, ...changes })) {
    if (value !== undefined) headers[name] = value
  }
  return { ...request, headers }
}

const withoutParameter = (request: HttpRequest, name: string): HttpRequest => ({
  ...request,
  rawQuery: request.rawQuery
    .split('&')
    .filter((piece) => !piece.startsWith(`${name}=`))
    .join('&'),
})

const withParameter = (request: HttpRequest, name: string, value: string): HttpRequest => {
  const without = withoutParameter(request, name)
  return { ...without, rawQuery: `${without.rawQuery}&${encodeParameters([[name, value]])}` }
}

test('V1 computes the signature of the cloud’s example', () => {
  const signed = signV1({
    method: 'GET',
    keyId: 'testid',
    secret: 'testsecret',
    nonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
    timestampMs: Date.UTC(2016, 1, 23, 12, 46, 24),
    parameters: [
      ['Action', 'DescribeRegions'],
      ['Format', 'XML'],
      ['Version', '2014-05-26'],
    ],
  })
  assert.equal(signatureIn(signed), 'OLeaidS1JvxuMvnyHOwuJ+uX5qY=')
})

test('V1 encodes the characters that encodeURIComponent leaves alone', () => {
  assert.equal(signatureIn(signV1(v1Input)), 'MzJiubG+XUianPp8nZIHWJ7XkdE=')
  assert.ok(matches(v1Query(v1Input), 'testsecret'))
})

test('V1 is read from the query, the form, and both at once', () => {
  const signed = signV1(v1Input)
  const request = v1Query(v1Input)
  const form = (parameters: readonly Parameter[]) => Buffer.from(encodeParameters(parameters))
  const headers = { 'content-type': `${FORM}; charset=utf-8` }
  assert.ok(matches({ ...request, headers, rawQuery: '', body: form(signed) }, 'testsecret'))
  const split = { ...request, headers, rawQuery: encodeParameters(signed.slice(4)), body: form(signed.slice(0, 4)) }
  assert.ok(matches(split, 'testsecret'))
  const hidden = { ...split, rawQuery: `Action=Other&${split.rawQuery}` }
  assert.ok(matches(hidden, 'testsecret'), 'what the form says hides what the query says')
})

test('V1 keeps empty parameters in the text that is signed', () => {
  const input: V1Input = { ...v1Input, parameters: [...v1Input.parameters, ['SignatureType', ''], ['Name', '']] }
  const request = v1Query(input)
  assert.ok(matches(request, 'testsecret'))
  assert.ok(!matches(withoutParameter(request, 'Name'), 'testsecret'))
})

test('V1 is read with its key id, time and nonce', () => {
  const presented = readSignature(v1Query({ ...v1Input, securityToken: 'a token/+=' }))
  assert.ok(presented.ok)
  const { scheme, keyId, timestampMs, nonce, securityToken } = presented.value
  assert.deepEqual(
    { scheme, keyId, timestampMs, nonce, securityToken },
    {
      scheme: 'HMAC-SHA1',
      keyId: 'testid',
      timestampMs: Date.UTC(2025, 0, 2, 3, 4, 5),
      nonce: 'n-1',
      securityToken: 'a token/+=',
    },
  )
})

test('V1 that is incomplete or malformed is refused with its problem', () => {
  const request = v1Query(v1Input)
  const body = Buffer.from('{}')
  const cases: readonly (readonly [string, HttpRequest])[] = [
    ['unsigned', { ...request, rawQuery: 'Action=DescribeRegions' }],
    ['missing-key-id', withoutParameter(request, 'AccessKeyId')],
    ['malformed', withoutParameter(request, 'Signature')],
    ['missing-timestamp', withoutParameter(request, 'Timestamp')],
    ['missing-timestamp', withParameter(request, 'Timestamp', '')],
    ['missing-nonce', withoutParameter(request, 'SignatureNonce')],
    ['malformed', { ...request, rawQuery: `${request.rawQuery}&Timestamp=2025-01-02T03:04:05Z` }],
    ['unsupported-scheme', withParameter(request, 'SignatureMethod', 'HMAC-SHA256')],
    ['unsupported-scheme', withParameter(request, 'SignatureVersion', '2.0')],
    ['unsupported-scheme', withParameter(request, 'SignatureType', 'BEARERTOKEN')],
    ['unsupported-scheme', { ...request, rawQuery: 'BearerToken=abc&SignatureType=BEARERTOKEN' }],
    ['malformed-parameters', { ...request, rawQuery: `${request.rawQuery}&a=%zz` }],
    ['malformed-parameters', { ...request, rawQuery: `${request.rawQuery}&a=%ff` }],
    ['malformed-parameters', { ...request, body, headers: { 'content-type': 'application/json' } }],
    ['malformed-parameters', { ...request, body }],
    ['malformed-parameters', { ...request, body: Uint8Array.of(0xff), headers: { 'content-type': FORM } }],
  ]
  for (const [kind, broken] of cases) assert.equal(problemOf(broken), kind, broken.rawQuery)
})

test('a time stamp is UTC to the second and a day that exists, in either scheme', () => {
  const wrong = [
    '2025-02-30T00:00:00Z',
    '2025-01-02T24:00:00Z',
    '2025-01-02 03:04:05Z',
    '2025-01-02T03:04:05',
    '1735787045',
  ]
  for (const text of [...wrong, '2025-01-02T03:04:05.000Z', '2025-1-2T3:04:05Z', 'Thu, 02 Jan 2025 03Z']) {
    assert.equal(problemOf(withParameter(v1Query(v1Input), 'Timestamp', text)), 'malformed-timestamp', text)
    assert.equal(problemOf(withHeaders(v3Request(v3Input), { 'x-acs-date': text })), 'malformed-timestamp', text)
  }
})

test('V3 computes the signature of the cloud’s example', () => {
  const headers = signV3({
    method: 'POST',
    host: 'ecs.cn-shanghai.aliyuncs.com',
    action: 'RunInstances',
    version: '2014-05-26',
    keyId: 'YourAccessKeyId',
    secret: 'YourAccessKeySecret',
    nonce: '3156853299f313e23d1673dc12e1703d',
    timestampMs: Date.UTC(2023, 9, 26, 10, 22, 32),
    query: [
      ['ImageId', 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'],
      ['RegionId', 'cn-shanghai'],
    ],
  })
  assert.equal(
    headers.authorization,
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;' +
      'x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

test('V3 signs a body by its hash and a host with its port', () => {
  const request = v3Request(v3Input)
  assert.ok(
    request.headers.authorization?.endsWith(
      'Signature=4111feb1e765f9c3921fa85a79a7b7c99e9b6057033a4feb84f589db6d076e9d',
    ),
  )
  assert.ok(matches(request, 'testsecret'))
  assert.ok(!matches(withHeaders(request, { host: '127.0.0.1' }), 'testsecret'))
})

test('V3 accepts spaces after the commas, and a query in another order and encoding', () => {
  const request = v3Request({
    ...v3Input,
    query: [
      ['b', "!'()*~ +"],
      ['a', ''],
    ],
  })
  const authorization = request.headers.authorization?.replaceAll(',', ', ')
  assert.ok(matches({ ...withHeaders(request, { authorization }), rawQuery: "a&b=!'()*~+%2b" }, 'testsecret'))
})

/** Signs by hand what signV3 would not. */
const resigned = (request: HttpRequest, signedHeaders: readonly string[], query: string): HttpRequest => {
  const lines = signedHeaders.map((name) => `${name}:${request.headers[name]}\n`).join('')
  const bodyHash = hash('sha256', request.body, 'hex')
  const canonical = `${request.method}\n/\n${query}\n${lines}\n${signedHeaders.join(';')}\n${bodyHash}`
  const text = `ACS3-HMAC-SHA256\n${hash('sha256', canonical, 'hex')}`
  const signature = createHmac('sha256', 'testsecret').update(text).digest('hex')
  const authorization = `ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`
  return withHeaders(request, { authorization })
}

const SIGNED = [
  'content-type',
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
]

test('V3 accepts names that the SDKs sign unencoded, unless they are ambiguous', () => {
  const request = v3Request({ ...v3Input, query: [] })
  const raw = resigned({ ...request, rawQuery: '%232%23a=1' }, SIGNED, '#2#a=1')
  assert.ok(matches(raw, 'testsecret'))
  for (const [rawQuery, query] of [
    ['a%3D1%26b=2', 'a=1&b=2'],
    ['a%2520b=1', 'a%20b=1'],
    ['a%0Ab=1', 'a\nb=1'],
  ] as const) {
    assert.ok(!matches(resigned({ ...request, rawQuery }, SIGNED, query), 'testsecret'), rawQuery)
  }
})

test('V3 joins a repeated header as the SDKs do', () => {
  const plain = withHeaders(v3Request({ ...v3Input, query: [] }), { 'x-acs-tag': 'a,b' })
  const signed = resigned(plain, [...SIGNED, 'x-acs-tag'], '')
  assert.ok(matches(withHeaders(signed, { 'x-acs-tag': 'b, a' }), 'testsecret'))
})

test('V3 without every header of the request signed is refused', () => {
  const request = v3Request({ ...v3Input, query: [], securityToken: 'token' })
  const all = [...SIGNED, 'x-acs-security-token']
  assert.ok(matches(resigned(request, all, ''), 'testsecret'))
  for (const name of all.filter((candidate) => candidate !== 'content-type')) {
    const partly = resigned(
      request,
      all.filter((candidate) => candidate !== name),
      '',
    )
    assert.equal(problemOf(partly), 'header-not-signed', name)
  }
})

test('V3 that is incomplete or malformed is refused with its problem', () => {
  const request = v3Request(v3Input)
  const authorization = request.headers.authorization ?? ''
  const signed = (text: string) => withHeaders(request, { authorization: text })
  const cases: readonly (readonly [string, HttpRequest])[] = [
    ['unsigned', signed('')],
    ['malformed', signed('ACS3-HMAC-SHA256')],
    ['malformed', signed('ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host')],
    ['malformed', signed(`${authorization},Signature=aa`)],
    ['malformed', signed(authorization.replace('host;', 'host;host;'))],
    ['malformed', signed(authorization.replace('host;', ';'))],
    [
      'malformed',
      signed(
        authorization.replace('host;', `host;${Array.from({ length: 70 }, (_, index) => `x-${index};`).join('')}`),
      ),
    ],
    ['signed-header-absent', signed(authorization.replace('host;', 'host;constructor;'))],
    ['missing-key-id', signed(authorization.replace('testid', ''))],
    ['missing-timestamp', withHeaders(request, { 'x-acs-date': undefined })],
    ['missing-nonce', withHeaders(request, { 'x-acs-signature-nonce': undefined })],
    ['missing-body-hash', withHeaders(request, { 'x-acs-content-sha256': undefined })],
    ['body-hash-mismatch', { ...request, body: EMPTY }],
    ['malformed-parameters', { ...request, rawQuery: 'a=%c3' }],
    ['unsupported-scheme', signed(authorization.replace('SHA256', 'SM3'))],
    ['unsupported-scheme', signed(authorization.replace('HMAC', 'RSA'))],
    ['unsupported-scheme', signed('Bearer abc')],
    ['unsupported-scheme', signed('acs testid:c2lnbmF0dXJl')],
    ['unsupported-scheme', withHeaders(request, { 'x-acs-signature-type': 'BEARERTOKEN', 'x-acs-bearer-token': 'a' })],
    ['unsupported-scheme', withHeaders(request, { authorization: undefined, 'x-acs-zero-trust-idtoken': 'a' })],
  ]
  for (const [kind, broken] of cases) assert.equal(problemOf(broken), kind, JSON.stringify(broken.headers))
})

test("a proxy's own Authorization does not hide a V1 signature", () => {
  const basic = { authorization: 'Basic YTpi' }
  assert.equal(problemOf(withHeaders(withoutParameter(v1Query(v1Input), 'Timestamp'), basic)), 'missing-timestamp')
  assert.ok(matches(withHeaders(v1Query(v1Input), { authorization: 'Basic YTpi' }), 'testsecret'))
})

test('a signature of another length or spelling does not match', () => {
  const request = v1Query(v1Input)
  for (const signature of [
    'a',
    'MzJiubG-XUianPp8nZIHWJ7XkdE=',
    'MzJiubG+XUianPp8nZIHWJ7XkdE',
    'MzJiubG+XUianPp8nZIHWJ7XkdE= ',
  ]) {
    assert.ok(!matches(withParameter(request, 'Signature', signature), 'testsecret'), signature)
  }
})
