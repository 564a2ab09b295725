/** A client of the Alibaba Cloud dialect over a whole pipeline and a real store, with no data plane behind them. */
import assert from 'node:assert/strict'
import type { Ipv4Prefix } from '../../../domain/address.ts'
import { noExtras, type Resource } from '../../../domain/resource.ts'
import { noSettings, type SettingChange, type Settings, withSettings } from '../../../domain/setting.ts'
import type { ObservedWorld } from '../../../observed/world.ts'
import type { Account, Store } from '../../../store/port.ts'
import type { HttpRequest, HttpResponse } from '../../http/message.ts'
import type { Answered } from '../../http/pipeline.ts'
import { type Asked, nameOf } from '../../http/testing/asked.ts'
import { openTestInstallation, type TestInstallation } from '../../http/testing/installation.ts'
import { valueAt } from '../decode.ts'
import { alibaba } from '../dialect.ts'
import { encodeParameters, type Parameter, signV1 } from '../signature.ts'

export const region = 'cn-hangzhou'

/** Parameters by name; nested ones are flattened as the SDKs do it. */
export type Parameters = Readonly<Record<string, unknown>>

export type Body = Readonly<Record<string, unknown>>

export interface Answer {
  readonly status: number
  readonly body: Body
}

/** What a caller signs with. */
export interface Signer {
  readonly id: string
  readonly secret: string
  /** That of a session. */
  readonly token?: string
}

export interface Caller extends AsyncDisposable {
  readonly store: Store
  readonly observed: ObservedWorld
  readonly account: Account
  /** Another may be put here. */
  key: Signer
  /** Another of the same account, over the same store. */
  as(key: Signer): Caller
  readonly answered: readonly Answered[]
  /** Where its requests come from; from nowhere that is known until it is put here. */
  address?: string
  /** What its data plane does not have; tests say it. */
  readonly lacks: TestInstallation['lacks']
  /** Milliseconds since the epoch; tests move it. */
  now: number
  /** Sends any request; a refusal that left something in the store fails the test. */
  send(request: HttpRequest): Promise<HttpResponse>
  call(asked: Asked, parameters?: Parameters): Promise<Answer>
  /** The same of several at once, where one of which may change what another that is refused is compared by. */
  callBeside(asked: Asked, parameters?: Parameters): Promise<Answer>
  /** Answers the body of a call that succeeds. */
  ok(asked: Asked, parameters?: Parameters): Promise<Body>
  /** The value at a dotted path of the answer of a call that succeeds; list positions count from one. */
  get(path: string, asked: Asked, parameters?: Parameters): Promise<unknown>
  /** Makes something and answers its id: the one that is neither the request's nor of what comes with it. */
  make(asked: Asked, parameters?: Parameters): Promise<string>
  /** Asserts that a call is refused with this code. */
  refused(code: string, asked: Asked, parameters?: Parameters): Promise<Answer>
  /** Brings everything to what is desired, as a reconciler with a willing data plane does. */
  settle(): Promise<void>
  put(resource: Resource): Promise<void>
  /** Sets what an operator sets of the account, as `culvert accounts set` does. */
  set(change: SettingChange): Promise<void>
  /** Lets the daemon of a gateway report tunnels with a Child SA up. */
  report(gateway: string, ...tunnels: readonly string[]): void
}

function settingsWith(change: SettingChange, before: Settings = noSettings): Settings {
  const after = withSettings(alibaba.settings(), before, change)
  if (!after.ok) throw new TypeError(`${after.error.name} ${after.error.detail}`)
  return after.value
}

/** "Tag.1.Key", "TunnelIkeConfig.Psk": lists count from one. */
export function flatten(value: unknown, path = ''): Parameter[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, `${path}.${index + 1}`))
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([name, item]) => flatten(item, path === '' ? name : `${path}.${name}`))
}

export function formRequest(parameters: readonly Parameter[]): HttpRequest {
  return {
    method: 'POST',
    path: '/',
    rawQuery: '',
    headers: { host: 'vpc.aliyuncs.com', 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(encodeParameters(parameters)),
  }
}

/** A key of the same account that was switched off. */
export const inactiveKey = { id: 'LTAIinactive' }

export async function openCaller(options: { outerPool?: string; settings?: SettingChange } = {}): Promise<Caller> {
  const outerPool = (options.outerPool ?? '198.51.100.0/24') as Ipv4Prefix
  const installation = await openTestInstallation(alibaba, {
    keyId: 'LTAItestkey',
    inactiveKeyId: inactiveKey.id,
    account: { id: '1234567890123456', outerPool, extras: noExtras, settings: settingsWith(options.settings ?? {}) },
    now: Date.UTC(2025, 0, 2, 3, 4, 5),
  })
  return callerOf(installation, installation.key)
}

let nonce = 0

function callerOf(installation: TestInstallation, key: Signer): Caller {
  const { store, observed, account, answered } = installation
  const request = (asked: Asked, parameters: Parameters): HttpRequest => {
    const { action, version = '2016-04-28' } = nameOf(alibaba.operations, asked)
    nonce += 1
    const signed = signV1({
      method: 'POST',
      parameters: [['Action', action], ['Version', version], ...flatten({ RegionId: region, ...parameters })],
      keyId: caller.key.id,
      secret: caller.key.secret,
      securityToken: caller.key.token,
      timestampMs: caller.now,
      nonce: String(nonce),
    })
    return { ...formRequest(signed), address: caller.address }
  }
  const read = (action: string, { status, body }: HttpResponse): Answer => {
    const last = answered.at(-1)
    assert.equal(last?.undeclared, undefined, `${action} ended in an undeclared error: ${String(last?.cause)}`)
    if (status === 500) assert.fail(`${action} failed inside: ${String(last?.cause)}`)
    return { status, body: JSON.parse(body) as Body }
  }
  const caller: Caller = {
    as: (other) => callerOf(installation, other),
    store,
    observed,
    account,
    key,
    answered,
    lacks: installation.lacks,
    get now() {
      return installation.now
    },
    set now(at) {
      installation.now = at
    },
    async send(request) {
      const before = await installation.dump()
      const response = await installation.handle(request)
      if (response.status !== 200)
        assert.equal(await installation.dump(), before, 'a refusal left something in the store')
      return response
    },
    async call(asked, parameters = {}) {
      return read(nameOf(alibaba.operations, asked).action, await caller.send(request(asked, parameters)))
    },
    async callBeside(asked, parameters = {}) {
      return read(nameOf(alibaba.operations, asked).action, await installation.handle(request(asked, parameters)))
    },
    async ok(asked, parameters) {
      const { status, body } = await caller.call(asked, parameters)
      assert.equal(status, 200, `${nameOf(alibaba.operations, asked).action}: ${body.Code} ${body.Message}`)
      return body
    },
    async get(path, asked, parameters) {
      return valueAt(await caller.ok(asked, parameters), path)
    },
    async make(asked, parameters) {
      const body = await caller.ok(asked, parameters)
      const name = Object.keys(body).find(
        (candidate) => candidate.endsWith('Id') && !/^(Request|ResourceGroup|Order|VRouter|RouteTable)/.test(candidate),
      )
      return String(body[name ?? ''])
    },
    async refused(code, asked, parameters) {
      const answer = await caller.call(asked, parameters)
      assert.equal(answer.body.Code, code, String(answer.body.Message))
      assert.notEqual(answer.status, 200)
      return answer
    },
    settle: () => installation.settle(),
    set: (change) =>
      store.write(async (transaction) => {
        const before = (await transaction.account(account.id)) ?? account
        await transaction.putAccount({ ...before, settings: settingsWith(change, before.settings) })
      }),
    report: (gateway, ...tunnels) => installation.report(gateway, ...tunnels),
    put: async (resource) => void (await store.write((transaction) => transaction.put(resource))),
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  }
  return caller
}
