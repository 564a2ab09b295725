import { carriesSession } from '../domain/bgp-addresses.ts'
import { isAddress } from '../domain/identity.ts'
import { isAead } from '../domain/ike.ts'
import type { Device, Exchange, Found, Ipsec, NamedEnds, Range, Refusal, TrafficForm } from './device.ts'
import { isRouteBased, type Peer, type PeerTunnel } from './peer.ts'
import { groupNumbers } from './words.ts'

const exchangeOf = ({ version, mode }: PeerTunnel): Exchange => (version === 2 ? 'ikev2' : mode)

const exchangeTitles: Readonly<Record<Exchange, string>> = {
  main: 'IKEv1 in main mode',
  aggressive: 'IKEv1 in aggressive mode',
  ikev2: 'IKEv2',
}

function* algorithms({ version, proposal, child }: PeerTunnel, { words }: Ipsec): Generator<Found> {
  const ike = words.ike[version]
  const own = words.child[version]
  const none = `it has no word for it with IKEv${version}`
  const group = (name: keyof typeof groupNumbers) => `${name} (group ${groupNumbers[name]})`
  if (ike.encryption[proposal.encryption] === undefined) {
    yield { what: 'IKE encryption', value: proposal.encryption, why: none }
  }
  if (ike.integrity[proposal.integrity] === undefined) {
    yield { what: 'IKE integrity', value: proposal.integrity, why: none }
  }
  if (ike.group[proposal.keyExchange] === undefined) {
    yield { what: 'IKE group', value: group(proposal.keyExchange), why: none }
  }
  const { encryption, integrity, keyExchange } = child.proposal
  if (own.encryption[encryption] === undefined) yield { what: 'child encryption', value: encryption, why: none }
  if (!isAead(encryption) && own.integrity[integrity] === undefined) {
    yield { what: 'child integrity', value: integrity, why: none }
  }
  if (keyExchange !== undefined && own.group[keyExchange] === undefined) {
    yield { what: 'child group', value: group(keyExchange), why: none }
  }
}

const outside = (value: number, { least, most }: Range): boolean => value < least || value > most

const between = ({ least, most }: Range): string => (most === Infinity ? `at least ${least}` : `${least} to ${most}`)

function* lifetimes({ lifetimeSeconds, child }: PeerTunnel, ipsec: Ipsec): Generator<Found> {
  const { ikeSeconds, childSeconds, childKilobytes } = ipsec
  if (outside(lifetimeSeconds, ikeSeconds)) {
    yield { what: 'IKE lifetime', value: `${lifetimeSeconds} s`, why: `it takes ${between(ikeSeconds)} s` }
  }
  if (outside(child.lifetimeSeconds, childSeconds)) {
    yield { what: 'child lifetime', value: `${child.lifetimeSeconds} s`, why: `it takes ${between(childSeconds)} s` }
  }
  const { lifetimeKilobytes } = child
  if (lifetimeKilobytes === undefined) return
  const told = { what: 'child lifetime by traffic', value: `${lifetimeKilobytes} kB` } as const
  if (childKilobytes === undefined) yield { ...told, why: 'its SAs are rekeyed by time alone' }
  else if (outside(lifetimeKilobytes, childKilobytes)) yield { ...told, why: `it takes ${between(childKilobytes)} kB` }
}

function* keys({ preSharedKey }: PeerTunnel, { key }: Ipsec): Generator<Found> {
  const told = { what: 'pre-shared key', value: `of ${preSharedKey.length} characters` } as const
  const { least, most, refused } = key
  if (outside(preSharedKey.length, key)) {
    yield { ...told, why: `it takes ${between({ least, most })} characters: choose another key` }
  }
  if (refused?.pattern.test(preSharedKey) === true) {
    yield { ...told, why: `there it cannot have ${refused.which}: choose another key` }
  }
}

const allows = (ends: NamedEnds, end: 'local' | 'remote'): boolean => ends === 'both' || ends === end

function* identities(tunnel: PeerTunnel, { names }: Ipsec): Generator<Found> {
  const exchange = exchangeOf(tunnel)
  for (const [end, identity, address] of [
    ['local', tunnel.localIdentity, tunnel.local],
    ['remote', tunnel.remoteIdentity, tunnel.remote],
  ] as const) {
    if (identity === (address as string)) continue
    const told = { what: `${end} identity`, value: identity } as const
    if (!allows(names.ends[exchange], end)) {
      yield { ...told, why: `with ${exchangeTitles[exchange]} its ${end} identity is the outer address` }
    } else if (!isAddress(identity) && identity.length > names.most) {
      yield { ...told, why: `it takes ${names.most} characters` }
    } else if (!isAddress(identity) && !names.characters.test(identity)) {
      yield { ...told, why: `it takes names of ${names.which}` }
    }
  }
}

function* rest({ natTraversal, deadPeerDetection }: PeerTunnel, ipsec: Ipsec): Generator<Found> {
  if (!natTraversal && !ipsec.mayForbidEncapsulation) {
    yield { what: 'NAT traversal', value: 'off', why: 'UDP encapsulation cannot be forbidden there for one tunnel' }
  }
  const seconds = Math.floor((deadPeerDetection?.timeoutSeconds ?? 0) / 3)
  if (seconds > ipsec.checkSeconds.most) {
    const why = `it asks a silent peer every ${between(ipsec.checkSeconds)} s, three times`
    yield { what: 'dead peer detection', value: `timeout of ${deadPeerDetection?.timeoutSeconds} s`, why }
  }
}

const reasons: Readonly<Record<TrafficForm, string>> = {
  selectors: 'it carries everything through a tunnel, or nothing',
  everything: 'it has no tunnel interface that routes could lead into',
  'two tunnels of selectors': 'it does not have two tunnels for the same traffic: make it 0.0.0.0/0 at both ends',
  'two tunnels of everything': 'it does not have two tunnels for the same traffic',
  BGP: 'nothing is written of BGP for it',
  'BGP among selectors': 'BGP needs 0.0.0.0/0 at both ends there',
}

function* traffic(peer: Peer, { carries }: Ipsec): Generator<Refusal> {
  if (peer.selectors.length === 0) {
    yield { what: 'traffic', value: 'none', why: 'the connection has no selectors yet, so that nothing goes into it' }
    return
  }
  const routed = isRouteBased(peer)
  const form = routed ? 'everything' : 'selectors'
  const forms: TrafficForm[] = [peer.tunnels.length === 1 ? form : `two tunnels of ${form}`]
  if (peer.tunnels.some(({ session }) => session !== undefined)) forms.push(routed ? 'BGP' : 'BGP among selectors')
  for (const each of forms) {
    const what = each.startsWith('BGP') ? 'BGP' : 'traffic'
    if (!carries.has(each)) yield { what, value: each === 'BGP' ? 'on' : each, why: reasons[each] }
  }
}

function* sessions(peer: Peer, device: Device): Generator<Refusal> {
  const selectors = peer.selectors
  const speaking = peer.tunnels.flatMap(({ index, session }) => (session === undefined ? [] : [{ index, session }]))
  if (device.ipsec === undefined && speaking.length === 0) {
    yield { what: 'BGP', value: 'off', why: 'BGP is all that it is told here' }
  }
  const numbers = [...new Set(speaking.map(({ session }) => session.localAsNumber))]
  if (numbers.length > 1) yield { what: 'BGP', value: numbers.join(' and '), why: 'one device has one AS number here' }
  for (const { index, session } of speaking) {
    const told = { tunnel: index, value: `${session.localAddress} to ${session.neighborAddress}` }
    if (!carriesSession(session.prefix, selectors)) {
      yield { ...told, what: 'BGP', why: 'the selectors carry no packet between the two' }
    }
    if (session.password !== undefined && device.sessionPassword?.test(session.password) !== true) {
      yield { ...told, what: 'BGP password', why: 'it cannot be given this password' }
    }
  }
}

/** All that the device cannot say of a connection, and not only the first of it. */
export function refusalsOf(device: Device, peer: Peer): readonly Refusal[] {
  const { ipsec } = device
  const own = [...sessions(peer, device)]
  if (ipsec === undefined) return own
  const checks = [algorithms, lifetimes, keys, identities, rest]
  const ofTunnels = peer.tunnels.flatMap((tunnel) =>
    [...checks.flatMap((check) => [...check(tunnel, ipsec)]), ...(device.refuses?.(peer, tunnel) ?? [])].map(
      (found) => ({ ...found, tunnel: tunnel.index }),
    ),
  )
  return [...ofTunnels, ...traffic(peer, ipsec), ...own]
}
