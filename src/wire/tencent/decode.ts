/** Reads what a request asks for ("Making API Requests", Tencent Cloud API 3.0): JSON, a query or a form. */
import { fail, ok, type Result } from '../../domain/result.ts'
import type { WireError } from '../../operations/operation.ts'
import type { Call } from '../http/dialect.ts'
import type { HttpRequest } from '../http/message.ts'
import {
  authorizationScheme,
  headerOf,
  mergedParameters,
  type Parameter,
  parseParameters,
} from '../http/signature-input.ts'
import { missingParameter, wireError } from './errors.ts'
import { unflatten } from './unflatten.ts'

type Tree = Readonly<Record<string, unknown>>

/** Sent with every request in the older form, and no operation's own. */
export const commonParameters: ReadonlySet<string> = new Set([
  'Action',
  'Language',
  'Nonce',
  'Region',
  'RequestClient',
  'SecretId',
  'Signature',
  'SignatureMethod',
  'Timestamp',
  'Token',
  'Version',
])

export const isTc3 = (request: HttpRequest): boolean =>
  authorizationScheme(headerOf(request, 'authorization')?.trim() ?? '') === 'TC3-HMAC-SHA256'

const mediaType = (request: HttpRequest): string =>
  (headerOf(request, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

function readJson(body: Uint8Array): Result<Tree, WireError> {
  if (body.byteLength === 0) return ok({})
  let value: unknown
  try {
    value = JSON.parse(strictUtf8.decode(body))
  } catch {
    return fail(wireError('InvalidParameter', 'The request body is not well-formed JSON.'))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(wireError('InvalidParameter', 'The request body must be a JSON object.'))
  }
  return ok(value as Tree)
}

/** The parameters of the older form and of a GET are text; what each should be, its declaration knows. */
function readText(parameters: readonly Parameter[]): Result<Tree, WireError> {
  const tree = unflatten(parameters)
  return tree.ok ? tree : fail(wireError('InvalidParameter', tree.error))
}

function readTc3Parameters(request: HttpRequest): Result<{ tree: Tree; textOnly: boolean }, WireError> {
  if (request.method === 'GET') {
    const parsed = parseParameters(request.rawQuery, 'required')
    if (!parsed.ok) return fail(wireError('InvalidParameter', parsed.error))
    const tree = readText(parsed.value)
    return tree.ok ? ok({ tree: tree.value, textOnly: true }) : tree
  }
  const type = mediaType(request)
  if (type !== 'application/json') {
    // No operation here takes a file, which is what the other two forms are for.
    return fail(wireError('InvalidRequest', `The Content-Type \`${type}\` is not supported; use application/json.`))
  }
  const tree = readJson(request.body)
  return tree.ok ? ok({ tree: tree.value, textOnly: false }) : tree
}

/** The product and version that an action of a version belongs to: "vpc 2017-03-12". */
type ProductOf = (version: string, action: string) => string

function call(
  productOf: ProductOf,
  action: string | undefined,
  version: string | undefined,
  region: string | undefined,
  parameters: Tree,
  textOnly: boolean,
): Result<Call, WireError> {
  if (!action) return fail(missingParameter('Action'))
  if (!version) return fail(missingParameter('Version'))
  const service = productOf(version, action)
  return ok({ action, service, region, parameters, position: { path: '', textOnly, firstIndex: 0 } })
}

function readTc3Call(request: HttpRequest, productOf: ProductOf): Result<Call, WireError> {
  const read = readTc3Parameters(request)
  if (!read.ok) return read
  const header = (name: string) => headerOf(request, name)?.trim()
  const { tree, textOnly } = read.value
  return call(productOf, header('x-tc-action'), header('x-tc-version'), header('x-tc-region'), tree, textOnly)
}

function readV1Call(request: HttpRequest, productOf: ProductOf): Result<Call, WireError> {
  const merged = mergedParameters(request, 'required')
  if (!merged.ok) return fail(wireError('InvalidParameter', merged.error))
  const common = new Map(merged.value.filter(([name]) => commonParameters.has(name)))
  const tree = readText(merged.value.filter(([name]) => !commonParameters.has(name)))
  if (!tree.ok) return tree
  return call(productOf, common.get('Action'), common.get('Version'), common.get('Region'), tree.value, true)
}

/**
 * Reads the request by the form that its signature has, and by nothing else: what was not signed must not count.
 * Fails with `InvalidParameter`, `InvalidRequest` or `MissingParameter`. Never throws.
 */
export const readCall = (
  request: HttpRequest,
  productOf: ProductOf = (version) => `vpc ${version}`,
): Result<Call, WireError> => (isTc3(request) ? readTc3Call(request, productOf) : readV1Call(request, productOf))
