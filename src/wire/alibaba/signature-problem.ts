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
export type SignatureProblem =
  | {
      readonly kind:
        | 'unsigned'
        | 'malformed'
        | 'unsupported-scheme'
        | 'header-not-signed'
        | 'signed-header-absent'
        | 'malformed-parameters'
        | 'malformed-timestamp'
        | 'body-hash-mismatch'
      readonly detail: string
    }
  | {
      readonly kind: 'missing-key-id' | 'missing-timestamp' | 'missing-nonce' | 'missing-body-hash'
      readonly parameter: string
      readonly detail: string
    }

/** A problem with something that was not sent. */
export const missing = (
  kind: 'missing-key-id' | 'missing-timestamp' | 'missing-nonce' | 'missing-body-hash',
  parameter: string,
): SignatureProblem => ({
  kind,
  parameter,
  detail: `The input parameter "${parameter}" that is mandatory for processing this request is not supplied.`,
})

/** `YYYY-MM-DDThh:mm:ssZ` for milliseconds since the epoch. Throws RangeError outside the range of Date. */
export const formatTimestamp = (timestampMs: number): string => `${new Date(timestampMs).toISOString().slice(0, 19)}Z`

/** Milliseconds since the epoch, or undefined unless the text is exactly `YYYY-MM-DDThh:mm:ssZ` and a real date. */
export const parseTimestamp = (text: string): number | undefined => {
  if (text.length !== 20 || !text.endsWith('Z')) return undefined
  const timestampMs = Date.parse(text)
  // Date.parse takes other layouts too, and rolls days over; only what prints back the same is the format asked for.
  if (Number.isNaN(timestampMs) || formatTimestamp(timestampMs) !== text) return undefined
  return timestampMs
}

/** The problem for a time stamp that was sent but cannot be read. */
export const malformedTimestamp = (name: string): SignatureProblem => ({
  kind: 'malformed-timestamp',
  detail: `${name} must be UTC in the form YYYY-MM-DDThh:mm:ssZ.`,
})
