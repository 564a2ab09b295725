import { allowing, userOf } from '../../testing/access.ts'
import type { Caller } from '../../testing/caller.ts'
import { deleted, granted, regional, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { grantedVpc } from '../../testing/grants.ts'
import { connection, gateway, readyGateway, vpc, vSwitch, withoutShangMi } from '../../testing/resources.ts'

const noVpc = { VpcId: 'vpc-none' }

const place = async (caller: Caller) => {
  const VpcId = await vpc(caller)
  return { VpcId, VSwitchId: await vSwitch(caller, VpcId), Bandwidth: 10 }
}

/** Of the eight addresses of its vSwitch four are reserved, and gateways have the others. */
async function fullPlace(caller: Caller) {
  const VpcId = await vpc(caller)
  const full = { VpcId, VSwitchId: await vSwitch(caller, VpcId, '10.0.1.0/29'), Bandwidth: 10 }
  for (let gateways = 0; gateways < 4; gateways += 1) await caller.ok('CreateVpnGateway', full)
  return full
}

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnGateway: {
    'of-another-account': async (caller) => ({ VpcId: (await grantedVpc(caller)).attach.VpcId, Bandwidth: 10 }),
    'network-not-found': async () => ({ ...noVpc, Bandwidth: 10 }),
    'subnet-not-found': async (caller) => ({ VpcId: await vpc(caller), Bandwidth: 10 }),
    'not-in-network': async (caller) => ({
      VpcId: await vpc(caller),
      VSwitchId: await vSwitch(caller, await vpc(caller)),
      Bandwidth: 10,
    }),
    'subnets-in-one-zone': async (caller) => {
      const VpcId = await vpc(caller)
      const [VSwitchId, DisasterRecoveryVSwitchId] = [
        await vSwitch(caller, VpcId),
        await vSwitch(caller, VpcId, '10.0.2.0/24'),
      ]
      return { VpcId, VSwitchId, DisasterRecoveryVSwitchId, Bandwidth: 10 }
    },
    'service-role-denied': async (caller) => {
      const request = await place(caller)
      caller.key = (await userOf(caller, 'dev', allowing('vpc:*'))).key
      return request
    },
    'quota-exhausted': granted('vpn_quota_instances_num', place),
    'zone-unsupported': regional({ 'vpn-zones': ['cn-hangzhou-k'] }, place),
    'zone-exhausted': regional({ 'no-inventory': ['cn-hangzhou-h'] }, place),
    'subnet-exhausted': (caller) => fullPlace(caller),
    'balance-negative': async (caller) => {
      await caller.set({ 'billing.funds': -0.01 })
      return place(caller)
    },
    'balance-insufficient': async (caller) => {
      await caller.set({ 'billing.funds': 199.99, 'billing.price-per-month': 100 })
      return { ...(await place(caller)), InstanceChargeType: 'PREPAY', Period: 2, AutoPay: true }
    },
    'addresses-exhausted': async (caller) => {
      await gateway(caller)
      const VpcId = await vpc(caller)
      return { VpcId, VSwitchId: await vSwitch(caller, VpcId), Bandwidth: 10 }
    },
    'algorithms-unsupported': async (caller) => {
      withoutShangMi(caller)
      const VpcId = await vpc(caller)
      await vSwitch(caller, VpcId)
      return { VpcId, Bandwidth: 10, VpnType: 'NationalStandard' }
    },
  },
  DescribeVpnGateway: { 'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }) },
  ModifyVpnGatewayAttribute: {
    'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }),
    busy: deleted('DeleteVpnGateway', 'VpnGatewayId', gateway),
  },
  DeleteVpnGateway: {
    'gateway-not-found': async () => ({ VpnGatewayId: 'vpn-none' }),
    busy: deleted('DeleteVpnGateway', 'VpnGatewayId', gateway),
    'term-not-over': async (caller) => ({
      VpnGatewayId: await gateway(caller, { InstanceChargeType: 'PREPAY', Period: 1, AutoPay: true }),
    }),
    'in-use': async (caller) => {
      const VpnGatewayId = await readyGateway(caller)
      await connection(caller, { VpnGatewayId })
      return { VpnGatewayId }
    },
  },
})
