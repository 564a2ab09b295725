import { deleted, granted, regional, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { grantedVpc } from '../../testing/grants.ts'
import { connectionOn, enhancedGateway, enhancedPlace, vpc, vSwitch, withoutShangMi } from '../../testing/resources.ts'

const none = { VpnGatewayId: 'vpn-none' }

await testDeclaredErrors(import.meta.dirname, {
  CreateEnhancedVpnGateway: {
    'of-another-account': async (caller) => {
      const { VpcId, ZoneMappings } = (await grantedVpc(caller)).attach
      return { ...(await enhancedPlace(caller)), VpcId, VSwitchId: ZoneMappings[0]?.VSwitchId }
    },
    'network-not-found': async (caller) => ({ ...(await enhancedPlace(caller)), VpcId: 'vpc-none' }),
    'subnet-not-found': async (caller) => ({ ...(await enhancedPlace(caller)), VSwitchId: 'vsw-none' }),
    'not-in-network': async (caller) => ({
      ...(await enhancedPlace(caller)),
      VSwitchId: await vSwitch(caller, await vpc(caller)),
    }),
    'subnets-in-one-zone': async (caller) => {
      const place = await enhancedPlace(caller)
      return { ...place, DisasterRecoveryVSwitchId: place.VSwitchId }
    },
    'addresses-exhausted': enhancedPlace,
    'algorithms-unsupported': async (caller) => {
      withoutShangMi(caller)
      return { ...(await enhancedPlace(caller)), VpnType: 'NationalStandard' }
    },
    'zone-unsupported': regional({ 'vpn-zones': ['cn-hangzhou-k'] }, enhancedPlace),
    'zone-exhausted': regional({ 'no-inventory': ['cn-hangzhou-h'] }, enhancedPlace),
    'subnet-exhausted': async (caller) => {
      const { VpcId, DisasterRecoveryVSwitchId, GatewayType } = await enhancedPlace(caller)
      const VSwitchId = await vSwitch(caller, VpcId, '10.0.3.0/29')
      const full = { VpcId, VSwitchId, DisasterRecoveryVSwitchId, GatewayType }
      for (let gateways = 0; gateways < 4; gateways += 1) await caller.ok('CreateEnhancedVpnGateway', full)
      return full
    },
    'balance-negative': async (caller) => {
      await caller.set({ 'billing.funds': -0.01 })
      return enhancedPlace(caller)
    },
    'quota-exhausted': granted('vpn_quota_instances_num', enhancedPlace),
  },
  UpdateEnhancedVpnGateway: {
    'gateway-not-found': async () => none,
    busy: deleted('DeleteEnhancedVpnGateway', 'VpnGatewayId', enhancedGateway),
  },
  DeleteEnhancedVpnGateway: {
    'gateway-not-found': async () => none,
    busy: deleted('DeleteEnhancedVpnGateway', 'VpnGatewayId', enhancedGateway),
    'in-use': async (caller) => {
      const VpnGatewayId = await enhancedGateway(caller)
      await connectionOn(caller, VpnGatewayId)
      return { VpnGatewayId }
    },
  },
})
