/** The official Node SDK, unmodified, against the pipeline over HTTP. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientOf, methods, type SdkClient, type SdkServer, serveSdk } from './testing/sdk.ts'

async function makeConnection(client: SdkClient, { installation }: SdkServer) {
  const VpcId = (await client.CreateVpc({ VpcName: 'n', CidrBlock: '10.1.0.0/16' })).Vpc?.VpcId ?? ''
  const gateway = await client.CreateVpnGateway({ VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 })
  const VpnGatewayId = gateway.VpnGateway?.VpnGatewayId ?? ''
  const peer = await client.CreateCustomerGateway({
    CustomerGatewayName: 'c',
    IpAddress: '198.51.100.9',
    BgpAsn: 65001,
  })
  await installation.settle()
  const created = await client.CreateVpnConnection({
    VpcId,
    VpnGatewayId,
    CustomerGatewayId: peer.CustomerGateway?.CustomerGatewayId ?? '',
    VpnConnectionName: 'n',
    PreShareKey: 'k+/=&%3!',
    SecurityPolicyDatabases: [
      { LocalCidrBlock: '10.1.0.5/24', RemoteCidrBlock: ['192.168.0.0/24', '192.168.1.0/24'] },
      { LocalCidrBlock: '10.1.1.0/24', RemoteCidrBlock: ['192.168.0.0/24'] },
    ],
    IKEOptionsSpecification: { IKEVersion: 'IKEV2', IKESaLifetimeSeconds: 3600 },
    EnableHealthCheck: false,
    DpdEnable: 1,
    Tags: [{ Key: '城市', Value: '上海' }],
  })
  await installation.settle()
  return {
    VpnGatewayId,
    VpnConnectionId: created.VpnConnection?.VpnConnectionId ?? '',
    TaskId: created.RequestId ?? '',
  }
}

for (const signMethod of methods) {
  for (const reqMethod of ['POST', 'GET'] as const) {
    test(`the Node SDK’s ${signMethod} by ${reqMethod} takes a VPN connection from creation to deletion`, async () => {
      await using server = await serveSdk()
      const client = clientOf(server, signMethod, reqMethod)
      const { VpnGatewayId, VpnConnectionId, TaskId } = await makeConnection(client, server)
      assert.equal((await client.DescribeVpcTaskResult({ TaskId })).Status, 'SUCCESS')
      server.installation.report(VpnGatewayId, VpnConnectionId)
      const { VpnConnectionSet, TotalCount } = await client.DescribeVpnConnections({
        Filters: [{ Name: 'vpn-gateway-id', Values: [VpnGatewayId, 'vpngw-00000000'] }],
        Limit: 5,
      })
      const [connection] = VpnConnectionSet ?? []
      assert.deepEqual([TotalCount, connection?.State, connection?.NetStatus], [1, 'AVAILABLE', 'AVAILABLE'])
      assert.equal(connection?.PreShareKey, 'k+/=&%3!')
      assert.deepEqual(connection?.SecurityPolicyDatabaseSet?.[0]?.RemoteCidrBlock, [
        '192.168.0.0/24',
        '192.168.1.0/24',
      ])
      assert.deepEqual(connection?.TagSet, [{ Key: '城市', Value: '上海' }])
      assert.deepEqual([connection?.DpdEnable, connection?.IKEOptionsSpecification?.IKESaLifetimeSeconds], [1, 3600])
      await client.ModifyVpnConnectionAttribute({ VpnConnectionId, PreShareKey: 'other', DpdEnable: 0 })
      const changed = await client.DescribeVpnConnections({ VpnConnectionIds: [VpnConnectionId] })
      assert.equal(changed.VpnConnectionSet?.[0]?.PreShareKey, 'other')
      await client.DeleteVpnConnection({ VpnGatewayId, VpnConnectionId })
      await server.installation.settle()
      assert.deepEqual((await client.DescribeVpnConnections({ VpnConnectionIds: [VpnConnectionId] })).TotalCount, 0)
    })
  }
}

test('the Node SDK throws an error with its code, RequestId and trace id', async () => {
  await using server = await serveSdk()
  const client = clientOf(server, 'TC3-HMAC-SHA256', 'POST')
  await assert.rejects(client.DeleteVpc({ VpcId: 'vpc-00000000' }), (error: object) => {
    assert.ok('code' in error && 'requestId' in error && 'traceId' in error)
    assert.equal(error.code, 'ResourceNotFound')
    assert.match(String(error.requestId), /^[0-9a-f-]{36}$/)
    assert.match(String(error.traceId), /^[0-9a-f-]{36}$/)
    return true
  })
  const skipping = client.request('DescribeVpcs', {}, { skipSign: true })
  await assert.rejects(skipping, { code: 'AuthFailure.InvalidAuthorization' })
})

test('the Node SDK’s empty Filters select everything', async () => {
  await using server = await serveSdk()
  for (const signMethod of methods) {
    const client = clientOf(server, signMethod, 'POST')
    assert.equal((await client.DescribeVpnGateways({ Filters: [] })).TotalCount, 0)
  }
})
