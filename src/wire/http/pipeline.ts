import { hash } from 'node:crypto'
import { authorize, type Conditions, isUnlimited } from '../../access/authorize.ts'
import type { DomainError } from '../../domain/error.ts'
import { domainError } from '../../domain/error.ts'
import type { Lacks } from '../../domain/feature.ts'
import type { Durations, Latency } from '../../domain/latency.ts'
import type { ResourceRef } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import type { Unoffered } from '../../operations/catalogue.ts'
import { decodeFields } from '../../operations/decode.ts'
import type { Operation, WireError } from '../../operations/operation.ts'
import { resourcesOf } from '../../operations/permission.ts'
import type { Json } from '../../operations/response.ts'
import { tellDomainError } from '../../operations/template.ts'
import type { Random } from '../../runtime/random.ts'
import { type Account, type Store, StoreConflict, StoreUnavailable } from '../../store/port.ts'
import { type ApiFaults, meetFaults } from './api-faults.ts'
import { type CallFacts, readContext, writeContext } from './call-context.ts'
import type { CallContext } from './context.ts'
import type { Credential, Credentials } from './credentials.ts'
import type { Call, Denial, Dialect, Presented, Refusal } from './dialect.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import type { NonceWindow } from './nonces.ts'
import { RateWindows } from './rates.ts'
import { heard, type OnRead } from './reads.ts'
import { digestRequest } from './request-digest.ts'
import { headerOf } from './signature-input.ts'
import { subjectsOf } from './subjects.ts'

type Answer = { readonly [name: string]: Json }

/** One request, answered; for the access log, the metrics and the tests that hold operations to their declarations. */
export interface Answered {
  readonly dialect: string
  /** One that exists, or empty: what a caller made up must not become a metric's label. */
  readonly action: string
  readonly requestId: string
  readonly keyId: string
  readonly status: number
  /** The cloud's code, when it was refused. */
  readonly error?: string
  /** Whether the operation had declared the domain error that it ended in. */
  readonly undeclared?: boolean
  /** Why the action, which the cloud has, is not offered. */
  readonly notOffered?: string
  /** What went wrong inside, when it was our mistake; the caller is not told. */
  readonly cause?: unknown
}

export interface PipelineParts {
  readonly dialects: readonly Dialect[]
  readonly store: Store
  readonly observed: ObservedWorld
  /** What the data plane does not have, and why. */
  readonly lacks: Lacks
  /** Of tunnels' devices, in bytes. */
  readonly tunnelMtu: number
  readonly nonces: NonceWindow
  readonly random: Random
  /** Milliseconds since the epoch. */
  now(): number
  readonly credentials: Credentials
  /** How long changes stay visible; when it is not given, for as long as the data plane takes. */
  readonly latency?: Latency | undefined
  /** Those that were injected, where any may be. */
  readonly faults?: ApiFaults | undefined
  /** Resolves once the data plane has been brought to what is desired of these, or has not been in time. */
  settled?(changed: readonly ResourceRef[]): Promise<void>
  onAnswered(answered: Answered): void
  /** Tests alone ask for it. */
  readonly onRead?: OnRead
}

export interface Pipeline {
  handle(request: HttpRequest): Promise<HttpResponse>
  /** Turns a request down that the listener could not take in whole. */
  refuse(request: HttpRequest, why: Refusal): HttpResponse
}

/** Everything was checked and nothing is to be done: thrown so that the transaction leaves nothing. */
class DryRunPassed extends Error {}

/** The operation was refused: thrown so that the transaction leaves nothing of what it had begun. */
class Refused extends Error {
  readonly reason: DomainError
  constructor(reason: DomainError) {
    super(reason.code)
    this.reason = reason
  }
}

const refusal = (dialect: Dialect, ...args: Parameters<Dialect['refuse']>) => fail(dialect.refuse(...args))

/**
 * Answers requests of every dialect: authenticate, authorize, decode, perform, encode, in this order. Who may not do a
 * thing is told nothing of it: neither whether his parameters are right, nor whether what they name is there.
 * It never throws; what it cannot explain becomes the dialect's internal error.
 */
export function createPipeline(given: PipelineParts): Pipeline {
  const parts: AnsweringParts = { ...given, rates: new RateWindows() }
  const dialectOf = (request: HttpRequest): Dialect => {
    const dialect = parts.dialects.find((candidate) => candidate.recognises(request)) ?? parts.dialects[0]
    if (dialect === undefined) throw new TypeError('a pipeline needs a dialect')
    return dialect
  }
  const refuse = (request: HttpRequest, why: Refusal): HttpResponse => {
    const dialect = dialectOf(request)
    const requestId = dialect.requestId(parts.random.uuid())
    const error = dialect.refuse(why, '')
    const response = dialect.encodeError(request, requestId, error)
    const facts = { dialect: dialect.name, requestId, action: '', keyId: '', status: response.status }
    parts.onAnswered({ ...facts, error: error.code })
    return response
  }
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const dialect = dialectOf(request)
    const record: AccessRecord = { action: '', keyId: '' }
    const requestId = dialect.requestId(parts.random.uuid())
    const outcome = await answer(parts, dialect, request, requestId, record).catch((cause: unknown) => {
      record.cause = cause
      return cause instanceof StoreUnavailable
        ? refusal(dialect, 'unavailable', cause.message)
        : refusal(dialect, 'internal', '')
    })
    const response = outcome.ok
      ? dialect.encodeAnswer(request, requestId, outcome.value.call, outcome.value.answer)
      : dialect.encodeError(request, requestId, outcome.error)
    const error = outcome.ok ? {} : { error: outcome.error.code }
    parts.onAnswered({ dialect: dialect.name, requestId, status: response.status, ...record, ...error })
    return response
  }
  return { handle, refuse }
}

interface AccessRecord {
  action: string
  keyId: string
  undeclared?: boolean
  notOffered?: string
  cause?: unknown
}

interface AnsweringParts extends PipelineParts {
  readonly rates: RateWindows
}

async function answer(
  parts: AnsweringParts,
  dialect: Dialect,
  request: HttpRequest,
  requestId: string,
  record: AccessRecord,
): Promise<Result<{ call: Call; answer: Answer }, WireError>> {
  const presented = dialect.present(request)
  if (!presented.ok) return presented
  const held = parts.credentials.find(presented.value.keyId)
  const caller = authenticate(parts, dialect, presented.value, held instanceof Promise ? await held : held)
  if (!caller.ok) return caller
  const { account, principal } = caller.value
  record.keyId = caller.value.key.id
  const read = dialect.read(request)
  if (!read.ok) return read
  const name = `${read.value.service} ${read.value.action}`
  const found = dialect.operations.loaded(name) ?? (await dialect.operations.load(name))
  if (found === undefined) return refusal(dialect, unknownWhat(dialect, read.value), read.value.action)
  record.action = read.value.action
  if ('why' in found) {
    record.notOffered = found.why
    return refusal(dialect, 'not-offered', notOffered(dialect, read.value, found))
  }
  const operation = found
  const call = dialect.fit(read.value, operation.request)
  const region = checkRegion(dialect, call, account.settings)
  if (!region.ok) return region
  const tooMany = throttled(parts, dialect, call, account, region.value, parts.now())
  if (tooMany !== undefined) return refusal(dialect, 'throttled', tooMany)
  const met = parts.faults && (await meetFaults(parts.faults, dialect, operation, account))
  if (met !== undefined) return fail(met)
  // A fault may have held it up: what it does is of now.
  const now = parts.now()
  const decoded = decodeFields(operation.request, call.parameters, call.position)
  const parameters = isUnlimited(principal) ? {} : usedOf(operation, call)
  const at = now + clockOffset(parts)
  const owner = dialect.ownerOf(account)
  const conditions = { at, address: request.address ?? '', encrypted: false, owner, parameters }
  // An account's own keys may do everything: nothing is put together or read for them.
  if (!isUnlimited(principal) && operation.permission.needless !== true) {
    // What will be done is asked for as it was understood; what will be refused, as it was sent.
    const asked = { ...call, region: region.value, parameters: decoded.ok ? decoded.value : call.parameters }
    const most = decoded.ok ? Number.POSITIVE_INFINITY : mostRefused
    const denied = await judge(parts, dialect, caller.value, operation, asked, conditions, most)
    if (denied !== undefined) return fail(dialect.deny({ ...denied, requestId }))
  }
  if (!decoded.ok) return fail(dialect.explain(decoded.error, call))
  const broken = operation.check(decoded.value, { region: region.value, settings: account.settings })
  if (broken.length > 0) return fail(dialect.explain(broken, call))
  const facts = {
    account,
    principal,
    conditions,
    region: region.value,
    requestId,
    host: headerOf(request, 'host') ?? '',
    now,
    random: parts.random,
    observed: parts.observed,
    lacks: parts.lacks,
    tunnelMtu: parts.tunnelMtu,
    durations: durationsOf(parts.latency, dialect),
  }
  const listened = parts.onRead === undefined ? operation : heard(operation, call, parts.onRead)
  const outcome = await perform(parts, listened, facts, decoded.value, caller.value.key.id)
  if (outcome === 'dry-run') return refusal(dialect, 'dry-run', call.action)
  if (outcome.ok) return ok({ call, answer: outcome.value })
  return fail(toWireError(dialect, operation, outcome.error, record))
}

const clockOffset = ({ faults }: PipelineParts): number => faults?.clockOffset() ?? 0

export const durationsOf = (latency: Latency = 'none', { durations }: Dialect): Durations =>
  latency === 'none' ? {} : durations[latency]

/** Of a request that is refused anyway so many resources are judged: a list that is too long is not to be read through. */
const mostRefused = 100

/** What the operation does not read says nothing of what it is about, and meets no condition of a policy. */
const usedOf = ({ request }: Operation<CallContext>, { parameters }: Call): Call['parameters'] =>
  Object.fromEntries(
    Object.entries(parameters).filter(([name]) => Object.hasOwn(request, name) && request[name]?.use === 'used'),
  )

/** Why the caller may not have the operation carried out; undefined where he may. */
async function judge(
  { store }: PipelineParts,
  dialect: Dialect,
  { principal, account }: Credential,
  { permission, effect }: Operation<CallContext>,
  { region, parameters }: Pick<Call, 'parameters'> & { readonly region: string },
  conditions: Conditions,
  most: number,
): Promise<Omit<Denial, 'requestId'> | undefined> {
  const resources = resourcesOf(permission, parameters, { region, account: dialect.ownerOf(account) }).slice(0, most)
  const judged = { account, effect, parameters: conditions.parameters ?? {} }
  const subjects = await store.read((reader) => subjectsOf(reader, dialect.access, resources, judged))
  const decision = authorize(principal, permission.action, subjects, conditions)
  return decision.allowed ? undefined : { principal, action: permission.action, decision }
}

/** Every call counts, whatever becomes of it. Of one too many, the how many it is of how many: "101/100". */
function throttled(
  { rates }: AnsweringParts,
  dialect: Dialect,
  { service, action }: Call,
  { id, settings }: Account,
  region: string,
  now: number,
): string | undefined {
  const rate = dialect.rateOf(service, action, settings)
  if (rate === undefined) return undefined
  const count = rates.excess(`${id} ${region} ${service} ${action}`, rate, now)
  return count === undefined ? undefined : `${count}/${rate.calls}`
}

const unknownWhat = (dialect: Dialect, call: Call) =>
  dialect.operations.services.has(call.service) ? 'unknown-action' : 'unknown-version'

export const notOffered = ({ name }: Dialect, { action }: Call, { offered, why }: Unoffered): string =>
  `Culvert does not offer ${action}${offered === 'never' ? '' : ' yet'}: ${why} (docs/compat/${name}/not-offered.md).`

export function checkRegion(dialect: Dialect, call: Call, settings: Account['settings']): Result<string, WireError> {
  if (call.region === undefined) return dialect.regionless(call) ? ok('') : refusal(dialect, 'missing-region', '')
  return dialect.hasRegion(call.region, settings) ? ok(call.region) : refusal(dialect, 'unknown-region', call.region)
}

/** `known` is what the store has of the key that the request names. */
function authenticate(
  parts: PipelineParts,
  dialect: Dialect,
  presented: Presented,
  known: Credential | undefined,
): Result<Credential, WireError> {
  const { keyId, timestamp } = presented
  if (known === undefined || known.account.dialect !== dialect.name) return refusal(dialect, 'unknown-key', keyId)
  const { matches, stringToSign } = presented.verify(known.key.secret)
  if (!matches) return refusal(dialect, 'signature-mismatch', stringToSign)
  if (!known.key.active) return refusal(dialect, 'inactive-key', keyId)
  const now = parts.now() + clockOffset(parts)
  const wrongToken = tokenProblem(presented, known, now)
  if (wrongToken !== undefined) return refusal(dialect, wrongToken, keyId)
  if (Math.abs(now - timestamp) > dialect.clockWindow) return refusal(dialect, 'expired', String(timestamp))
  // By the true time: a window that has jumped forgets nothing more until it is that late.
  if (isReplay(parts, presented, parts.now())) return refusal(dialect, 'replayed', presented.nonce ?? '')
  return ok(known)
}

/** A session's key without its token is nobody's key. */
function tokenProblem({ token }: Presented, { session }: Credential, now: number): Refusal | undefined {
  if (session === undefined) return token === undefined ? undefined : 'token-mismatch'
  if (token === undefined) return 'unknown-key'
  if (hash('sha256', token) !== session.tokenDigest) return 'token-mismatch'
  return session.expiresAt <= now ? 'token-expired' : undefined
}

const isReplay = (parts: PipelineParts, { keyId, nonce }: Presented, now: number): boolean =>
  nonce !== undefined && parts.nonces.seen(keyId, nonce, now)

type Outcome = Result<Answer, DomainError> | 'dry-run'

async function perform(
  parts: PipelineParts,
  operation: Operation<CallContext>,
  facts: CallFacts,
  values: Readonly<Record<string, unknown>>,
  keyId: string,
): Promise<Outcome> {
  if (operation.effect === 'read') {
    return parts.store.read((reader) => operation.perform(readContext(facts, reader), values))
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(parts, operation, facts, values, keyId)
    } catch (error) {
      if (error instanceof DryRunPassed) return 'dry-run'
      if (error instanceof Refused) return fail(error.reason)
      if (!(error instanceof StoreConflict)) throw error
      // Somebody else's change came between reading and writing: decide again on what is there now.
      if (attempt === 5) throw new StoreUnavailable(`${operation.action} met other changes ${attempt} times: try again`)
    }
  }
}

async function write(
  parts: PipelineParts,
  operation: Operation<CallContext>,
  facts: CallFacts,
  values: Readonly<Record<string, unknown>>,
  keyId: string,
): Promise<Result<Answer, DomainError>> {
  const tokenField = operation.idempotentBy
  const token = tokenField === undefined ? undefined : values[tokenField]
  const account = facts.account.id
  const { region, requestId, now } = facts
  const resources: ResourceRef[] = []
  const outcome = await parts.store.write<Result<Answer, DomainError>>(async (transaction) => {
    const key = { account, region, action: operation.action, token: String(token) }
    const requestDigest = token === undefined || tokenField === undefined ? '' : digestRequest(values, tokenField)
    if (token !== undefined) {
      const earlier = await transaction.clientToken(key)
      if (earlier !== undefined) {
        if (earlier.requestDigest !== requestDigest) {
          return fail(domainError('token-reused', 'this token came with other parameters before', key.token))
        }
        return ok(JSON.parse(earlier.response) as Answer)
      }
    }
    const result = await operation.perform(writeContext(facts, transaction, resources), values)
    if (!result.ok) throw new Refused(result.error)
    if (operation.dryRunBy !== undefined && values[operation.dryRunBy] === true) throw new DryRunPassed()
    if (token !== undefined) {
      await transaction.putClientToken({ ...key, requestDigest, response: JSON.stringify(result.value), at: now })
    }
    await transaction.appendEvent({
      at: now,
      account,
      region,
      requestId,
      action: operation.action,
      actor: keyId,
      resources,
    })
    return result
  })
  if (resources.length > 0) await parts.settled?.(resources)
  return outcome
}

export function toWireError(
  dialect: Dialect,
  operation: Operation<CallContext>,
  error: DomainError,
  record: Pick<AccessRecord, 'undeclared' | 'cause'>,
): WireError {
  const declared =
    operation.errors[error.code] ?? (error.code === 'token-reused' && operation.idempotentBy !== undefined)
  if (!declared) {
    record.undeclared = true
    record.cause = error
    return dialect.refuse('internal', '')
  }
  const { status, code, message } = declared === true ? dialect.domainErrors[error.code] : declared
  return { status, code, message: tellDomainError(message, error) }
}
