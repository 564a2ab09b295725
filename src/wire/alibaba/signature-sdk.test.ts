import assert from 'node:assert/strict'
import { test } from 'node:test'
import { $OpenApiUtil } from '@alicloud/openapi-core'
import RPCClient from '@alicloud/pop-core'
import * as vpc from '@alicloud/vpc20160428'
import type { HttpRequest } from '../http/message.ts'
import { type Capture, startCapture } from '../http/testing/signature-capture.ts'
import { type PresentedSignature, readSignature, verifySignature } from './signature.ts'

const SECRET = 'testsecret'
const AWKWARD = 'x!\'()*~ +&=%/"中文 👩‍🚀'

/** Takes what arrived last, checks its signature against the right and a wrong secret. */
const verified = (capture: Capture): { request: HttpRequest; presented: PresentedSignature } => {
  const request = capture.taken.at(-1)
  assert.ok(request, 'the client sent nothing')
  const read = readSignature(request)
  assert.ok(read.ok, read.ok ? '' : `${read.error.kind}: ${read.error.detail}`)
  assert.equal(verifySignature(request, read.value, SECRET).matches, true)
  assert.equal(verifySignature(request, read.value, `${SECRET}x`).matches, false)
  assert.equal(read.value.keyId, 'testid')
  assert.ok(Math.abs(Date.now() - read.value.timestampMs) < 60_000)
  return { request, presented: read.value }
}

const vpcClient = (endpoint: string, more: Record<string, string> = {}) =>
  new vpc.default.default(
    new $OpenApiUtil.Config({ accessKeyId: 'testid', accessKeySecret: SECRET, protocol: 'HTTP', endpoint, ...more }),
  )

const attachment = () =>
  new vpc.CreateVpnAttachmentRequest({
    regionId: 'cn-hangzhou',
    customerGatewayId: 'cgw-1',
    localSubnet: '10.0.0.0/8,172.16.0.0/12',
    remoteSubnet: '0.0.0.0/0',
    name: AWKWARD,
    ikeConfig: `{"Psk":"${AWKWARD.replaceAll('"', '')}"}`,
    tunnelOptionsSpecification: [
      new vpc.CreateVpnAttachmentRequestTunnelOptionsSpecification({ customerGatewayId: 'cgw-1', enableDpd: true }),
    ],
  })

for (const host of ['127.0.0.1', 'localhost']) {
  test(`the VPC SDK's V3 signature verifies when it calls ${host} with a port`, async () => {
    await using capture = await startCapture({ RequestId: 'r' })
    const client = vpcClient(`${host}:${capture.port}`)
    await client.describeVpnGateways(new vpc.DescribeVpnGatewaysRequest({ regionId: 'cn-hangzhou', pageSize: 10 }))
    const plain = verified(capture)
    assert.equal(plain.presented.scheme, 'ACS3-HMAC-SHA256')
    assert.equal(plain.request.headers.host, `${host}:${capture.port}`)
    await client.createVpnAttachment(attachment())
    const { request } = verified(capture)
    assert.equal(request.headers['transfer-encoding'], 'chunked')
    assert.ok(request.body.byteLength > 0)
    assert.match(request.rawQuery, /[!'()*]/, 'the SDK sends characters raw that it signs encoded')
  })

  test(`pop-core's V1 signature verifies by GET and POST when it calls ${host} with a port`, async () => {
    await using capture = await startCapture({ RequestId: 'r' })
    const client = new RPCClient({
      accessKeyId: 'testid',
      accessKeySecret: SECRET,
      endpoint: `http://${host}:${capture.port}`,
      apiVersion: '2016-04-28',
    })
    const parameters = { RegionId: 'cn-hangzhou', Name: AWKWARD, Description: '', TunnelIds: ['b', 'a'] }
    for (const method of ['GET', 'POST']) {
      await client.request('CreateVpnAttachment', parameters, { method })
      const { request, presented } = verified(capture)
      assert.equal(request.method, method)
      assert.equal(presented.scheme, 'HMAC-SHA1')
      assert.equal(request.rawQuery === '', method === 'POST')
    }
  })
}

test("the VPC SDK's V1 signature verifies over its query and form together", async () => {
  await using capture = await startCapture({ RequestId: 'r' })
  await vpcClient(`127.0.0.1:${capture.port}`, { signatureAlgorithm: 'v2' }).createVpnAttachment(attachment())
  const { request, presented } = verified(capture)
  assert.equal(presented.scheme, 'HMAC-SHA1')
  assert.ok(request.rawQuery !== '' && request.body.byteLength > 0)
})

test('a security token is read with either scheme', async () => {
  await using capture = await startCapture({ RequestId: 'r' })
  const request = new vpc.DescribeVpnGatewaysRequest({ regionId: 'cn-hangzhou' })
  for (const signatureAlgorithm of ['ACS3-HMAC-SHA256', 'v2']) {
    const client = vpcClient(`127.0.0.1:${capture.port}`, {
      signatureAlgorithm,
      securityToken: 'a token+/=',
      type: 'sts',
    })
    await client.describeVpnGateways(request)
    assert.equal(verified(capture).presented.securityToken, 'a token+/=')
  }
})

test('a signature by ACS3-HMAC-SM3 is refused as unsupported', async () => {
  await using capture = await startCapture({ RequestId: 'r' })
  const client = vpcClient(`127.0.0.1:${capture.port}`, { signatureAlgorithm: 'ACS3-HMAC-SM3' })
  await client.describeVpnGateways(new vpc.DescribeVpnGatewaysRequest({ regionId: 'cn-hangzhou' }))
  const request = capture.taken.at(-1)
  assert.ok(request)
  const read = readSignature(request)
  assert.equal(read.ok ? 'read' : read.error.kind, 'unsupported-scheme')
  assert.match(read.ok ? '' : read.error.detail, /ACS3-HMAC-SM3/)
})
