/** Who may call each operation: derived from the declarations, so that a new operation is in it by itself. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { decodeFields } from '../../operations/decode.ts'
import type { Operation } from '../../operations/operation.ts'
import { patternsOf, resourcesOf } from '../../operations/permission.ts'
import type { CallContext } from '../http/context.ts'
import { changePolicy } from '../http/testing/principals.ts'
import { denialCodes } from './denial.ts'
import { alibaba } from './dialect.ts'
import { operations } from './operations/actions.ts'
import { allowing, policyDocument, roleOf, sessionOf, userOf } from './testing/access.ts'
import { type Answer, type Caller, openCaller, type Parameters, region } from './testing/caller.ts'

type Declared = Operation<CallContext>

const caller = await openCaller()
after(() => caller[Symbol.asyncDispose]())

const nobody = await userOf(caller, 'nobody')
const exact = await userOf(caller, 'exact', allowing('none:None'))
const denied = await userOf(caller, 'denied', allowing('none:None'), { system: 'AdministratorAccess' })
const assuming = await userOf(caller, 'assuming', { system: 'AliyunSTSAssumeRoleAccess' })
const whole = await sessionOf(assuming, await roleOf(caller, 'whole', { system: 'AdministratorAccess' }))
const narrowed = await sessionOf(assuming, await roleOf(caller, 'narrow', { system: 'AdministratorAccess' }), {
  Policy: policyDocument({ Action: 'none:None' }),
})

const typeOf: Readonly<Record<string, string>> = { Vpc: 'VPC', Cbn: 'cen', Ram: 'policy' }

/** A type where one is asked for, else an id of nothing. */
const valueFor = (name: string, id: string, { service }: Declared): unknown => {
  if (name === 'ResourceType') return typeOf[service.slice(0, 3)]
  if (name === 'PolicyType') return 'Custom'
  return name === 'RoleArn' ? `acs:ram::${caller.account.id}:role/${id}` : `x-${id}`
}

/** What the patterns name, each with a value that is there for nothing else. */
function parametersOf(operation: Declared, id: string): Parameters {
  const names = patternsOf(operation.permission)
    .flatMap((pattern) => [...pattern.matchAll(/\{([\w.]+)\??\}/g)].map(([, name = '']) => name))
    .filter((name) => name !== 'region' && name !== 'account')
  return Object.fromEntries(
    names.map((name) => {
      const [field = '', member] = name.split('.')
      const value = valueFor(name, id, operation)
      return [field, member === undefined ? value : [{ [member]: value }]]
    }),
  )
}

/** As the pipeline asks for them. */
function resourcesIn({ request, permission }: Declared, sent: Parameters): readonly string[] {
  const decoded = decodeFields(request, { RegionId: region, ...sent }, { path: '', textOnly: true, firstIndex: 1 })
  const place = { region, account: alibaba.ownerOf(caller.account) }
  return resourcesOf(permission, decoded.ok ? decoded.value : sent, place)
}

interface Detail {
  readonly NoPermissionType: string
  readonly PolicyType: string
  readonly AuthAction: string
}

const asked = (one: Caller, operation: Declared, sent: Parameters): Promise<Answer> => one.call(operation, sent)

async function assertDenied(one: Caller, operation: Declared, sent: Parameters, expected: Omit<Detail, 'AuthAction'>) {
  const { status, body } = await asked(one, operation, sent)
  const codes = denialCodes(operation.permission.action)
  assert.equal(status, 403, String(body.Code))
  assert.ok(codes.includes(String(body.Code)), `${body.Code} is none of ${codes.join(', ')}`)
  const { AuthAction, NoPermissionType, PolicyType } = body.AccessDeniedDetail as Detail
  assert.deepEqual(
    { AuthAction, NoPermissionType, PolicyType },
    { AuthAction: operation.permission.action, ...expected },
  )
}

/** Whatever else is wrong with the request. */
async function assertAllowed(one: Caller, operation: Declared, sent: Parameters): Promise<void> {
  const { body } = await asked(one, operation, sent)
  assert.equal(body.AccessDeniedDetail, undefined, String(body.Message))
}

const implicit = { NoPermissionType: 'ImplicitDeny', PolicyType: 'AccountLevelIdentityBasedPolicy' }
const explicit = { ...implicit, NoPermissionType: 'ExplicitDeny' }
const bySession = { ...implicit, PolicyType: 'SessionPolicy' }

const all = (await operations.all()).filter(({ permission: { needless } }) => needless !== true)

describe('who may call an operation', () => {
  for (const operation of all) {
    const { action, service, permission } = operation
    const mine = parametersOf(operation, 'mine')

    test(`${service} ${action}: the account, and a session with all permissions`, async () => {
      await assertAllowed(caller, operation, mine)
      await assertAllowed(whole, operation, mine)
    })

    test(`${service} ${action}: not a user without policies, nor a session that is narrowed to another action`, async () => {
      await assertDenied(nobody, operation, mine, implicit)
      await assertDenied(narrowed, operation, mine, bySession)
    })

    test(`${service} ${action}: a user with this action on this resource, and on no other`, async () => {
      const resources = resourcesIn(operation, mine)
      const statement = { Action: permission.action, Resource: resources }
      await changePolicy(caller, 'exact', policyDocument(statement))
      await assertAllowed(exact, operation, mine)
      const others = parametersOf(operation, 'another')
      if (resourcesIn(operation, others).some((each) => !resources.includes(each))) {
        await assertDenied(exact, operation, others, implicit)
      }
      for (const left of resources) {
        const rest = resources.filter((each) => each !== left)
        if (rest.length === 0) continue
        await changePolicy(caller, 'exact', policyDocument({ ...statement, Resource: rest }))
        await assertDenied(exact, operation, mine, implicit)
      }
      await changePolicy(caller, 'exact', policyDocument({ ...statement, Action: `${permission.action}X` }))
      await assertDenied(exact, operation, mine, implicit)
    })

    test(`${service} ${action}: not a user whom a policy denies it, whatever another allows`, async () => {
      const deny = { Effect: 'Deny', Action: permission.action, Resource: resourcesIn(operation, mine) } as const
      await changePolicy(caller, 'denied', policyDocument(deny))
      await assertDenied(denied, operation, mine, explicit)
    })
  }
})
