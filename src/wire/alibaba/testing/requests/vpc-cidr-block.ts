import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import { region } from '../caller.ts'
import { made, one, vpc, vSwitch } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const SecondaryCidrBlock = '192.168.0.0/16'

/** A VPC that a gateway carries. */
async function carried(client: OperationClient): Promise<string> {
  const VpcId = await vpc(client)
  await vSwitch(client, VpcId)
  await made(client, 'CreateVpnGateway', { VpcId, Bandwidth: 10 }, 'VpnGatewayId')
  return VpcId
}

export const vpcCidrBlockFixture: NounFixture = {
  requests: {
    AssociateVpcCidrBlock: one(async (client) => ({ VpcId: await carried(client), SecondaryCidrBlock })),
    UnassociateVpcCidrBlock: one(async (client) => {
      const request = { VpcId: await carried(client), SecondaryCidrBlock }
      await made(client, 'AssociateVpcCidrBlock', request, 'RequestId')
      return request
    }),
  },
  values: {
    'AssociateVpcCidrBlock SecondaryCidrBlock': async () => [SecondaryCidrBlock, '172.31.0.0/16'],
    'AssociateVpcCidrBlock VpcId': async (client) => [await carried(client), await carried(client)],
    'AssociateVpcCidrBlock RegionId': async (client) =>
      Promise.all(
        [region, 'cn-beijing'].map(
          async (RegionId) => new Together(RegionId, { VpcId: await vpc(client, '10.0.0.0/16', { RegionId }) }),
        ),
      ),
  },
}
