import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Policy, Question } from '../../access/authorize.ts'
import type { Operation } from '../../operations/operation.ts'
import { patternsOf } from '../../operations/permission.ts'
import type { CallContext } from './context.ts'
import type { Dialect } from './dialect.ts'
import type { SampleCall, ToldError } from './dialect-contract.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import { openTestInstallation, type TestInstallation } from './testing/installation.ts'

export interface PermissionSamples {
  sign(call: SampleCall, installation: TestInstallation): HttpRequest
  /** A write that needs nothing to be there and is answered. */
  readonly good: SampleCall
  /** One of its parameters that it cannot be without. */
  readonly required: string
  /** A call about one thing, named by id, that is not there; and what it is told. */
  readonly absent: { readonly call: SampleCall; readonly id: string; readonly told: ToldError }
  /** What a user is told whom nothing allows the action: "vpc:CreateVpnGateway". */
  denied(action: string): ToldError
  readonly unknownAction: ToldError
  readError(response: HttpResponse): ToldError | undefined
}

const everything: Policy = () => 'allow'

/** An installation whose keys are a user's, with these policies. */
const openUsers = (dialect: Dialect, ...policies: readonly Policy[]) =>
  openTestInstallation(dialect, {
    principalOf: ({ id: account }) => ({
      account,
      kind: 'user',
      id: 'u',
      name: 'dev',
      policies: policies.map((policy) => ({ policy })),
    }),
  })

async function assertRefused(
  installation: TestInstallation,
  call: SampleCall,
  expected: ToldError,
  { sign, readError }: PermissionSamples,
): Promise<void> {
  const before = await installation.dump()
  const response = await installation.handle(sign(call, installation))
  assert.deepEqual(readError(response), expected, response.body)
  assert.equal(await installation.dump(), before, 'a refused request left something stored')
}

function eachOperation(dialect: Dialect, operations: Operations, samples: PermissionSamples): void {
  for (const { action, service, permission } of operations.filter(({ permission: { needless } }) => !needless)) {
    const expected = samples.denied(permission.action)
    test(`${service} ${action}: denied by a policy it is ${expected.code}, and nothing is stored`, async () => {
      const asked: Question[] = []
      const denying: Policy = (question) => {
        asked.push(question)
        return question.action === permission.action ? 'deny' : undefined
      }
      await using installation = await openUsers(dialect, everything, denying)
      const version = service.split(' ')[1] ?? ''
      await assertRefused(installation, { ...samples.good, action, version, parameters: {} }, expected, samples)
      assert.ok(asked.length > 0)
      for (const { resource } of asked) assert.doesNotMatch(resource, /[{}]|undefined|::$/)
    })
  }
}

type Operations = readonly Operation<CallContext>[]

const operationOf = (operations: Operations, { action, version }: SampleCall): Operation<CallContext> => {
  const found = operations.find((each) => each.action === action && each.service.endsWith(version))
  assert.ok(found, action)
  return found
}

function order(dialect: Dialect, operations: Operations, samples: PermissionSamples): void {
  const { good, required, denied, unknownAction } = samples
  const { permission } = operationOf(operations, good)

  test('a user whom a policy allows an action is answered as the account is', async () => {
    await using installation = await openUsers(dialect, everything)
    const before = await installation.dump()
    assert.equal(samples.readError(await installation.handle(samples.sign(good, installation))), undefined)
    assert.notEqual(await installation.dump(), before)
  })

  test('a user of whom no policy speaks is denied, whatever the parameters are', async () => {
    await using installation = await openUsers(dialect)
    const { [required]: _, ...rest } = good.parameters
    for (const parameters of [good.parameters, rest, { ...good.parameters, NoSuchParameter: 'x' }]) {
      await assertRefused(installation, { ...good, parameters }, denied(permission.action), samples)
    }
  })

  test('an action that there is not is told so also to a user who may do nothing', async () => {
    await using installation = await openUsers(dialect)
    await assertRefused(installation, { ...good, action: 'NoSuchAction' }, unknownAction, samples)
  })
}

function resources(dialect: Dialect, operations: Operations, samples: PermissionSamples): void {
  const { call, id, told } = samples.absent
  const { permission } = operationOf(operations, call)

  test('a policy is asked about the very thing that a request names, and a denied user learns not whether it is there', async () => {
    const asked: string[] = []
    const allBut: Policy = ({ resource }) => {
      asked.push(resource)
      return resource.endsWith(`/${id}`) ? 'deny' : 'allow'
    }
    await using installation = await openUsers(dialect, allBut)
    await assertRefused(installation, call, samples.denied(permission.action), samples)
    const owner = dialect.ownerOf(installation.account)
    const filled = patternsOf(permission).map((pattern) =>
      pattern
        .replace('{region}', call.region ?? '')
        .replace('{account}', owner)
        .replace(/\{\w+\}/, id),
    )
    assert.deepEqual(asked, filled)

    const [name = ''] = Object.entries(call.parameters).find(([, value]) => value === id) ?? []
    const other = { ...call, parameters: { ...call.parameters, [name]: id.replace(/.$/, 'x') } }
    assert.deepEqual(samples.readError(await installation.handle(samples.sign(other, installation))), told)
  })
}

/** What every dialect must do for a user who is not its account: each operation asks first, and what is denied leaves no trace. */
export async function permissionContract(name: string, dialect: Dialect, samples: PermissionSamples): Promise<void> {
  const operations = await dialect.operations.all()
  describe(`the permission contract: ${name}`, () => {
    eachOperation(dialect, operations, samples)
    order(dialect, operations, samples)
    resources(dialect, operations, samples)
  })
}
