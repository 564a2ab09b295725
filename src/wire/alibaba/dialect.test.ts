import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dialectContract, type RequestForm, type SampleCall, type ToldError } from '../http/dialect-contract.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { arbitraryRequest } from '../http/testing/signature-arbitraries.ts'
import { alibaba } from './dialect.ts'
import { encodeParameters, type Parameter, signV1, signV3 } from './signature.ts'
import { type Body, type Caller, flatten, formRequest, inactiveKey, openCaller, region } from './testing/caller.ts'

const none = new Uint8Array()

const describeVpcs: readonly Parameter[] = [
  ['Action', 'DescribeVpcs'],
  ['Version', '2016-04-28'],
  ['RegionId', region],
]

let nonces = 0
const freshNonce = () => {
  nonces += 1
  return `nonce-${nonces}`
}

const good: SampleCall = {
  action: 'CreateCustomerGateway',
  version: '2016-04-28',
  region,
  parameters: { IpAddress: '192.0.2.1', Name: 'office', Tag: [{ Key: 'city', Value: 'Hangzhou' }] },
}

const wrongType: SampleCall = { ...good, parameters: { ...good.parameters, Asn: 'many' } }

const parametersOf = ({ region: RegionId, parameters }: SampleCall): readonly Parameter[] =>
  flatten({ RegionId, ...parameters })

const formV1 = (method: 'GET' | 'POST'): RequestForm => {
  const send = (parameters: readonly Parameter[]): HttpRequest =>
    method === 'POST'
      ? formRequest(parameters)
      : { method, path: '/', rawQuery: encodeParameters(parameters), headers: { host: 'vpc.aliyuncs.com' }, body: none }
  const withTarget = (call: SampleCall): readonly Parameter[] => [
    ['Action', call.action],
    ['Version', call.version],
    ...parametersOf(call),
  ]
  return {
    name: `signature V1, ${method}`,
    sign: (call, { keyId, secret, now }) =>
      send(signV1({ method, parameters: withTarget(call), keyId, secret, timestampMs: now, nonce: freshNonce() })),
    unsigned: (call) => send(withTarget(call)),
    wrongType,
  }
}

const formV3 = (method: 'GET' | 'POST', where: 'query' | 'form'): RequestForm => {
  const sign: RequestForm['sign'] = (call, { keyId, secret, now }) => {
    const query = where === 'query' ? parametersOf(call) : []
    const body = where === 'form' ? Buffer.from(encodeParameters(parametersOf(call))) : none
    const { action, version } = call
    const content = where === 'form' ? { contentType: 'application/x-www-form-urlencoded' } : {}
    const signed = { method, host: '127.0.0.1:8080', query, body, ...content, action, version, keyId, secret }
    const headers = signV3({ ...signed, timestampMs: now, nonce: freshNonce() })
    return { method, path: '/', rawQuery: encodeParameters(query), headers, body }
  }
  return {
    name: `signature V3, ${method}, ${where}`,
    sign,
    unsigned(call) {
      const request = sign(call, { keyId: 'k', secret: 's', now: 0 })
      const headers = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'authorization')
      return { ...request, headers: Object.fromEntries(headers) }
    },
    wrongType,
  }
}

const told = (status: number, code: string): ToldError => ({ status, code })

function readError({ status, headers, body }: HttpResponse): ToldError | undefined {
  assert.match(String(headers['x-acs-request-id']), /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
  if (headers['content-type'] === 'text/xml;charset=utf-8') {
    const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1]
    assert.equal(code === undefined, status === 200, body)
    return code === undefined ? undefined : told(status, code)
  }
  const answer = JSON.parse(body)
  assert.equal(answer.RequestId, headers['x-acs-request-id'])
  if (status === 200) return undefined
  assert.equal(typeof answer.Message, 'string')
  assert.equal(typeof answer.Code, 'string')
  return told(status, answer.Code)
}

dialectContract('Alibaba Cloud', alibaba, {
  forms: [formV1('GET'), formV1('POST'), formV3('GET', 'query'), formV3('POST', 'query'), formV3('POST', 'form')],
  good,
  required: 'IpAddress',
  unknownVersion: '2020-01-01',
  errors: {
    unsigned: told(400, 'IncompleteSignature'),
    'signature-mismatch': told(400, 'SignatureDoesNotMatch'),
    'unknown-key': told(404, 'InvalidAccessKeyId.NotFound'),
    expired: told(400, 'InvalidTimeStamp.Expired'),
    replayed: told(400, 'SignatureNonceUsed'),
    'unknown-action': told(400, 'InvalidAction.NotFound'),
    'not-offered': told(400, 'InvalidAction.NotFound'),
    'unknown-version': told(400, 'InvalidVersion'),
    'missing-region': told(400, 'MissingParameter'),
    'unknown-region': told(404, 'InvalidRegionId.NotFound'),
    'body-too-large': told(413, 'RequestEntityTooLarge'),
    'unknown-parameter': told(400, 'InvalidParameter'),
    'missing-required': told(400, 'MissingParameter'),
    'wrong-type': told(400, 'InvalidParameter'),
  },
  retried: /^(Throttling|ServiceUnavailable|SystemBusy|InternalError|OperationConflict|LastTokenProcessing)/,
  readError,
})

interface Signing {
  readonly method?: string
  readonly secret?: string
  readonly keyId?: string
  readonly nonce?: string
  readonly at?: number
  readonly parameters?: readonly Parameter[]
}

function v1(caller: Caller, options: Signing = {}): HttpRequest {
  const signed = signV1({
    method: options.method ?? 'GET',
    parameters: options.parameters ?? describeVpcs,
    keyId: options.keyId ?? caller.key.id,
    secret: options.secret ?? caller.key.secret,
    timestampMs: options.at ?? caller.now,
    nonce: options.nonce ?? freshNonce(),
  })
  return {
    method: options.method ?? 'GET',
    path: '/',
    rawQuery: encodeParameters(signed),
    headers: { host: 'vpc.aliyuncs.com' },
    body: none,
  }
}

interface V3Options extends Omit<Signing, 'parameters'> {
  readonly action?: string
  readonly version?: string
  readonly query?: readonly Parameter[]
  readonly form?: readonly Parameter[]
}

function v3(caller: Caller, options: V3Options = {}): HttpRequest {
  const query = options.query ?? [['RegionId', region]]
  const body = Buffer.from(encodeParameters(options.form ?? []))
  const headers = signV3({
    method: 'POST',
    host: '127.0.0.1:8080',
    query,
    body,
    contentType: 'application/x-www-form-urlencoded',
    action: options.action ?? 'DescribeVpcs',
    version: options.version ?? '2016-04-28',
    keyId: options.keyId ?? caller.key.id,
    secret: options.secret ?? caller.key.secret,
    timestampMs: options.at ?? caller.now,
    nonce: options.nonce ?? freshNonce(),
  })
  return { method: 'POST', path: '/', rawQuery: encodeParameters(query), headers, body }
}

const read = ({ status, body }: HttpResponse): { status: number; body: Body } => ({ status, body: JSON.parse(body) })

async function expectCode(caller: Caller, request: HttpRequest, status: number, code: string): Promise<Body> {
  const answer = read(await caller.send(request))
  assert.deepEqual([answer.status, answer.body.Code], [status, code], String(answer.body.Message))
  return answer.body
}

test('a signature of V1 or V3 is accepted, in the query or the form', async () => {
  await using caller = await openCaller()
  const inForm = v1(caller, { method: 'POST' })
  const requests = [
    v1(caller),
    v1(caller, { method: 'POST' }),
    { ...formRequest([]), body: Buffer.from(inForm.rawQuery) },
    v3(caller),
    v3(caller, { query: [], form: [['RegionId', region]] }),
  ]
  for (const request of requests) {
    const { status, body } = read(await caller.send(request))
    assert.equal(status, 200, String(body.Message))
    assert.deepEqual(body.Vpcs, { Vpc: [] })
  }
})

test('a signature that is missing, wrong, expired or replayed is refused with the cloud’s code', async () => {
  await using caller = await openCaller()
  const quarter = 15 * 60 * 1000
  for (const sign of [v1, v3]) {
    await expectCode(caller, sign(caller, { keyId: 'LTAIunknown' }), 404, 'InvalidAccessKeyId.NotFound')
    const body = await expectCode(caller, sign(caller, { secret: 'other' }), 400, 'SignatureDoesNotMatch')
    assert.match(String(body.Message), /server string to sign is:(GET&%2F&|ACS3-HMAC-SHA256\n)/)
    await expectCode(caller, sign(caller, { at: caller.now - quarter - 1000 }), 400, 'InvalidTimeStamp.Expired')
    await expectCode(caller, sign(caller, { at: caller.now + quarter + 1000 }), 400, 'InvalidTimeStamp.Expired')
    assert.equal((await caller.send(sign(caller, { at: caller.now - quarter }))).status, 200)
    const once = sign(caller)
    assert.equal((await caller.send(once)).status, 200)
    await expectCode(caller, once, 400, 'SignatureNonceUsed')
  }
  await expectCode(caller, formRequest(describeVpcs), 400, 'IncompleteSignature')
  const unsigned = {
    ...v3(caller),
    headers: { host: 'h', 'x-acs-action': 'DescribeVpcs', 'x-acs-version': '2016-04-28' },
  }
  await expectCode(caller, unsigned, 400, 'IncompleteSignature')
})

test('an inactive access key is InvalidAccessKeyId.Inactive, and an unknown one InvalidAccessKeyId.NotFound', async () => {
  await using caller = await openCaller()
  await expectCode(caller, v1(caller, { keyId: inactiveKey.id }), 403, 'InvalidAccessKeyId.Inactive')
  const wrong = v1(caller, { keyId: inactiveKey.id, secret: 'other' })
  await expectCode(caller, wrong, 400, 'SignatureDoesNotMatch')
})

test('a security token of no session, beside a key of none, is InvalidSecurityToken.MismatchWithAccessKey', async () => {
  await using caller = await openCaller()
  const signed = signV1({
    method: 'GET',
    parameters: describeVpcs,
    keyId: caller.key.id,
    secret: caller.key.secret,
    securityToken: `CAIS${'a'.repeat(40)}`,
    timestampMs: caller.now,
    nonce: freshNonce(),
  })
  const request = { ...v1(caller), rawQuery: encodeParameters(signed) }
  await expectCode(caller, request, 400, 'InvalidSecurityToken.MismatchWithAccessKey')
})

test('the headers of V3 beside a V1 signature are not read', async () => {
  await using caller = await openCaller()
  const request = v1(caller)
  const headers = { ...request.headers, 'x-acs-action': 'CreateVpc', 'x-acs-version': '2017-09-12' }
  const { status, body } = read(await caller.send({ ...request, headers }))
  assert.equal(status, 200)
  assert.deepEqual(body.Vpcs, { Vpc: [] })
})

test('an unknown action or version, or none, is refused', async () => {
  await using caller = await openCaller()
  const asking = (Action: string, Version: string) =>
    v1(caller, {
      parameters: [
        ['Action', Action],
        ['Version', Version],
        ['RegionId', region],
      ],
    })
  await expectCode(caller, asking('NoSuchAction', '2016-04-28'), 400, 'InvalidAction.NotFound')
  await expectCode(caller, asking('CreateCen', '2016-04-28'), 400, 'InvalidAction.NotFound')
  await expectCode(caller, asking('DescribeVpcs', '2020-01-01'), 400, 'InvalidVersion')
  const noAction = await expectCode(caller, asking('', '2016-04-28'), 400, 'MissingParameter')
  assert.equal(
    noAction.Message,
    'The input parameter "Action" that is mandatory for processing this request is not supplied.',
  )
  await expectCode(caller, asking('DescribeVpcs', ''), 400, 'MissingParameter')
})

test('a region that is missing or unknown is refused where one is needed', async () => {
  await using caller = await openCaller()
  const asking = (action: string, version: string, RegionId: string) =>
    v3(caller, { action, version, query: [['RegionId', RegionId]] })
  const body = await expectCode(caller, asking('DescribeVpcs', '2016-04-28', ''), 400, 'MissingParameter')
  assert.match(String(body.Message), /"RegionId"/)
  await expectCode(caller, asking('DescribeVpcs', '2016-04-28', 'cn-atlantis'), 404, 'InvalidRegionId.NotFound')
  await expectCode(caller, asking('CreateTransitRouter', '2017-09-12', ''), 400, 'MissingParameter')
  for (const [action, version] of [
    ['DescribeRegions', '2016-04-28'],
    ['DescribeCens', '2017-09-12'],
  ] as const) {
    assert.equal((await caller.send(asking(action, version, ''))).status, 200)
  }
})

test('parameters that cannot be decoded are refused', async () => {
  await using caller = await openCaller()
  const asking = (...more: Parameter[]) => v3(caller, { query: [['RegionId', region], ...more] })
  await expectCode(caller, asking(['VpcId', 'a'], ['VpcId', 'b']), 400, 'InvalidParameter')
  await expectCode(caller, asking(['Tag', 'a'], ['Tag.1.Key', 'b']), 400, 'InvalidParameter')
  await expectCode(caller, asking(['A..B', 'x']), 400, 'InvalidParameter')
})

test('a missing parameter is reported before a wrong one', async () => {
  await using caller = await openCaller()
  const missing = await caller.refused('MissingParameter', 'CreateVpnAttachment', { Name: 'http://x', Unknown: 'x' })
  assert.match(String(missing.body.Message), /"LocalSubnet"/)
  await caller.refused('InvalidCidrBlock.Malformed', 'CreateVSwitch', {
    ZoneId: 'x',
    VpcId: 'x',
    CidrBlock: 'x',
    Unknown: 'x',
  })
})

test('an error is XML when XML is asked for', async () => {
  await using caller = await openCaller()
  const parameters: readonly Parameter[] = [...describeVpcs, ['VpcId', ''], ['Unknown', '<x>'], ['Format', 'XML']]
  const response = await caller.send(v1(caller, { parameters }))
  assert.equal(response.headers['content-type'], 'text/xml;charset=utf-8')
  assert.match(response.body, /<Code>InvalidParameter<\/Code>/)
})

test('a request of another cloud is not recognised', async () => {
  await using caller = await openCaller()
  const own = [
    v1(caller),
    v3(caller),
    { ...formRequest([]), body: Buffer.from(v1(caller).rawQuery) },
    { ...formRequest([]), body: Buffer.from(`${v1(caller).rawQuery}&VpcId=a&VpcId=b`) },
    { ...v1(caller), rawQuery: `VpcId=%zz&${v1(caller).rawQuery}` },
    formRequest(describeVpcs),
    { ...v3(caller), headers: { 'x-acs-action': 'A' } },
  ]
  for (const request of own) assert.equal(alibaba.recognises(request), true)
  const tencent: readonly Parameter[] = [
    ['Action', 'DescribeVpcs'],
    ['Version', '2017-03-12'],
    ['SecretId', 'AKID'],
    ['Nonce', '1'],
    ['Timestamp', '1'],
    ['Signature', 'x'],
  ]
  const others = [
    { ...formRequest([]), headers: { 'x-tc-action': 'DescribeVpcs', authorization: 'TC3-HMAC-SHA256 Credential=a' } },
    formRequest(tencent),
    { ...formRequest([]), rawQuery: encodeParameters(tencent) },
    formRequest([]),
  ]
  for (const request of others) assert.equal(alibaba.recognises(request), false)
})

test('property: no request makes the dialect throw', () => {
  const queries = ['Action=DescribeVpcs&Version=2016-04-28', 'A.1.B=1&A=2', 'A.1.1.1=x', 'Format=XML']
  const right = { 'x-acs-action': 'DescribeVpcs', 'x-acs-version': '2016-04-28', authorization: 'ACS3-HMAC-SHA256 x' }
  fc.assert(
    fc.property(arbitraryRequest(right, queries), (request) => {
      alibaba.recognises(request)
      alibaba.present(request)
      const call = alibaba.read(request)
      if (!call.ok) alibaba.encodeError(request, 'id', call.error)
      else alibaba.encodeAnswer(request, 'id', call.value, { Name: 'x' })
    }),
    { numRuns: 1000 },
  )
})

test('an action that Culvert does not offer is InvalidAction.NotFound, with the reason in its message', async () => {
  await using caller = await openCaller()
  for (const [action, version, message] of [
    ['CreateIpsecServer', '2016-04-28', /does not offer CreateIpsecServer yet: .+over IPsec/],
    ['CreateSslVpnServer', '2016-04-28', /does not offer CreateSslVpnServer yet: .+SSL-VPN/],
    ['AssumeRoleWithSAML', '2015-04-01', /does not offer AssumeRoleWithSAML yet: /],
  ] as const) {
    const request = v1(caller, {
      parameters: [
        ['Action', action],
        ['Version', version],
        ['RegionId', region],
      ],
    })
    const { Message } = await expectCode(caller, request, 400, 'InvalidAction.NotFound')
    assert.match(String(Message), message)
    assert.match(String(Message), /\(docs\/compat\/alibaba\/not-offered\.md\)\.$/)
    // Terraform's provider takes a message with these letters for the word that what it asked about is gone.
    assert.doesNotMatch(String(Message), /NotFound/)
    assert.equal(typeof caller.answered.at(-1)?.notOffered, 'string')
  }
  for (const { why, action } of alibaba.operations.unoffered) assert.doesNotMatch(why, /NotFound/, action)
})
