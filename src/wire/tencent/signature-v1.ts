/** Tencent Cloud: "Signature" (v1): HmacSHA1 or HmacSHA256 over the decoded parameters, in the query or the form. */
import { createHmac } from 'node:crypto'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import { mergedParameters, type Parameter, sameSignature, sortedByName } from '../http/signature-input.ts'
import { hostCandidates, pathCandidates } from './signature-hosts.ts'
import { malformedTimestamp, missing, parseTimestamp, type SignatureProblem } from './signature-problem.ts'

export type V1Scheme = 'HmacSHA1' | 'HmacSHA256'

/** A v1 signature as it arrived. */
export interface PresentedV1 {
  readonly scheme: V1Scheme
  readonly keyId: string
  /** Milliseconds since the epoch. */
  readonly timestampMs: number
  /** SDKs draw it from as few as 65536 numbers, so it tells requests apart only together with the signature. */
  readonly nonce: string
  readonly securityToken: string | undefined
  /** Base64, as sent. */
  readonly signature: string
  /** Query and form merged, `Signature` included, in the order sent. */
  readonly parameters: readonly Parameter[]
}

/** What signV1 needs. `parameters` are the API's own, `Action`, `Version` and `Region` among them, already flattened. */
export interface V1Input {
  readonly scheme: V1Scheme
  readonly method: string
  /** As the Host header will be sent, so with the port where there is one. */
  readonly host: string
  readonly path?: string | undefined
  readonly parameters: readonly Parameter[]
  readonly keyId: string
  readonly secret: string
  readonly securityToken?: string | undefined
  /** Milliseconds since the epoch; sent in whole seconds. */
  readonly timestampMs: number
  readonly nonce: string
}

const SPECIAL = new Set(['Nonce', 'SecretId', 'Signature', 'SignatureMethod', 'Timestamp', 'Token'])

const specialParameters = (parameters: readonly Parameter[]): Result<ReadonlyMap<string, string>, SignatureProblem> => {
  const special = new Map<string, string>()
  for (const [name, value] of parameters) {
    if (!SPECIAL.has(name)) continue
    if (special.has(name)) return fail({ kind: 'malformed', detail: `${name} is given twice.` })
    special.set(name, value)
  }
  return ok(special)
}

/** HmacSHA1 is what the method was before it could be chosen, so it is what leaving the choice out means. */
const schemeOf = (method: string | undefined): V1Scheme | undefined => {
  if (method === undefined || method === '' || method === 'HmacSHA1') return 'HmacSHA1'
  return method === 'HmacSHA256' ? method : undefined
}

/**
 * Reads the signature of a request that is signed by parameters, in the query, the form, or both.
 * Fails with `unsigned` when none of them is about signing.
 */
export const readV1 = (request: HttpRequest): Result<PresentedV1, SignatureProblem> => {
  const merged = mergedParameters(request, 'required')
  if (!merged.ok) return fail({ kind: 'malformed-parameters', detail: merged.error })
  const parameters = merged.value
  if (!parameters.some(([name]) => name === 'Signature' || name === 'SecretId')) {
    return fail({ kind: 'unsigned', detail: 'The request carries neither Authorization nor a Signature parameter.' })
  }
  const found = specialParameters(parameters)
  if (!found.ok) return found
  const special = found.value
  const scheme = schemeOf(special.get('SignatureMethod'))
  if (scheme === undefined) {
    return fail({ kind: 'unsupported-scheme', detail: 'SignatureMethod must be HmacSHA1 or HmacSHA256.' })
  }
  // An empty value counts as absent.
  const [keyId, timestamp, nonce] = [special.get('SecretId'), special.get('Timestamp'), special.get('Nonce')]
  const signature = special.get('Signature')
  if (!keyId) return fail(missing('missing-key-id', 'SecretId'))
  if (!signature) return fail({ kind: 'malformed', detail: 'Signature is empty or missing.' })
  if (!timestamp) return fail(missing('missing-timestamp', 'Timestamp'))
  if (!nonce) return fail(missing('missing-nonce', 'Nonce'))
  const timestampMs = parseTimestamp(timestamp)
  if (timestampMs === undefined) return fail(malformedTimestamp)
  return ok({
    scheme,
    keyId,
    timestampMs,
    nonce,
    securityToken: special.get('Token') || undefined,
    signature,
    parameters,
  })
}

const joinedParameters = (parameters: readonly Parameter[]): string => {
  let text = ''
  for (const [name, value] of sortedByName(parameters)) {
    if (name === 'Signature') continue
    text += text === '' ? `${name}=${value}` : `&${name}=${value}`
  }
  return text
}

const signature = (scheme: V1Scheme, secret: string, stringToSign: string): string =>
  createHmac(scheme === 'HmacSHA1' ? 'sha1' : 'sha256', secret)
    .update(stringToSign)
    .digest('base64')

/**
 * Recomputes and compares, for each host the client may have signed. `presented` must come from this very request.
 * `stringToSign` is the one that matched, or else the one with the Host header as it arrived.
 */
export const verifyV1 = (
  request: HttpRequest,
  presented: PresentedV1,
  secret: string,
): { readonly matches: boolean; readonly stringToSign: string } => {
  const joined = joinedParameters(presented.parameters)
  let first: string | undefined
  for (const host of hostCandidates(request)) {
    for (const path of pathCandidates(request)) {
      const stringToSign = `${request.method}${host}${path}?${joined}`
      const expected = signature(presented.scheme, secret, stringToSign)
      if (sameSignature(expected, presented.signature)) return { matches: true, stringToSign }
      first ??= stringToSign
    }
  }
  return { matches: false, stringToSign: first ?? '' }
}

/** All parameters to send, the common ones and `Signature` added; send them in the query or the form, in any order. */
export const signV1 = (input: V1Input): readonly Parameter[] => {
  const parameters: Parameter[] = [
    ...input.parameters,
    ['Nonce', input.nonce],
    ['SecretId', input.keyId],
    ['SignatureMethod', input.scheme],
    ['Timestamp', String(Math.floor(input.timestampMs / 1000))],
  ]
  if (input.securityToken !== undefined) parameters.push(['Token', input.securityToken])
  const stringToSign = `${input.method}${input.host}${input.path ?? '/'}?${joinedParameters(parameters)}`
  parameters.push(['Signature', signature(input.scheme, input.secret, stringToSign)])
  return parameters
}
