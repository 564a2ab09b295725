import { fail, ok, type Result } from '../../domain/result.ts'
import type { WireError } from '../../operations/operation.ts'
import type { Call, Dialect, Presented } from '../http/dialect.ts'
import type { HttpRequest } from '../http/message.ts'
import { authorizationScheme, headerOf } from '../http/signature-input.ts'
import { readJson, readParameters, unflatten, withoutEmpty } from './decode.ts'
import { deny } from './denial.ts'
import { durations } from './durations.ts'
import { encodeAnswer, encodeError } from './encode.ts'
import { domainErrors, explain, refuse, signatureError } from './errors.ts'
import { newOrderId, requestIdOf } from './ids.ts'
import { operations } from './operations/actions.ts'
import { access } from './policy/access.ts'
import { regionIds } from './regions.ts'
import { bills } from './settings/bills.ts'
import { rateOf } from './settings/rates.ts'
import { settingOfRegion } from './settings/regions.ts'
import { settings } from './settings/table.ts'
import { readSignature, verifySignature } from './signature.ts'

/** Fifteen minutes either way (Alibaba Cloud: "Signature method"). */
const clockWindow = 15 * 60 * 1000

/** Requests name a version and no product: on the cloud the host tells which, here the version does. */
const services: ReadonlyMap<string, string> = new Map(
  [...operations.services].map((service) => [service.slice(service.indexOf(' ') + 1), service]),
)

/** Parameters that every request of this cloud has and none of another's. */
const marks = ['AccessKeyId', 'SignatureNonce', 'SignatureVersion', 'BearerToken']

/** Of parameters that cannot be read, such as one that is given twice: that is to be told in this cloud's words, too. */
const marked = new RegExp(`(?:^|&)(?:${marks.join('|')})=`)

function recognises(request: HttpRequest): boolean {
  const scheme = authorizationScheme(headerOf(request, 'authorization')?.trim() ?? '')
  if (scheme.startsWith('ACS3-') || headerOf(request, 'x-acs-action') !== undefined) return true
  if (headerOf(request, 'x-tc-action') !== undefined || scheme.startsWith('TC3-')) return false
  const parameters = readParameters(request)
  if (!parameters.ok) {
    return marked.test(request.rawQuery) || marked.test(Buffer.from(request.body).toString('latin1'))
  }
  const version = parameters.value.get('Version')
  return marks.some((name) => parameters.value.has(name)) || (version !== undefined && services.has(version))
}

/** As STS makes them, ours and the cloud's own. */
const tokenForm = /^CA[A-Za-z0-9+/]{30,}={0,2}$/

function present(request: HttpRequest): Result<Presented, WireError> {
  const read = readSignature(request)
  if (!read.ok) return fail(signatureError(read.error))
  const presented = read.value
  const { securityToken: token } = presented
  if (token !== undefined && !tokenForm.test(token)) {
    const message = 'Specified SecurityToken is malformed.'
    return fail({ status: 400, code: 'InvalidSecurityToken.Malformed', message })
  }
  return ok({
    keyId: presented.keyId,
    timestamp: presented.timestampMs,
    nonce: presented.nonce,
    ...(token === undefined ? {} : { token }),
    verify: (secret) => verifySignature(request, presented, secret),
  })
}

/** What was signed says what is asked for: with V3 the headers are, with V1 only the parameters. */
function readTarget(request: HttpRequest, parameters: ReadonlyMap<string, string>, name: 'Action' | 'Version') {
  const scheme = authorizationScheme(headerOf(request, 'authorization')?.trim() ?? '')
  return scheme.startsWith('ACS3-') ? headerOf(request, `x-acs-${name.toLowerCase()}`) : parameters.get(name)
}

const invalid = (message: string) => fail({ status: 400, code: 'InvalidParameter', message })

const notSupplied = (name: string) =>
  fail(explain([{ path: name, kind: 'missing', detail: 'is required' }], { ...emptyCall }))

const position = { path: '', textOnly: true, anyCase: true, firstIndex: 1 } as const

const emptyCall: Call = { action: '', service: '', region: undefined, parameters: {}, position }

function read(request: HttpRequest): Result<Call, WireError> {
  const parameters = readParameters(request)
  if (!parameters.ok) return invalid(parameters.error)
  const action = readTarget(request, parameters.value, 'Action')
  const version = readTarget(request, parameters.value, 'Version')
  if (!action) return notSupplied('Action')
  if (!version) return notSupplied('Version')
  const tree = unflatten(parameters.value)
  if (!tree.ok) return invalid(tree.error)
  const service = services.get(version) ?? `unknown ${version}`
  const region = tree.value.RegionId
  return ok({
    action,
    service,
    region: typeof region === 'string' && region !== '' ? region : undefined,
    parameters: tree.value,
    position,
  })
}

/** As a query carries them: all values are text. */
function inWords(tree: Call['parameters']): Call['parameters'] {
  const word = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(word)
    return typeof value === 'object' && value !== null ? inWords(value as Call['parameters']) : String(value)
  }
  const given = Object.entries(tree).filter(([, value]) => value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, word(value)]))
}

/** The regions themselves are asked for before one is known, and a tunnel is told by its connection. */
const withoutRegion: ReadonlySet<string> = new Set(['DescribeRegions', 'ModifyTunnelAttribute'])

/** The other products are global. */
const regionless = ({ service, action }: Call): boolean => !/^(Vpc|Ecs) /.test(service) || withoutRegion.has(action)

export const alibaba: Dialect = {
  name: 'alibaba',
  clockWindow,
  recognises,
  present,
  read,
  operations,
  call({ region, parameters, ...asked }) {
    // A parameter like any other: the one that is written counts, as in a query.
    const words = inWords({ RegionId: region ?? null, ...parameters })
    return {
      ...asked,
      region: typeof words.RegionId === 'string' ? words.RegionId : undefined,
      parameters: words,
      position,
    }
  },
  fit: (call, fields) => ({ ...call, parameters: readJson(withoutEmpty(call.parameters, fields), fields) }),
  hasRegion: (region, settings) => regionIds.has(region) && !settingOfRegion(settings, region, 'closed'),
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
  ownerOf: ({ id }) => id,
  requestId: requestIdOf,
  encodeAnswer: (request, requestId, { action }, answer) => encodeAnswer(request, requestId, action, answer),
  encodeError,
}
