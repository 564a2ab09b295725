/** Reads and checks the signatures that Alibaba Cloud's clients send: RPC signature 1.0 and "Signature method V3". */
import { fail, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import { authorizationScheme, headerOf } from '../http/signature-input.ts'
import type { SignatureProblem } from './signature-problem.ts'
import { type PresentedV1, readV1, verifyV1 } from './signature-v1.ts'
import { type PresentedV3, readV3, verifyV3 } from './signature-v3.ts'

export { encodeParameters, type Parameter } from '../http/signature-input.ts'
export type { SignatureProblem } from './signature-problem.ts'
export { type PresentedV1, signV1, type V1Input } from './signature-v1.ts'
export { type PresentedV3, signV3, type V3Input } from './signature-v3.ts'

/** A signature as it arrived, told apart by `scheme`; well-formed, its body hash right, but not yet compared. */
export type PresentedSignature = PresentedV1 | PresentedV3

const unsupported = (detail: string): { readonly ok: false; readonly error: SignatureProblem } =>
  fail({ kind: 'unsupported-scheme', detail })

/**
 * Finds how the request is signed: V3 when Authorization says ACS3-HMAC-SHA256, otherwise V1 in the query, the form or
 * both. Age, reuse of the nonce and the key's existence are for the caller to judge. Never throws.
 */
export const readSignature = (request: HttpRequest): Result<PresentedSignature, SignatureProblem> => {
  const signatureType = headerOf(request, 'x-acs-signature-type')
  const bearer = signatureType === 'BEARERTOKEN' || headerOf(request, 'x-acs-bearer-token') !== undefined
  if (bearer) return unsupported('Bearer tokens are not supported; sign with an access key.')
  const authorization = headerOf(request, 'authorization')?.trim() ?? ''
  const scheme = authorizationScheme(authorization)
  if (scheme === 'ACS3-HMAC-SHA256') return readV3(request, authorization)
  if (scheme.startsWith('ACS3-')) return unsupported(`${scheme} is not supported; use ACS3-HMAC-SHA256.`)
  if (headerOf(request, 'x-acs-zero-trust-idtoken') !== undefined) {
    return unsupported('Zero trust identity tokens are not supported; sign with an access key.')
  }
  const presented = readV1(request)
  // A proxy's own Authorization must not hide a signature in the parameters, so it is only judged without one.
  if (!presented.ok && presented.error.kind === 'unsigned' && authorization !== '') {
    return unsupported('This Authorization scheme is not supported; use ACS3-HMAC-SHA256.')
  }
  return presented
}

/**
 * Recomputes the signature with the key's secret and compares in constant time. `presented` must come from this very
 * request. `stringToSign` is what the server signed, for the SignatureDoesNotMatch message. Never throws.
 */
export const verifySignature = (
  request: HttpRequest,
  presented: PresentedSignature,
  secret: string,
): { readonly matches: boolean; readonly stringToSign: string } =>
  presented.scheme === 'HMAC-SHA1' ? verifyV1(request, presented, secret) : verifyV3(request, presented, secret)
