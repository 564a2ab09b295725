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
        | 'scope-mismatch'
      readonly detail: string
    }
  | {
      readonly kind: 'missing-key-id' | 'missing-timestamp' | 'missing-nonce'
      readonly parameter: string
      readonly detail: string
    }

/** A problem with something that was not sent; the backticks are part of the cloud's own wording. */
export const missing = (
  kind: 'missing-key-id' | 'missing-timestamp' | 'missing-nonce',
  parameter: string,
): SignatureProblem => ({
  kind,
  parameter,
  detail: `The request is missing a required parameter \`${parameter}\`.`,
})

/** The problem for a time stamp that was sent but cannot be read. */
export const malformedTimestamp: SignatureProblem = {
  kind: 'malformed-timestamp',
  detail: 'The value type of parameter `Timestamp` is not valid.',
}

/** Eleven digits reach the year 5138, well inside what Date can hold. */
const MAX_TIMESTAMP_DIGITS = 11

/** Milliseconds since the epoch for whole seconds written in decimal digits, undefined for anything else. */
export const parseTimestamp = (text: string): number | undefined => {
  if (text.length === 0 || text.length > MAX_TIMESTAMP_DIGITS) return undefined
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x30 || code > 0x39) return undefined
  }
  return Number(text) * 1000
}
