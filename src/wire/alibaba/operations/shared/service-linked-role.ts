import { principalName } from '../../../../domain/claims.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { CallContext } from '../../../http/context.ts'

/** The role by which VPN Gateway acts in an account. */
const roleName = 'AliyunServiceRoleForVpn'

/**
 * The role is made with an account's first VPN gateway, for which whoever makes it needs the permission. It is not stored:
 * an account that has a gateway has it.
 */
export async function serviceRoleDenied(context: CallContext): Promise<DomainError | undefined> {
  if (context.may('ram:CreateServiceLinkedRole', '*')) return undefined
  const { reader } = context.acrossRegions()
  const { total } = await reader.page('gateway', { limit: 1 })
  if (total > 0) return undefined
  const made = await reader.holder('role', principalName('role', context.account.id, roleName))
  return made === undefined ? domainError('service-role-denied', `may not have ${roleName} made`) : undefined
}
