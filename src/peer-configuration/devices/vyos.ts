import { isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import {
  checkOf,
  commonNotes,
  distanceOf,
  holdTimeSeconds,
  keepaliveSeconds,
  localPreferenceOf,
  type Speaker,
  speakersOf,
} from '../derived.ts'
import { type Device, type Ipsec, plainNames } from '../device.ts'
import { type Inputs, localNetworks, remoteNetworks, tunnelNumber } from '../inputs.ts'
import { type Lines, prefixed } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import {
  allGroups,
  groupNumbers,
  known,
  numberedGroups,
  plainIntegrity,
  sameFor,
  type Words,
  withoutAead,
} from '../words.ts'

/** Sources: the interface definitions of VyOS 1.4. */
const aes = { des: undefined, '3des': '3des', aes128: 'aes128', aes192: 'aes192', aes256: 'aes256' }
const gcm = { aes128gcm16: 'aes128gcm128', aes192gcm16: 'aes192gcm128', aes256gcm16: 'aes256gcm128' }
const ike: Words = {
  encryption: { ...aes, ...gcm, null: undefined },
  integrity: plainIntegrity,
  group: numberedGroups(allGroups, String),
}
const child: Words = {
  encryption: { ...aes, ...gcm, null: 'null' },
  integrity: plainIntegrity,
  group: numberedGroups(allGroups, (number) => `dh-group${number}`),
}

const ipsec: Ipsec = {
  words: { ike: { 1: { ...ike, encryption: { ...ike.encryption, ...withoutAead } }, 2: ike }, child: sameFor(child) },
  ikeSeconds: { least: 30, most: 86_400 },
  childSeconds: { least: 30, most: 86_400 },
  key: {
    least: 1,
    most: Infinity,
    refused: {
      pattern: /[^\x20-\x7e]|['"\\]|^0[xs]/i,
      which: '\', " and \\, 0x or 0s at its beginning, which are read as bytes, or what is not ASCII',
    },
    write: (key) => `'${key}'`,
  },
  names: { ends: { main: 'both', aggressive: 'both', ikev2: 'both' }, most: 255, ...plainNames },
  mayForbidEncapsulation: false,
  checkSeconds: { least: 2, most: 86_400 },
  carries: new Set(['selectors', 'everything', 'two tunnels of everything', 'BGP']),
}

function groups(peer: Peer, tunnel: PeerTunnel): Lines {
  const name = tunnelName(peer, tunnel)
  const { version, mode, proposal, deadPeerDetection, lifetimeSeconds, child: own } = tunnel
  const check = checkOf(tunnel, ipsec.checkSeconds.least)
  const { encryption, integrity, keyExchange } = own.proposal
  return [
    prefixed(`set vpn ipsec ike-group ${name}`, [
      `key-exchange ikev${version}`,
      version === 1 ? `mode ${mode}` : 'disable-mobike',
      `lifetime ${lifetimeSeconds}`,
      `proposal 1 dh-group ${groupNumbers[proposal.keyExchange]}`,
      `proposal 1 encryption ${known(ike.encryption[proposal.encryption])}`,
      `proposal 1 hash ${known(ike.integrity[proposal.integrity])}`,
      ...(check === undefined || deadPeerDetection === undefined
        ? []
        : [
            `dead-peer-detection action ${deadPeerDetection.action}`,
            `dead-peer-detection interval ${check.interval}`,
            ...(version === 1 ? [`dead-peer-detection timeout ${deadPeerDetection.timeoutSeconds}`] : []),
          ]),
    ]),
    prefixed(`set vpn ipsec esp-group ${name}`, [
      'mode tunnel',
      `lifetime ${own.lifetimeSeconds}`,
      `pfs ${keyExchange === undefined ? 'disable' : known(child.group[keyExchange])}`,
      `proposal 1 encryption ${known(child.encryption[encryption])}`,
      isAead(encryption) ? undefined : `proposal 1 hash ${known(child.integrity[integrity])}`,
    ]),
  ]
}

function key(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const { localIdentity, remoteIdentity, local, remote } = tunnel
  const ids = [...new Set([localIdentity, remoteIdentity, local, remote].map(String))]
  return prefixed(`set vpn ipsec authentication psk ${tunnelName(peer, tunnel)}`, [
    ...ids.map((id) => `id '${id}'`),
    `secret ${inputs.key(ipsec.key, tunnel)}`,
  ])
}

function site(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const number = () => inputs.number(tunnelNumber, tunnel.index - 1)
  return prefixed(`set vpn ipsec site-to-site peer ${name}`, [
    'authentication mode pre-shared-secret',
    `authentication local-id '${tunnel.localIdentity}'`,
    `authentication remote-id '${tunnel.remoteIdentity}'`,
    `connection-type ${peer.begins ? 'initiate' : 'respond'}`,
    `ike-group ${name}`,
    `local-address ${tunnel.local}`,
    `remote-address ${tunnel.remote}`,
    ...(isRouteBased(peer)
      ? [`vti bind vti${number()}`, `vti esp-group ${name}`]
      : pairsOf(peer).flatMap(({ local, remote }, at) => [
          `tunnel ${at + 1} esp-group ${name}`,
          `tunnel ${at + 1} local prefix ${local}`,
          `tunnel ${at + 1} remote prefix ${remote}`,
        ])),
  ])
}

function routed(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const device = `vti${inputs.number(tunnelNumber, tunnel.index - 1)}`
  const { session } = tunnel
  return [
    prefixed(`set interfaces vti ${device}`, [
      session === undefined ? undefined : `address ${session.localAddress}/30`,
      `mtu ${peer.mtu}`,
      `ip adjust-mss ${segmentSizeIn(peer.mtu)}`,
    ]),
    session === undefined
      ? inputs
          .networks(remoteNetworks)
          .map(({ cidr }) => `set protocols static route ${cidr} interface ${device} distance ${distanceOf(tunnel)}`)
      : undefined,
  ]
}

function neighbor(peer: Peer, { tunnel, session }: Speaker): Lines {
  const name = tunnelName(peer, tunnel)
  return [
    prefixed(`set policy route-map ${name}-in rule 10`, [
      'action permit',
      `set local-preference ${localPreferenceOf(tunnel.index)}`,
    ]),
    prefixed(`set policy route-map ${name}-out rule 10`, [
      'action permit',
      `match ip address prefix-list ${peer.name}-networks`,
      tunnel.index === 1 ? undefined : `set as-path prepend ${session.localAsNumber}`,
    ]),
    prefixed(`set protocols bgp neighbor ${session.neighborAddress}`, [
      `remote-as ${session.neighborAsNumber}`,
      `timers keepalive ${keepaliveSeconds}`,
      `timers holdtime ${holdTimeSeconds}`,
      `address-family ipv4-unicast route-map import ${name}-in`,
      `address-family ipv4-unicast route-map export ${name}-out`,
    ]),
  ]
}

function bgp(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  const own = inputs.networks(localNetworks)
  return [
    own.map(({ cidr }, at) =>
      prefixed(`set policy prefix-list ${peer.name}-networks rule ${10 * (at + 1)}`, [
        'action permit',
        `prefix ${cidr}`,
      ]),
    ),
    `set protocols bgp system-as ${first.session.localAsNumber}`,
    `set protocols bgp parameters router-id ${first.tunnel.local}`,
    own.map(({ cidr }) => `set protocols bgp address-family ipv4-unicast network ${cidr}`),
    ...speakers.map((speaker) => neighbor(peer, speaker)),
  ]
}

export const vyos: Device = {
  id: 'vyos',
  title: 'VyOS',
  release: '1.4',
  comment: '#',
  indent: '',
  ipsec,
  inputs: [tunnelNumber, localNetworks, remoteNetworks],
  notes: commonNotes,
  render: (peer, inputs) => [
    {
      name: 'vyos.set',
      lines: [
        ...peer.tunnels.map((tunnel) => [groups(peer, tunnel), key(peer, tunnel, inputs), site(peer, tunnel, inputs)]),
        isRouteBased(peer) ? 'set vpn ipsec options disable-route-autoinstall' : undefined,
        ...(isRouteBased(peer) ? peer.tunnels.map((tunnel) => routed(peer, tunnel, inputs)) : []),
        bgp(peer, inputs),
      ],
    },
  ],
}
