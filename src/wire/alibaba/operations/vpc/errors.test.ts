import { granted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { vpc, vSwitch } from '../../testing/resources.ts'

const noVpc = { VpcId: 'vpc-none' }

await testDeclaredErrors(import.meta.dirname, {
  CreateVpc: { 'quota-exhausted': granted('vpc_quota_instances_num', async () => ({})) },
  CreateDefaultVpc: {
    'default-network-exists': async (caller) => {
      await caller.ok('CreateDefaultVpc', {})
      return {}
    },
  },
  DescribeVpcAttribute: { 'network-not-found': async () => noVpc },
  ModifyVpcAttribute: { 'network-not-found': async () => noVpc },
  DeleteVpc: {
    'network-not-found': async () => noVpc,
    'in-use': async (caller) => {
      const VpcId = await vpc(caller)
      await vSwitch(caller, VpcId)
      return { VpcId }
    },
  },
})
