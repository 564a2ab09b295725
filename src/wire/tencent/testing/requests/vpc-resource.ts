import type { Ipv4Address } from '../../../../domain/address.ts'
import { noExtras, noLabels } from '../../../../domain/resource.ts'
import type { OperationClient } from '../../../http/testing/operation-fixture.ts'
import { region } from '../client.ts'
import { one, subnet, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** A VPC with two hosts of the lab in it, which the native API makes. */
async function inhabited(client: OperationClient): Promise<string> {
  const VpcId = await vpc(client)
  const place = { kind: 'subnet', id: await subnet(client, VpcId) } as const
  const { account, now, store } = client.installation
  for (const address of ['10.1.7.9', '10.1.7.10'] as readonly string[] as readonly Ipv4Address[]) {
    const common = { account: account.id, region, name: 'host', createdAt: now, labels: noLabels, extras: noExtras }
    const state = { generation: 1, deleting: false, spec: { place, address } }
    await store.write((transaction) => transaction.put({ kind: 'host', id: `host-${address}`, ...common, ...state }))
  }
  return VpcId
}

export const vpcResourceFixture: NounFixture = {
  requests: {
    DescribeUsedIpAddress: one(async (client) => ({ VpcId: await inhabited(client) })),
    DescribeVpcPrivateIpAddresses: one(async (client) => ({
      VpcId: await inhabited(client),
      PrivateIpAddresses: ['10.1.7.9'],
    })),
    DescribeVpcResourceDashboard: one(async (client) => ({ VpcIds: [await inhabited(client)] })),
    DescribeVpcInstances: async () => [{ Filters: [] }],
  },
}
