import { granted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { vpc, vSwitch } from '../../testing/resources.ts'

const noVpc = { VpcId: 'vpc-none' }

const noVSwitch = { VSwitchId: 'vsw-none' }

await testDeclaredErrors(import.meta.dirname, {
  CreateVSwitch: {
    'quota-exhausted': granted('vpc_quota_vswitches_num', async (caller) => ({
      VpcId: await vpc(caller),
      CidrBlock: '10.0.0.0/24',
      ZoneId: 'cn-hangzhou-h',
    })),
    'network-not-found': async () => ({ ...noVpc, CidrBlock: '10.0.0.0/24', ZoneId: 'cn-hangzhou-h' }),
    'subnet-outside-network': async (caller) => ({
      VpcId: await vpc(caller),
      CidrBlock: '192.168.0.0/24',
      ZoneId: 'cn-hangzhou-h',
    }),
    'subnet-overlaps': async (caller) => {
      const VpcId = await vpc(caller)
      await vSwitch(caller, VpcId)
      return { VpcId, CidrBlock: '10.0.1.128/25', ZoneId: 'cn-hangzhou-g' }
    },
  },
  CreateDefaultVSwitch: {
    'network-not-found': async () => ({ ZoneId: 'cn-hangzhou-h' }),
    'default-subnet-exists': async (caller) => {
      await caller.ok('CreateDefaultVpc', {})
      await caller.ok('CreateDefaultVSwitch', { ZoneId: 'cn-hangzhou-h' })
      return { ZoneId: 'cn-hangzhou-h' }
    },
    'network-full': async (caller) => {
      const { VpcId } = await caller.ok('CreateDefaultVpc', {})
      await vSwitch(caller, String(VpcId), '172.16.0.0/16')
      return { ZoneId: 'cn-hangzhou-h' }
    },
  },
  DescribeVSwitchAttributes: { 'subnet-not-found': async () => noVSwitch },
  ModifyVSwitchAttribute: { 'subnet-not-found': async () => noVSwitch },
  DeleteVSwitch: {
    'subnet-not-found': async () => noVSwitch,
    'in-use': async (caller) => {
      const VpcId = await vpc(caller)
      const VSwitchId = await vSwitch(caller, VpcId)
      await caller.ok('CreateVpnGateway', { VpcId, VSwitchId, Bandwidth: 10 })
      return { VSwitchId }
    },
  },
})
