/** Reads and checks the signatures that Tencent Cloud's clients send: "Signature v3" and the older "Signature" (v1). */
import { fail, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import { authorizationScheme, headerOf } from '../http/signature-input.ts'
import type { SignatureProblem } from './signature-problem.ts'
import { type PresentedTc3, readTc3, verifyTc3 } from './signature-tc3.ts'
import { type PresentedV1, readV1, verifyV1 } from './signature-v1.ts'

export { encodeParameters, type Parameter } from '../http/signature-input.ts'
export type { SignatureProblem } from './signature-problem.ts'
export { type PresentedTc3, signTc3, type Tc3Input } from './signature-tc3.ts'
export { type PresentedV1, signV1, type V1Input, type V1Scheme } from './signature-v1.ts'

/** A signature as it arrived, told apart by `scheme`; well-formed, its scope right, but not yet compared. */
export type PresentedSignature = PresentedTc3 | PresentedV1

const unsupported = (detail: string): { readonly ok: false; readonly error: SignatureProblem } =>
  fail({ kind: 'unsupported-scheme', detail })

/**
 * Finds how the request is signed: v3 when Authorization says TC3-HMAC-SHA256, otherwise v1 in the query, the form or
 * both. Age, replays and the key's existence are for the caller to judge. Never throws.
 */
export const readSignature = (request: HttpRequest): Result<PresentedSignature, SignatureProblem> => {
  const authorization = headerOf(request, 'authorization')?.trim() ?? ''
  const scheme = authorizationScheme(authorization)
  if (scheme === 'TC3-HMAC-SHA256') return readTc3(request, authorization)
  // What the SDKs' skipSign option sends.
  if (scheme === 'SKIP') return unsupported('This action cannot be called without a signature.')
  if (scheme.startsWith('TC3-')) return unsupported(`${scheme} is not supported; use TC3-HMAC-SHA256.`)
  const presented = readV1(request)
  if (presented.ok || authorization === '') {
    // A v3 request that lost its Authorization has a body that is no form, which says nothing to whoever sent it.
    const lost = !presented.ok && headerOf(request, 'x-tc-action') !== undefined
    return lost ? fail({ kind: 'unsigned', detail: 'The Authorization header is missing.' }) : presented
  }
  // A proxy's own Authorization must not hide a signature in the parameters, so it is only judged without one.
  const unreadable = presented.error.kind === 'unsigned' || presented.error.kind === 'malformed-parameters'
  return unreadable ? unsupported('This Authorization scheme is not supported; use TC3-HMAC-SHA256.') : presented
}

/**
 * Recomputes the signature with the key's secret and compares in constant time. `presented` must come from this very
 * request. `stringToSign` is what the server signed, to help find a wrong canonicalisation. Never throws.
 */
export const verifySignature = (
  request: HttpRequest,
  presented: PresentedSignature,
  secret: string,
): { readonly matches: boolean; readonly stringToSign: string } =>
  presented.scheme === 'TC3-HMAC-SHA256' ? verifyTc3(request, presented, secret) : verifyV1(request, presented, secret)
