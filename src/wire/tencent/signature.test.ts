import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HttpRequest } from '../http/message.ts'
import {
  encodeParameters,
  type Parameter,
  readSignature,
  signTc3,
  signV1,
  type Tc3Input,
  type V1Input,
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

const withHeaders = (request: HttpRequest, changes: Record<string, string | undefined>): HttpRequest => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...request.headers, ...changes })) {
    if (value !== undefined) headers[name] = value
  }
  return { ...request, headers }
}

const tc3Input: Tc3Input = {
  method: 'POST',
  host: '127.0.0.1',
  body: '{"Filters":[{"Name":"vpc-id","Values":["vpc-1"]}],"Limit":2}',
  service: '127',
  action: 'DescribeVpnGateways',
  version: '2017-03-12',
  region: 'ap-guangzhou',
  keyId: 'AKIDEXAMPLE',
  secret: 'SK',
  timestampMs: 1795203548_000,
}

const tc3Request = (input: Tc3Input): HttpRequest => ({
  method: input.method,
  path: input.path ?? '/',
  rawQuery: input.rawQuery ?? '',
  headers: signTc3(input),
  body: Buffer.from(input.body ?? ''),
})

/** The keys of the cloud's published examples, asterisks included. */
const PUBLISHED = { keyId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******', secret: 'Gu5t9xGARNpq86cd98joQYCN3*******' }

const publishedV1: V1Input = {
  ...PUBLISHED,
  scheme: 'HmacSHA1',
  method: 'GET',
  host: 'cvm.tencentcloudapi.com',
  nonce: '11886',
  timestampMs: 1465185768_000,
  parameters: [
    ['Action', 'DescribeInstances'],
    ['InstanceIds.0', 'ins-09dx96dg'],
    ['Limit', '20'],
    ['Offset', '0'],
    ['Region', 'ap-guangzhou'],
    ['Version', '2017-03-12'],
  ],
}

const v1Request = (input: V1Input, parameters: readonly Parameter[] = signV1(input)): HttpRequest => ({
  method: input.method,
  path: '/',
  rawQuery: encodeParameters(parameters),
  headers: { host: input.host },
  body: EMPTY,
})

const edited = (parameters: readonly Parameter[], name: string, value?: string): readonly Parameter[] => {
  const others = parameters.filter(([candidate]) => candidate !== name)
  return value === undefined ? others : [...others, [name, value]]
}

test('a TC3 signature of the documents’ examples has the canonical request’s hash that they print', () => {
  const hashes = [
    [true, '7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84'],
    [false, '5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031'],
  ] as const
  for (const [signAction, canonicalHash] of hashes) {
    const request = tc3Request({
      ...PUBLISHED,
      signAction,
      method: 'POST',
      host: 'cvm.tencentcloudapi.com',
      service: 'cvm',
      action: 'DescribeInstances',
      version: '2017-03-12',
      region: 'ap-guangzhou',
      timestampMs: 1551113065_000,
      contentType: 'application/json; charset=utf-8',
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
    })
    const presented = readSignature(request)
    assert.ok(presented.ok)
    assert.deepEqual(verifySignature(request, presented.value, PUBLISHED.secret), {
      matches: true,
      stringToSign: `TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n${canonicalHash}`,
    })
  }
})

test('a TC3 signature recorded from two official clients is computed alike', () => {
  const node = signTc3(tc3Input).authorization
  assert.equal(
    node,
    'TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2026-11-20/127/tc3_request, SignedHeaders=content-type;host, ' +
      'Signature=001a09432f63bceeb75f93cf453053e3813575549b0594f1220fd465f3905598',
  )
  const tccli: Tc3Input = { ...tc3Input, host: 'http://127.0.0.1:18080', service: 'vpc', body: '{"Limit": 2}' }
  const request = tc3Request({ ...tccli, timestampMs: 1795203624_000 })
  assert.ok(
    request.headers.authorization?.endsWith('=04e6b3a24865ffcba2911e612ce7c4018460b134a9cd78ca50b2236985f1f232'),
  )
  assert.ok(matches(request, 'SK'))
})

test('a TC3 signature verifies for the host with its port, without it and in another case, and for no other host', () => {
  const hosts: readonly (readonly [sent: string, signed: string])[] = [
    ['127.0.0.1:18080', '127.0.0.1'],
    ['127.0.0.1:18080', '127.0.0.1:18080'],
    ['VPC.Example.com:80', 'VPC.Example.com:80'],
    ['VPC.Example.com:80', 'VPC.Example.com'],
    ['VPC.Example.com:80', 'vpc.example.com:80'],
    ['VPC.Example.com:80', 'vpc.example.com'],
    ['[::1]:80', '[::1]'],
    ['[::1]', '[::1]'],
  ]
  for (const [host, signed] of hosts) {
    assert.ok(matches(withHeaders(tc3Request({ ...tc3Input, host: signed }), { host }), 'SK'), `${host} for ${signed}`)
  }
  for (const host of ['127.0.0.2', '127.0.0.1:', '127.0.0.1:8a', '127.0.0']) {
    assert.ok(!matches(withHeaders(tc3Request(tc3Input), { host }), 'SK'), host)
  }
})

test('a TC3 signature verifies whatever service its scope names, and for the root path where a deeper one is sent', () => {
  for (const service of ['localhost:18080', 'vpc', 'a/b', '127']) {
    assert.ok(matches(tc3Request({ ...tc3Input, service }), 'SK'), service)
  }
  assert.ok(matches({ ...tc3Request(tc3Input), path: '/prefix/' }, 'SK'))
  assert.ok(matches(tc3Request({ ...tc3Input, path: '/prefix/' }), 'SK'))
  assert.ok(!matches({ ...tc3Request({ ...tc3Input, path: '/prefix/' }), path: '/other' }, 'SK'))
})

test('a TC3 signature covers the query as it was sent, on any method', () => {
  const get = tc3Request({ ...tc3Input, method: 'GET', body: '', rawQuery: 'b=2&a=%e4+1' })
  assert.ok(matches(get, 'SK'))
  assert.ok(!matches({ ...get, rawQuery: 'a=%e4+1&b=2' }, 'SK'))
  assert.ok(!matches({ ...tc3Request(tc3Input), rawQuery: 'Limit=3' }, 'SK'))
})

test('a TC3 signature leaves the body out only where UNSIGNED-PAYLOAD was signed', () => {
  const request = tc3Request({ ...tc3Input, unsignedPayload: true })
  assert.ok(matches({ ...request, body: Buffer.from('another') }, 'SK'))
  assert.ok(!matches(withHeaders(request, { 'x-tc-content-sha256': undefined }), 'SK'))
  assert.ok(!matches(withHeaders(tc3Request(tc3Input), { 'x-tc-content-sha256': 'UNSIGNED-PAYLOAD' }), 'SK'))
})

test('a TC3 signature that is read gives its SecretId, time and scope', () => {
  const presented = readSignature(tc3Request({ ...tc3Input, securityToken: 'token', service: 'localhost:18080' }))
  assert.ok(presented.ok && presented.value.scheme === 'TC3-HMAC-SHA256')
  const { keyId, timestampMs, nonce, securityToken, date, service } = presented.value
  assert.deepEqual(
    { keyId, timestampMs, nonce, securityToken, date, service },
    {
      keyId: 'AKIDEXAMPLE',
      timestampMs: 1795203548_000,
      nonce: undefined,
      securityToken: 'token',
      date: '2026-11-20',
      service: 'localhost:18080',
    },
  )
})

test('a TC3 signature verifies when more secrets are in use than signing keys are kept', () => {
  const requests = Array.from({ length: 600 }, (_, index) => tc3Request({ ...tc3Input, secret: `secret-${index}` }))
  for (const round of [1, 2]) {
    for (const [index, request] of requests.entries()) {
      assert.ok(matches(request, `secret-${index}`), `round ${round}, secret ${index}`)
      assert.ok(!matches(request, `secret-${index + 1}`), `round ${round}, secret ${index}`)
    }
  }
})

test('a TC3 signature over many headers in two spellings is given up before every combination was tried', () => {
  const names = Array.from({ length: 40 }, (_, index) => `x-${index}`)
  const authorization = tc3Request(tc3Input).headers.authorization?.replace(';host', `;host;${names.join(';')}`)
  const extra = Object.fromEntries(names.map((name) => [name, 'Upper']))
  const request = withHeaders(tc3Request(tc3Input), { ...extra, authorization })
  let spellings = 0
  const counting: HttpRequest = {
    ...request,
    // Read once for each spelling of the headers that is tried.
    get path() {
      spellings += 1
      assert.ok(spellings <= 1000)
      return request.path
    },
  }
  assert.ok(!matches(counting, 'SK'))
})

test('a TC3 signature that cannot be compared is told with its problem', () => {
  const request = tc3Request(tc3Input)
  const authorization = request.headers.authorization ?? ''
  const signed = (text: string) => withHeaders(request, { authorization: text })
  const at = (timestamp: string | undefined) => withHeaders(request, { 'x-tc-timestamp': timestamp })
  const cases: readonly (readonly [string, HttpRequest])[] = [
    ['unsigned', withHeaders(request, { authorization: undefined })],
    ['unsigned', { method: 'GET', path: '/', rawQuery: 'Action=A', headers: {}, body: EMPTY }],
    ['unsupported-scheme', signed('SKIP')],
    ['unsupported-scheme', signed('Bearer abc')],
    ['unsupported-scheme', signed(authorization.replace('SHA256', 'SM3'))],
    ['malformed', signed('TC3-HMAC-SHA256')],
    ['malformed', signed(authorization.replace('/tc3_request', ''))],
    ['malformed', signed(authorization.replace('/127/', '/'))],
    ['malformed', signed(authorization.replace('/127/', '//'))],
    ['malformed', signed(authorization.replace('SignedHeaders', 'Signed'))],
    ['malformed', signed(authorization.replace('content-type;', 'content-type;content-type;'))],
    ['missing-key-id', signed(authorization.replace('AKIDEXAMPLE', ''))],
    ['scope-mismatch', signed(authorization.replace('2026-11-20', '2026-11-21'))],
    ['header-not-signed', signed(authorization.replace('content-type;', ''))],
    ['header-not-signed', signed(authorization.replace(';host', ''))],
    ['signed-header-absent', signed(authorization.replace(';host', ';host;constructor'))],
    ['signed-header-absent', withHeaders(request, { host: undefined })],
    ['missing-timestamp', at(undefined)],
    ['missing-timestamp', at(' ')],
    ...['1.5', '-1', '0x10', '1e9', '179520354800', 'now'].map((text) => ['malformed-timestamp', at(text)] as const),
  ]
  for (const [kind, broken] of cases) assert.equal(problemOf(broken), kind, JSON.stringify(broken.headers))
})

test('a v1 signature of the documents’ example is the one that they print', () => {
  // The published example sends no SignatureMethod, which signV1 always does.
  const bare = edited(edited(signV1(publishedV1), 'SignatureMethod'), 'Signature', 'zmmjn35mikh6pM3V7sUEuX4wyYM=')
  const request = v1Request(publishedV1, bare)
  assert.ok(matches(request, PUBLISHED.secret))
  const presented = readSignature(request)
  assert.ok(presented.ok)
  assert.equal(
    verifySignature(request, presented.value, 'wrong').stringToSign,
    'GETcvm.tencentcloudapi.com/?Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886&Offset=0' +
      '&Region=ap-guangzhou&SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******&Timestamp=1465185768&Version=2017-03-12',
  )
})

test('a v1 signature by HmacSHA1 or HmacSHA256 verifies in the query and in the form, and gives its SecretId and time', () => {
  for (const scheme of ['HmacSHA1', 'HmacSHA256'] as const) {
    const input: V1Input = { ...publishedV1, scheme, method: 'POST', securityToken: 'a token/+=' }
    const request = v1Request(input)
    const body = Buffer.from(request.rawQuery)
    const form = { ...request, rawQuery: '', body, headers: { ...request.headers, 'content-type': FORM } }
    for (const sent of [request, form]) {
      assert.ok(matches(sent, PUBLISHED.secret))
      assert.ok(!matches(sent, PUBLISHED.secret.toLowerCase()))
      const presented = readSignature(sent)
      assert.ok(presented.ok)
      const { keyId, timestampMs, nonce, securityToken } = presented.value
      assert.deepEqual(
        [presented.value.scheme, keyId, timestampMs, nonce, securityToken],
        [scheme, PUBLISHED.keyId, 1465185768_000, '11886', 'a token/+='],
      )
    }
    assert.ok(!matches({ ...form, rawQuery: 'Limit2=1' }, PUBLISHED.secret), 'a query beside the form is signed too')
  }
})

test('a v1 signature that cannot be compared is told with its problem', () => {
  const signed = signV1(publishedV1)
  const without = (name: string) => v1Request(publishedV1, edited(signed, name))
  const having = (name: string, value: string) => v1Request(publishedV1, edited(signed, name, value))
  const request = v1Request(publishedV1)
  const cases: readonly (readonly [string, HttpRequest])[] = [
    ['missing-key-id', without('SecretId')],
    ['malformed', without('Signature')],
    ['missing-timestamp', without('Timestamp')],
    ['missing-nonce', without('Nonce')],
    ['malformed-timestamp', having('Timestamp', '2025-01-02T03:04:05Z')],
    ['unsupported-scheme', having('SignatureMethod', 'TC3-HMAC-SHA256')],
    ['malformed', { ...request, rawQuery: `${request.rawQuery}&Nonce=1` }],
    ['malformed-parameters', { ...request, rawQuery: `${request.rawQuery}&a` }],
    ['malformed-parameters', { ...request, rawQuery: `${request.rawQuery}&a=%zz` }],
    ['malformed-parameters', { ...request, body: Buffer.from('{}') }],
  ]
  for (const [kind, broken] of cases) assert.equal(problemOf(broken), kind, broken.rawQuery)
})

test('a v1 signature beside a proxy’s own Authorization is read', () => {
  assert.ok(matches(withHeaders(v1Request(publishedV1), { authorization: 'Basic YTpi' }), PUBLISHED.secret))
})
