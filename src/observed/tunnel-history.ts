import type { SeenChange } from '../domain/tunnel-change.ts'

/** The newest changes of each tunnel, oldest first. Kept in memory, so that a server that starts has seen none. */
export interface TunnelHistory {
  note(change: SeenChange): void
  of(tunnel: string): readonly SeenChange[]
}

interface Bounds {
  /** How many changes are kept of a tunnel. */
  readonly perTunnel: number
  /** How many tunnels anything is kept of; the one that has been quiet for longest is forgotten first. */
  readonly tunnels: number
}

/** Some 20 MB at the most: a change is about 200 bytes, and few tunnels have as many. */
const usual: Bounds = { perTunnel: 100, tunnels: 1000 }

export function createTunnelHistory({ perTunnel, tunnels }: Bounds = usual): TunnelHistory {
  // In the order in which they were heard of last.
  const kept = new Map<string, readonly SeenChange[]>()
  return {
    note(change) {
      const before = kept.get(change.tunnel) ?? []
      kept.delete(change.tunnel)
      kept.set(change.tunnel, [...before, change].slice(-perTunnel))
      const [quietest] = kept.keys()
      if (kept.size > tunnels && quietest !== undefined) kept.delete(quietest)
    },
    of: (tunnel) => kept.get(tunnel) ?? [],
  }
}
