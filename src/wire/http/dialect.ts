import type { Decision, Principal } from '../../access/authorize.ts'
import type { Billing } from '../../domain/billing.ts'
import type { DomainErrorCode } from '../../domain/error.ts'
import type { Durations, Latency } from '../../domain/latency.ts'
import type { PrincipalRules } from '../../domain/principal-rules.ts'
import type { Result } from '../../domain/result.ts'
import type { Settings, SettingTable } from '../../domain/setting.ts'
import type { Catalogue } from '../../operations/catalogue.ts'
import type { Fields, Position, Problem } from '../../operations/decode.ts'
import type { WireError } from '../../operations/operation.ts'
import type { Json } from '../../operations/response.ts'
import type { Random } from '../../runtime/random.ts'
import type { Account } from '../../store/port.ts'
import type { AccessWords } from './access-words.ts'
import type { CallContext } from './context.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import type { Rate } from './rates.ts'
import type { Remedies } from './remedy.ts'

/** Why a request was turned down before an operation saw it. Each dialect has a word for each. */
export type Refusal =
  | 'unknown-key'
  | 'inactive-key'
  | 'signature-mismatch'
  /** The key and the token that came with it are not of one session, or it has a token and is of none. */
  | 'token-mismatch'
  /** The session is over. */
  | 'token-expired'
  /** The request's time is outside the clock window. */
  | 'expired'
  /** The nonce was used before, or cannot be remembered. */
  | 'replayed'
  | 'unknown-action'
  /** The cloud has the action, and it is not offered here. */
  | 'not-offered'
  | 'unknown-version'
  | 'missing-region'
  | 'unknown-region'
  | 'body-too-large'
  /** The operation was asked for more often than the account may. */
  | 'throttled'
  /** The operation declared a dry run, and every check has passed. */
  | 'dry-run'
  /** The store cannot take it: nothing was stored, and the caller may try again. */
  | 'unavailable'
  | 'internal'

/** The signature that came with a request, before it is believed. */
export interface Presented {
  readonly keyId: string
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly nonce?: string
  /** That of a session, which its key is of no use without. */
  readonly token?: string
  /** Compares in constant time. `stringToSign` is what the signature should have been made over. */
  verify(secret: string): { readonly matches: boolean; readonly stringToSign: string }
}

/** What a request asks for, before it is validated. */
export interface Call {
  readonly action: string
  /** As declared: "Vpc 2016-04-28". */
  readonly service: string
  readonly region: string | undefined
  /** The request's parameters as a tree, without those that are common to all requests. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly position: Position
}

/** What a caller may not do. */
export interface Denial {
  readonly principal: Principal
  /** As the operation declares it: "vpc:CreateVpnGateway". */
  readonly action: string
  readonly decision: Extract<Decision, { readonly allowed: false }>
  readonly requestId: string
}

/**
 * A cloud's way of asking and answering. All of it is pure; the pipeline knows the order, the dialect the words.
 * Every implementation passes `dialect-contract.ts`.
 */
export interface Dialect {
  readonly name: string
  /** How far a request's time may be from ours, in milliseconds. */
  readonly clockWindow: number
  /** Whether the request is in this dialect's form; asked of each dialect in turn. */
  recognises(request: HttpRequest): boolean
  present(request: HttpRequest): Result<Presented, WireError>
  read(request: HttpRequest): Result<Call, WireError>
  readonly operations: Catalogue<CallContext>
  /** The call that a request of these parameters is: those that the documentation names, lists and structures as JSON has them. */
  call(asked: Pick<Call, 'action' | 'service' | 'region' | 'parameters'>): Call
  /** The call with those of its parameters read that can be read only once it is known what they are to be. */
  fit(call: Call, fields: Fields): Call
  /** Whether there is the region, for an account of which this is set. */
  hasRegion(region: string, settings: Settings): boolean
  /** What can be set of an account; made when it is asked for first. */
  settings(): SettingTable
  /** What is set of the bills of an account of which this is set. */
  billingOf(settings: Settings): Billing
  /** How often an account of which this is set may ask for an operation in a region; undefined where there is no limit. */
  rateOf(service: string, action: string, settings: Settings): Rate | undefined
  /** The id of a new order, where something can be ordered. */
  orderId?(random: Random): string
  /** Whether the call is one that works without a region. */
  regionless(call: Call): boolean
  /** How long the changes of its resources stay visible at the least. */
  readonly durations: Readonly<Record<Exclude<Latency, 'none'>, Durations>>
  readonly domainErrors: Readonly<Record<DomainErrorCode, WireError>>
  /**
   * `subject` is put in the message: the action, the region, the string to sign, the calls of those that there may be, a
   * sentence on what is not offered.
   */
  refuse(refusal: Refusal, subject: string): WireError
  /** The one error that a list of problems becomes: the first that the cloud would have found. */
  explain(problems: readonly Problem[], call: Call): WireError
  readonly access: AccessWords
  /** What it holds users, groups, policies and roles to, where it has operations that make them. */
  principalRules?(): Promise<PrincipalRules>
  /** What it says to a caller who is not allowed something. */
  deny(denial: Denial): WireError
  /** How it sets what keeps a tunnel down; read when it is asked for first. */
  remedies(): Promise<Remedies>
  /** How resources' names say whose they are. */
  ownerOf(account: Account): string
  requestId(uuid: string): string
  encodeAnswer(
    request: HttpRequest,
    requestId: string,
    call: Call,
    answer: { readonly [name: string]: Json },
  ): HttpResponse
  encodeError(request: HttpRequest, requestId: string, error: WireError): HttpResponse
}
