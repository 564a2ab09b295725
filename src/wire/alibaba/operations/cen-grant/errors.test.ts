import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { grantedVpc } from '../../testing/grants.ts'
import { attached, onGateway, vpc } from '../../testing/resources.ts'

/** To a CEN instance of the account's own. */
const toOwn = async (caller: Caller) => ({ CenId: await caller.make('CreateCen'), CenOwnerId: caller.account.id })

const ownVpc = async (caller: Caller) => ({
  InstanceId: await vpc(caller),
  InstanceType: 'VPC',
  ...(await toOwn(caller)),
})

const granted = async (caller: Caller) => {
  const grant = await ownVpc(caller)
  await caller.ok('GrantInstanceToTransitRouter', grant)
  return grant
}

const missing = (InstanceType: string) => async (caller: Caller) => ({
  InstanceId: 'none',
  InstanceType,
  ...(await toOwn(caller)),
})

const instances = { 'network-not-found': missing('VPC'), 'connection-not-found': missing('VPN') }

await testDeclaredErrors(import.meta.dirname, {
  GrantInstanceToTransitRouter: {
    ...instances,
    'router-group-not-found': async (caller) => ({ ...(await ownVpc(caller)), CenOwnerId: '1987654321098765' }),
    'binding-wrong': async (caller) => {
      const InstanceId = await caller.make('CreateVpnConnection', await onGateway(caller))
      return { InstanceId, InstanceType: 'VPN', ...(await toOwn(caller)) }
    },
    'already-attached': async (caller) => {
      const { VpnId: InstanceId } = await attached(caller)
      return { InstanceId, InstanceType: 'VPN', ...(await toOwn(caller)) }
    },
    'grant-exists': granted,
    busy: async (caller) => {
      const grant = await ownVpc(caller)
      await caller.settle()
      await caller.ok('DeleteVpc', { VpcId: grant.InstanceId })
      return grant
    },
  },
  ModifyGrantInstanceToTransitRouter: {
    'grant-not-found': async (caller) => {
      const { InstanceId, CenId } = await ownVpc(caller)
      return { InstanceId, CenId, OrderType: 'PayByCenOwner' }
    },
    busy: async (caller) => {
      const { attach, grant, other } = await grantedVpc(caller)
      const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpcAttachment', attach)
      await caller.settle()
      await caller.ok('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId })
      caller.key = other.caller.key
      return { InstanceId: grant.InstanceId, CenId: grant.CenId, OrderType: 'PayByCenOwner' }
    },
  },
  RevokeInstanceFromTransitRouter: {
    ...instances,
    'grant-not-found': ownVpc,
    'in-use': async (caller) => {
      const { attach, grant, other } = await grantedVpc(caller)
      await caller.ok('CreateTransitRouterVpcAttachment', attach)
      caller.key = other.caller.key
      return grant
    },
  },
})
