import type { IkeIdentity } from '../../domain/identity.ts'
import { isAead } from '../../domain/ike.ts'
import {
  checkOf,
  commonNotes,
  distanceOf,
  holdTimeSeconds,
  identityType,
  keepaliveSeconds,
  localPreferenceOf,
  type Speaker,
  speakersOf,
} from '../derived.ts'
import { type Device, type Found, type Ipsec, plainNames } from '../device.ts'
import {
  type Input,
  type Inputs,
  localNetworks,
  networkText,
  remoteNetworks,
  tunnelNumber,
  wanInterfaces,
  wanOf,
} from '../inputs.ts'
import { type Lines, prefixed } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { known, numberedGroups, plainIntegrity, sameFor, type Words, withoutAead } from '../words.ts'

/** Sources: the schemas of PAN-OS's Terraform provider and its Python modules; groups 15, 16 and 21 are of 10.2. */
const group = numberedGroups([1, 2, 5, 14, 15, 16, 19, 20, 21], (number) => `group${number}`)
const blocks = { des: 'des', '3des': '3des', aes128: 'aes-128-cbc', aes192: 'aes-192-cbc', aes256: 'aes-256-cbc' }
const gcm = { aes128gcm16: 'aes-128-gcm', aes192gcm16: undefined, aes256gcm16: 'aes-256-gcm' }
const ike: Words = { encryption: { ...blocks, ...gcm, null: undefined }, integrity: plainIntegrity, group }
const child: Words = { encryption: { ...blocks, ...gcm, null: 'null' }, integrity: plainIntegrity, group }

const ipsec: Ipsec = {
  words: { ike: { 1: { ...ike, encryption: { ...ike.encryption, ...withoutAead } }, 2: ike }, child: sameFor(child) },
  ikeSeconds: { least: 180, most: 65_535 * 60 },
  childSeconds: { least: 180, most: 65_535 * 60 },
  childKilobytes: { least: 1, most: 65_535 },
  key: {
    least: 1,
    most: 255,
    refused: { pattern: /[^\x20-\x7e]|["\\]|^-AQ==/, which: '" and \\, -AQ== at its beginning, or what is not ASCII' },
    write: (key) => `"${key}"`,
  },
  names: { ends: { main: 'both', aggressive: 'both', ikev2: 'both' }, most: 255, ...plainNames },
  mayForbidEncapsulation: true,
  checkSeconds: { least: 2, most: 100 },
  carries: new Set(['selectors', 'everything', 'two tunnels of selectors', 'two tunnels of everything', 'BGP']),
}

const zone: Input = { name: 'vpn-zone', kind: 'word', what: 'the security zone that the tunnel interface is to be in' }
const virtualRouter: Input = { name: 'virtual-router', kind: 'word', what: 'the virtual router', usual: 'default' }

const types = { address: 'ipaddr', name: 'fqdn', user: 'ufqdn' } as const
const spell = (identity: IkeIdentity): string => `type ${types[identityType(identity)]} id ${identity}`

const mostSeconds = 65_535

/** More than so many seconds are told in minutes. */
const time = (seconds: number): string => (seconds <= mostSeconds ? `seconds ${seconds}` : `minutes ${seconds / 60}`)

function refuses(_peer: Peer, { lifetimeSeconds, child: own }: PeerTunnel): readonly Found[] {
  const told = [
    ['IKE lifetime', lifetimeSeconds],
    ['child lifetime', own.lifetimeSeconds],
  ] as const
  return told
    .filter(([, seconds]) => seconds > mostSeconds && seconds % 60 !== 0)
    .map(([what, seconds]) => ({ what, value: `${seconds} s`, why: `beyond ${mostSeconds} s it takes whole minutes` }))
}

function profiles(peer: Peer, tunnel: PeerTunnel): Lines {
  const name = tunnelName(peer, tunnel)
  const { proposal, lifetimeSeconds, child: own } = tunnel
  const { encryption, integrity, keyExchange } = own.proposal
  return [
    prefixed(`set network ike crypto-profiles ike-crypto-profiles ${name}`, [
      `hash ${known(ike.integrity[proposal.integrity])}`,
      `dh-group ${known(group[proposal.keyExchange])}`,
      `encryption ${known(ike.encryption[proposal.encryption])}`,
      `lifetime ${time(lifetimeSeconds)}`,
    ]),
    prefixed(`set network ike crypto-profiles ipsec-crypto-profiles ${name}`, [
      `esp encryption ${known(child.encryption[encryption])}`,
      `esp authentication ${isAead(encryption) ? 'none' : known(child.integrity[integrity])}`,
      `dh-group ${keyExchange === undefined ? 'no-pfs' : known(group[keyExchange])}`,
      `lifetime ${time(own.lifetimeSeconds)}`,
      own.lifetimeKilobytes === undefined ? undefined : `lifesize kb ${own.lifetimeKilobytes}`,
    ]),
  ]
}

function gateway(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const { version, mode, natTraversal } = tunnel
  const check = checkOf(tunnel, ipsec.checkSeconds.least)
  const protocol = `protocol ikev${version}`
  return prefixed(`set network ike gateway ${name}`, [
    `protocol version ikev${version}`,
    `${protocol} ike-crypto-profile ${name}`,
    version === 1 ? `${protocol} exchange-mode ${mode}` : undefined,
    `${protocol} dpd enable ${check === undefined ? 'no' : 'yes'}`,
    check === undefined ? undefined : `${protocol} dpd interval ${check.interval}`,
    check === undefined || version === 2 ? undefined : `${protocol} dpd retry ${check.retries}`,
    `authentication pre-shared-key key ${inputs.key(ipsec.key, tunnel)}`,
    `local-address interface ${wanOf(peer, tunnel, inputs)}`,
    `local-address ip ${tunnel.local}`,
    `peer-address ip ${tunnel.remote}`,
    `local-id ${spell(tunnel.localIdentity)}`,
    `peer-id ${spell(tunnel.remoteIdentity)}`,
    `protocol-common nat-traversal enable ${natTraversal ? 'yes' : 'no'}`,
    'protocol-common passive-mode no',
  ])
}

function tunnelLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const device = `tunnel.${inputs.number(tunnelNumber, tunnel.index - 1)}`
  const { session } = tunnel
  const router = `set network virtual-router ${inputs.word(virtualRouter)}`
  const isRouted = isRouteBased(peer)
  const destinations = isRouted
    ? inputs.networks(remoteNetworks)
    : [...new Set(pairsOf(peer).map(({ remote }) => remote))].map(networkText)
  return [
    profiles(peer, tunnel),
    gateway(peer, tunnel, inputs),
    prefixed(`set network tunnel ipsec ${name}`, [
      `auto-key ike-gateway ${name}`,
      `auto-key ipsec-crypto-profile ${name}`,
      ...(isRouted
        ? []
        : pairsOf(peer).map(
            ({ local, remote }, at) => `auto-key proxy-id net-${at + 1} local ${local} remote ${remote} protocol any`,
          )),
      `tunnel-interface ${device}`,
    ]),
    prefixed(`set network interface tunnel units ${device}`, [
      session === undefined ? undefined : `ip ${session.localAddress}/30`,
      `mtu ${peer.mtu}`,
    ]),
    `set zone ${inputs.word(zone)} network layer3 ${device}`,
    `${router} interface ${device}`,
    session === undefined
      ? destinations.map(({ cidr }, at) =>
          prefixed(`${router} routing-table ip static-route ${name}-net-${at + 1}`, [
            `destination ${cidr}`,
            `interface ${device}`,
            `metric ${distanceOf(tunnel)}`,
          ]),
        )
      : undefined,
  ]
}

function neighbor(peer: Peer, { tunnel, session }: Speaker, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const bgp = `set network virtual-router ${inputs.word(virtualRouter)} protocol bgp`
  const device = `tunnel.${inputs.number(tunnelNumber, tunnel.index - 1)}`
  const own = inputs.networks(localNetworks)
  return [
    `${bgp} peer-group ${name} type ebgp`,
    prefixed(`${bgp} peer-group ${name} peer ${name}`, [
      'enable yes',
      `peer-as ${session.neighborAsNumber}`,
      `local-address interface ${device}`,
      `local-address ip ${session.localAddress}/30`,
      `peer-address ip ${session.neighborAddress}`,
      `connection-options hold-time ${holdTimeSeconds}`,
      `connection-options keep-alive-interval ${keepaliveSeconds}`,
    ]),
    prefixed(`${bgp} policy import rules ${name}-in`, [
      'enable yes',
      `used-by ${name}`,
      `action allow update local-preference ${localPreferenceOf(tunnel.index)}`,
    ]),
    prefixed(`${bgp} policy export rules ${name}-out`, [
      'enable yes',
      `used-by ${name}`,
      ...own.map(({ cidr }) => `match address-prefix ${cidr} exact yes`),
      tunnel.index === 1 ? 'action allow' : 'action allow update as-path prepend 1',
    ]),
  ]
}

function bgp(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  return [
    prefixed(`set network virtual-router ${inputs.word(virtualRouter)} protocol bgp`, [
      'enable yes',
      `router-id ${first.tunnel.local}`,
      `local-as ${first.session.localAsNumber}`,
      'install-route yes',
      ...inputs.networks(localNetworks).map(({ cidr }) => `redist-rules ${cidr} enable yes`),
    ]),
    ...speakers.map((speaker) => neighbor(peer, speaker, inputs)),
  ]
}

export const panOs: Device = {
  id: 'pan-os',
  title: 'PAN-OS',
  release: '10.2, set form, without advanced routing',
  comment: '#',
  indent: '',
  ipsec,
  inputs: [...wanInterfaces, tunnelNumber, zone, virtualRouter, localNetworks, remoteNetworks],
  refuses,
  notes: (peer) => [
    ...commonNotes(peer),
    'Security policies between the zones are not written here.',
    'A peer that is held dead is tried again, whatever action the gateway takes.',
  ],
  render: (peer, inputs) => [
    {
      name: 'pan-os.set',
      lines: [...peer.tunnels.map((tunnel) => tunnelLines(peer, tunnel, inputs)), bgp(peer, inputs)],
    },
  ],
}
