import type { Kind } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { presetPolicies } from '../../policy/preset.ts'
import { ownerOf } from '../cam-role/response.ts'
import { everywhere } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'

export const getUserAppId = operation({
  ...aboutOther('cam', 'GetUserAppId'),
  summary: 'Tells the numbers of the account, and of the user who asks.',
  effect: 'read',
  request: {},
  response: {
    Uin: r.string(r.derived('that of the user who asks; the account’s for others'), (context: CallContext) =>
      context.principal.kind === 'user' ? context.principal.id : ownerOf(context),
    ),
    OwnerUin: r.string(r.stored('the account’s uin'), (context: CallContext) => ownerOf(context)),
    AppId: r.integer(r.stored('the account’s app id'), ({ account }: CallContext) => Number(account.id)),
  },
  errors: {},
  documented: ['FailedOperation', 'InternalError.SystemError'],
  neverOccurs: neverOf('FailedOperation', 'InternalError.SystemError'),
  run: async (context: CallContext) => ok(context),
})

type Counts = Readonly<Record<'policy' | 'role' | 'user' | 'user-group', number>>

const noOthers = 'there are no identity providers and collaborators'

export const getAccountSummary = operation({
  ...aboutOther('cam', 'GetAccountSummary'),
  summary: 'Counts users, groups, roles and policies.',
  effect: 'read',
  request: {},
  response: {
    Policies: r.integer(
      r.derived('those of the account and those that every account has'),
      ({ policy }: Counts) => policy + presetPolicies.size,
    ),
    Roles: r.integer(r.derived('all roles'), ({ role }: Counts) => role),
    User: r.integer(r.derived('all users'), ({ user }: Counts) => user),
    Group: r.integer(r.derived('all groups'), (counts: Counts) => counts['user-group']),
    Idps: r.constant(0, noOthers),
    IdentityProviders: r.constant(0, noOthers),
    Member: r.constant(0, noOthers),
  },
  errors: {},
  documented: ['InternalError.SystemError'],
  neverOccurs: neverOf('InternalError.SystemError'),
  async run(context: CallContext) {
    const { reader } = everywhere(context)
    const count = async (kind: Kind) => (await reader.page(kind, { limit: 1 })).total
    const [policy, role, user, group] = await Promise.all([
      count('policy'),
      count('role'),
      count('user'),
      count('user-group'),
    ])
    return ok({ policy, role, user, 'user-group': group })
  },
})
