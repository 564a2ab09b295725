import { formatKey, type Key, parseKey } from './key.ts'

/** One tunnel of a gateway, which may be looked at without the rest of it. */
export interface TunnelKey {
  readonly kind: 'tunnel'
  readonly gateway: string
  readonly id: string
}

/** The installation has one at the most, and it is no resource: the server is told of it when it is started. */
export interface UplinkKey {
  readonly kind: 'uplink'
}

/** What the queue holds: a root noun, one tunnel of a gateway, or the uplink. */
export type QueueKey = Key | TunnelKey | UplinkKey

export function formatQueueKey(key: QueueKey): string {
  if (key.kind === 'uplink') return key.kind
  return key.kind === 'tunnel' ? `tunnel ${key.gateway} ${key.id}` : formatKey(key)
}

export function parseQueueKey(text: string): QueueKey {
  const [kind, gateway, id] = text.split(' ')
  if (kind === 'uplink') return { kind }
  return kind === 'tunnel' && gateway !== undefined && id !== undefined ? { kind, gateway, id } : parseKey(text)
}

/** Keys of one group are worked on one after the other: a gateway's, and its tunnels'. */
export function groupOf(text: string): string {
  const key = parseQueueKey(text)
  return key.kind === 'tunnel' ? formatKey({ kind: 'gateway', id: key.gateway }) : text
}
