import { createHash } from 'node:crypto'
import { assumeRole as assumeRoleCommand } from '../../../../commands/access/role.ts'
import { domainError } from '../../../../domain/error.ts'
import { principalRegion, type TokenSession } from '../../../../domain/principal.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { readPolicy, readTrust } from '../../policy/policy.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, sts } from '../shared/service.ts'
import { toSecond } from '../shared/times.ts'

/** "acs:ram::1234567890123456:role/deploy". */
const roleForm = /^acs:ram::(\d+):role\/([A-Za-z0-9.@_-]{1,64})$/

interface RoleName {
  readonly account: string
  readonly name: string
  /** As policies name it. */
  readonly inPolicies: string
}

const roleArn = t.parsed<RoleName>(
  'acs:ram::<account>:role/<name>',
  (text) => {
    const [inPolicies, account, name] = roleForm.exec(text) ?? []
    return inPolicies === undefined || account === undefined || name === undefined
      ? undefined
      : { account, name, inPolicies }
  },
  ['acs:ram::1:role/one'],
)

/** Longer is refused before it is read. */
const longestPolicy = 2048

const policySample = (Action: string) =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })

const policyCodes = ['InvalidParameter.PolicySize', 'InvalidParameter.PolicyGrammar']

const policyText = t.text('', () => true, [policySample('vpc:*'), policySample('cen:*')])

const sessionPolicy = t.refined(policyText, 'a policy document of at most 2048 characters', policyCodes, (text) => {
  if (text.length > longestPolicy) {
    return { code: 'InvalidParameter.PolicySize', detail: `must be of at most ${longestPolicy} characters` }
  }
  const read = readPolicy(text)
  return read.ok ? undefined : { code: 'InvalidParameter.PolicyGrammar', detail: `cannot be read: ${read.error}` }
})

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

interface View {
  readonly role: Resource<'role'>
  readonly session: TokenSession
  readonly token: string
}

const inAccount = (account: string, name: string): string => `acs:ram::${account}:role/${name}`

export const assumeRole = operation({
  ...about('AssumeRole', sts, '*'),
  permission: { action: 'sts:AssumeRole', resource: '{RoleArn}' },
  summary: 'Takes on a role for a time: answers a key that may do what the role may.',
  effect: 'write',
  request: {
    ...anyRegion,
    RoleArn: required(roleArn, { code: 'InvalidParameter.RoleArn', missingCode: 'MissingParameter' }),
    RoleSessionName: required(
      t.text('2 to 64 letters, digits and . @ - _', (value) => /^[A-Za-z0-9.@_-]{2,64}$/.test(value), ['ab', 'cd']),
      { code: 'InvalidParameter.RoleSessionName', missingCode: 'MissingParameter', worldless: 'it names the session' },
    ),
    DurationSeconds: withDefault(
      t.integer('900 or more, and what the role allows', (value) => value >= 900, [900, 1800]),
      3600,
      { code: 'InvalidParameter.DurationSeconds', worldless: 'it is how long the key may be used' },
    ),
    Policy: optional(sessionPolicy, { worldless: 'it says what the key may be used for' }),
    ExternalId: optional(
      t.text('2 to 1224 characters', (value) => value.length >= 2 && value.length <= 1224, ['id-1', 'id-2']),
      {
        code: 'InvalidParameter.ExternalId',
        readBy: 'the role’s trust document, as sts:ExternalId',
        worldless: 'it says who may take the role on',
      },
    ),
    SourceIdentity: optional(
      t.text('2 to 64 characters', (value) => value.length >= 2 && value.length <= 64, ['ab', 'cd']),
      { worldless: 'it is shown again' },
    ),
  },
  response: {
    Credentials: r.structure(r.derived('the session’s key'), (view: View) => view, {
      AccessKeyId: r.string(r.stored('the session’s key'), ({ session }: View) => session.id),
      AccessKeySecret: r.string(r.stored('the session’s key'), ({ session }: View) => session.secret),
      SecurityToken: r.string(r.derived('made for the session, and kept nowhere'), ({ token }: View) => token),
      Expiration: r.string(r.derived('when the session ends'), ({ session }: View) => toSecond(session.expiresAt)),
    }),
    AssumedRoleUser: r.structure(r.derived('the role and the session'), (view: View) => view, {
      Arn: r.string(
        r.derived('the role and RoleSessionName'),
        ({ role, session }: View) => `${inAccount(role.account, role.name.toLowerCase())}/${session.name}`,
      ),
      AssumedRoleId: r.string(
        r.derived('the role’s id and RoleSessionName'),
        ({ role, session }: View) => `${role.id}:${session.name}`,
      ),
    }),
    SourceIdentity: r.string(r.given('SourceIdentity'), ({ source }: View & { readonly source?: string }) => source),
  },
  errors: { 'role-not-found': true, 'role-denied': true, 'session-too-long': true },
  documented: [
    'InvalidParameter.RoleArn',
    'InvalidParameter.RoleSessionName',
    'InvalidParameter.DurationSeconds',
    'InvalidParameter.PolicyGrammar',
    'InvalidParameter.PolicySize',
    'EntityNotExist.Role',
    'NoPermission',
  ],
  async run(context: CallContext, { RoleArn, RoleSessionName, DurationSeconds, Policy, SourceIdentity }) {
    const { principal, random, now, account } = context
    if (principal.kind === 'root') {
      return fail(domainError('role-denied', 'an account’s own key takes on no role: use a user’s', RoleArn.name))
    }
    if (RoleArn.account !== account.id) {
      return fail(domainError('role-not-found', 'there is no such role', RoleArn.name))
    }
    const token = `CAIS${random.token(300, letters)}`
    const input = {
      account: account.id,
      name: RoleArn.name,
      id: `STS.${random.token(25, letters)}`,
      secret: random.token(44, letters),
      tokenDigest: createHash('sha256').update(token).digest('hex'),
      sessionName: RoleSessionName,
      seconds: DurationSeconds,
      ...(Policy === undefined ? {} : { policy: Policy }),
      createdAt: now,
      mayAssume: (role: Resource<'role'>) => admits(context, role),
    }
    const change = await context.inRegion(principalRegion).execute(assumeRoleCommand, input)
    if (!change.ok) return change
    const [session] = change.value.sessions ?? []
    const role = session?.role && (await context.inRegion(principalRegion).reader.get('role', session.role))
    if (session === undefined || !role) throw new TypeError('a session was decided on and is not there')
    return ok({ role, session, token, ...(SourceIdentity === undefined ? {} : { source: SourceIdentity }) })
  },
})

function admits({ principal, conditions }: CallContext, role: Resource<'role'>): boolean {
  const trust = readTrust(role.spec.trust)
  if (!trust.ok) throw new TypeError(`the trust document of role ${role.id} cannot be read: ${trust.error}`)
  const resource = inAccount(role.account, role.name)
  return trust.value({ principal, action: 'sts:AssumeRole', resource, conditions }) === 'allow'
}
