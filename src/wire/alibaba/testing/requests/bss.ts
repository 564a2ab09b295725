import type { OperationClient } from '../../../http/testing/operation-fixture.ts'
import { made, vpc, vSwitch } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** A gateway with the order that it was made by. */
async function bought(client: OperationClient, parameters = {}) {
  const VpcId = await vpc(client)
  await vSwitch(client, VpcId)
  const { body } = await client.send('CreateVpnGateway', { VpcId, Bandwidth: 10, ...parameters })
  await client.installation.settle()
  return { InstanceId: String(body.VpnGatewayId), OrderId: String(body.OrderId) }
}

const termed = { InstanceChargeType: 'PREPAY', Period: 1, AutoPay: true }
const unpaid = { ...termed, AutoPay: false }

const product = { ProductCode: 'vpn' }

/** One for each way to pay, one of them renewed. */
async function several(client: OperationClient) {
  await bought(client)
  await bought(client, unpaid)
  const { InstanceId } = await bought(client, termed)
  await made(client, 'RenewInstance', { ...product, InstanceId, RenewPeriod: 1 }, 'Data.OrderId')
  const automatic = { RenewalStatus: 'AutoRenewal', RenewalPeriod: 1, RenewalPeriodUnit: 'M' }
  await made(client, 'SetRenewal', { ...product, InstanceIDs: InstanceId, ...automatic }, 'Success')
  return InstanceId
}

export const bssFixture: NounFixture = {
  requests: {
    QueryAvailableInstances: async (client) => {
      await several(client)
      return [{}]
    },
    QueryOrders: async (client) => {
      await several(client)
      return [{}]
    },
    GetOrderDetail: async (client) => [{ OrderId: (await bought(client)).OrderId }],
    PayOrder: async (client) => [{ OrderId: (await bought(client, unpaid)).OrderId }],
    CancelOrder: async (client) => [{ OrderId: (await bought(client, unpaid)).OrderId }],
    RenewInstance: async (client) => [
      { ...product, RenewPeriod: 1, InstanceId: (await bought(client, termed)).InstanceId },
    ],
    SetRenewal: async (client) => [
      {
        ...product,
        InstanceIDs: (await bought(client, termed)).InstanceId,
        RenewalStatus: 'AutoRenewal',
        RenewalPeriod: 2,
        RenewalPeriodUnit: 'M',
      },
    ],
  },
  values: {
    'PayOrder OrderId': async (client) => [
      (await bought(client, unpaid)).OrderId,
      (await bought(client, unpaid)).OrderId,
    ],
    ...Object.fromEntries(
      ['BuyerId', 'PayerId', 'PaySubmitUid'].map((name) => [
        `PayOrder ${name}`,
        async ({ installation }) => [installation.account.id],
      ]),
    ),
  },
}
