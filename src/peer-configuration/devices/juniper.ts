import type { IkeIdentity } from '../../domain/identity.ts'
import { isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import {
  checkOf,
  commonNotes,
  distanceOf,
  hexadecimal,
  holdTimeSeconds,
  identityType,
  localPreferenceOf,
  type Speaker,
  speakersOf,
} from '../derived.ts'
import { type Device, type Ipsec, plainNames } from '../device.ts'
import {
  type Input,
  type Inputs,
  localNetworks,
  remoteNetworks,
  tunnelNumber,
  wanInterfaces,
  wanOf,
} from '../inputs.ts'
import { type Lines, prefixed } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { allGroups, known, numberedGroups, sameFor, type Words, withoutAead } from '../words.ts'

/** Sources: Junos' statement references of `security ike` and `security ipsec`. */
const group = numberedGroups(allGroups, (number) => `group${number}`)
const blocks = {
  des: 'des-cbc',
  '3des': '3des-cbc',
  aes128: 'aes-128-cbc',
  aes192: 'aes-192-cbc',
  aes256: 'aes-256-cbc',
  null: undefined,
}
const ike: Words = {
  encryption: { ...blocks, aes128gcm16: 'aes-128-gcm', aes192gcm16: undefined, aes256gcm16: 'aes-256-gcm' },
  integrity: { md5: 'md5', sha1: 'sha1', sha256: 'sha-256', sha384: 'sha-384', sha512: 'sha-512' },
  group,
}
const child: Words = {
  encryption: { ...blocks, aes128gcm16: 'aes-128-gcm', aes192gcm16: 'aes-192-gcm', aes256gcm16: 'aes-256-gcm' },
  integrity: {
    md5: 'hmac-md5-96',
    sha1: 'hmac-sha1-96',
    sha256: 'hmac-sha-256-128',
    sha384: 'hmac-sha-384',
    sha512: 'hmac-sha-512',
  },
  group,
}

const ipsec: Ipsec = {
  words: { ike: { 1: { ...ike, encryption: { ...ike.encryption, ...withoutAead } }, 2: ike }, child: sameFor(child) },
  ikeSeconds: { least: 180, most: 86_400 },
  childSeconds: { least: 180, most: 86_400 },
  childKilobytes: { least: 64, most: 4_294_967_294 },
  key: { least: 1, most: 255, write: (key) => `hexadecimal ${hexadecimal(key)}` },
  names: { ends: { main: 'both', aggressive: 'both', ikev2: 'both' }, most: 128, ...plainNames },
  mayForbidEncapsulation: true,
  checkSeconds: { least: 10, most: 60 },
  carries: new Set(['selectors', 'everything', 'two tunnels of everything', 'BGP']),
}

const wanZone: Input = { name: 'wan-zone', kind: 'word', what: 'the security zone of the outer interface' }
const vpnZone: Input = {
  name: 'vpn-zone',
  kind: 'word',
  what: 'the security zone that the tunnel interface is to be in',
}

const types = { address: 'inet', name: 'hostname', user: 'user-at-hostname' } as const
const spell = (identity: IkeIdentity): string => `${types[identityType(identity)]} ${identity}`

function ikeLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const { version, mode, proposal, natTraversal } = tunnel
  const words = ipsec.words.ike[version]
  const check = checkOf(tunnel, ipsec.checkSeconds.least)
  return [
    prefixed(`set security ike proposal ${name}`, [
      'authentication-method pre-shared-keys',
      `dh-group ${known(words.group[proposal.keyExchange])}`,
      isAead(proposal.encryption)
        ? undefined
        : `authentication-algorithm ${known(words.integrity[proposal.integrity])}`,
      `encryption-algorithm ${known(words.encryption[proposal.encryption])}`,
      `lifetime-seconds ${tunnel.lifetimeSeconds}`,
    ]),
    prefixed(`set security ike policy ${name}`, [
      version === 1 ? `mode ${mode}` : undefined,
      `proposals ${name}`,
      `pre-shared-key ${inputs.key(ipsec.key, tunnel)}`,
    ]),
    prefixed(`set security ike gateway ${name}`, [
      `ike-policy ${name}`,
      `address ${tunnel.remote}`,
      `local-address ${tunnel.local}`,
      `external-interface ${wanOf(peer, tunnel, inputs)}`,
      `version v${version}-only`,
      `local-identity ${spell(tunnel.localIdentity)}`,
      `remote-identity ${spell(tunnel.remoteIdentity)}`,
      ...(check === undefined
        ? []
        : ['always-send', `interval ${check.interval}`, `threshold ${check.retries}`].map(
            (word) => `dead-peer-detection ${word}`,
          )),
      natTraversal ? undefined : 'no-nat-traversal',
    ]),
  ]
}

function childLines(peer: Peer, tunnel: PeerTunnel, device: string): Lines {
  const name = tunnelName(peer, tunnel)
  const { proposal, lifetimeSeconds, lifetimeKilobytes } = tunnel.child
  const { encryption, integrity, keyExchange } = proposal
  return [
    prefixed(`set security ipsec proposal ${name}`, [
      'protocol esp',
      isAead(encryption) ? undefined : `authentication-algorithm ${known(child.integrity[integrity])}`,
      `encryption-algorithm ${known(child.encryption[encryption])}`,
      `lifetime-seconds ${lifetimeSeconds}`,
      lifetimeKilobytes === undefined ? undefined : `lifetime-kilobytes ${lifetimeKilobytes}`,
    ]),
    prefixed(`set security ipsec policy ${name}`, [
      keyExchange === undefined ? undefined : `perfect-forward-secrecy keys ${known(group[keyExchange])}`,
      `proposals ${name}`,
    ]),
    prefixed(`set security ipsec vpn ${name}`, [
      `bind-interface ${device}`,
      `ike gateway ${name}`,
      `ike ipsec-policy ${name}`,
      ...(isRouteBased(peer)
        ? []
        : pairsOf(peer).map(
            ({ local, remote }, at) => `traffic-selector net-${at + 1} local-ip ${local} remote-ip ${remote}`,
          )),
      `establish-tunnels ${peer.begins ? 'immediately' : 'on-traffic'}`,
    ]),
  ]
}

function interfaceLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs, number: string): Lines {
  const { session } = tunnel
  const zone = inputs.word(vpnZone)
  const isStatic = session === undefined && isRouteBased(peer)
  return [
    prefixed(`set interfaces st0 unit ${number}`, [
      'family inet',
      session === undefined ? undefined : `family inet address ${session.localAddress}/30`,
      `family inet mtu ${peer.mtu}`,
    ]),
    `set security zones security-zone ${zone} interfaces st0.${number}`,
    session === undefined
      ? undefined
      : `set security zones security-zone ${zone} interfaces st0.${number} host-inbound-traffic protocols bgp`,
    isStatic
      ? inputs
          .networks(remoteNetworks)
          .map(
            ({ cidr }) =>
              `set routing-options static route ${cidr} qualified-next-hop st0.${number} preference ${distanceOf(tunnel)}`,
          )
      : undefined,
  ]
}

function neighbor(peer: Peer, { tunnel, session }: Speaker): Lines {
  const name = tunnelName(peer, tunnel)
  const { neighborAddress, neighborAsNumber, localAddress, localAsNumber } = session
  return [
    prefixed(`set policy-options policy-statement ${name}-in`, [
      `then local-preference ${localPreferenceOf(tunnel.index)}`,
      'then accept',
    ]),
    prefixed(`set policy-options policy-statement ${name}-out`, [
      `term own from prefix-list ${peer.name}-networks`,
      tunnel.index === 1 ? undefined : `term own then as-path-prepend ${localAsNumber}`,
      'term own then accept',
      'term rest then reject',
    ]),
    prefixed(`set protocols bgp group ${name}`, [
      'type external',
      `local-as ${localAsNumber}`,
      `local-address ${localAddress}`,
      `hold-time ${holdTimeSeconds}`,
      `import ${name}-in`,
      `export ${name}-out`,
      `neighbor ${neighborAddress} peer-as ${neighborAsNumber}`,
    ]),
  ]
}

function bgp(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  if (speakers.length === 0) return []
  return [
    inputs.networks(localNetworks).map(({ cidr }) => `set policy-options prefix-list ${peer.name}-networks ${cidr}`),
    ...speakers.map((speaker) => neighbor(peer, speaker)),
  ]
}

function tunnelLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const number = inputs.number(tunnelNumber, tunnel.index - 1)
  return [
    ikeLines(peer, tunnel, inputs),
    childLines(peer, tunnel, `st0.${number}`),
    interfaceLines(peer, tunnel, inputs, number),
  ]
}

export const juniper: Device = {
  id: 'juniper',
  title: 'Juniper SRX',
  release: 'Junos, set form',
  comment: '#',
  indent: '',
  ipsec,
  inputs: [...wanInterfaces, wanZone, vpnZone, tunnelNumber, localNetworks, remoteNetworks],
  notes: (peer) => [
    ...commonNotes(peer),
    "security flow tcp-mss is the whole device's.",
    'Security policies between the zones are not written here.',
    'A peer that is held dead is tried again, whatever action the gateway takes.',
  ],
  render: (peer, inputs) => [
    {
      name: 'juniper.set',
      lines: [
        ...peer.tunnels.map((tunnel) => tunnelLines(peer, tunnel, inputs)),
        `set security zones security-zone ${inputs.word(wanZone)} host-inbound-traffic system-services ike`,
        `set security flow tcp-mss ipsec-vpn mss ${segmentSizeIn(peer.mtu)}`,
        bgp(peer, inputs),
      ],
    },
  ],
}
