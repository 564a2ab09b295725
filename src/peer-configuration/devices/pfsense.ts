import type { IkeIdentity } from '../../domain/identity.ts'
import { isAead } from '../../domain/ike.ts'
import { checkOf, commonNotes, identityType } from '../derived.ts'
import { type Device, type Ipsec, plainNames } from '../device.ts'
import { type Input, type Inputs, wanInterfaces, wanOf } from '../inputs.ts'
import { block, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { allGroups, known, numberedGroups, sameFor, type Words, withoutAead } from '../words.ts'

/** What is typed into its pages: it has no text to load. Source: pfSense's documentation of IPsec. */
const group = numberedGroups(allGroups, String)
const words: Words = {
  encryption: {
    des: undefined,
    '3des': '3DES',
    aes128: 'AES, 128 bits',
    aes192: 'AES, 192 bits',
    aes256: 'AES, 256 bits',
    aes128gcm16: 'AES128-GCM, 128 bits',
    aes192gcm16: 'AES192-GCM, 128 bits',
    aes256gcm16: 'AES256-GCM, 128 bits',
    null: undefined,
  },
  integrity: { md5: 'MD5', sha1: 'SHA1', sha256: 'SHA256', sha384: 'SHA384', sha512: 'SHA512' },
  group,
}

const ipsec: Ipsec = {
  words: {
    ike: { 1: { ...words, encryption: { ...words.encryption, ...withoutAead } }, 2: words },
    child: sameFor(words),
  },
  ikeSeconds: { least: 60, most: Infinity },
  childSeconds: { least: 60, most: Infinity },
  key: {
    least: 1,
    most: 255,
    refused: {
      pattern: /[^\x21-\x7e]|^0[xs]/i,
      which: '0x or 0s at its beginning, which are read as bytes, blanks, or what is not ASCII',
    },
    write: (key) => key,
  },
  names: { ends: { main: 'both', aggressive: 'both', ikev2: 'both' }, most: 255, ...plainNames },
  mayForbidEncapsulation: false,
  checkSeconds: { least: 1, most: 3600 },
  carries: new Set(['selectors', 'everything']),
}

const tunnelAddress: Input = {
  name: 'tunnel-address',
  kind: 'word',
  what: 'an address for the tunnel interface, of a /30 of its own',
}
const tunnelNextHop: Input = { name: 'tunnel-next-hop', kind: 'word', what: 'the other address of that /30' }

const types = {
  address: 'IP address',
  name: 'Fully qualified domain name',
  user: 'User Fully qualified domain name',
} as const
const spell = (identity: IkeIdentity): string => `${types[identityType(identity)]}, ${identity}`

function phase1(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Line {
  const { version, mode, proposal } = tunnel
  const check = checkOf(tunnel)
  return block(
    'VPN > IPsec > Tunnels > Add P1',
    `Description: ${tunnelName(peer, tunnel)}`,
    `Key Exchange version: IKEv${version}`,
    `Interface: ${wanOf(peer, tunnel, inputs)}`,
    `Remote Gateway: ${tunnel.remote}`,
    'Authentication Method: Mutual PSK',
    version === 1 ? `Negotiation mode: ${mode === 'main' ? 'Main' : 'Aggressive'}` : undefined,
    `My identifier: ${spell(tunnel.localIdentity)}`,
    `Peer identifier: ${spell(tunnel.remoteIdentity)}`,
    `Pre-Shared Key: ${inputs.key(ipsec.key, tunnel)}`,
    `Encryption Algorithm: ${known(words.encryption[proposal.encryption])}`,
    `Hash: ${known(words.integrity[proposal.integrity])}`,
    `DH Group: ${known(group[proposal.keyExchange])}`,
    `Life Time: ${tunnel.lifetimeSeconds}`,
    `Child SA Start Action: ${peer.begins ? 'Initiate at start' : 'Default'}`,
    'NAT Traversal: Auto',
    version === 2 ? 'MOBIKE: Disable' : undefined,
    check === undefined
      ? 'Dead Peer Detection: disabled'
      : ['Dead Peer Detection: enabled', `Delay: ${check.interval}`, `Max failures: ${check.retries}`],
  )
}

function phase2({ child }: PeerTunnel, ...networks: Lines): Line {
  const { encryption, integrity, keyExchange } = child.proposal
  return block(
    'VPN > IPsec > Tunnels > Add P2',
    ...networks,
    'Protocol: ESP',
    `Encryption Algorithms: ${known(words.encryption[encryption])}`,
    isAead(encryption) ? 'Hash Algorithms: none' : `Hash Algorithms: ${known(words.integrity[integrity])}`,
    `PFS key group: ${keyExchange === undefined ? 'off' : known(group[keyExchange])}`,
    `Life Time: ${child.lifetimeSeconds}`,
  )
}

function tunnelLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  if (isRouteBased(peer)) {
    const { session } = tunnel
    const own = session?.localAddress ?? inputs.word(tunnelAddress)
    const other = session?.neighborAddress ?? inputs.word(tunnelNextHop)
    return [
      phase1(peer, tunnel, inputs),
      phase2(tunnel, 'Mode: Routed (VTI)', `Local Network: ${own}/30`, `Remote Network: ${other}`),
    ]
  }
  return [
    phase1(peer, tunnel, inputs),
    ...pairsOf(peer).map(({ local, remote }) =>
      phase2(tunnel, 'Mode: Tunnel IPv4', `Local Network: ${local}`, `Remote Network: ${remote}`),
    ),
  ]
}

export const pfsense: Device = {
  id: 'pfsense',
  title: 'pfSense',
  release: '2.7, what is typed into its pages',
  comment: '#',
  indent: '  ',
  ipsec,
  inputs: [...wanInterfaces, tunnelAddress, tunnelNextHop],
  notes: commonNotes,
  render: (peer, inputs) => [
    { name: 'pfsense.txt', lines: peer.tunnels.map((tunnel) => tunnelLines(peer, tunnel, inputs)) },
  ],
}
