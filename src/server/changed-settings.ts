import type { Setting } from '../domain/cause.ts'

/** Of a tunnel, below its number. */
const ofTunnel: Readonly<Record<string, readonly Setting[]>> = {
  'ike.version': ['ike.version'],
  'ike.mode': ['ike.mode'],
  'ike.proposal.encryption': ['ike.encryption'],
  'ike.proposal.integrity': ['ike.integrity'],
  'ike.proposal.keyExchange': ['ike.keyExchange'],
  'ike.lifetimeSeconds': ['ike.lifetimeSeconds'],
  'ike.preSharedKey': ['ike.preSharedKey'],
  'ike.localIdentity': ['ike.localIdentity'],
  'ike.remoteIdentity': ['ike.remoteIdentity'],
  'child.proposal.encryption': ['child.encryption'],
  'child.proposal.integrity': ['child.integrity'],
  'child.proposal.keyExchange': ['child.keyExchange'],
  'child.lifetimeSeconds': ['child.lifetimeSeconds'],
  // Its address is the peer's identity where no other is given, and its AS number the neighbor's.
  customerGateway: ['remoteAddress', 'ike.remoteIdentity', 'bgp.neighborAsNumber', 'bgp.password'],
  // Whose end speaks none has no address for it.
  'bgp.enabled': ['bgp.localAddress', 'bgp.neighborAddress'],
  'bgp.localAsNumber': ['bgp.localAsNumber'],
  'bgp.prefix': ['bgp.localAddress', 'bgp.neighborAddress'],
  'bgp.localAddress': ['bgp.localAddress', 'bgp.neighborAddress'],
  'bgp.neighborAddress': ['bgp.neighborAddress'],
}

/** Of connections, and of gateways and customer gateways, whose paths are others. */
const ofResource: Readonly<Record<string, readonly Setting[]>> = {
  selectors: ['selectors'],
  startAction: ['startAction'],
  address: ['remoteAddress'],
  authenticationKey: ['bgp.password'],
  // A gateway's is its own, a customer gateway's the neighbor's.
  asNumber: ['bgp.localAsNumber', 'bgp.neighborAsNumber'],
}

/** What of a tunnel a changed value is (`FieldChange.path`); nothing where it is another tunnel's, or of no consequence to its peer. */
export function settingsOfPath(path: string, index: 1 | 2): readonly Setting[] {
  const [, number, below = ''] = /^tunnels\.(\d+)\.(.+)$/.exec(path) ?? []
  if (number === undefined) return ofResource[path] ?? []
  if (number !== String(index)) return []
  if (below.startsWith('healthCheck')) return ['healthCheck']
  if (below.startsWith('deadPeerDetection')) return ['deadPeerDetection']
  return ofTunnel[below] ?? []
}
