/** A fixture: calls a test installation as the cloud's own clients do, each request signed. */

import type { Policy } from '../../../access/authorize.ts'
import { type SettingChange, withSettings } from '../../../domain/setting.ts'
import type { HttpRequest } from '../../http/message.ts'
import { type Asked, nameOf } from '../../http/testing/asked.ts'
import { openTestInstallation, type TestInstallation } from '../../http/testing/installation.ts'
import { tencent } from '../dialect.ts'
import { operations } from '../operations/actions.ts'
import { bills } from '../settings/bills.ts'
import { encodeParameters, signTc3, signV1 } from '../signature.ts'
import { flatten } from '../unflatten.ts'
import { settleBillsOf } from './bills.ts'

export const host = 'vpc.tencentcloudapi.com'
export const region = 'ap-guangzhou'
export const version = '2017-03-12'

/** An answer's `Response`, or its error. */
export interface Answer {
  readonly RequestId: string
  readonly Error?: { readonly Code: string; readonly Message: string }
  readonly [name: string]: unknown
}

/** What a request is signed with. */
export interface Signer {
  readonly id: string
  readonly secret: string
  /** That of a session. */
  readonly token?: string
}

export interface Sent {
  readonly action: string
  readonly parameters: unknown
  readonly region?: string | undefined
  readonly version?: string
}

/** Signature v3 over JSON, as the SDKs send it by default. */
export function tc3Request(installation: TestInstallation, sent: Sent, signer: Signer = installation.key): HttpRequest {
  const body = Buffer.from(typeof sent.parameters === 'string' ? sent.parameters : JSON.stringify(sent.parameters))
  const headers = signTc3({
    method: 'POST',
    host,
    body,
    service: 'vpc',
    action: sent.action,
    version: sent.version ?? version,
    region: 'region' in sent ? sent.region : region,
    keyId: signer.id,
    secret: signer.secret,
    securityToken: signer.token,
    timestampMs: installation.now,
  })
  return { method: 'POST', path: '/', rawQuery: '', headers, body }
}

let nonces = 0

/** The older signature, over a flattened query or form. */
export function v1Request(
  installation: TestInstallation,
  { action, parameters, ...sent }: Sent,
  method: 'GET' | 'POST' = 'POST',
  signer: Signer = installation.key,
): HttpRequest {
  nonces += 1
  const where = 'region' in sent ? sent.region : region
  const signed = signV1({
    scheme: 'HmacSHA256',
    method,
    host,
    parameters: [
      ['Action', action],
      ['Version', sent.version ?? version],
      ...(where === undefined ? [] : [['Region', where] as const]),
      ...flatten(parameters),
    ],
    keyId: signer.id,
    secret: signer.secret,
    securityToken: signer.token,
    timestampMs: installation.now,
    nonce: String(nonces),
  })
  const text = encodeParameters(signed)
  const form = { host, 'content-type': 'application/x-www-form-urlencoded' }
  return method === 'GET'
    ? { method, path: '/', rawQuery: text, headers: { host }, body: new Uint8Array() }
    : { method, path: '/', rawQuery: '', headers: form, body: Buffer.from(text) }
}

/** Sends a request and takes the answer apart. */
export async function answerTo(installation: TestInstallation, request: HttpRequest): Promise<Answer> {
  const { status, headers, body } = await installation.handle(request)
  if (status !== 200) throw new Error(`status ${status}`)
  if (headers['content-type'] !== 'application/json') throw new Error(`content-type ${headers['content-type']}`)
  return (JSON.parse(body) as { Response: Answer }).Response
}

export type Parameters = Readonly<Record<string, unknown>>

export interface TestClient extends AsyncDisposable {
  readonly installation: TestInstallation
  readonly signer: Signer
  /** Another of the same installation. */
  as(signer: Signer): TestClient
  /** Where its requests come from; from nowhere that is known until it is put here. */
  address?: string
  /** The answer, whether it is right or an error. */
  answer(asked: Asked, parameters?: unknown): Promise<Answer>
  /** The answer, which is right; throws with the code of one that is not. */
  ask(asked: Asked, parameters?: Parameters): Promise<Answer>
  /** Sets what an operator sets of the account, as `culvert accounts set` does. */
  set(change: SettingChange): Promise<void>
  /** Moves the account's bills so many days on, and lets them be settled, as the server does. */
  passDays(days: number): Promise<void>
  /** The code that the request is refused with; throws when it is not refused, or when it has left anything stored. */
  refusal(asked: Asked, parameters: unknown): Promise<string>
  /** From now on a user calls, who may do everything but this. */
  deny(permission: string): Promise<void>
}

/** Sets what an operator sets of the installation's account. */
export function setOf({ store, account }: TestInstallation, change: SettingChange): Promise<void> {
  return store.write(async (transaction) => {
    const before = (await transaction.account(account.id)) ?? account
    const after = withSettings(tencent.settings(), before.settings, change)
    if (!after.ok) throw new TypeError(`${after.error.name} ${after.error.detail}`)
    await transaction.putAccount({ ...before, settings: after.value })
  })
}

export async function openTestClient(): Promise<TestClient> {
  const denied = new Set<string>()
  const policy: Policy = ({ action }) => (denied.has(action) ? 'deny' : 'allow')
  const installation = await openTestInstallation(tencent, {
    principalOf: ({ id: account }) =>
      denied.size === 0 ? undefined : { account, kind: 'user', id: 'u', name: 'dev', policies: [{ policy }] },
  })
  return clientOf(installation, installation.key, denied)
}

function clientOf(installation: TestInstallation, signer: Signer, denied: Set<string>): TestClient {
  const client: TestClient = {
    installation,
    signer,
    as: (other) => clientOf(installation, other, denied),
    answer(asked, parameters = {}) {
      const { action, version: named = version } = nameOf(operations, asked)
      const request = tc3Request(installation, { action, parameters, version: named }, signer)
      return answerTo(installation, client.address === undefined ? request : { ...request, address: client.address })
    },
    async ask(asked, parameters = {}) {
      const response = await client.answer(asked, parameters)
      const { Error: error } = response
      if (error !== undefined) throw new Error(`${JSON.stringify(asked)}: ${error.Code}: ${error.Message}`)
      return response
    },
    async refusal(asked, parameters) {
      const before = await installation.dump()
      const { Error: error } = await client.answer(asked, parameters)
      if (error === undefined) throw new Error(`${JSON.stringify(asked)} was not refused`)
      if ((await installation.dump()) !== before) {
        throw new Error(`${JSON.stringify(asked)} was refused and has stored something`)
      }
      return error.Code
    },
    async deny(permission) {
      denied.add(permission)
      // Who the caller is was found before, and is held until an account changes.
      const { store, account } = installation
      await store.write(async (transaction) =>
        transaction.putAccount((await transaction.account(account.id)) ?? account),
      )
    },
    set: (change) => setOf(installation, change),
    async passDays(days) {
      const { account } = installation
      const { settings } = (await installation.store.read((reader) => reader.account(account.id))) ?? account
      await setOf(installation, { 'billing.days-ahead': bills.billingOf(settings).daysAhead + days })
      await settleBillsOf(installation)
    },
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  }
  return client
}
