import { createHash } from 'node:crypto'
import type { HealthCheck } from '../domain/health-check.ts'
import type { Uplink } from '../domain/uplink.ts'
import type { WorkloadSpec } from '../domain/workload.ts'
import type { GatewayIntent } from './intent.ts'
import type { BgpSpec, HostSpec, LinkSpec, NetworkSpec, TunnelSpec } from './port.ts'
import { namesOf, only, tunnelHandling } from './tunnel-fields.ts'

/** The value as JSON with its keys in order, so that equal values have equal digests however they were built. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, canonical(member)]),
  )
}

/** Hexadecimal digits: 16 are short enough for a name in a daemon, and enough not to collide among one gateway's tunnels. */
const digest = (value: unknown, digits = 16): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(value)))
    .digest('hex')
    .slice(0, digits)

const outerDigits = 8

const outerNames = namesOf(tunnelHandling, 'remade')
const negotiatedNames = [...namesOf(tunnelHandling, 'agreed', 'own'), 'child'] as const

/**
 * What the daemon must run with: all of the tunnel but what is `beside` its SAs (`tunnel-fields.ts`). 24 hexadecimal
 * digits, the first 8 of which stand for the outer addresses (`outerDigest`), to which namespace and daemon are made.
 */
export function digestTunnel(tunnel: TunnelSpec): string {
  const known = tunnelDigests.get(tunnel)
  if (known !== undefined) return known
  const made = digest(only(tunnel, outerNames), outerDigits) + digest(only(tunnel, negotiatedNames))
  tunnelDigests.set(tunnel, made)
  return made
}

/** Specs do not change, and a look at a gateway asks for each of its tunnels' several times. */
const tunnelDigests = new WeakMap<TunnelSpec, string>()

/** The part of a tunnel's digest that stands for its two outer addresses, and where they are. */
export const outerDigest = (tunnelDigest: string): string => tunnelDigest.slice(0, outerDigits)

export const digestLink = (link: LinkSpec): string =>
  digest({
    ...link,
    beyond: [...link.beyond].sort(),
    tables: link.tables?.map((each) => ({ ...each, beyond: [...each.beyond].sort() })),
  })

export const digestNetwork = (network: NetworkSpec): string =>
  digest({ ...network, subnets: [...network.subnets].sort((a, b) => (a.id < b.id ? -1 : 1)) })

export const digestHost = (host: HostSpec): string => digest(host)

export const digestWorkload = (workload: WorkloadSpec): string => digest(workload)

export const digestUplink = (uplink: Uplink): string => digest(uplink)

/** What a check begins afresh with. What its failure leads to changes nothing about the probes. */
export const digestHealthCheck = ({ onFailure: _, ...probes }: HealthCheck): string => digest(probes)

/** What the routing daemon must run with, in whatever order it was told. */
export const digestBgp = (bgp: BgpSpec): string =>
  digest({
    ...bgp,
    neighbors: [...bgp.neighbors]
      .sort((a, b) => (a.tunnel < b.tunnel ? -1 : 1))
      .map((neighbor) => ({ ...neighbor, refused: [...neighbor.refused].sort() })),
    advertised: [...bgp.advertised].sort(),
  })

/** All that is wanted of a gateway, in 16 hexadecimal digits. */
export const digestIntent = (intent: GatewayIntent): string => digest(intent)
