/** Who may call each operation: derived from the declarations, so that a new operation is in it by itself. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { decodeFields } from '../../operations/decode.ts'
import type { Operation } from '../../operations/operation.ts'
import { patternsOf, resourcesOf } from '../../operations/permission.ts'
import type { CallContext } from '../http/context.ts'
import { changePolicy } from '../http/testing/principals.ts'
import { tencent } from './dialect.ts'
import { operations } from './operations/actions.ts'
import { allowing, policyDocument, unauthorized, userOf } from './testing/access.ts'
import { openTestClient, type Parameters, region, type TestClient } from './testing/client.ts'

type Declared = Operation<CallContext>

const client = await openTestClient()
const { installation } = client
after(() => client[Symbol.asyncDispose]())

const nobody = await userOf(client, 'nobody')
const exact = await userOf(client, 'exact', allowing('none:None'))
const denied = await userOf(client, 'denied', allowing('none:None'), { system: 'AdministratorAccess' })
const administrator = await userOf(client, 'admin', { system: 'AdministratorAccess' })

/** A list where one is asked for, else an id of nothing. */
function valueFor(name: string, id: string): unknown {
  if (name === 'RoleArn') return `qcs::cam::uin/100000000001:roleName/${id}`
  return name.endsWith('Ids') ? [`x-${id}`] : `x-${id}`
}

/** What the patterns name, each with a value that is there for nothing else. */
function parametersOf(operation: Declared, id: string): Parameters {
  const names = patternsOf(operation.permission)
    .flatMap((pattern) => [...pattern.matchAll(/\{(\w+)\??\}/g)].map(([, name = '']) => name))
    .filter((name) => name !== 'region' && name !== 'account')
  return Object.fromEntries(names.map((name) => [name, valueFor(name, id)]))
}

/** As the pipeline asks for them. */
function resourcesIn({ request, permission }: Declared, sent: Parameters): readonly string[] {
  const decoded = decodeFields(request, sent, { path: '', textOnly: false, firstIndex: 0 })
  const place = { region, account: tencent.ownerOf(installation.account) }
  return resourcesOf(permission, decoded.ok ? decoded.value : sent, place)
}

async function assertDenied(one: TestClient, operation: Declared, sent: Parameters, among: readonly string[]) {
  const { Error: error, RequestId } = await one.answer(operation, sent)
  assert.equal(error?.Code, unauthorized, error?.Message ?? '')
  const told = (resource: string) =>
    `[request id:${RequestId}]you are not authorized to perform operation (${operation.permission.action})\nresource (${resource}) has no permission\n`
  assert.ok(among.map(told).includes(error?.Message ?? ''), error?.Message)
}

/** Whatever else is wrong with the request. */
async function assertAllowed(one: TestClient, operation: Declared, sent: Parameters): Promise<void> {
  const { Error: error } = await one.answer(operation, sent)
  assert.notEqual(error?.Code, unauthorized, error?.Message ?? '')
}

const all = (await operations.all()).filter(({ permission: { needless } }) => needless !== true)

describe('who may call an operation', () => {
  for (const operation of all) {
    const { action, service, permission } = operation
    const mine = parametersOf(operation, 'mine')
    const resources = resourcesIn(operation, mine)

    test(`${service} ${action}: the account, and a user with all permissions`, async () => {
      await assertAllowed(client, operation, mine)
      await assertAllowed(administrator, operation, mine)
    })

    test(`${service} ${action}: not a user without policies`, async () => {
      await assertDenied(nobody, operation, mine, resources)
    })

    test(`${service} ${action}: a user with this action on this resource, and on no other`, async () => {
      const statement = { action: permission.action, resource: resources }
      await changePolicy(installation, 'exact', policyDocument(statement))
      await assertAllowed(exact, operation, mine)
      const others = parametersOf(operation, 'another')
      const theirs = resourcesIn(operation, others)
      if (theirs.some((each) => !resources.includes(each))) await assertDenied(exact, operation, others, theirs)
      for (const left of resources) {
        const rest = resources.filter((each) => each !== left)
        if (rest.length === 0) continue
        await changePolicy(installation, 'exact', policyDocument({ ...statement, resource: rest }))
        await assertDenied(exact, operation, mine, [left])
      }
      await changePolicy(installation, 'exact', policyDocument({ ...statement, action: `${permission.action}X` }))
      await assertDenied(exact, operation, mine, resources)
    })

    test(`${service} ${action}: not a user whom a policy denies it, whatever another allows`, async () => {
      const deny = { effect: 'deny', action: permission.action, resource: resources } as const
      await changePolicy(installation, 'denied', policyDocument(deny))
      await assertDenied(denied, operation, mine, resources)
    })
  }
})
