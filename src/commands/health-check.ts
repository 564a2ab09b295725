import { containsAddress, everything, type Ipv4Address, type Ipv4Prefix } from '../domain/address.ts'
import { neighborsOf } from '../domain/bgp-addresses.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import { type HealthCheck, isInside } from '../domain/health-check.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import type { Connection, Tunnel } from '../domain/resource.ts'

interface Range {
  readonly least: number
  readonly most: number
}

/** Wide enough for what either cloud lets its users choose, and for tests; a probe costs a packet each way. */
const timings: Readonly<Record<'intervalMilliseconds' | 'timeoutMilliseconds' | 'threshold', Range>> = {
  intervalMilliseconds: { least: 100, most: 3_600_000 },
  timeoutMilliseconds: { least: 10, most: 60_000 },
  threshold: { least: 1, most: 100 },
}

function checkTimings(check: HealthCheck): DomainError | undefined {
  for (const name of ['intervalMilliseconds', 'timeoutMilliseconds', 'threshold'] as const) {
    const { least, most } = timings[name]
    const value = check[name]
    if (Number.isInteger(value) && value >= least && value <= most) continue
    return domainError('health-check-timing-invalid', `${name} must be ${least} to ${most}`, String(value))
  }
  return undefined
}

/**
 * "This" network, loopback, 192.0.0.0/24 for protocols, of which gateways have some, multicast and reserved (RFC 6890).
 * Link-local is what clouds choose where nobody does.
 */
const nobodys = ['0.0.0.0/8', '127.0.0.0/8', '192.0.0.0/24', '224.0.0.0/3'].map((text) => text as Ipv4Prefix)

const among = (prefixes: readonly Ipv4Prefix[], address: Ipv4Address) =>
  prefixes.find((prefix) => containsAddress(prefix, address))

const invalid = (detail: string, address: Ipv4Address) => domainError('health-check-address-invalid', detail, address)

/** A probe and its answer are in the tunnel as all else is: what no selector names goes nowhere. */
function checkCarried(
  { source, destination }: HealthCheck,
  selectors: readonly TrafficSelectors[],
): DomainError | undefined {
  const there = selectors.filter(({ remote }) => among(remote, destination) !== undefined)
  if (there.some(({ local }) => among(local, source) !== undefined)) return undefined
  const [side, address] = there.length === 0 ? ['remote', destination] : ['local', source]
  const detail = `is in none of the ${side} prefixes, so that no tunnel carries the probes`
  return domainError('health-check-outside-selectors', detail, address)
}

/**
 * Whether the probes are such that the tunnel's selectors carry them, which they need not where `takesWhatFails`. `networkRanges`
 * are those of the network on this side, where there is one.
 */
export function checkHealth(
  check: HealthCheck,
  { selectors }: Connection,
  networkRanges: readonly Ipv4Prefix[],
  takesWhatFails = false,
): DomainError | undefined {
  const { source, destination } = check
  for (const address of [source, destination]) {
    const range = among(nobodys, address)
    if (range !== undefined) return invalid(`lies in ${range}, where no host is`, address)
  }
  if (source === destination) return invalid('is at both ends', source)
  const own = networkRanges.find((range) => containsAddress(range, destination))
  if (own !== undefined) {
    return invalid(`lies in ${own}, on this side of the tunnel`, destination)
  }
  const remotes = selectors.flatMap(({ remote }) => remote)
  const beyond = among(
    remotes.filter((prefix) => prefix !== everything),
    source,
  )
  if (beyond !== undefined) return invalid(`lies in ${beyond}, beyond the tunnel`, source)
  const refusal = takesWhatFails ? undefined : checkCarried(check, selectors)
  if (refusal !== undefined) return refusal
  return checkTimings(check)
}

/**
 * Whether a tunnel probes an address that its own gateway has inside a tunnel: the gateway answers by itself, and the probe
 * passes whatever becomes of the tunnel. `beside` are the other tunnels of the gateway.
 */
export function checkProbesLeave(tunnels: readonly Tunnel[], beside: readonly Tunnel[]): DomainError | undefined {
  const all = [...tunnels, ...beside]
  return checkProbed(tunnels, all) ?? checkProbed(beside, tunnels)
}

/** What a gateway has inside a tunnel, and answers for. */
function insideAddressesOf({ bgp, healthCheck }: Tunnel): readonly Ipv4Address[] {
  const neighbor = bgp?.enabled === true ? neighborsOf(bgp).local : undefined
  const prober = healthCheck !== undefined && isInside(healthCheck.source) ? healthCheck.source : undefined
  return [neighbor ?? [], prober ?? []].flat()
}

function checkProbed(probing: readonly Tunnel[], having: readonly Tunnel[]): DomainError | undefined {
  const probed = new Set(probing.flatMap(({ healthCheck }) => healthCheck?.destination ?? []))
  for (const tunnel of having) {
    const own = insideAddressesOf(tunnel).find((address) => probed.has(address))
    if (own !== undefined) return invalid(`is this end’s own, inside tunnel ${tunnel.id}`, own)
  }
  return undefined
}
