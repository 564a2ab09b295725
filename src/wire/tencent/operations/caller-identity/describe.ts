import type { Principal } from '../../../../access/authorize.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { ownerOf } from '../cam-role/response.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'

interface Caller {
  readonly principal: Principal
  readonly owner: string
}

/** Whose the key is: the account's own, a user's, a role's, or given by one of the first two. */
function typeOf({ kind, session }: Principal): 'root' | 'CAMUser' | 'CAMRole' | 'federated' {
  if (kind === 'role') return 'CAMRole'
  if (session !== undefined) return 'federated'
  return kind === 'root' ? 'root' : 'CAMUser'
}

const uinOf = ({ principal: { kind, id }, owner }: Caller): string => (kind === 'user' ? id : owner)

function arnOf(caller: Caller): string {
  const { principal, owner } = caller
  switch (typeOf(principal)) {
    case 'root':
      return `qcs::cam::uin/${owner}:root`
    case 'CAMUser':
      return `qcs::cam::uin/${owner}:uin/${principal.id}`
    case 'CAMRole':
      return `qcs::sts:${owner}:assumed-role/${principal.id}`
    case 'federated':
      return `qcs::sts:${owner}:federated-user/${uinOf(caller)}`
  }
}

function userOf(caller: Caller): string {
  const { kind, id, session } = caller.principal
  const own = kind === 'role' ? id : uinOf(caller)
  return session === undefined ? own : `${own}:${session}`
}

export const getCallerIdentity = operation({
  ...aboutOther('sts', 'GetCallerIdentity'),
  permission: { action: 'sts:GetCallerIdentity', resource: '*', needless: true },
  summary: 'Tells whom the access key stands for.',
  effect: 'read',
  request: {},
  response: {
    Arn: r.string(r.derived('the account, its user, a session of its role, or what one of these has given'), arnOf),
    AccountId: r.string(r.stored('the account’s uin'), ({ owner }: Caller) => owner),
    UserId: r.string(r.derived('the uin, or the role’s id; with the session’s name where there is one'), userOf),
    PrincipalId: r.string(r.derived('the uin of the user; of others the account’s'), uinOf),
    Type: r.string(r.derived('whose the key is'), ({ principal }: Caller) => typeOf(principal)),
  },
  errors: {},
  documented: [
    'AuthFailure.AccessKeyIllegal',
    'InternalError.GetSeedTokenError',
    'InvalidParameter.AccessKeyNotSupport',
  ],
  neverOccurs: neverOf(
    'AuthFailure.AccessKeyIllegal',
    'InternalError.GetSeedTokenError',
    'InvalidParameter.AccessKeyNotSupport',
  ),
  run: async (context: CallContext) => ok({ principal: context.principal, owner: ownerOf(context) }),
})
