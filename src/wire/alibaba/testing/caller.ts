/** A client of the Alibaba Cloud dialect over a whole pipeline and a real store, with no data plane behind them. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ipv4Prefix } from '../../../domain/address.ts'
import { noExtras, type Resource } from '../../../domain/resource.ts'
import { createObservedWorld, type ObservedWorld } from '../../../observed/world.ts'
import { createSeededRandom } from '../../../runtime/random.ts'
import type { AccessKey, Account, Store } from '../../../store/port.ts'
import { openSqliteStore } from '../../../store/sqlite/open.ts'
import { createCredentials } from '../../http/credentials.ts'
import type { HttpRequest, HttpResponse } from '../../http/message.ts'
import { NonceWindow } from '../../http/nonces.ts'
import { type Answered, createPipeline, type Pipeline } from '../../http/pipeline.ts'
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

export interface Caller extends AsyncDisposable {
  readonly pipeline: Pipeline
  readonly store: Store
  readonly observed: ObservedWorld
  readonly account: Account
  readonly key: AccessKey
  readonly answered: Answered[]
  /** Milliseconds since the epoch; tests move it. */
  now: number
  /** Sends any request; a refusal that left something in the store fails the test. */
  send(request: HttpRequest): Promise<HttpResponse>
  call(action: string, parameters?: Parameters): Promise<Answer>
  /** Answers the body of a call that succeeds. */
  ok(action: string, parameters?: Parameters): Promise<Body>
  /** The value at a dotted path of the answer of a call that succeeds; list positions count from one. */
  get(path: string, action: string, parameters?: Parameters): Promise<unknown>
  /** Makes something and answers its id, the one member that ends in "Id" and is not the request's. */
  make(action: string, parameters?: Parameters): Promise<string>
  /** Asserts that a call is refused with this code. */
  refused(code: string, action: string, parameters?: Parameters): Promise<Answer>
  /** Brings everything to what is desired, as a reconciler with a willing data plane does. */
  settle(): Promise<void>
  put(resource: Resource): Promise<void>
}

const versionOf = (action: string): string => {
  const service = [...alibaba.operations.services].find((each) => alibaba.operations.has(`${each} ${action}`))
  return service?.split(' ')[1] ?? '2016-04-28'
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

const stored = (store: Store): Promise<string> =>
  store.read(async (reader) => {
    const refs = await reader.everything()
    const resources = await Promise.all(refs.map(({ kind, id }) => reader.get(kind, id)))
    return JSON.stringify([resources, await reader.events(1)])
  })

async function settle(store: Store, now: number): Promise<void> {
  await store.write(async (transaction) => {
    for (const { kind, id } of await transaction.everything()) {
      const resource = await transaction.get(kind, id)
      if (resource?.deleting) await transaction.remove({ kind, id })
      else if (resource !== undefined) await transaction.markApplied(id, resource.generation, now)
    }
  })
}

const account: Account = {
  id: '1234567890123456',
  dialect: 'alibaba',
  outerPool: '198.51.100.0/24' as Ipv4Prefix,
  extras: noExtras,
}

const key: AccessKey = { id: 'LTAItestkey', secret: 'testsecret', account: account.id, active: true }

/** A key of the same account that was switched off. */
export const inactiveKey: AccessKey = { ...key, id: 'LTAIinactive', active: false }

export async function openCaller(options: { outerPool?: string } = {}): Promise<Caller> {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-alibaba-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const random = createSeededRandom(1)
  const observed = createObservedWorld()
  const answered: Answered[] = []
  const owner = { ...account, outerPool: (options.outerPool ?? account.outerPool) as Ipv4Prefix }
  await store.write(async (transaction) => {
    await transaction.putAccount(owner)
    await transaction.putAccessKey(key)
    await transaction.putAccessKey(inactiveKey)
  })
  const pipeline = createPipeline({
    dialects: [alibaba],
    store,
    observed,
    nonces: new NonceWindow({ windowMs: 2 * alibaba.clockWindow, maxEntries: 100_000 }),
    random,
    now: () => caller.now,
    credentials: createCredentials(store),
    onAnswered: (answer) => answered.push(answer),
  })
  let nonce = 0
  const caller: Caller = {
    pipeline,
    store,
    observed,
    account: owner,
    key,
    answered,
    now: Date.UTC(2025, 0, 2, 3, 4, 5),
    async send(request) {
      const before = await stored(store)
      const response = await pipeline.handle(request)
      if (response.status !== 200) assert.equal(await stored(store), before, 'a refusal left something in the store')
      return response
    },
    async call(action, parameters = {}) {
      nonce += 1
      const signed = signV1({
        method: 'POST',
        parameters: [
          ['Action', action],
          ['Version', versionOf(action)],
          ...flatten({ RegionId: region, ...parameters }),
        ],
        keyId: key.id,
        secret: key.secret,
        timestampMs: caller.now,
        nonce: String(nonce),
      })
      const { status, body } = await caller.send(formRequest(signed))
      const last = answered.at(-1)
      assert.equal(last?.undeclared, undefined, `${action} ended in an undeclared error: ${String(last?.cause)}`)
      if (status === 500) assert.fail(`${action} failed inside: ${String(last?.cause)}`)
      return { status, body: JSON.parse(body) as Body }
    },
    async ok(action, parameters) {
      const { status, body } = await caller.call(action, parameters)
      assert.equal(status, 200, `${action}: ${body.Code} ${body.Message}`)
      return body
    },
    async get(path, action, parameters) {
      return valueAt(await caller.ok(action, parameters), path)
    },
    async make(action, parameters) {
      const body = await caller.ok(action, parameters)
      const name = Object.keys(body).find(
        (candidate) => candidate.endsWith('Id') && !/^(Request|ResourceGroup)/.test(candidate),
      )
      return String(body[name ?? ''])
    },
    async refused(code, action, parameters) {
      const answer = await caller.call(action, parameters)
      assert.equal(answer.body.Code, code, `${action}: ${String(answer.body.Message)}`)
      assert.notEqual(answer.status, 200)
      return answer
    },
    settle: () => settle(store, caller.now),
    put: async (resource) => void (await store.write((transaction) => transaction.put(resource))),
    async [Symbol.asyncDispose]() {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return caller
}
