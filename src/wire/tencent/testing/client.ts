/** A fixture: calls a test installation as the cloud's own clients do, each request signed. */

import { type Policy, rootOf } from '../../../access/authorize.ts'
import type { HttpRequest } from '../../http/message.ts'
import { nameOf } from '../../http/testing/asked.ts'
import { openTestInstallation, type TestInstallation } from '../../http/testing/installation.ts'
import { tencent } from '../dialect.ts'
import { operations } from '../operations/actions.ts'
import { encodeParameters, signTc3, signV1 } from '../signature.ts'
import { flatten } from '../unflatten.ts'

export const host = 'vpc.tencentcloudapi.com'
export const region = 'ap-guangzhou'
export const version = '2017-03-12'

/** An answer's `Response`, or its error. */
export interface Answer {
  readonly RequestId: string
  readonly Error?: { readonly Code: string; readonly Message: string }
  readonly [name: string]: unknown
}

export interface Sent {
  readonly action: string
  readonly parameters: unknown
  readonly region?: string | undefined
  readonly version?: string
}

/** Signature v3 over JSON, as the SDKs send it by default. */
export function tc3Request(installation: TestInstallation, sent: Sent, secret = installation.key.secret): HttpRequest {
  const body = Buffer.from(typeof sent.parameters === 'string' ? sent.parameters : JSON.stringify(sent.parameters))
  const headers = signTc3({
    method: 'POST',
    host,
    body,
    service: 'vpc',
    action: sent.action,
    version: sent.version ?? version,
    region: 'region' in sent ? sent.region : region,
    keyId: installation.key.id,
    secret,
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
    keyId: installation.key.id,
    secret: installation.key.secret,
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
  /** The answer, which is right; throws with the code of one that is not. */
  ask(action: string, parameters?: Parameters): Promise<Answer>
  /** The code that the request is refused with; throws when it is not refused, or when it has left anything stored. */
  refusal(action: string, parameters: unknown): Promise<string>
  /** From now on a user calls, who may do everything but this. */
  deny(permission: string): Promise<void>
}

export async function openTestClient(): Promise<TestClient> {
  const denied = new Set<string>()
  const policy: Policy = ({ action }) => (denied.has(action) ? 'deny' : 'allow')
  const installation = await openTestInstallation(tencent, {
    principalOf: ({ id: account }) =>
      denied.size === 0 ? rootOf(account) : { account, kind: 'user', id: 'u', name: 'dev', policies: [{ policy }] },
  })
  const answer = (action: string, parameters: unknown) =>
    answerTo(
      installation,
      tc3Request(installation, { action, parameters, version: nameOf(operations, action).version ?? version }),
    )
  return {
    installation,
    async ask(action, parameters = {}) {
      const response = await answer(action, parameters)
      if (response.Error !== undefined) throw new Error(`${action}: ${response.Error.Code}: ${response.Error.Message}`)
      return response
    },
    async refusal(action, parameters) {
      const before = await installation.dump()
      const { Error: error } = await answer(action, parameters)
      if (error === undefined) throw new Error(`${action} was not refused`)
      if ((await installation.dump()) !== before) throw new Error(`${action} was refused and has stored something`)
      return error.Code
    },
    async deny(permission) {
      denied.add(permission)
      // Who the caller is was found before, and is held until an account changes.
      await installation.store.write((transaction) => transaction.putAccount(installation.account))
    },
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  }
}
