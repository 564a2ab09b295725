import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { cen as cenProduct, vpc as vpcProduct } from '../../operations/shared/service.ts'
import { asOther, attachment, cen, made, one, singleTunnel, vpc, vSwitch, zone } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** To the account's own CEN instance, which published configurations have. */
async function ownVpc(client: OperationClient): Promise<Tree> {
  const CenOwnerId = client.installation.account.id
  return { InstanceId: await vpc(client), InstanceType: 'VPC', CenId: await cen(client), CenOwnerId }
}

async function granted(client: OperationClient): Promise<Tree> {
  const grant = await ownVpc(client)
  await made(client, 'GrantInstanceToTransitRouter', grant, 'RequestId')
  return grant
}

async function grantedConnection(client: OperationClient): Promise<Tree> {
  const InstanceId = await attachment(client, await singleTunnel(client))
  const grant = { ...(await ownVpc(client)), InstanceId, InstanceType: 'VPN' }
  await made(client, 'GrantInstanceToTransitRouter', grant, 'RequestId')
  return grant
}

/** Its own CEN instance, and another account's. */
const twoOwners = async (client: OperationClient) => [
  new Together(client.installation.account.id, { CenId: await cen(client) }),
  await asOther(client, async (account) => new Together(account, { CenId: await cen(client) })),
]

const ownAccount: Values = async (client) => [client.installation.account.id]

/** A CEN instance, with what has been granted to it. */
async function twin(client: OperationClient): Promise<Together> {
  const { CenId, InstanceId } = await granted(client)
  return new Together(CenId, { InstanceId })
}

const twoVpcs = async (client: OperationClient) => [await vpc(client), await vpc(client)]

const grantActions = ['GrantInstanceToCen', 'GrantInstanceToTransitRouter']

export const grantFixture: NounFixture = {
  requests: {
    GrantInstanceToCen: one(ownVpc),
    [`${vpcProduct.service} DescribeGrantRulesToCen`]: one(async (client) => {
      const { InstanceId } = await granted(client)
      return { InstanceId, InstanceType: 'VPC' }
    }),
    DescribeVpnCrossAccountAuthorizations: one(async (client) => ({
      VpnConnectionId: (await grantedConnection(client)).InstanceId,
    })),
    RevokeInstanceFromCen: one(granted),
    GrantInstanceToTransitRouter: one(ownVpc),
    [`${cenProduct.service} DescribeGrantRulesToCen`]: one(async (client) => {
      const { CenId } = await granted(client)
      return { CenId, ProductType: 'VPC' }
    }),
    DescribeGrantRulesToResource: one(async (client) => {
      const { InstanceId: ResourceId } = await granted(client)
      return { ResourceId, ProductType: 'VPC' }
    }),
    ModifyGrantInstanceToTransitRouter: one(async (client) => {
      const { InstanceId, CenId } = await granted(client)
      return { InstanceId, CenId, OrderType: 'PayByResourceOwner' }
    }),
    RevokeInstanceFromTransitRouter: one(granted),
    ListGrantVSwitchesToCen: one(async (client) => {
      const { InstanceId, CenId } = await granted(client)
      await vSwitch(client, String(InstanceId))
      return { VpcId: InstanceId, CenId, ZoneId: zone }
    }),
  },
  values: {
    ...Object.fromEntries(
      grantActions.flatMap((action) => [
        [`${action} CenOwnerId`, twoOwners],
        [`${action} InstanceId`, twoVpcs],
      ]),
    ),
    'ModifyGrantInstanceToTransitRouter CenId': async (client) => [await twin(client), await twin(client)],
    VpcOwnerId: ownAccount,
    VpnOwnerId: ownAccount,
  },
}
