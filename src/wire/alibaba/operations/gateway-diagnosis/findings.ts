/** What is found of a connection on a VPN gateway, by each check that the cloud knows. */
import { containsAddress } from '../../../../domain/address.ts'
import type { FailureReason, NegotiationFailure } from '../../../../domain/negotiation-failure.ts'
import { rangesOf } from '../../../../domain/network-ranges.ts'
import { isCarrying, type ObservedTunnel } from '../../../../domain/observation.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { RouteEntry } from '../../../../domain/route-entry.ts'
import { daemonDead, wordsFor } from '../diagnosis/words.ts'
import type { Probe } from './probe.ts'

export interface Finding {
  readonly name: string
  readonly level: 'normal' | 'warning' | 'error'
  readonly description: string
}

interface Count {
  readonly used: number
  readonly quota: number
}

/** All that is looked at. */
export interface Sight {
  readonly connection: Resource<'connection'>
  readonly network: Resource<'network'> | undefined
  /** The gateway's, those among them that connections have by themselves. */
  readonly routes: readonly RouteEntry[]
  /** What leads the network's packets into other gateways. */
  readonly rivals: readonly { readonly id: string; readonly spec: RouteEntry }[]
  /** Why the data plane has nothing of it, where that is so. */
  readonly suspended: string | undefined
  readonly tunnels: readonly (ObservedTunnel | undefined)[]
  readonly counts: Readonly<Record<'connections' | 'policyBased' | 'destinationBased', Count>>
  readonly probes: readonly Probe[]
}

type Found = Omit<Finding, 'name'>

const found = (level: Finding['level'], facts: object): Found => ({ level, description: JSON.stringify(facts) })

const ofQuota = (count: Count): Found => found(count.used < count.quota ? 'normal' : 'warning', count)

const leadsThere = ({ source, destination }: RouteEntry, probe: Probe): boolean =>
  containsAddress(destination, probe.destination) && (source === undefined || containsAddress(source, probe.source))

const into = ({ connection, routes }: Sight): readonly RouteEntry[] =>
  routes.filter(({ enabled, nextHop }) => enabled && nextHop === connection.id)

/** The same destination by another gateway of the VPC, whose packets are then led there. */
function routeConflict(sight: Sight): Found {
  const own = new Set(into(sight).map(({ destination }) => destination))
  const conflicts = sight.rivals
    .filter(({ spec }) => own.has(spec.destination))
    .map(({ id, spec }) => ({ routeDest: spec.destination, by: id }))
  return found(conflicts.length === 0 ? 'normal' : 'warning', { conflicts })
}

const silences: readonly FailureReason[] = ['peer-silent', 'peer-unreachable', 'peer-dead']
const saysNothingOfTheEnds: readonly FailureReason[] = [...silences, 'ended-by-peer', 'lifetime-ended', 'other']

const failuresOf = ({ tunnels }: Sight): readonly NegotiationFailure[] =>
  tunnels.flatMap((tunnel) => (tunnel === undefined || isCarrying(tunnel) ? [] : (tunnel.failure ?? [])))

/** Whether what both ends are told goes together, as far as their negotiation has shown it. */
function consistency(sight: Sight): Found {
  const differing = failuresOf(sight).filter(({ reason }) => !saysNothingOfTheEnds.includes(reason))
  const reasons = differing.map((failure) => wordsFor(failure).code)
  return found(reasons.length === 0 ? 'normal' : 'error', { reasons })
}

/** Whether the device at the other end answers: one that has never been heard of is no error yet. */
function peerAnswers({ tunnels }: Sight): Found {
  const failures = tunnels.flatMap((tunnel) => (tunnel?.alive === true ? (tunnel.failure ?? []) : []))
  const silent = failures.find(({ reason }) => silences.includes(reason))
  if (silent !== undefined) return found('error', { reason: wordsFor(silent).code })
  const isHeard = tunnels.some((tunnel) => isCarrying(tunnel) || tunnel?.failure?.refusedBy === 'remote')
  return isHeard ? found('normal', {}) : found('warning', { reason: 'NoAnswerSeen' })
}

function unreached(sight: Sight, probe: Probe): string | undefined {
  const ranges = sight.network === undefined ? [] : rangesOf(sight.network.spec)
  if (!ranges.some((range) => containsAddress(range, probe.source))) return 'SourceOutsideVpc'
  return into(sight).some((route) => leadsThere(route, probe)) ? undefined : 'NoRoute'
}

/** No packet is sent: it is told where one would go. */
function carries(sight: Sight): Found {
  const { suspended, tunnels, probes } = sight
  if (suspended !== undefined) return found('error', { reason: suspended })
  if (!tunnels.some(isCarrying)) {
    const isDead = tunnels.some((tunnel) => tunnel?.alive === false)
    return found('error', { reason: isDead ? daemonDead.code : 'NoTunnelEstablished' })
  }
  const pairs = probes.map((probe) => ({ targetIp: probe.destination, srcIp: probe.source, ...why(sight, probe) }))
  return found(pairs.some(({ reason }) => reason !== undefined) ? 'error' : 'normal', { pairs })
}

function why(sight: Sight, probe: Probe): { readonly reason?: string } {
  const reason = unreached(sight, probe)
  return reason === undefined ? {} : { reason }
}

const checks: Readonly<Record<string, (sight: Sight) => Found>> = {
  RouteEntryConflict: routeConflict,
  VpnRouteQuota: ({ counts }) => ofQuota(counts.destinationBased),
  VpnIPsecQuota: ({ counts }) => ofQuota(counts.connections),
  VpnPbrRouteQuota: ({ counts }) => ofQuota(counts.policyBased),
  VcoConfigConsistency: consistency,
  VcoUserInternetIpConnectivity: peerAnswers,
  VcoPrivateConnectivity: carries,
}

export const findingsOf = (sight: Sight): readonly Finding[] =>
  Object.entries(checks).map(([name, check]) => ({ name, ...check(sight) }))
