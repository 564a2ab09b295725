import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite, policy } from './testing/site.ts'

test('concurrent modifications of different members are all kept', async () => {
  await using site = await openSite()
  const VpnConnectionId = await site.connect()
  const other = await site.makePeer('198.51.100.77')
  const changes = [
    { VpnConnectionName: 'renamed' },
    { PreShareKey: 'second' },
    { SecurityPolicyDatabases: [policy('10.1.0.0/24', '192.168.0.0/24')] },
    { IKEOptionsSpecification: { IKESaLifetimeSeconds: 600 } },
    { IKEOptionsSpecification: { IKEVersion: 'IKEV2' } },
    { IPSECOptionsSpecification: { IPSECSaLifetimeSeconds: 700 } },
    { DpdEnable: 1 },
    { DpdTimeout: '60' },
    { CustomerGatewayId: other },
  ]
  await Promise.all(
    changes.flatMap((change) => [
      site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId, ...change }),
      site.ask('DescribeVpnConnections', { VpnConnectionIds: [VpnConnectionId] }),
    ]),
  )
  const shown = await site.shown(VpnConnectionId)
  const ike = shown.IKEOptionsSpecification as Readonly<Record<string, unknown>>
  const ipsec = shown.IPSECOptionsSpecification as Readonly<Record<string, unknown>>
  assert.deepEqual(
    [shown.VpnConnectionName, shown.PreShareKey, shown.SecurityPolicyDatabaseSet, shown.CustomerGatewayId],
    ['renamed', 'second', [policy('10.1.0.0/24', '192.168.0.0/24')], other],
  )
  assert.deepEqual([shown.DpdEnable, shown.DpdTimeout], [1, '60'])
  assert.deepEqual([ike.IKESaLifetimeSeconds, ike.IKEVersion, ipsec.IPSECSaLifetimeSeconds], [600, 'IKEV2', 700])
})
