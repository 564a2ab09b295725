/** Alibaba Cloud: "Signature method V2" of RPC APIs, the one that sends SignatureVersion 1.0: HMAC-SHA1 over parameters. */
import { createHmac } from 'node:crypto'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import {
  mergedParameters,
  type Parameter,
  percentEncode,
  sameSignature,
  sortedByName,
} from '../http/signature-input.ts'
import {
  formatTimestamp,
  malformedTimestamp,
  missing,
  parseTimestamp,
  type SignatureProblem,
} from './signature-problem.ts'

/** A V1 signature as it arrived. */
export interface PresentedV1 {
  readonly scheme: 'HMAC-SHA1'
  readonly keyId: string
  /** Milliseconds since the epoch. */
  readonly timestampMs: number
  readonly nonce: string
  readonly securityToken: string | undefined
  /** Base64, as sent. */
  readonly signature: string
  /** Query and form merged, `Signature` included, in the order sent. */
  readonly parameters: readonly Parameter[]
}

/** What signV1 needs. `parameters` are the API's own, `Action` and `Version` among them. */
export interface V1Input {
  readonly method: string
  readonly parameters: readonly Parameter[]
  readonly keyId: string
  readonly secret: string
  readonly securityToken?: string | undefined
  /** Milliseconds since the epoch; sent to the second. */
  readonly timestampMs: number
  readonly nonce: string
}

const SPECIAL = new Set([
  'AccessKeyId',
  'BearerToken',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
])

const specialParameters = (parameters: readonly Parameter[]): Result<ReadonlyMap<string, string>, SignatureProblem> => {
  const special = new Map<string, string>()
  for (const [name, value] of parameters) {
    if (!SPECIAL.has(name)) continue
    if (special.has(name)) return fail({ kind: 'malformed', detail: `${name} is given twice.` })
    special.set(name, value)
  }
  return ok(special)
}

const schemeProblem = (special: ReadonlyMap<string, string>): SignatureProblem | undefined => {
  const type = special.get('SignatureType')
  // Several SDKs always send SignatureType, empty for an access key.
  if ((type !== undefined && type !== '') || special.has('BearerToken')) {
    return { kind: 'unsupported-scheme', detail: 'Only access keys are supported, not bearer tokens or private keys.' }
  }
  if (special.get('SignatureMethod') !== 'HMAC-SHA1') {
    return { kind: 'unsupported-scheme', detail: 'SignatureMethod must be HMAC-SHA1.' }
  }
  if (special.get('SignatureVersion') !== '1.0') {
    return { kind: 'unsupported-scheme', detail: 'SignatureVersion must be 1.0.' }
  }
  return undefined
}

const MARKS = new Set(['Signature', 'AccessKeyId', 'BearerToken'])

/**
 * Reads the signature of a request that is signed by parameters, in the query, the form, or both.
 * Fails with `unsigned` when none of them is about signing.
 */
export const readV1 = (request: HttpRequest): Result<PresentedV1, SignatureProblem> => {
  const merged = mergedParameters(request, 'optional')
  if (!merged.ok) return fail({ kind: 'malformed-parameters', detail: merged.error })
  const parameters = merged.value
  if (!parameters.some(([name]) => MARKS.has(name))) {
    return fail({ kind: 'unsigned', detail: 'The request carries neither a Signature parameter nor Authorization.' })
  }
  const found = specialParameters(parameters)
  if (!found.ok) return found
  const special = found.value
  const problem = schemeProblem(special)
  if (problem !== undefined) return fail(problem)
  // An empty value counts as absent, as it does for every parameter.
  const [keyId, timestamp, nonce] = [
    special.get('AccessKeyId'),
    special.get('Timestamp'),
    special.get('SignatureNonce'),
  ]
  const signature = special.get('Signature')
  if (!keyId) return fail(missing('missing-key-id', 'AccessKeyId'))
  if (!signature) return fail({ kind: 'malformed', detail: 'Signature is empty or missing.' })
  if (!timestamp) return fail(missing('missing-timestamp', 'Timestamp'))
  if (!nonce) return fail(missing('missing-nonce', 'SignatureNonce'))
  const timestampMs = parseTimestamp(timestamp)
  if (timestampMs === undefined) return fail(malformedTimestamp('Timestamp'))
  const securityToken = special.get('SecurityToken') || undefined
  return ok({ scheme: 'HMAC-SHA1', keyId, timestampMs, nonce, securityToken, signature, parameters })
}

/** An escape within an escape: of what percentEncode leaves, only the percent sign is encoded a second time. */
const encodeTwice = (text: string): string => {
  const once = percentEncode(text)
  return once.includes('%') ? once.replaceAll('%', '%25') : once
}

const stringToSignV1 = (method: string, parameters: readonly Parameter[]): string => {
  let text = ''
  for (const [name, value] of sortedByName(parameters)) {
    if (name === 'Signature') continue
    if (text !== '') text += '%26'
    text += `${encodeTwice(name)}%3D${encodeTwice(value)}`
  }
  return `${method}&%2F&${text}`
}

const signature = (secret: string, stringToSign: string): string =>
  createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64')

/** Recomputes and compares. `presented` must come from this very request. */
export const verifyV1 = (
  request: HttpRequest,
  presented: PresentedV1,
  secret: string,
): { readonly matches: boolean; readonly stringToSign: string } => {
  const stringToSign = stringToSignV1(request.method, presented.parameters)
  return { matches: sameSignature(signature(secret, stringToSign), presented.signature), stringToSign }
}

/** All parameters to send, the common ones and `Signature` added; send them in the query or the form, in any order. */
export const signV1 = (input: V1Input): readonly Parameter[] => {
  const parameters: Parameter[] = [
    ...input.parameters,
    ['AccessKeyId', input.keyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureNonce', input.nonce],
    ['SignatureVersion', '1.0'],
    ['Timestamp', formatTimestamp(input.timestampMs)],
  ]
  if (input.securityToken !== undefined) parameters.push(['SecurityToken', input.securityToken])
  parameters.push(['Signature', signature(input.secret, stringToSignV1(input.method, parameters))])
  return parameters
}
