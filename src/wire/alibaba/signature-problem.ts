import { fail, ok, type Result } from '../../domain/result.ts'
import { missingIn, type SignatureProblem as Problem } from '../http/signature-problem.ts'

/**
 * Why a request's signature cannot even be compared, and the Alibaba Cloud error code each kind becomes.
 * `detail` is an English sentence for whoever reads the error; `parameter` is the name the client should have sent.
 *
 * | kind | code |
 * | --- | --- |
 * | `unsigned` | `IncompleteSignature` |
 * | `malformed` | `IncompleteSignature` |
 * | `unsupported-scheme` | `IncompleteSignature` |
 * | `header-not-signed`, `signed-header-absent` | `IncompleteSignature` |
 * | `malformed-parameters` | `InvalidParameter` |
 * | `missing-key-id`, `missing-nonce`, `missing-body-hash` | `MissingParameter` |
 * | `missing-timestamp` | `IllegalTimestamp` |
 * | `malformed-timestamp` | `InvalidTimeStamp.Format` |
 * | `body-hash-mismatch` | `SignatureDoesNotMatch` |
 *
 * A signature that can be compared and does not match is `SignatureDoesNotMatch`; an old time stamp is
 * `InvalidTimeStamp.Expired` and a used nonce `SignatureNonceUsed`, both decided by the caller.
 */
export type SignatureProblem = Problem<'body-hash-mismatch', 'missing-body-hash'>

/** A problem with something that was not sent. */
export const missing = missingIn(
  (parameter) => `The input parameter "${parameter}" that is mandatory for processing this request is not supplied.`,
)

/** `YYYY-MM-DDThh:mm:ssZ` for milliseconds since the epoch. Throws RangeError outside the range of Date. */
export const formatTimestamp = (timestampMs: number): string => `${new Date(timestampMs).toISOString().slice(0, 19)}Z`

/** Milliseconds since the epoch; what was sent under the name must be exactly `YYYY-MM-DDThh:mm:ssZ` and a real date. */
export const readTimestamp = (name: string, text: string): Result<number, Problem> => {
  const timestampMs = text.length === 20 && text.endsWith('Z') ? Date.parse(text) : Number.NaN
  // Date.parse takes other layouts too, and rolls days over; only what prints back the same is the format asked for.
  if (!Number.isNaN(timestampMs) && formatTimestamp(timestampMs) === text) return ok(timestampMs)
  return fail({ kind: 'malformed-timestamp', detail: `${name} must be UTC in the form YYYY-MM-DDThh:mm:ssZ.` })
}
