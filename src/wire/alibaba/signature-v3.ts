/** Alibaba Cloud: "Signature method V3": ACS3-HMAC-SHA256 over method, path, query, chosen headers and the body's hash. */
import { createHmac, hash } from 'node:crypto'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import {
  headerOf,
  type Parameter,
  parseParameters,
  percentEncode,
  readAuthorizationFields,
  readSignedHeaders,
  sameSignature,
  signedHeadersProblem,
  sortedByName,
} from '../http/signature-input.ts'
import { formatTimestamp, missing, readTimestamp, type SignatureProblem } from './signature-problem.ts'

/** A V3 signature as it arrived. */
export interface PresentedV3 {
  readonly scheme: 'ACS3-HMAC-SHA256'
  readonly keyId: string
  /** Milliseconds since the epoch. */
  readonly timestampMs: number
  readonly nonce: string
  readonly securityToken: string | undefined
  /** Lower-case hex, as sent. */
  readonly signature: string
  /** The SignedHeaders list as sent, which is itself signed. */
  readonly signedHeaders: string
  /** The names in it, lower-cased. */
  readonly signedHeaderNames: readonly string[]
  /** The query, decoded, in the order sent. */
  readonly query: readonly Parameter[]
  /** Lower-case hex SHA-256 of the body that arrived, equal to what x-acs-content-sha256 says. */
  readonly bodyHash: string
}

/** What signV3 needs. */
export interface V3Input {
  readonly method: string
  /** As the Host header will be sent, so with the port where there is one. */
  readonly host: string
  /** Always `/` for RPC APIs, which is the default. */
  readonly path?: string | undefined
  readonly query: readonly Parameter[]
  readonly body?: Uint8Array | string | undefined
  readonly contentType?: string | undefined
  readonly action: string
  readonly version: string
  readonly keyId: string
  readonly secret: string
  readonly securityToken?: string | undefined
  /** Milliseconds since the epoch; sent to the second. */
  readonly timestampMs: number
  readonly nonce: string
}

const SCHEME = 'ACS3-HMAC-SHA256'

/** Signed whenever they are sent: a request on which these can be exchanged can be replayed or turned into another. */
const MUST_BE_SIGNED = [
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
  'x-acs-security-token',
]

const trimmedHeader = (request: HttpRequest, name: string): string => headerOf(request, name)?.trim() ?? ''

/** Reads the signature in `authorization`, which is known to begin with `ACS3-HMAC-SHA256`. */
export const readV3 = (request: HttpRequest, authorization: string): Result<PresentedV3, SignatureProblem> => {
  const fields = readAuthorizationFields(authorization)
  if (!fields.ok) return fail({ kind: 'malformed', detail: fields.error })
  const { credential: keyId, signedHeaders, signature } = fields.value
  if (keyId === '') return fail(missing('missing-key-id', 'Credential'))
  const signedHeaderNames = readSignedHeaders(signedHeaders)
  if (signedHeaderNames === undefined) {
    return fail({ kind: 'malformed', detail: 'SignedHeaders must list distinct header names, joined by semicolons.' })
  }
  const timestamp = trimmedHeader(request, 'x-acs-date')
  if (timestamp === '') return fail(missing('missing-timestamp', 'x-acs-date'))
  const read = readTimestamp('x-acs-date', timestamp)
  if (!read.ok) return read
  const timestampMs = read.value
  const nonce = trimmedHeader(request, 'x-acs-signature-nonce')
  if (nonce === '') return fail(missing('missing-nonce', 'x-acs-signature-nonce'))
  const claimedHash = trimmedHeader(request, 'x-acs-content-sha256')
  if (claimedHash === '') return fail(missing('missing-body-hash', 'x-acs-content-sha256'))
  const sent = MUST_BE_SIGNED.filter((name) => headerOf(request, name) !== undefined)
  const headersProblem = signedHeadersProblem(request, signedHeaderNames, ['host', ...sent])
  if (headersProblem !== undefined) return fail(headersProblem)
  const query = parseParameters(request.rawQuery, 'optional')
  if (!query.ok) return fail({ kind: 'malformed-parameters', detail: query.error })
  const bodyHash = hash('sha256', request.body, 'hex')
  // Neither side is a secret: whoever sent the body can hash it too.
  if (claimedHash.toLowerCase() !== bodyHash) {
    return fail({ kind: 'body-hash-mismatch', detail: 'x-acs-content-sha256 is not the SHA-256 of the body.' })
  }
  return ok({
    scheme: SCHEME,
    keyId,
    timestampMs,
    nonce,
    securityToken: trimmedHeader(request, 'x-acs-security-token') || undefined,
    signature,
    signedHeaders,
    signedHeaderNames,
    query: query.value,
    bodyHash,
  })
}

/** Characters that would let a raw name be mistaken for another name, several names, or another line. */
const isAmbiguousRaw = (name: string): boolean => /[\0-\x20%&=]/.test(name)

interface CanonicalQueries {
  /** Names and values encoded, as documented. */
  readonly documented: string
  /** Names left raw, as the official SDKs have it; undefined when that is the same text or would be ambiguous. */
  readonly raw: string | undefined
}

const canonicalQueries = (query: readonly Parameter[]): CanonicalQueries => {
  let documented = ''
  let raw = ''
  let ambiguous = false
  for (const [name, value] of sortedByName(query)) {
    const separator = documented === '' ? '' : '&'
    const encodedName = percentEncode(name)
    const encodedValue = percentEncode(value)
    documented += `${separator}${encodedName}=${encodedValue}`
    raw += `${separator}${name}=${encodedValue}`
    ambiguous ||= encodedName !== name && isAmbiguousRaw(name)
  }
  return { documented, raw: ambiguous || raw === documented ? undefined : raw }
}

const stringToSignV3 = (
  request: { readonly method: string; readonly path: string },
  query: string,
  headerLines: string,
  signedHeaders: string,
  bodyHash: string,
): string => {
  const canonical = `${request.method}\n${request.path}\n${query}\n${headerLines}\n${signedHeaders}\n${bodyHash}`
  return `${SCHEME}\n${hash('sha256', canonical, 'hex')}`
}

const signature = (secret: string, stringToSign: string): string =>
  createHmac('sha256', secret).update(stringToSign).digest('hex')

/** Header lines with values as they arrived, and, where a header may have been repeated, as the SDKs join repeats. */
const headerLineVariants = (request: HttpRequest, names: readonly string[]): readonly string[] => {
  let lines = ''
  let joined = ''
  for (const name of names) {
    const value = trimmedHeader(request, name)
    lines += `${name}:${value}\n`
    joined += `${name}:${value.includes(', ') ? value.split(', ').sort().join(',') : value}\n`
  }
  return lines === joined ? [lines] : [lines, joined]
}

/**
 * Recomputes and compares. `presented` must come from this very request.
 * The query is decoded and encoded again because SDKs send it in one encoding and sign it in another.
 * `stringToSign` is the one that matched, or else the documented one.
 */
export const verifyV3 = (
  request: HttpRequest,
  presented: PresentedV3,
  secret: string,
): { readonly matches: boolean; readonly stringToSign: string } => {
  const queries = canonicalQueries(presented.query)
  let first: string | undefined
  for (const query of queries.raw === undefined ? [queries.documented] : [queries.documented, queries.raw]) {
    for (const lines of headerLineVariants(request, presented.signedHeaderNames)) {
      const stringToSign = stringToSignV3(request, query, lines, presented.signedHeaders, presented.bodyHash)
      if (sameSignature(signature(secret, stringToSign), presented.signature)) return { matches: true, stringToSign }
      first ??= stringToSign
    }
  }
  return { matches: false, stringToSign: first ?? '' }
}

/** All headers to send, lower case, `authorization` and `host` among them. The query is sent as encodeParameters has it. */
export const signV3 = (input: V3Input): Readonly<Record<string, string>> => {
  const bodyHash = hash('sha256', input.body ?? '', 'hex')
  const headers: Record<string, string> = {
    host: input.host,
    'x-acs-action': input.action,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': formatTimestamp(input.timestampMs),
    'x-acs-signature-nonce': input.nonce,
    'x-acs-version': input.version,
  }
  if (input.contentType !== undefined) headers['content-type'] = input.contentType
  if (input.securityToken !== undefined) {
    headers['x-acs-accesskey-id'] = input.keyId
    headers['x-acs-security-token'] = input.securityToken
  }
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${headers[name]?.trim() ?? ''}\n`).join('')
  const signedHeaders = names.join(';')
  const request = { method: input.method, path: input.path ?? '/' }
  const text = stringToSignV3(request, canonicalQueries(input.query).documented, lines, signedHeaders, bodyHash)
  const credential = `Credential=${input.keyId},SignedHeaders=${signedHeaders},Signature=${signature(input.secret, text)}`
  return { ...headers, authorization: `${SCHEME} ${credential}` }
}
