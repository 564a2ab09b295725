/** EnableHealthCheck and what goes with it, Tencent Cloud VPC API 2017-03-12, "Data Types", HealthCheckConfig. */
import {
  addressAt,
  containsAddress,
  type Ipv4Address,
  type Ipv4Prefix,
  parseIpv4Address,
} from '../../../../domain/address.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { HealthCheck } from '../../../../domain/health-check.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, refused } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { HealthCheckSettings } from '../../extras.ts'
import { extras } from '../../extras.ts'

const address = t.coded(
  t.parsed('an IPv4 address, or nothing', (value) => (value === '' ? value : parseIpv4Address(value)), [
    '169.254.130.1',
    '169.254.130.2',
  ]),
  'InvalidParameterValue.Malformed',
)

/** 0 is what Terraform sends for nothing. */
const number = (least: number, most: number, usual: number) =>
  t.integer(`${least} to ${most}; 0 stands for ${usual}`, (value) => value === 0 || (value >= least && value <= most), [
    most,
    most - 1,
  ])

const configFields = {
  ProbeType: refused(t.text(), 'probes are ICMP echo requests, which the API calls NQA', { allow: ['NQA', ''] }),
  ProbeInterval: optional(number(1000, 5000, 5000), { defaultText: '5000', note: 'in milliseconds' }),
  ProbeThreshold: optional(number(3, 8, 3), { defaultText: '3' }),
  ProbeTimeout: optional(number(10, 5000, 150), { defaultText: '150', note: 'in milliseconds' }),
}

const chosen = 'an address of 169.254.128.0/17 that no other connection of the gateway has'

export const healthCheckFields = {
  EnableHealthCheck: optional(t.boolean, { defaultText: 'false' }),
  HealthCheckLocalIp: optional(address, { defaultText: chosen }),
  HealthCheckRemoteIp: optional(address, { defaultText: chosen }),
  HealthCheckConfig: optional(t.structure(configFields)),
}

type Given = Values<typeof healthCheckFields>

export const namesHealthCheck = (given: Given): boolean =>
  [given.EnableHealthCheck, given.HealthCheckLocalIp, given.HealthCheckRemoteIp, given.HealthCheckConfig].some(
    (value) => value !== undefined,
  )

const usual = { interval: 5000, threshold: 3, timeout: 150 }

const nothing: HealthCheckSettings = { localIp: '', remoteIp: '', ...usual }

export interface GivenHealthCheck {
  readonly enabled: boolean
  /** Undefined where nothing was ever said of it. */
  readonly settings: HealthCheckSettings | undefined
}

export const noHealthCheck: GivenHealthCheck = { enabled: false, settings: undefined }

const checkOf = ({ spec }: Resource<'connection'>) => spec.tunnels[0]?.healthCheck

/** What was said of it last. */
export function healthCheckOf(connection: Resource<'connection'>): GivenHealthCheck {
  const check = checkOf(connection)
  if (check === undefined) return { enabled: false, settings: extras.connection.read(connection).disabledHealthCheck }
  const settings = {
    localIp: check.source,
    remoteIp: check.destination,
    interval: check.intervalMilliseconds,
    threshold: check.threshold,
    timeout: check.timeoutMilliseconds,
  }
  return { enabled: true, settings }
}

/** What is not given stays as it was before. */
export function mergeHealthCheck(given: Given, before: GivenHealthCheck): GivenHealthCheck {
  const { HealthCheckLocalIp: localIp, HealthCheckRemoteIp: remoteIp, HealthCheckConfig: config } = given
  const enabled = given.EnableHealthCheck ?? before.enabled
  if (!enabled && localIp === undefined && remoteIp === undefined && config === undefined) {
    return { enabled, settings: before.settings }
  }
  const settings = before.settings ?? nothing
  return {
    enabled,
    settings: {
      localIp: localIp || settings.localIp,
      remoteIp: remoteIp || settings.remoteIp,
      interval: config?.ProbeInterval || settings.interval,
      threshold: config?.ProbeThreshold || settings.threshold,
      timeout: config?.ProbeTimeout || settings.timeout,
    },
  }
}

export interface Pair {
  readonly local: Ipv4Address
  readonly remote: Ipv4Address
}

const first = '169.254.128.0/17' as Ipv4Prefix
const most = 2 ** 13

/** The two hosts of the first /30 in which none of the connections has a neighbor, nor its checks what `isLeft` leaves out. */
function firstPair(
  connections: readonly Resource<'connection'>[],
  isLeft: (check: HealthCheck, pair: Pair) => boolean,
): Pair | undefined {
  const tunnels = connections.flatMap(({ spec }) => spec.tunnels)
  const checks = tunnels.flatMap(({ healthCheck }) => healthCheck ?? [])
  const prefixes = tunnels.flatMap(({ bgp }) => bgp?.prefix ?? [])
  for (let index = 0; index < most; index += 1) {
    const [local, remote] = [addressAt(first, index * 4 + 1), addressAt(first, index * 4 + 2)]
    if (local === undefined || remote === undefined) return undefined
    const pair = { local, remote }
    const isFree =
      checks.every((check) => isLeft(check, pair)) && !prefixes.some((each) => containsAddress(each, local))
    if (isFree) return pair
  }
  return undefined
}

const isApart = ({ source, destination }: HealthCheck, { local, remote }: Pair): boolean =>
  ![source, destination].some((address) => address === local || address === remote)

/** Of addresses that no check of these connections has. */
export const freePair = (beside: readonly Resource<'connection'>[]): Pair | undefined => firstPair(beside, isApart)

/** The same as long as no connection has one of the two in another pair: a connection that was made with it changes nothing. */
export const usualPair = (connections: readonly Resource<'connection'>[]): Pair | undefined =>
  firstPair(
    connections,
    (check, pair) => isApart(check, pair) || (check.source === pair.local && check.destination === pair.remote),
  )

const unusable = (detail: string, subject: Ipv4Address) =>
  fail(domainError('health-check-address-invalid', detail, subject))

/** The other connections of the gateway, and what its VPC has. */
export interface Around {
  readonly beside: readonly Resource<'connection'>[]
  readonly network: Resource<'network'> | undefined
}

/** Null where nothing is to be checked. The pairs of two connections of a gateway differ in both addresses. */
export function toHealthCheck(
  { enabled, settings = nothing }: GivenHealthCheck,
  { beside, network }: Around,
): Result<HealthCheck | null, DomainError> {
  if (!enabled) return ok(null)
  const pair = freePair(beside)
  const source = parseIpv4Address(settings.localIp) ?? pair?.local
  const destination = parseIpv4Address(settings.remoteIp) ?? pair?.remote
  if (source === undefined || destination === undefined) {
    return fail(domainError('health-check-address-invalid', `has to be given: none is left in ${first}`))
  }
  for (const other of beside) {
    const check = checkOf(other)
    if (check?.source === source) return unusable(`is the local one of ${other.id}`, source)
    if (check?.destination === destination) return unusable(`is the remote one of ${other.id}`, destination)
  }
  if (network !== undefined && containsAddress(network.spec.prefix, source)) {
    return unusable(`lies in ${network.spec.prefix}, the VPC’s own`, source)
  }
  return ok({
    source,
    destination,
    intervalMilliseconds: settings.interval,
    timeoutMilliseconds: settings.timeout,
    threshold: settings.threshold,
    // Where there is no other way, the routes stay ("Health Check", Tencent Cloud VPN Connections).
    onFailure: 'keep',
  })
}

export const healthCheckConfigFields = {
  ProbeType: r.constant('NQA', 'the one kind of probes that there is'),
  ProbeInterval: r.integer(r.given('ProbeInterval'), ({ interval }) => interval),
  ProbeThreshold: r.integer(r.given('ProbeThreshold'), ({ threshold }) => threshold),
  ProbeTimeout: r.integer(r.given('ProbeTimeout'), ({ timeout }) => timeout),
} satisfies r.ResponseFields<HealthCheckSettings>
