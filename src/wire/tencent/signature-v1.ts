/** Tencent Cloud: "Signature" (v1): HmacSHA1 or HmacSHA256 over the decoded parameters, in the query or the form. */
import { createHmac } from 'node:crypto'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import { type Parameter, sameSignature, sortedByName } from '../http/signature-input.ts'
import { type ParameterMethod, type PresentedParameters, readSignedParameters } from '../http/signature-parameters.ts'
import { hostCandidates, pathCandidates } from './signature-hosts.ts'
import { missing, readTimestamp, type SignatureProblem } from './signature-problem.ts'

export type V1Scheme = 'HmacSHA1' | 'HmacSHA256'

/** A v1 signature as it arrived. SDKs draw the nonce from as few as 65536 numbers: it needs the signature beside it. */
export type PresentedV1 = PresentedParameters<V1Scheme>

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

const method: ParameterMethod<V1Scheme> = {
  separator: 'required',
  marks: ['Signature', 'SecretId'],
  unsigned: 'The request carries neither Authorization nor a Signature parameter.',
  names: { keyId: 'SecretId', timestamp: 'Timestamp', nonce: 'Nonce', securityToken: 'Token' },
  others: ['SignatureMethod'],
  schemeOf(special) {
    // HmacSHA1 is what the method was before it could be chosen, so it is what leaving the choice out means.
    const scheme = special.get('SignatureMethod') || 'HmacSHA1'
    if (scheme === 'HmacSHA1' || scheme === 'HmacSHA256') return ok(scheme)
    return fail({ kind: 'unsupported-scheme', detail: 'SignatureMethod must be HmacSHA1 or HmacSHA256.' })
  },
  missing,
  readTimestamp,
}

/**
 * Reads the signature of a request that is signed by parameters, in the query, the form, or both.
 * Fails with `unsigned` when none of them is about signing.
 */
export const readV1 = (request: HttpRequest): Result<PresentedV1, SignatureProblem> =>
  readSignedParameters(request, method)

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
