import { type IkeIdentity, isAddress } from '../../domain/identity.ts'
import {
  type ChildProposal,
  encryptionAlgorithms,
  type IkeProposal,
  isAead,
  type TrafficSelectors,
} from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import { checkOf, commonNotes, distanceOf, hexadecimal } from '../derived.ts'
import { type Device, type Ipsec, printableNames, trafficForms } from '../device.ts'
import { type Inputs, networkText, remoteNetworks, tunnelNumber, wanInterfaces, wanOf } from '../inputs.ts'
import { closed, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { groupNumbers, plainIntegrity, sameFor, type Words, withoutAead } from '../words.ts'

/** swanctl.conf(5) of strongSwan 5.9: the domain spells algorithms as it does. */
const spelled = Object.fromEntries(encryptionAlgorithms.map((name) => [name, name])) as Record<
  (typeof encryptionAlgorithms)[number],
  string
>
const group = Object.fromEntries(Object.keys(groupNumbers).map((name) => [name, name])) as Words['group']
const ike: Words = { encryption: { ...spelled, null: undefined }, integrity: plainIntegrity, group }
const child: Words = { encryption: spelled, integrity: plainIntegrity, group }

const ipsec: Ipsec = {
  words: { ike: { 1: { ...ike, encryption: { ...ike.encryption, ...withoutAead } }, 2: ike }, child: sameFor(child) },
  ikeSeconds: { least: 60, most: Infinity },
  childSeconds: { least: 60, most: Infinity },
  childKilobytes: { least: 1, most: Infinity },
  key: { least: 1, most: Infinity, write: writeKey },
  names: { ends: { main: 'both', aggressive: 'both', ikev2: 'both' }, most: 255, ...printableNames },
  mayForbidEncapsulation: false,
  checkSeconds: { least: 1, most: Infinity },
  carries: new Set(trafficForms),
}

/** In quotes a backslash escapes; what begins like encoded bytes is read as such, in quotes too. */
function writeKey(key: string): string {
  const isPlain = /^[\x20-\x7e]+$/.test(key) && !/^0[xs]/i.test(key)
  return isPlain ? `"${key.replace(/[\\"]/g, '\\$&')}"` : `0x${hexadecimal(key)}`
}

/** The type of a name is said, since it would be guessed by its look; bytes that mean something here are said in hexadecimal. */
function writeIdentity(identity: IkeIdentity): string {
  if (isAddress(identity)) return identity
  const type = identity.includes('@') ? 'email' : 'fqdn'
  return `"${type}:${/^[\w.@-]+$/.test(identity) ? identity : `#${hexadecimal(identity)}`}"`
}

const spellIke = ({ encryption, integrity, keyExchange }: IkeProposal): string =>
  `${encryption}-${isAead(encryption) ? 'prf' : ''}${integrity}-${keyExchange}`

const spellChild = ({ encryption, integrity, keyExchange }: ChildProposal): string =>
  [encryption, ...(isAead(encryption) ? [] : [integrity]), ...(keyExchange === undefined ? [] : [keyExchange])].join(
    '-',
  )

const rekeyAt = (lifetime: number): number => Math.floor(lifetime * 0.9)

/** A device of its own is what routes lead into; selectors alone cannot tell two tunnels apart. */
const hasInterface = (peer: Peer): boolean =>
  isRouteBased(peer) || peer.tunnels.length > 1 || peer.tunnels.some(({ session }) => session !== undefined)

const section = (name: string, ...lines: Lines): Line => closed(`${name} {`, '}', ...lines)

function childSection(peer: Peer, tunnel: PeerTunnel, selectors: TrafficSelectors, at: number, inputs: Inputs): Line {
  const { child, deadPeerDetection } = tunnel
  const { lifetimeSeconds, lifetimeKilobytes } = child
  const number = hasInterface(peer) ? inputs.number(tunnelNumber, tunnel.index - 1) : undefined
  const bytes = lifetimeKilobytes === undefined ? undefined : lifetimeKilobytes * 1024
  return section(
    `${tunnelName(peer, tunnel)}-net-${at + 1}`,
    'mode = tunnel',
    `local_ts = ${selectors.local.join(',')}`,
    `remote_ts = ${selectors.remote.join(',')}`,
    number === undefined ? undefined : [`if_id_in = ${number}`, `if_id_out = ${number}`],
    `esp_proposals = ${spellChild(child.proposal)}`,
    `rekey_time = ${rekeyAt(lifetimeSeconds)}s`,
    `life_time = ${lifetimeSeconds}s`,
    bytes === undefined ? undefined : [`rekey_bytes = ${rekeyAt(bytes)}`, `life_bytes = ${bytes}`],
    deadPeerDetection === undefined ? undefined : `dpd_action = ${deadPeerDetection.action}`,
    `start_action = ${peer.begins ? 'start' : 'trap'}`,
    'close_action = none',
  )
}

/** IKEv1 carries a pair of prefixes (RFC 2409 section 5.5), and one child has each. */
function selectorsOf(peer: Peer, { version }: PeerTunnel): readonly TrafficSelectors[] {
  if (version === 2) return peer.selectors
  return pairsOf(peer).map(({ local, remote }) => ({ local: [local], remote: [remote] }))
}

function connection(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Line {
  const { version, mode, deadPeerDetection, lifetimeSeconds } = tunnel
  const rekey = rekeyAt(lifetimeSeconds)
  return section(
    tunnelName(peer, tunnel),
    `version = ${version}`,
    version === 1 ? `aggressive = ${mode === 'aggressive' ? 'yes' : 'no'}` : undefined,
    `local_addrs = ${tunnel.local}`,
    `remote_addrs = ${tunnel.remote}`,
    `proposals = ${spellIke(tunnel.proposal)}`,
    'mobike = no',
    'encap = no',
    `dpd_delay = ${checkOf(tunnel)?.interval ?? 0}s`,
    version === 1 && deadPeerDetection !== undefined ? `dpd_timeout = ${deadPeerDetection.timeoutSeconds}s` : undefined,
    `rekey_time = ${rekey}s`,
    `over_time = ${lifetimeSeconds - rekey}s`,
    section('local', 'auth = psk', `id = ${writeIdentity(tunnel.localIdentity)}`),
    section('remote', 'auth = psk', `id = ${writeIdentity(tunnel.remoteIdentity)}`),
    section(
      'children',
      ...selectorsOf(peer, tunnel).map((selectors, at) => childSection(peer, tunnel, selectors, at, inputs)),
    ),
  )
}

/** The addresses too: main mode has to choose a key before it has read an identity (RFC 2409 section 5.4). */
function secret(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Line {
  const owners = [tunnel.localIdentity, tunnel.remoteIdentity, tunnel.local, tunnel.remote] as readonly IkeIdentity[]
  return section(
    `ike-${tunnelName(peer, tunnel)}`,
    ...[...new Set(owners)].map((identity, at) => `id-${at + 1} = ${writeIdentity(identity)}`),
    `secret = ${inputs.key(ipsec.key, tunnel)}`,
  )
}

function interfaceLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const number = inputs.number(tunnelNumber, tunnel.index - 1)
  const device = `ipsec${number}`
  const { session } = tunnel
  const destinations = isRouteBased(peer)
    ? inputs.networks(remoteNetworks)
    : [...new Set(pairsOf(peer).map(({ remote }) => remote))].map(networkText)
  return [
    `ip link add ${device} type xfrm dev ${wanOf(peer, tunnel, inputs)} if_id ${number}`,
    session === undefined ? undefined : `ip address add ${session.localAddress}/30 dev ${device}`,
    `ip link set ${device} mtu ${peer.mtu} up`,
    `nft add rule inet culvert forward oifname ${device} tcp flags syn tcp option maxseg size set ${segmentSizeIn(peer.mtu)}`,
    session === undefined
      ? destinations.map(({ cidr }) => `ip route add ${cidr} dev ${device} metric ${distanceOf(tunnel)}`)
      : undefined,
  ]
}

const interfaces = (peer: Peer, inputs: Inputs): Lines => [
  '#!/bin/sh',
  'set -eu',
  'nft add table inet culvert',
  "nft 'add chain inet culvert forward { type filter hook forward priority 0; }'",
  ...peer.tunnels.map((tunnel) => interfaceLines(peer, tunnel, inputs)),
]

const isAggressive = ({ tunnels }: Peer): boolean =>
  tunnels.some(({ version, mode }) => version === 1 && mode === 'aggressive')

const settings = (peer: Peer): Lines => [
  closed(
    'charon {',
    '}',
    hasInterface(peer) ? 'install_routes = no' : undefined,
    isAggressive(peer) ? 'i_dont_care_about_security_and_use_aggressive_mode_psk = yes' : undefined,
  ),
]

export const strongswan: Device = {
  id: 'strongswan',
  title: 'strongSwan',
  release: 'swanctl, 5.9',
  executedBy: 'charon',
  comment: '#',
  indent: '  ',
  ipsec,
  sessionPassword: /^/,
  inputs: [...wanInterfaces, tunnelNumber, remoteNetworks],
  notes: (peer) => [
    ...commonNotes(peer),
    ...(hasInterface(peer) ? ['interfaces.sh comes first, and strongswan.conf before the daemon starts.'] : []),
    ...(peer.tunnels.some(({ session }) => session !== undefined)
      ? ['BGP is for a daemon of its own: see the devices frr and bird.']
      : []),
  ],
  render: (peer, inputs) => [
    {
      name: 'swanctl.conf',
      lines: [
        section('connections', ...peer.tunnels.map((tunnel) => connection(peer, tunnel, inputs))),
        section('secrets', ...peer.tunnels.map((tunnel) => secret(peer, tunnel, inputs))),
      ],
    },
    ...(hasInterface(peer) || isAggressive(peer) ? [{ name: 'strongswan.conf', lines: settings(peer) }] : []),
    ...(hasInterface(peer) ? [{ name: 'interfaces.sh', lines: interfaces(peer, inputs) }] : []),
  ],
}
