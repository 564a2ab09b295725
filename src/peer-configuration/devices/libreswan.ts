import { type IkeIdentity, isAddress } from '../../domain/identity.ts'
import { isAead } from '../../domain/ike.ts'
import { checkOf, commonNotes, distanceOf, hexadecimal } from '../derived.ts'
import { type Device, type Ipsec, plainNames, trafficForms } from '../device.ts'
import { type Inputs, networkText, remoteNetworks, tunnelNumber } from '../inputs.ts'
import { block, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Pair, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { known, numberedGroups, type Words, withoutAead } from '../words.ts'

/** What algparse of libreswan 4.10 takes: single DES and the groups 1, 2 and 24 are not compiled into it. */
const integrity = { md5: 'md5', sha1: 'sha1', sha256: 'sha2_256', sha384: 'sha2_384', sha512: 'sha2_512' }
const dh = (number: number): string => `dh${number}`
const group = numberedGroups([5, 14, 15, 16, 19, 20, 21], dh)
/** With IKEv1 it has no elliptic curves for perfect forward secrecy. */
const oldGroup = numberedGroups([5, 14, 15, 16], dh)
const aes = { des: undefined, '3des': '3des', aes128: 'aes128', aes192: 'aes192', aes256: 'aes256' }
const gcm = { aes128gcm16: 'aes_gcm128', aes192gcm16: 'aes_gcm192', aes256gcm16: 'aes_gcm256' }
const ike: Words = { encryption: { ...aes, ...gcm, null: undefined }, integrity, group }
const child: Words = { encryption: { ...aes, ...gcm, null: 'null' }, integrity, group }

const ipsec: Ipsec = {
  words: {
    ike: { 1: { ...ike, encryption: { ...ike.encryption, ...withoutAead } }, 2: ike },
    child: { 1: { ...child, group: oldGroup }, 2: child },
  },
  ikeSeconds: { least: 60, most: 86_400 },
  childSeconds: { least: 60, most: 86_400 },
  key: { least: 1, most: Infinity, write: writeKey },
  // The key is looked up by the names, and one with = did not authenticate.
  names: { ends: { main: 'both', aggressive: 'both', ikev2: 'both' }, most: 255, ...plainNames },
  mayForbidEncapsulation: true,
  checkSeconds: { least: 1, most: Infinity },
  carries: new Set(trafficForms),
}

/** In quotes nothing is escaped, and nothing read as encoded. */
function writeKey(key: string): string {
  return /^[\x20\x21\x23-\x7e]+$/.test(key) ? `"${key}"` : `0x${hexadecimal(key)}`
}

/** Behind @ stands a name as it is; one with @ in it says by that what it is. */
const writeIdentity = (identity: IkeIdentity): string =>
  isAddress(identity) || identity.includes('@') ? identity : `@${identity}`

function spellIke({ version, proposal }: PeerTunnel): string {
  const words = ipsec.words.ike[version]
  const { encryption, integrity: hash, keyExchange } = proposal
  return `${known(words.encryption[encryption])}-${known(words.integrity[hash])};${known(words.group[keyExchange])}`
}

function spellChild({ version, child }: PeerTunnel): string {
  const words = ipsec.words.child[version]
  const { encryption, integrity: hash, keyExchange } = child.proposal
  const suite = `${known(words.encryption[encryption])}-${isAead(encryption) ? 'null' : known(words.integrity[hash])}`
  return keyExchange === undefined ? suite : `${suite};${known(words.group[keyExchange])}`
}

const hasInterface = (peer: Peer): boolean =>
  isRouteBased(peer) || peer.tunnels.length > 1 || peer.tunnels.some(({ session }) => session !== undefined)

function conn(peer: Peer, tunnel: PeerTunnel, { local, remote }: Pair, at: number, inputs: Inputs): Line {
  const { version, mode, deadPeerDetection, child, lifetimeSeconds } = tunnel
  const check = checkOf(tunnel)
  return block(
    `conn ${tunnelName(peer, tunnel)}-net-${at + 1}`,
    'type=tunnel',
    'authby=secret',
    `ikev2=${version === 2 ? 'yes' : 'no'}`,
    version === 1 ? `aggressive=${mode === 'aggressive' ? 'yes' : 'no'}` : undefined,
    `left=${tunnel.local}`,
    `leftid=${writeIdentity(tunnel.localIdentity)}`,
    `leftsubnet=${local}`,
    `right=${tunnel.remote}`,
    `rightid=${writeIdentity(tunnel.remoteIdentity)}`,
    `rightsubnet=${remote}`,
    `ike=${spellIke(tunnel)}`,
    `esp=${spellChild(tunnel)}`,
    `pfs=${child.proposal.keyExchange === undefined ? 'no' : 'yes'}`,
    `ikelifetime=${lifetimeSeconds}s`,
    `salifetime=${child.lifetimeSeconds}s`,
    'mobike=no',
    `encapsulation=${tunnel.natTraversal ? 'auto' : 'no'}`,
    check === undefined || deadPeerDetection === undefined
      ? undefined
      : [
          `dpddelay=${check.interval}`,
          `dpdtimeout=${deadPeerDetection.timeoutSeconds}`,
          `dpdaction=${deadPeerDetection.action}`,
        ],
    hasInterface(peer)
      ? [`ipsec-interface=${inputs.number(tunnelNumber, tunnel.index - 1)}`, `mtu=${peer.mtu}`]
      : undefined,
    `auto=${peer.begins ? 'start' : 'ondemand'}`,
  )
}

/** The key of ipsec.secrets is looked up by both ends' names. */
const secret = (tunnel: PeerTunnel, inputs: Inputs): string =>
  `${writeIdentity(tunnel.localIdentity)} ${writeIdentity(tunnel.remoteIdentity)} : PSK ${inputs.key(ipsec.key, tunnel)}`

function addressLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const device = `ipsec${inputs.number(tunnelNumber, tunnel.index - 1)}`
  const { session } = tunnel
  if (session !== undefined) return [`ip address add ${session.localAddress}/30 dev ${device}`]
  const destinations = isRouteBased(peer)
    ? inputs.networks(remoteNetworks)
    : [...new Set(pairsOf(peer).map(({ remote }) => remote))].map(networkText)
  return destinations.map(({ cidr }) => `ip route add ${cidr} dev ${device} metric ${distanceOf(tunnel)}`)
}

export const libreswan: Device = {
  id: 'libreswan',
  title: 'libreswan',
  release: 'ipsec.conf, 4.10',
  executedBy: 'pluto, up to its Child SA',
  comment: '#',
  indent: '    ',
  ipsec,
  sessionPassword: /^/,
  inputs: [tunnelNumber, remoteNetworks],
  notes: (peer) => [
    ...commonNotes(peer),
    ...(hasInterface(peer)
      ? ['interfaces.sh comes once the connections are loaded, as they make the interfaces.']
      : []),
    ...(peer.tunnels.some(({ session }) => session !== undefined)
      ? ['BGP is for a daemon of its own: see the devices frr and bird.']
      : []),
  ],
  render: (peer, inputs) => [
    {
      name: 'ipsec.conf',
      lines: [
        block(
          'config setup',
          peer.tunnels.some(({ version }) => version === 1) ? 'ikev1-policy=accept' : 'ikev1-policy=drop',
        ),
        ...peer.tunnels.map((tunnel) => pairsOf(peer).map((pair, at) => conn(peer, tunnel, pair, at, inputs))),
      ],
    },
    { name: 'ipsec.secrets', lines: peer.tunnels.map((tunnel) => secret(tunnel, inputs)) },
    ...(hasInterface(peer)
      ? [
          {
            name: 'interfaces.sh',
            lines: ['#!/bin/sh', 'set -eu', ...peer.tunnels.map((tunnel) => addressLines(peer, tunnel, inputs))],
          },
        ]
      : []),
  ],
}
