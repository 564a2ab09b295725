import type { Principal } from '../../../../access/authorize.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, sts } from '../shared/service.ts'

interface Caller {
  readonly principal: Principal
}

const types = { root: 'Account', user: 'RAMUser', role: 'AssumedRoleUser' } as const

function arnOf({ kind, account, name, session }: Principal): string {
  if (kind === 'root') return `acs:ram::${account}:root`
  return `acs:ram::${account}:${kind === 'user' ? `user/${name}` : `assumed-role/${name}/${session ?? ''}`}`
}

const ofKind = (kind: Principal['kind']) => (caller: Caller) =>
  caller.principal.kind === kind ? caller.principal.id : undefined

export const getCallerIdentity = operation({
  ...about('GetCallerIdentity', sts, '*'),
  permission: { action: 'sts:GetCallerIdentity', resource: '*', needless: true },
  summary: 'Tells whom the access key stands for.',
  effect: 'read',
  request: anyRegion,
  response: {
    AccountId: r.string(r.stored('the account’s id'), ({ principal }: Caller) => principal.account),
    Arn: r.string(r.derived('the account, its user, or a session of its role'), ({ principal }: Caller) =>
      arnOf(principal),
    ),
    IdentityType: r.string(r.derived('whose the key is'), ({ principal }: Caller) => types[principal.kind]),
    PrincipalId: r.string(
      r.derived('the id of the account or the user; of a role with its session'),
      ({ principal }: Caller) =>
        principal.kind === 'role' ? `${principal.id}:${principal.session ?? ''}` : principal.id,
    ),
    UserId: r.string(r.stored('the user’s id; of others nothing'), ofKind('user')),
    RoleId: r.string(r.stored('the role’s id; of others nothing'), ofKind('role')),
  },
  errors: {},
  run: async ({ principal }: CallContext, _request) => ok({ principal }),
})
