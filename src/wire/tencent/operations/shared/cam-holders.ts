/** Whoever can have policies, as CAM's operations name them. */
import { findRole, noRole } from '../../../../commands/access/role.ts'
import { noUser } from '../../../../commands/access/user.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { optional } from '../../../../operations/field.ts'
import type { WireError } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { aboutAccess, everywhere, named, oneOfBoth, paramError, roleName } from './cam.ts'

type Found<K extends 'user' | 'user-group' | 'role'> = Promise<Result<Resource<K>, DomainError>>

export async function userWithUin(context: CallContext, id: string): Found<'user'> {
  const user = await everywhere(context).reader.get('user', id)
  return user === undefined ? fail(noUser(id)) : ok(user)
}

export async function groupWithId(context: CallContext, id: string): Found<'user-group'> {
  const group = await everywhere(context).reader.get('user-group', id)
  return group === undefined ? fail(domainError('group-not-found', 'there is no such group', id)) : ok(group)
}

/** The cloud’s have up to 19 digits, ours 15, which a number of JSON holds. */
const roleIdForm = /^\d{1,19}$/

const roleIdText = aboutAccess(
  t.coded(
    t.text('the id of a role', (text) => roleIdForm.test(text), ['461100000000001', '461100000000002']),
    paramError,
  ),
)

/** As text, and as a number where the documents of some operations have it so. */
export const roleId: WireType<string> = {
  ...roleIdText,
  decode: (value, position) => roleIdText.decode(typeof value === 'number' ? String(value) : value, position),
}

const which = 'it says which role is meant'

export const namedRole = {
  RoleId: optional(roleId, { note: 'or RoleName', noFilter: which }),
  RoleName: optional(roleName, { noFilter: which }),
}

export const roleRule = oneOfBoth('RoleId', 'RoleName')

interface RoleNames {
  readonly RoleId: string | undefined
  readonly RoleName: string | undefined
}

/** By its id where that is given. */
export async function roleOf(context: CallContext, { RoleId, RoleName = '' }: RoleNames): Found<'role'> {
  const { reader } = everywhere(context)
  const role = await (RoleId === undefined ? findRole(reader, named(context, RoleName)) : reader.get('role', RoleId))
  return role === undefined ? fail(noRole(RoleId ?? RoleName)) : ok(role)
}

/** Where an operation tells a user that is not there so. */
export const userNotExist: WireError = wireError('InvalidParameter.UserNotExist', 'The user `%s` does not exist: %d.')
