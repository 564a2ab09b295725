/** What is broken on purpose, to rehearse a failure: each has a scope and an end. */
export const faultKinds = [
  /** So many of a hundred packets between a tunnel's outer addresses are lost. */
  'packet-loss',
  /** Each packet between them takes so many milliseconds longer. */
  'delay',
  /** None passes between them. */
  'partition',
  /** Nothing that the peer sends arrives; what is sent to it does. */
  'peer-silent',
  /** The peer's daemon is killed with its SAs, and nothing passes to it or from it until the end. */
  'peer-reboot',
  /** The IKE daemon, or a gateway's routing daemon, is killed, and comes back as after any crash. */
  'daemon-crash',
  /** What is asked for is begun so many milliseconds later. */
  'slow-provisioning',
  /** The clock that signatures and sessions are held to is off by so many milliseconds. */
  'clock-jump',
  /** Calls are answered with an error, and do nothing. */
  'api-error',
  /** Calls are answered so many milliseconds later. */
  'api-latency',
  /** Calls are refused as too many, in the cloud's own form. */
  'throttle',
] as const
export type FaultKind = (typeof faultKinds)[number]

export const faultDirections = ['in', 'out', 'both'] as const
export type FaultDirection = (typeof faultDirections)[number]

/** What a fault is of. Of calls any of the last three narrow it, and without one it is of all. */
export interface FaultScope {
  readonly tunnel?: string
  readonly connection?: string
  readonly gateway?: string
  readonly account?: string
  readonly dialect?: string
  /** By its name in its cloud. */
  readonly action?: string
}

export interface NewFault {
  readonly kind: FaultKind
  readonly scope: FaultScope
  /** Percent, or milliseconds; which, the kind says. */
  readonly amount?: number
  /** As the tunnel's own end sees it; of packets alone, where both is usual. */
  readonly direction?: FaultDirection
  /** After so many calls it does nothing any more. */
  readonly count?: number
  /** The cloud's code, and its HTTP status, of an `api-error`. */
  readonly code?: string
  readonly status?: number
  readonly seconds: number
}

export interface Fault extends Omit<NewFault, 'seconds'> {
  readonly id: string
  /** Both in milliseconds since the epoch. */
  readonly at: number
  readonly until: number
}

/** That a fault was injected, or is there no more. */
export interface FaultChange {
  readonly fault: Fault
  readonly to: 'injected' | 'ended'
  /** Of one that has ended. */
  readonly why?: 'removed' | 'over' | 'server-stopped'
}

export const usualFaultSeconds = 60
export const mostFaultSeconds = 86_400
/** At once. */
export const mostFaults = 64

interface Rule {
  /** One of these has to be named. */
  readonly oneOf?: readonly (keyof FaultScope)[]
  /** Any of these may be. */
  readonly anyOf?: readonly (keyof FaultScope)[]
  readonly amount?: { readonly unit: 'percent' | 'ms'; readonly least: number; readonly most: number }
  /** Whether it may be left out. */
  readonly amountless?: true
  readonly takes?: readonly ('direction' | 'count' | 'code' | 'status')[]
}

const ofTunnels = { oneOf: ['tunnel', 'connection', 'gateway'] } as const
const ofCalls = { anyOf: ['account', 'dialect', 'action'] } as const
const dayMs = 86_400_000

export const faultRules: Readonly<Record<FaultKind, Rule>> = {
  'packet-loss': { ...ofTunnels, amount: { unit: 'percent', least: 1, most: 100 }, takes: ['direction'] },
  delay: { ...ofTunnels, amount: { unit: 'ms', least: 1, most: 10_000 }, takes: ['direction'] },
  partition: { ...ofTunnels, takes: ['direction'] },
  'peer-silent': ofTunnels,
  'peer-reboot': ofTunnels,
  'daemon-crash': ofTunnels,
  'slow-provisioning': { anyOf: ['gateway', 'account'], amount: { unit: 'ms', least: 1, most: 600_000 } },
  'clock-jump': { amount: { unit: 'ms', least: -dayMs, most: dayMs } },
  'api-error': {
    ...ofCalls,
    ...{ amount: { unit: 'percent', least: 1, most: 100 }, amountless: true },
    takes: ['count', 'code', 'status'],
  },
  'api-latency': { ...ofCalls, amount: { unit: 'ms', least: 1, most: 60_000 }, takes: ['count'] },
  throttle: {
    ...ofCalls,
    ...{ amount: { unit: 'percent', least: 1, most: 100 }, amountless: true },
    takes: ['count'],
  },
}

export interface FaultProblem {
  /** The field that it is about. */
  readonly subject: string
  readonly message: string
}

function scopeProblem({ kind, scope }: NewFault): FaultProblem | undefined {
  const { oneOf, anyOf = [] } = faultRules[kind]
  const names = Object.keys(scope) as (keyof FaultScope)[]
  const named = names.filter((name) => scope[name] !== undefined)
  const stranger = named.find((name) => ![...(oneOf ?? []), ...anyOf].includes(name))
  if (stranger !== undefined) return { subject: stranger, message: `is no scope of ${kind}` }
  if (oneOf !== undefined && named.length !== 1) {
    return { subject: 'scope', message: `of ${kind} is one of ${oneOf.join(', ')}` }
  }
  return undefined
}

function amountProblem({ kind, amount }: NewFault): FaultProblem | undefined {
  const { amount: range, amountless } = faultRules[kind]
  if (range === undefined)
    return amount === undefined ? undefined : { subject: 'amount', message: `means nothing for ${kind}` }
  if (amount === undefined && amountless) return undefined
  const { unit, least, most } = range
  const isGood = amount !== undefined && Number.isInteger(amount) && amount >= least && amount <= most && amount !== 0
  return isGood ? undefined : { subject: 'amount', message: `of ${kind} is ${unit}, from ${least} to ${most}` }
}

/** What is wrong with it, whatever there is; undefined where nothing is. */
export function faultProblem(fault: NewFault): FaultProblem | undefined {
  const { takes = [] } = faultRules[fault.kind]
  const optional = ['direction', 'count', 'code', 'status'] as const
  const stranger = optional.find((name) => fault[name] !== undefined && !takes.includes(name))
  if (stranger !== undefined) return { subject: stranger, message: `means nothing for ${fault.kind}` }
  if (fault.status !== undefined && fault.code === undefined) {
    return { subject: 'status', message: 'is of a code: give that too' }
  }
  return scopeProblem(fault) ?? amountProblem(fault)
}

/** Packets of these are lost or late. */
export const isOfPackets = ({ kind }: Pick<Fault, 'kind'>): boolean =>
  kind === 'packet-loss' || kind === 'delay' || kind === 'partition' || kind === 'peer-silent' || kind === 'peer-reboot'

/** What becomes of packets that go one way: how many of a hundred are lost, and how much later the others are. */
export interface Impairment {
  readonly lossPercent: number
  readonly delayMilliseconds: number
}

const unimpaired: Impairment = { lossPercent: 0, delayMilliseconds: 0 }

/** What a fault of packets does to those that leave by its tunnels, and to those that come in. */
export function impairmentOf(fault: Fault): { readonly out: Impairment; readonly in: Impairment } {
  const { kind, amount = 100, direction = kind === 'peer-silent' ? 'in' : 'both' } = fault
  const impaired =
    kind === 'delay' ? { ...unimpaired, delayMilliseconds: amount } : { ...unimpaired, lossPercent: amount }
  return { out: direction === 'in' ? unimpaired : impaired, in: direction === 'out' ? unimpaired : impaired }
}

/** What a call is known by. */
export interface CallPlace {
  readonly dialect: string
  readonly account: string
  readonly action: string
}

export const isOfCall = ({ scope }: Pick<Fault, 'scope'>, place: CallPlace): boolean =>
  (scope.dialect ?? place.dialect) === place.dialect &&
  (scope.account ?? place.account) === place.account &&
  (scope.action ?? place.action) === place.action

/** What a tunnel is part of. */
export interface TunnelPlace {
  readonly tunnel: string
  readonly connection: string
  readonly account: string
  readonly gateway?: string | undefined
}

/** Whether the fault may be why the tunnel does not carry. */
export function isOfTunnel({ kind, scope }: Fault, { tunnel, connection, account, gateway }: TunnelPlace): boolean {
  if (kind === 'slow-provisioning') {
    return (scope.gateway ?? gateway) === gateway && (scope.account ?? account) === account
  }
  const isNamed = scope.tunnel === tunnel || scope.connection === connection
  return isNamed || (scope.gateway !== undefined && scope.gateway === gateway)
}

const whole: Readonly<Record<'percent' | 'ms', string>> = { percent: '%', ms: 'ms' }

/** For people: "packet-loss 30 % both ways". */
export function spellFault({
  kind,
  amount,
  direction,
  count,
  code,
  status,
}: Omit<NewFault, 'seconds' | 'scope'>): string {
  const unit = faultRules[kind].amount?.unit
  const parts = [
    kind as string,
    ...(amount === undefined || unit === undefined ? [] : [`${amount} ${whole[unit]}`]),
    ...(direction === undefined ? [] : [direction === 'both' ? 'both ways' : direction]),
    ...(code === undefined ? [] : [code]),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(count === undefined ? [] : [`of ${count} calls`]),
  ]
  return parts.join(' ')
}

/** For people: "tunnel t-1", or "everything". */
export function spellScope(scope: FaultScope): string {
  const parts = Object.entries(scope).map(([name, value]) => `${name} ${value}`)
  return parts.length === 0 ? 'everything' : parts.join(', ')
}
