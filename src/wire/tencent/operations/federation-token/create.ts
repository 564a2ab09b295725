import { giveToken as command } from '../../../../commands/access/role.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, paramError } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { freshKey, temporaryKeyFields } from '../shared/temporary-key.ts'
import { documentedPolicyCodes, duration, narrowing, overTime } from '../shared/temporary-key-request.ts'

/** In seconds. */
const longestOf = { root: 7200, user: 129_600 } as const

const reasons = [
  'InternalError.DbError',
  'InternalError.EncryptError',
  'InternalError.GetAppIdError',
  'InternalError.GetSeedTokenError',
  'InternalError.SystemError',
  'InvalidParameter.AccountNotAvaliable',
  'InvalidParameter.ExtendStrategyOverSize',
  'InvalidParameter.GrantOtherResource',
  'InvalidParameter.ResouceError',
  'InvalidParameter.TempCodeNotAvaliable',
  'UnauthorizedOperation',
] as const

export const getFederationToken = operation({
  ...aboutOther('sts', 'GetFederationToken'),
  summary: 'Gives a key for a time that may do what its giver may, as far as a policy lets it.',
  effect: 'write',
  request: {
    Name: required(
      t.coded(
        t.text('2 to 128 letters, digits and any of + = , . @ _ -', (value) => /^[\w+=,.@-]{2,128}$/.test(value)),
        paramError,
      ),
      { worldless: 'it names the session' },
    ),
    Policy: required(narrowing),
    DurationSeconds: withDefault(duration(longestOf.user), 1800, {
      note: `at most ${longestOf.root} with a key of the account itself`,
    }),
  },
  response: temporaryKeyFields,
  errors: { 'session-too-long': true, 'token-from-token': true },
  documented: [
    ...documentedPolicyCodes,
    'InvalidParameter.ParamError',
    overTime,
    'ResourceNotFound.RoleNotFound',
    'UnsupportedOperation',
    ...reasons,
  ],
  neverOccurs: { ...neverOf(...reasons), 'ResourceNotFound.RoleNotFound': 'it names no role' },
  async run(context: CallContext, { Name, Policy, DurationSeconds: seconds }) {
    const { kind, id, session: token } = context.principal
    if (token !== undefined || kind === 'role') {
      return fail(domainError('token-from-token', 'a key that is good for a time gives no other', Name))
    }
    if (seconds > longestOf[kind]) {
      return fail(domainError('session-too-long', `it may last ${longestOf[kind]} seconds`, String(seconds)))
    }
    const fresh = freshKey(context.random)
    const given = await everywhere(context).execute(command, {
      ...fresh.stored,
      account: context.account.id,
      ...(kind === 'user' ? { user: id } : {}),
      sessionName: Name,
      seconds,
      policy: Policy,
      createdAt: context.now,
    })
    if (!given.ok) return given
    const [session] = given.value.sessions ?? []
    if (session === undefined) throw new TypeError('a session was decided on and is not there')
    return ok({ session, token: fresh.token })
  },
})
