import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { grantedVpc } from '../../testing/grants.ts'
import { vpc } from '../../testing/resources.ts'

const ownVpc = async (caller: Caller) => ({
  InstanceId: await vpc(caller),
  InstanceType: 'VPC',
  CenId: await caller.make('CreateCen'),
  CenOwnerId: caller.account.id,
})

const missing = async (caller: Caller) => ({ ...(await ownVpc(caller)), InstanceId: 'vpc-none' })

await testDeclaredErrors(import.meta.dirname, {
  GrantInstanceToCen: {
    'network-not-found': missing,
    'router-group-not-found': async (caller) => ({ ...(await ownVpc(caller)), CenId: 'cen-none' }),
    busy: async (caller) => {
      const { InstanceId: VpcId, ...grant } = await ownVpc(caller)
      await caller.settle()
      await caller.ok('DeleteVpc', { VpcId })
      return { InstanceId: VpcId, ...grant }
    },
    'grant-exists': async (caller) => {
      const grant = await ownVpc(caller)
      await caller.ok('GrantInstanceToCen', grant)
      return grant
    },
  },
  RevokeInstanceFromCen: {
    'network-not-found': missing,
    'grant-not-found': async (caller) => {
      const grant = await ownVpc(caller)
      await caller.ok('GrantInstanceToCen', grant)
      return { ...grant, CenOwnerId: '1987654321098765' }
    },
    'in-use': async (caller) => {
      const { attach, grant, other } = await grantedVpc(caller)
      await caller.ok('CreateTransitRouterVpcAttachment', attach)
      caller.key = other.caller.key
      return grant
    },
  },
})
