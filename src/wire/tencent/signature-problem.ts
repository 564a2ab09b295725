import { fail, ok, type Result } from '../../domain/result.ts'
import { missingIn, type SignatureProblem as Problem } from '../http/signature-problem.ts'

/**
 * Why a request's signature cannot even be compared, and the Tencent Cloud error code each kind becomes.
 * `detail` is an English sentence for whoever reads the error; `parameter` is the name the client should have sent.
 *
 * | kind | code |
 * | --- | --- |
 * | `unsigned` | `AuthFailure.InvalidAuthorization` |
 * | `malformed` | `AuthFailure.InvalidAuthorization` |
 * | `unsupported-scheme` | `AuthFailure.InvalidAuthorization` |
 * | `header-not-signed`, `signed-header-absent` | `AuthFailure.InvalidAuthorization` |
 * | `malformed-parameters`, `malformed-timestamp` | `InvalidParameter` |
 * | `missing-key-id`, `missing-timestamp`, `missing-nonce` | `MissingParameter` |
 * | `scope-mismatch` | `AuthFailure.SignatureFailure` |
 *
 * A signature that can be compared and does not match is `AuthFailure.SignatureFailure`; an old time stamp is
 * `AuthFailure.SignatureExpire`, decided by the caller.
 */
export type SignatureProblem = Problem<'scope-mismatch'>

/** A problem with something that was not sent; the backticks are part of the cloud's own wording. */
export const missing = missingIn((parameter) => `The request is missing a required parameter \`${parameter}\`.`)

/** Eleven digits reach the year 5138, well inside what Date can hold. */
const MAX_TIMESTAMP_DIGITS = 11

/** Milliseconds since the epoch, of whole seconds written in decimal digits and nothing else. */
export const readTimestamp = (text: string): Result<number, Problem> => {
  if (/^[0-9]+$/.test(text) && text.length <= MAX_TIMESTAMP_DIGITS) return ok(Number(text) * 1000)
  return fail({ kind: 'malformed-timestamp', detail: 'The value type of parameter `Timestamp` is not valid.' })
}
