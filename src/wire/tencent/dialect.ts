import { fail, ok } from '../../domain/result.ts'
import type { WireError } from '../../operations/operation.ts'
import type { Call, Dialect } from '../http/dialect.ts'
import type { HttpRequest } from '../http/message.ts'
import { authorizationScheme, headerOf } from '../http/signature-input.ts'
import { isTc3, readCall } from './decode.ts'
import { durations } from './durations.ts'
import { encodeAnswer, encodeError } from './encode.ts'
import { deny, domainErrors, explain, explainSignature, refuse, wireError } from './errors.ts'
import { extras } from './extras.ts'
import { newOrderId, requestId } from './ids.ts'
import { operations } from './operations/actions.ts'
import { access } from './policy/access.ts'
import { regions } from './regions.ts'
import { bills } from './settings/bills.ts'
import { rateOf } from './settings/rates.ts'
import { settings } from './settings/table.ts'
import { readSignature, verifySignature } from './signature.ts'

const kibibyte = 1024

/** In bytes, by the form ("Signature v3" and "Signature", Tencent Cloud API 3.0). */
const limits = { query: 32 * kibibyte, form: 1024 * kibibyte, json: 10 * 1024 * kibibyte }

function frameProblem(request: HttpRequest): WireError | undefined {
  if (request.method !== 'GET' && request.method !== 'POST') {
    return wireError('UnsupportedProtocol', `The method \`${request.method}\` is not supported; use GET or POST.`)
  }
  const body = isTc3(request) ? limits.json : limits.form
  const tooLarge = request.rawQuery.length > limits.query || request.body.byteLength > body
  return tooLarge ? refuse('body-too-large', '') : undefined
}

/** Only names that no client of the other cloud sends. */
const ownParameter = /(?:^|&)(?:SecretId=|Version=2017-03-12(?:&|$))/

function recognises(request: HttpRequest): boolean {
  const scheme = authorizationScheme(headerOf(request, 'authorization')?.trim() ?? '')
  if (scheme.startsWith('TC3-') || scheme === 'SKIP') return true
  if (Object.keys(request.headers).some((name) => name.startsWith('x-tc-'))) return true
  if (ownParameter.test(request.rawQuery)) return true
  const form = (headerOf(request, 'content-type') ?? '').toLowerCase().includes('x-www-form-urlencoded')
  return form && ownParameter.test(Buffer.from(request.body).toString('latin1'))
}

const versionOf = (service: string): string => service.slice(service.indexOf(' ') + 1)

/** The products of each version. */
const products: ReadonlyMap<string, readonly string[]> = Map.groupBy(operations.services, versionOf)

/** The host says on the cloud which product is asked; here the version does, and the action where two share a version. */
function productOf(version: string, action: string): string {
  const services = products.get(version)
  if (services === undefined) return `vpc ${version}`
  return services.find((service) => operations.has(`${service} ${action}`)) ?? services[0] ?? `vpc ${version}`
}

/** Products that are asked without a region, and the action of cvm that tells which there are. */
const regionless = ({ service, action }: Call): boolean =>
  /^(tag|region|api|cam|sts) /.test(service) || (action === 'DescribeRegions' && service.startsWith('cvm '))

/** Tencent Cloud API 3.0: the VPC API 2017-03-12, and what its clients ask of other products. */
export const tencent: Dialect = {
  name: 'tencent',
  clockWindow: 300_000,
  recognises,
  present(request) {
    const problem = frameProblem(request)
    if (problem !== undefined) return fail(problem)
    const read = readSignature(request)
    if (!read.ok) return fail(explainSignature(read.error))
    const presented = read.value
    return ok({
      keyId: presented.keyId,
      timestamp: presented.timestampMs,
      // Clients draw the nonce from a few thousand numbers, so that two requests of a day may well share one.
      ...(presented.nonce === undefined ? {} : { nonce: `${presented.nonce} ${presented.signature}` }),
      ...(presented.securityToken === undefined ? {} : { token: presented.securityToken }),
      verify: (secret) => verifySignature(request, presented, secret),
    })
  },
  read: (request) => readCall(request, productOf),
  operations,
  call: (asked) => ({ ...asked, position: { path: '', textOnly: false, firstIndex: 0 } }),
  fit: (call) => call,
  hasRegion: (region) => regions.has(region),
  settings,
  billingOf: bills.billingOf,
  rateOf,
  orderId: newOrderId,
  regionless,
  durations,
  domainErrors,
  refuse,
  explain,
  access,
  principalRules: async () => (await import('./principal-rules.ts')).principalRules,
  deny,
  remedies: () => import('./remedies.ts'),
  ownerOf: (account) => extras.account.read(account).uin,
  requestId,
  encodeAnswer: (request, id, _call, answer) => encodeAnswer(request, id, answer),
  encodeError,
}
