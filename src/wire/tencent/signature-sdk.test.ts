import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import type { HttpRequest } from '../http/message.ts'
import { type Capture, startCapture } from '../http/testing/signature-capture.ts'
import { type PresentedSignature, readSignature, verifySignature } from './signature.ts'

const SECRET = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const AWKWARD = 'x!\'()*~ +&=%/"中文 👩‍🚀'
const ANSWER = { Response: { RequestId: 'r' } }

/** Takes what arrived last, checks its signature against the right and a wrong secret. */
const verified = (capture: Capture): { request: HttpRequest; presented: PresentedSignature } => {
  const request = capture.taken.at(-1)
  assert.ok(request, 'the client sent nothing')
  const read = readSignature(request)
  assert.ok(read.ok, read.ok ? '' : `${read.error.kind}: ${read.error.detail}`)
  const right = verifySignature(request, read.value, SECRET)
  assert.equal(right.matches, true, right.stringToSign)
  assert.equal(verifySignature(request, read.value, `${SECRET}x`).matches, false)
  assert.equal(read.value.keyId, 'AKIDEXAMPLE')
  assert.ok(Math.abs(Date.now() - read.value.timestampMs) < 60_000)
  return { request, presented: read.value }
}

type SignMethod = 'TC3-HMAC-SHA256' | 'HmacSHA1' | 'HmacSHA256'

const vpcClient = (endpoint: string, signMethod: SignMethod, reqMethod: 'GET' | 'POST', token?: string) =>
  new vpc.v20170312.Client({
    credential:
      token === undefined
        ? { secretId: 'AKIDEXAMPLE', secretKey: SECRET }
        : { secretId: 'AKIDEXAMPLE', secretKey: SECRET, token },
    region: 'ap-guangzhou',
    profile: { signMethod, language: 'en-US', httpProfile: { endpoint, reqMethod, protocol: 'http://' } },
  })

const signMethods: readonly SignMethod[] = ['TC3-HMAC-SHA256', 'HmacSHA1', 'HmacSHA256']

for (const host of ['127.0.0.1', 'localhost']) {
  for (const signMethod of signMethods) {
    for (const reqMethod of ['GET', 'POST'] as const) {
      test(`the Node SDK's ${signMethod} verifies by ${reqMethod} when it calls ${host} with a port`, async () => {
        await using capture = await startCapture(ANSWER)
        const client = vpcClient(`${host}:${capture.port}`, signMethod, reqMethod, 'a token+/=')
        const filters = [{ Name: 'vpc-id', Values: [AWKWARD, ''] }]
        await client.DescribeVpnGateways({ Filters: filters, Limit: 2 })
        const { request, presented } = verified(capture)
        assert.equal(request.method, reqMethod)
        assert.equal(presented.scheme, signMethod)
        assert.equal(presented.securityToken, 'a token+/=')
        assert.equal(request.headers.host, `${host}:${capture.port}`)
      })
    }
  }
}

test('the Node SDK’s TC3 signature verifies with the service that it makes of its endpoint', async () => {
  await using capture = await startCapture(ANSWER)
  for (const [host, service] of [
    ['127.0.0.1', '127'],
    ['localhost', `localhost:${capture.port}`],
  ]) {
    await vpcClient(`${host}:${capture.port}`, 'TC3-HMAC-SHA256', 'POST').DescribeVpnGateways({})
    const { presented } = verified(capture)
    assert.ok(presented.scheme === 'TC3-HMAC-SHA256')
    assert.equal(presented.service, service)
  }
})

test('a TC3 signature over a multipart body verifies by the body’s bytes', async () => {
  await using capture = await startCapture(ANSWER)
  const client = vpcClient(`127.0.0.1:${capture.port}`, 'TC3-HMAC-SHA256', 'POST')
  await client.request('DescribeVpnGateways', { Name: AWKWARD, File: Buffer.from([0, 255, 10]) }, { multipart: true })
  assert.match(verified(capture).request.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/)
})

test('a call of the Node SDK with skipSign is refused as unsupported-scheme', async () => {
  await using capture = await startCapture(ANSWER)
  const client = vpcClient(`127.0.0.1:${capture.port}`, 'TC3-HMAC-SHA256', 'POST')
  await client.request('DescribeVpnGateways', {}, { skipSign: true })
  const request = capture.taken.at(-1)
  assert.ok(request)
  const read = readSignature(request)
  assert.equal(read.ok ? 'read' : read.error.kind, 'unsupported-scheme')
  assert.match(read.ok ? '' : read.error.detail, /without a signature/)
})
