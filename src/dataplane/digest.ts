import { createHash } from 'node:crypto'
import type { HostSpec, LinkSpec, NetworkSpec, TunnelSpec } from './port.ts'

/** The value as JSON with its keys in order, so that equal values have equal digests however they were built. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, canonical(member)]),
  )
}

/** 16 hexadecimal digits: short enough for a name in a daemon, long enough not to collide among one gateway's tunnels. */
const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(value)))
    .digest('hex')
    .slice(0, 16)

/** What the daemon must run with: all of the tunnel but when to start, which the reconciler decides. */
export function digestTunnel(tunnel: TunnelSpec): string {
  const { initiation: _, ...configuration } = tunnel
  return digest(configuration)
}

export const digestLink = (link: LinkSpec): string => digest({ ...link, beyond: [...link.beyond].sort() })

export const digestNetwork = (network: NetworkSpec): string =>
  digest({ ...network, subnets: [...network.subnets].sort((a, b) => (a.id < b.id ? -1 : 1)) })

export const digestHost = (host: HostSpec): string => digest(host)
