/** Tencent Cloud: "Signature v3": TC3-HMAC-SHA256 over method, path, raw query, chosen headers and the body's hash. */
import { createHmac, hash } from 'node:crypto'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from '../http/message.ts'
import {
  headerOf,
  readAuthorizationFields,
  readSignedHeaders,
  sameSignature,
  signedHeadersProblem,
} from '../http/signature-input.ts'
import { hostCandidates, pathCandidates } from './signature-hosts.ts'
import { missing, readTimestamp, type SignatureProblem } from './signature-problem.ts'

/** A v3 signature as it arrived. */
export interface PresentedTc3 {
  readonly scheme: 'TC3-HMAC-SHA256'
  readonly keyId: string
  /** Milliseconds since the epoch. */
  readonly timestampMs: number
  /** The scheme has none. */
  readonly nonce: undefined
  readonly securityToken: string | undefined
  /** Lower-case hex, as sent. */
  readonly signature: string
  /** The SignedHeaders list as sent, which is itself signed. */
  readonly signedHeaders: string
  /** The names in it, lower-cased. */
  readonly signedHeaderNames: readonly string[]
  /** The time stamp as sent, which is itself signed. */
  readonly timestampText: string
  /** The credential scope's UTC date, `YYYY-MM-DD`, and service, which need not be a product's name. */
  readonly date: string
  readonly service: string
}

/** What signTc3 needs. */
export interface Tc3Input {
  readonly method: string
  /** As the Host header will be sent, so with the port where there is one. */
  readonly host: string
  readonly path?: string | undefined
  /** Exactly as it will be sent, without the question mark. */
  readonly rawQuery?: string | undefined
  readonly body?: Uint8Array | string | undefined
  /** `application/json` unless given; a GET sends `application/x-www-form-urlencoded`. */
  readonly contentType?: string | undefined
  readonly service: string
  readonly action: string
  readonly version: string
  readonly region?: string | undefined
  readonly keyId: string
  readonly secret: string
  readonly securityToken?: string | undefined
  /** Milliseconds since the epoch; sent in whole seconds. */
  readonly timestampMs: number
  /** Also signs the action, its value in lower case, as the documented samples do. */
  readonly signAction?: boolean | undefined
  /** Leaves the body out of the signature, and says so in a header. */
  readonly unsignedPayload?: boolean | undefined
}

const SCHEME = 'TC3-HMAC-SHA256'
const TERMINATOR = 'tc3_request'
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'
const UNSIGNED_PAYLOAD_HASH = hash('sha256', UNSIGNED_PAYLOAD, 'hex')

/** Four hosts by four headers in two spellings each; past that a request costs more than it is worth. */
const MAX_VARIANTS = 64

const utcDate = (timestampMs: number): string => new Date(timestampMs).toISOString().slice(0, 10)

interface Scope {
  readonly keyId: string
  readonly date: string
  readonly service: string
}

/** `<key id>/<date>/<service>/tc3_request`. The service may hold anything: the Node SDK makes it from its endpoint. */
const readScope = (credential: string): Scope | undefined => {
  const suffix = `/${TERMINATOR}`
  const afterKey = credential.indexOf('/')
  const afterDate = credential.indexOf('/', afterKey + 1)
  const end = credential.length - suffix.length
  if (afterKey === -1 || afterDate === -1 || end <= afterDate + 1 || !credential.endsWith(suffix)) return undefined
  return {
    keyId: credential.slice(0, afterKey),
    date: credential.slice(afterKey + 1, afterDate),
    service: credential.slice(afterDate + 1, end),
  }
}

/** Reads the signature in `authorization`, which is known to begin with `TC3-HMAC-SHA256`. */
export const readTc3 = (request: HttpRequest, authorization: string): Result<PresentedTc3, SignatureProblem> => {
  const fields = readAuthorizationFields(authorization)
  if (!fields.ok) return fail({ kind: 'malformed', detail: fields.error })
  const { credential, signedHeaders, signature } = fields.value
  const scope = readScope(credential)
  if (scope === undefined) {
    return fail({ kind: 'malformed', detail: 'Credential must be SecretId/date/service/tc3_request.' })
  }
  if (scope.keyId === '') return fail(missing('missing-key-id', 'SecretId'))
  const signedHeaderNames = readSignedHeaders(signedHeaders)
  if (signedHeaderNames === undefined) {
    return fail({ kind: 'malformed', detail: 'SignedHeaders must list distinct header names, joined by semicolons.' })
  }
  const timestampText = headerOf(request, 'x-tc-timestamp')?.trim() ?? ''
  if (timestampText === '') return fail(missing('missing-timestamp', 'Timestamp'))
  const read = readTimestamp(timestampText)
  if (!read.ok) return read
  const timestampMs = read.value
  if (scope.date !== utcDate(timestampMs)) {
    return fail({
      kind: 'scope-mismatch',
      detail: "The credential scope's date is not the UTC date of X-TC-Timestamp.",
    })
  }
  const problem = signedHeadersProblem(request, signedHeaderNames, ['content-type', 'host'])
  if (problem !== undefined) return fail(problem)
  return ok({
    scheme: SCHEME,
    ...scope,
    timestampMs,
    nonce: undefined,
    securityToken: headerOf(request, 'x-tc-token')?.trim() || undefined,
    signature,
    signedHeaders,
    signedHeaderNames,
    timestampText,
  })
}

/** A day has one key for a secret and service, so this many serve as many accounts before any is derived again. */
const MAX_DERIVED_KEYS = 256
const derivedKeys = new Map<string, Buffer>()

const cacheName = (secret: string, date: string, service: string): string =>
  // A date has one length and no part of the scope before the secret's end, so no two triples share a name.
  `${date}${service.length}/${service}${secret}`

const deriveKey = (secret: string, date: string, service: string): Buffer => {
  const dateKey = createHmac('sha256', `TC3${secret}`).update(date).digest()
  const serviceKey = createHmac('sha256', dateKey).update(service).digest()
  return createHmac('sha256', serviceKey).update(TERMINATOR).digest()
}

/** Only keys that have matched are kept, so whoever does not hold a secret cannot push others' keys out. */
const rememberKey = (name: string, key: Buffer): void => {
  if (derivedKeys.has(name)) return
  if (derivedKeys.size >= MAX_DERIVED_KEYS) {
    const oldest = derivedKeys.keys().next()
    if (!oldest.done) derivedKeys.delete(oldest.value)
  }
  derivedKeys.set(name, key)
}

/** What each signed header may have been signed as: its value as it arrived, or trimmed and in lower case. */
const headerVariants = (request: HttpRequest, names: readonly string[]): readonly (readonly string[])[] =>
  names.map((name) => {
    if (name === 'host') return hostCandidates(request)
    const value = headerOf(request, name) ?? ''
    const lower = value.trim().toLowerCase()
    return value === lower ? [value] : [value, lower]
  })

/** Every combination of the variants, the ones as they arrived first, up to a limit. */
const headerBlocks = function* (request: HttpRequest, names: readonly string[]): Generator<string> {
  const variants = headerVariants(request, names)
  const combinations = Math.min(
    variants.reduce((product, values) => product * values.length, 1),
    MAX_VARIANTS,
  )
  for (let combination = 0; combination < combinations; combination++) {
    let rest = combination
    let block = ''
    for (const [index, values] of variants.entries()) {
      block += `${names[index]}:${values[rest % values.length]}\n`
      rest = Math.floor(rest / values.length)
    }
    yield block
  }
}

const stringToSignTc3 = (
  canonicalRequest: string,
  scope: { readonly timestampText: string; readonly date: string; readonly service: string },
): string =>
  `${SCHEME}\n${scope.timestampText}\n${scope.date}/${scope.service}/${TERMINATOR}\n${hash('sha256', canonicalRequest, 'hex')}`

const signature = (key: Buffer, stringToSign: string): string =>
  createHmac('sha256', key).update(stringToSign).digest('hex')

/**
 * Recomputes and compares, for each host and header spelling the client may have signed. `presented` must come from
 * this very request. `stringToSign` is the one that matched, or else the one with all headers as they arrived.
 */
export const verifyTc3 = (
  request: HttpRequest,
  presented: PresentedTc3,
  secret: string,
): { readonly matches: boolean; readonly stringToSign: string } => {
  const unsigned = headerOf(request, 'x-tc-content-sha256')?.trim() === UNSIGNED_PAYLOAD
  const payloadHash = unsigned ? UNSIGNED_PAYLOAD_HASH : hash('sha256', request.body, 'hex')
  const name = cacheName(secret, presented.date, presented.service)
  const key = derivedKeys.get(name) ?? deriveKey(secret, presented.date, presented.service)
  let first: string | undefined
  for (const block of headerBlocks(request, presented.signedHeaderNames)) {
    for (const path of pathCandidates(request)) {
      // A query is signed on a POST too: SDKs send none there, and nothing that was not signed may be accepted.
      const start = `${request.method}\n${path}\n${request.rawQuery}\n`
      const stringToSign = stringToSignTc3(`${start}${block}\n${presented.signedHeaders}\n${payloadHash}`, presented)
      if (sameSignature(signature(key, stringToSign), presented.signature)) {
        rememberKey(name, key)
        return { matches: true, stringToSign }
      }
      first ??= stringToSign
    }
  }
  return { matches: false, stringToSign: first ?? '' }
}

const contentTypeOf = (input: Tc3Input): string =>
  input.contentType ?? (input.method === 'GET' ? 'application/x-www-form-urlencoded' : 'application/json')

/** All headers to send, lower case, `authorization` and `host` among them. */
export const signTc3 = (input: Tc3Input): Readonly<Record<string, string>> => {
  const timestampText = String(Math.floor(input.timestampMs / 1000))
  const headers: Record<string, string> = {
    'content-type': contentTypeOf(input),
    host: input.host,
    'x-tc-action': input.action,
    'x-tc-timestamp': timestampText,
    'x-tc-version': input.version,
  }
  if (input.region !== undefined) headers['x-tc-region'] = input.region
  if (input.securityToken !== undefined) headers['x-tc-token'] = input.securityToken
  if (input.unsignedPayload) headers['x-tc-content-sha256'] = UNSIGNED_PAYLOAD
  const signedHeaders = input.signAction ? 'content-type;host;x-tc-action' : 'content-type;host'
  const action = input.signAction ? `x-tc-action:${input.action.toLowerCase()}\n` : ''
  const block = `content-type:${headers['content-type']}\nhost:${input.host}\n${action}`
  const payloadHash = input.unsignedPayload ? UNSIGNED_PAYLOAD_HASH : hash('sha256', input.body ?? '', 'hex')
  const canonical = `${input.method}\n${input.path ?? '/'}\n${input.rawQuery ?? ''}\n${block}\n${signedHeaders}\n${payloadHash}`
  const date = utcDate(input.timestampMs)
  const text = stringToSignTc3(canonical, { timestampText, date, service: input.service })
  const signed = signature(deriveKey(input.secret, date, input.service), text)
  const credential = `${input.keyId}/${date}/${input.service}/${TERMINATOR}`
  const authorization = `${SCHEME} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signed}`
  return { ...headers, authorization }
}
