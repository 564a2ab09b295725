import { assumeRole as command, findRole, noRole } from '../../../../commands/access/role.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { readTrust } from '../../policy/policy.ts'
import { longest, usualLongest } from '../cam-role/request.ts'
import { ownerOf, roleArn } from '../cam-role/response.ts'
import { aboutAccess, everywhere, named, paramError } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { freshKey, temporaryKeyFields } from '../shared/temporary-key.ts'
import {
  documentedPolicyCodes,
  duration,
  narrowing,
  noMfa,
  overTime,
  sessionName,
  sourceIdentity,
} from '../shared/temporary-key-request.ts'

/** "qcs::cam::uin/100000000001:roleName/deploy", or with the role’s id after "role/". */
const roleForm = /^qcs::cam::uin\/(\d+):(roleName|role)\/([\w+=,.@-]{1,128})$/

interface MeantRole {
  readonly owner: string
  readonly by: 'id' | 'name'
  readonly role: string
  /** As it was sent. */
  readonly inPolicies: string
}

const meantRole = t.coded(
  t.parsed<MeantRole>(
    'qcs::cam::uin/<account>:roleName/<name> or qcs::cam::uin/<account>:role/<id>',
    (text) => {
      const [inPolicies, owner, kind, role] = roleForm.exec(text) ?? []
      if (inPolicies === undefined || owner === undefined || role === undefined) return undefined
      return { owner, by: kind === 'role' ? 'id' : 'name', role, inPolicies }
    },
    ['qcs::cam::uin/100000000001:roleName/one'],
  ),
  paramError,
)

async function find(context: CallContext, { owner, by, role: which }: MeantRole) {
  const { reader } = everywhere(context)
  const mine = owner === ownerOf(context)
  const found = by === 'id' ? reader.get('role', which) : findRole(reader, named(context, which))
  const role = mine ? await found : undefined
  return role === undefined ? fail(noRole(which)) : ok(role)
}

/** A policy may speak of a role by its name; whoever takes it on by its id is asked for both. */
function mayTake(context: CallContext, role: Resource<'role'>): Result<string, DomainError> {
  const resource = roleArn(ownerOf(context), role.name)
  if (context.may('sts:AssumeRole', resource)) return ok(resource)
  return fail(domainError('role-denied', 'his policies do not allow the caller to take it on', role.name))
}

function admits({ principal, conditions }: CallContext, role: Resource<'role'>, resource: string): boolean {
  const trust = readTrust(role.spec.trust)
  if (!trust.ok) throw new TypeError(`the trust document of role ${role.id} cannot be read: ${trust.error.detail}`)
  return trust.value({ principal, action: 'sts:AssumeRole', resource, conditions }) === 'allow'
}

const reasons = [
  'FailedOperation.CheckMFAError',
  'FailedOperation.MFATypeNotSupported',
  'InternalError.DbError',
  'InternalError.EncryptError',
  'InternalError.GetAppIdError',
  'InternalError.GetRoleError',
  'InternalError.GetSeedTokenError',
  'InternalError.IllegalRole',
  'InternalError.PbSerializeError',
  'InternalError.SystemError',
  'InternalError.UnknownError',
  'InvalidParameter.AccountNotAvaliable',
  'InvalidParameter.ExtendStrategyOverSize',
  'InvalidParameter.GrantOtherResource',
  'InvalidParameter.OverLimit',
  'InvalidParameter.ResouceError',
  'InvalidParameter.TempCodeNotAvaliable',
] as const

export const assumeRole = operation({
  ...aboutOther('sts', 'AssumeRole'),
  permission: { action: 'sts:AssumeRole', resource: '{RoleArn}' },
  summary: 'Takes on a role for a time: answers a key that may do what the role may.',
  effect: 'write',
  request: {
    RoleArn: required(meantRole),
    RoleSessionName: sessionName,
    DurationSeconds: withDefault(duration(longest), usualLongest),
    Policy: optional(narrowing),
    ExternalId: optional(
      aboutAccess(
        t.coded(
          t.text('2 to 128 letters, digits and any of = , . @ : / -', (value) => /^[\w+=,.@:/-]{2,128}$/.test(value), [
            'id-1',
            'id-2',
          ]),
          paramError,
        ),
      ),
      { readBy: 'the role’s document, as sts:external_id' },
    ),
    Tags: refused(t.list(t.structure({})), 'a session has no tags of its own yet', { allow: [] }),
    SourceIdentity: sourceIdentity,
    SerialNumber: refused(t.text(), noMfa, { allow: [''] }),
    TokenCode: refused(t.text(), noMfa, { allow: [''] }),
  },
  response: temporaryKeyFields,
  errors: {
    'role-not-found': wireError('ResourceNotFound.RoleNotFound', 'The role `%s` does not exist: %d.'),
    'role-denied': true,
    'session-too-long': true,
  },
  documented: [
    ...documentedPolicyCodes,
    'InvalidParameter.ParamError',
    overTime,
    'ResourceNotFound.RoleNotFound',
    'UnauthorizedOperation',
    'UnsupportedOperation',
    ...reasons,
  ],
  neverOccurs: neverOf(...reasons),
  async run(context: CallContext, { RoleArn, RoleSessionName: name, DurationSeconds: seconds, Policy }) {
    const role = await find(context, RoleArn)
    if (!role.ok) return role
    const resource = mayTake(context, role.value)
    if (!resource.ok) return resource
    const { token, stored } = freshKey(context.random)
    const change = await everywhere(context).execute(command, {
      ...named(context, role.value.name),
      ...stored,
      sessionName: name,
      seconds,
      ...(Policy === undefined ? {} : { policy: Policy }),
      createdAt: context.now,
      mayAssume: (found) => admits(context, found, resource.value),
    })
    if (!change.ok) return change
    const [session] = change.value.sessions ?? []
    if (session === undefined) throw new TypeError('a session was decided on and is not there')
    return ok({ session, token })
  },
})
