import { formatKey, type Key, parseKey } from './key.ts'

/** One tunnel of a gateway, which may be looked at without the rest of it. */
export interface TunnelKey {
  readonly kind: 'tunnel'
  readonly gateway: string
  readonly id: string
}

/** What the queue holds: a root noun, or one tunnel of a gateway. */
export type QueueKey = Key | TunnelKey

export const formatQueueKey = (key: QueueKey): string =>
  key.kind === 'tunnel' ? `tunnel ${key.gateway} ${key.id}` : formatKey(key)

export function parseQueueKey(text: string): QueueKey {
  const [kind, gateway, id] = text.split(' ')
  return kind === 'tunnel' && gateway !== undefined && id !== undefined ? { kind, gateway, id } : parseKey(text)
}

/** Keys of one group are worked on one after the other: a gateway's, and its tunnels'. */
export function groupOf(text: string): string {
  const key = parseQueueKey(text)
  return key.kind === 'tunnel' ? formatKey({ kind: 'gateway', id: key.gateway }) : text
}
