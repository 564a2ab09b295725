import type { Credentials } from '../../server/installation.ts'
import { signV1 as signAlibabaV1, signV3 } from '../../wire/alibaba/signature.ts'
import type { HttpRequest } from '../../wire/http/message.ts'
import { encodeParameters, type Parameter } from '../../wire/http/signature-input.ts'
import { signTc3, signV1 as signTencentV1 } from '../../wire/tencent/signature.ts'
import type { SeededChoice } from '../seeded-choice.ts'

export type Cloud = 'alibaba' | 'tencent'
/** Whose API is spoken. */
export type Api = Cloud | 'native'
export type Tree = { readonly [name: string]: unknown }

/** What a client wants to be done, before it is signed. */
export interface WireCall {
  readonly cloud: Api
  readonly action: string
  readonly version: string
  readonly region: string
  readonly parameters: Tree
}

export interface Signing {
  readonly credentials: Credentials
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly choice: SeededChoice
  /** Signs with a secret that is not the key's. */
  readonly wrongSecret?: boolean
}

const host = 'culvert.example'

function* flatten(value: unknown, name: string, firstIndex: 0 | 1): Generator<Parameter> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* flatten(item, `${name}.${index + firstIndex}`, firstIndex)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* flatten(member, `${name}.${key}`, firstIndex)
  } else if (value !== undefined) yield [name, String(value)]
}

const flatParameters = (parameters: Tree, firstIndex: 0 | 1): Parameter[] =>
  Object.entries(parameters).flatMap(([name, value]) => [...flatten(value, name, firstIndex)])

const form = { 'content-type': 'application/x-www-form-urlencoded', host }

const get = (parameters: readonly Parameter[]): HttpRequest => ({
  method: 'GET',
  path: '/',
  rawQuery: encodeParameters(parameters),
  headers: { host },
  body: new Uint8Array(),
})

const post = (parameters: readonly Parameter[]): HttpRequest => ({
  method: 'POST',
  path: '/',
  rawQuery: '',
  headers: form,
  body: Buffer.from(encodeParameters(parameters)),
})

/** Lists and structures go into the form, as the SDKs have it, all else into the query. */
function signAlibaba(call: WireCall, { credentials, now, choice, wrongSecret }: Signing): HttpRequest {
  const { accessKeyId: keyId, accessKeySecret } = credentials.alibaba
  const secret = wrongSecret ? `${accessKeySecret}x` : accessKeySecret
  const nonce = choice.random.uuid()
  const { action, version } = call
  const regional = call.region === '' ? {} : { RegionId: call.region }
  const parameters = flatParameters({ ...regional, ...call.parameters }, 1)
  if (choice.chance(30)) {
    const common: Parameter[] = [
      ['Action', action],
      ['Version', version],
      ['Format', 'JSON'],
    ]
    const method = choice.chance(50) ? 'GET' : 'POST'
    const all = [...parameters, ...common]
    const signed = signAlibabaV1({ method, parameters: all, keyId, secret, timestampMs: now, nonce })
    return method === 'GET' ? get(signed) : post(signed)
  }
  const query = parameters.filter(([name]) => !name.startsWith('TunnelOptionsSpecification'))
  const body = encodeParameters(parameters.filter(([name]) => name.startsWith('TunnelOptionsSpecification')))
  const contentType = body === '' ? undefined : form['content-type']
  const method = 'POST'
  const headers = signV3({
    method,
    host,
    query,
    body,
    contentType,
    action,
    version,
    keyId,
    secret,
    timestampMs: now,
    nonce,
  })
  return { method, path: '/', rawQuery: encodeParameters(query), headers, body: Buffer.from(body) }
}

function signTencent(call: WireCall, { credentials, now, choice, wrongSecret }: Signing): HttpRequest {
  const { secretId: keyId, secretKey } = credentials.tencent
  const secret = wrongSecret ? `${secretKey}x` : secretKey
  const { action, version, region } = call
  if (choice.chance(20)) {
    const parameters: Parameter[] = [
      ...flatParameters(call.parameters, 0),
      ['Action', action],
      ['Version', version],
      ['Region', region],
    ]
    const method = choice.chance(50) ? 'GET' : 'POST'
    const nonce = String(choice.between(1, 1_000_000_000))
    const scheme = choice.chance(50) ? 'HmacSHA1' : 'HmacSHA256'
    const signed = signTencentV1({ scheme, method, host, parameters, keyId, secret, timestampMs: now, nonce })
    return method === 'GET' ? get(signed) : post(signed)
  }
  const body = JSON.stringify(call.parameters)
  const method = 'POST'
  const headers = signTc3({
    method,
    host,
    body,
    service: 'vpc',
    action,
    version,
    region,
    keyId,
    secret,
    timestampMs: now,
  })
  return { method, path: '/', rawQuery: '', headers, body: Buffer.from(body) }
}

/** The request as an SDK would send it, in one of the forms that the cloud takes. */
export const sign = (call: WireCall, signing: Signing): HttpRequest =>
  call.cloud === 'alibaba' ? signAlibaba(call, signing) : signTencent(call, signing)

/** What came back, the clouds' envelopes taken off. */
export interface WireAnswer {
  readonly requestId: string
  /** The cloud's code when the request was refused. */
  readonly error?: string
  readonly body: Tree
}

const asTree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {})

export function readAnswer(cloud: Api, status: number, text: string): WireAnswer {
  const whole = asTree(JSON.parse(text))
  if (cloud === 'tencent') {
    const body = asTree(whole.Response)
    const error = asTree(body.Error).Code
    return { requestId: String(body.RequestId), body, ...(error === undefined ? {} : { error: String(error) }) }
  }
  const requestId = String(whole.RequestId)
  return status === 200 ? { requestId, body: whole } : { requestId, body: whole, error: String(whole.Code) }
}
