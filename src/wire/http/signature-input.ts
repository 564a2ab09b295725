/** What both clouds' signatures are computed over: decoded parameters, header values, the Authorization header's parts. */
import { isUtf8 } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { HttpRequest } from './message.ts'
import type { SignatureProblem } from './signature-problem.ts'

/** One decoded name and value. Lists keep the order sent, so that a repeated name is signed in that order. */
export type Parameter = readonly [name: string, value: string]

/** The parts of `<scheme> Credential=…, SignedHeaders=…, Signature=…`, none of them checked. */
export interface AuthorizationFields {
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
}

/** Far above what any client signs (about ten), low enough that a list of names cannot be used to burn time. */
const MAX_SIGNED_HEADERS = 64

const UNRESERVED = new Uint8Array(128)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~') {
  UNRESERVED[character.charCodeAt(0)] = 1
}

const isUnreserved = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) {
    if (UNRESERVED[text.charCodeAt(index)] !== 1) return false
  }
  return true
}

/**
 * RFC 3986 percent-encoding: only `A-Za-z0-9-_.~` stay, everything else becomes upper-case `%XX` of its UTF-8.
 * An unpaired surrogate, which no decoded request can hold, is encoded as U+FFFD rather than thrown on.
 */
export const percentEncode = (text: string): string => {
  // Nearly every name and most values need nothing, and encodeURIComponent always copies.
  if (isUnreserved(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A query or form body ready to send, `name=value` joined by `&`, both percent-encoded. */
export const encodeParameters = (parameters: readonly Parameter[]): string =>
  parameters.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&')

/** Sorted by name in code unit order, which for names in the Basic Multilingual Plane below U+E000 is byte order. */
export const sortedByName = (parameters: readonly Parameter[]): readonly Parameter[] =>
  // The sort is stable on purpose: repeats keep their order, so swapping two of them breaks the signature.
  parameters.toSorted((left, right) => (left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0))

/** Undefined for a broken escape or bytes that are not UTF-8: a lossy decoding would let two requests share a signature. */
const decode = (text: string): string | undefined => {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/**
 * Decodes `application/x-www-form-urlencoded` text, `+` being a space.
 * With `separator: 'required'` a name without `=` is an error (as on Tencent Cloud); otherwise its value is empty.
 * The error is a sentence about what is wrong.
 */
export const parseParameters = (
  text: string,
  separator: 'required' | 'optional',
): Result<readonly Parameter[], string> => {
  const parameters: Parameter[] = []
  if (text === '') return ok(parameters)
  for (const piece of text.split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    if (equals === -1 && separator === 'required') return fail('Url key and value should be splited by `=`.')
    const name = decode(equals === -1 ? piece : piece.slice(0, equals))
    const value = equals === -1 ? '' : decode(piece.slice(equals + 1))
    if (name === undefined || value === undefined) {
      return fail('A parameter holds a percent escape that is not well-formed UTF-8.')
    }
    parameters.push([name, value])
  }
  return ok(parameters)
}

/** The header's value, undefined when it was not sent. Safe for names such as `constructor`. */
export const headerOf = (request: HttpRequest, name: string): string | undefined =>
  Object.hasOwn(request.headers, name) ? request.headers[name] : undefined

const FORM_TYPE = 'application/x-www-form-urlencoded'

const formText = (request: HttpRequest): Result<string, string> => {
  const { body } = request
  if (body.byteLength === 0) return ok('')
  const contentType = headerOf(request, 'content-type') ?? ''
  if (!contentType.trimStart().toLowerCase().startsWith(FORM_TYPE)) {
    return fail(`The body is not ${FORM_TYPE}, so a signature over parameters does not cover it.`)
  }
  if (!isUtf8(body)) return fail('The form body is not UTF-8.')
  return ok(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
}

/**
 * The parameters of a request signed by parameters: query, then form. A name in the form hides the same name in the
 * query, which is how the clouds' clients merge the two before they sign; whoever decodes the request must use this list.
 */
export const mergedParameters = (
  request: HttpRequest,
  separator: 'required' | 'optional',
): Result<readonly Parameter[], string> => {
  const text = formText(request)
  if (!text.ok) return text
  const query = parseParameters(request.rawQuery, separator)
  if (!query.ok || text.value === '') return query
  const form = parseParameters(text.value, separator)
  if (!form.ok || query.value.length === 0) return form
  const hidden = new Set(form.value.map(([name]) => name))
  return ok([...query.value.filter(([name]) => !hidden.has(name)), ...form.value])
}

/** The first word of an Authorization header. */
export const authorizationScheme = (authorization: string): string => {
  const space = authorization.indexOf(' ')
  return space === -1 ? authorization : authorization.slice(0, space)
}

/** Reads what follows the scheme. Spaces around the commas do not matter; the error is a sentence. */
export const readAuthorizationFields = (authorization: string): Result<AuthorizationFields, string> => {
  let credential: string | undefined
  let signedHeaders: string | undefined
  let signature: string | undefined
  for (const part of authorization.slice(authorizationScheme(authorization).length).split(',')) {
    const field = part.trim()
    const equals = field.indexOf('=')
    const name = field.slice(0, Math.max(equals, 0))
    const value = field.slice(equals + 1)
    if (name === 'Credential' && credential === undefined) credential = value
    else if (name === 'SignedHeaders' && signedHeaders === undefined) signedHeaders = value
    else if (name === 'Signature' && signature === undefined) signature = value
    else return fail('Authorization holds something other than one each of Credential, SignedHeaders and Signature.')
  }
  if (credential === undefined || signedHeaders === undefined || signature === undefined || signature === '') {
    return fail('Authorization needs Credential, SignedHeaders and Signature.')
  }
  return ok({ credential, signedHeaders, signature })
}

/** The lower-cased names in a SignedHeaders list, undefined when it is empty, too long, or names a header twice. */
export const readSignedHeaders = (signedHeaders: string): readonly string[] | undefined => {
  const names = signedHeaders.toLowerCase().split(';')
  if (names.length > MAX_SIGNED_HEADERS || names.includes('')) return undefined
  return new Set(names).size === names.length ? names : undefined
}

/** What is wrong with the headers that are signed: one of `required` is not among them, or one of them was not sent. */
export const signedHeadersProblem = (
  request: HttpRequest,
  names: readonly string[],
  required: readonly string[],
): SignatureProblem | undefined => {
  const unsigned = required.find((name) => !names.includes(name))
  if (unsigned !== undefined) return { kind: 'header-not-signed', detail: `SignedHeaders must include ${unsigned}.` }
  const absent = names.find((name) => headerOf(request, name) === undefined)
  if (absent === undefined) return undefined
  return { kind: 'signed-header-absent', detail: `SignedHeaders names ${absent}, which was not sent.` }
}

/** Whether the presented text is the expected one, in a time that depends on neither beyond their lengths. */
export const sameSignature = (expected: string, presented: string): boolean => {
  const left = Buffer.from(expected)
  const right = Buffer.from(presented)
  // A signature's length is fixed by its scheme, so telling lengths apart tells a caller nothing.
  return left.byteLength === right.byteLength && timingSafeEqual(left, right)
}
