/** What one account of an installation grants another. */
import type { Ipv4Prefix } from '../../../domain/address.ts'
import type { Caller } from './caller.ts'
import { attachment, vpc, vSwitch } from './resources.ts'

export interface OtherAccount {
  readonly id: string
  readonly caller: Caller
}

export async function otherAccount(caller: Caller, id = '1987654321098765'): Promise<OtherAccount> {
  const key = { id: `LTAI${id}`, secret: 'another secret of the tests', account: id, active: true, createdAt: 0 }
  await caller.store.write(async (transaction) => {
    await transaction.putAccount({ ...caller.account, id, outerPool: '203.0.113.0/24' as Ipv4Prefix })
    await transaction.putAccessKey(key)
  })
  return { id, caller: caller.as(key) }
}

/** The caller's CEN instance with its router, and whom it belongs to. */
export async function grantee(caller: Caller) {
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId })
  return { to: { CenId, CenOwnerId: caller.account.id }, TransitRouterId }
}

/** Another account's VPC that the caller's CEN instance is granted: what grants it, and what attaches it. */
export async function grantedVpc(caller: Caller, granted: object = {}) {
  const other = await otherAccount(caller)
  const { to, TransitRouterId } = await grantee(caller)
  const VpcId = await vpc(other.caller)
  const VSwitchId = await vSwitch(other.caller, VpcId)
  const grant = { InstanceId: VpcId, InstanceType: 'VPC', ...to, ...granted }
  await other.caller.ok('GrantInstanceToTransitRouter', grant)
  const ZoneMappings = [{ VSwitchId, ZoneId: 'cn-hangzhou-h' }]
  return { other, grant, attach: { TransitRouterId, VpcId, VpcOwnerId: other.id, ZoneMappings } }
}

/** The same of an IPsec-VPN connection. */
export async function grantedConnection(caller: Caller) {
  const other = await otherAccount(caller)
  const { to, TransitRouterId } = await grantee(caller)
  const VpnId = await attachment(other.caller)
  const grant = { InstanceId: VpnId, InstanceType: 'VPN', ...to }
  await other.caller.ok('GrantInstanceToTransitRouter', grant)
  return { other, grant, attach: { TransitRouterId, VpnId, VpnOwnerId: other.id } }
}
