import type { IkeIdentity } from '../../domain/identity.ts'
import { isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import {
  accessListNotes,
  checkOf,
  commonNotes,
  distanceOf,
  holdTimeSeconds,
  identityType,
  keepaliveSeconds,
  networkPairs,
  type Speaker,
  speakersOf,
  tunnelNamesByLocal,
} from '../derived.ts'
import { type Device, type Found, type Ipsec, plainNames } from '../device.ts'
import {
  type Input,
  type Inputs,
  localNetworks,
  remoteNetworks,
  tunnelNumber,
  wanInterfaces,
  wanOf,
} from '../inputs.ts'
import { typedKey } from '../key-rule.ts'
import { block, closed, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, tunnelName } from '../peer.ts'
import { allGroups, known, numberedGroups, type Words, withoutAead } from '../words.ts'
import { cryptoMap, mapNumber } from './crypto-maps.ts'
import { routeMaps, usesOfMaps } from './route-maps.ts'

/** Sources: Cisco's IKEv2 and IPsec command references; what is common knowledge there is one cell each. */
const group = numberedGroups(allGroups, String)
const noGcm = { ...withoutAead, null: undefined }

const ikev1: Words = {
  encryption: { des: 'des', '3des': '3des', aes128: 'aes', aes192: 'aes 192', aes256: 'aes 256', ...noGcm },
  integrity: { md5: 'md5', sha1: 'sha', sha256: 'sha256', sha384: 'sha384', sha512: 'sha512' },
  group,
}
const ikev2: Words = {
  encryption: {
    des: 'des',
    '3des': '3des',
    aes128: 'aes-cbc-128',
    aes192: 'aes-cbc-192',
    aes256: 'aes-cbc-256',
    aes128gcm16: 'aes-gcm-128',
    aes192gcm16: undefined,
    aes256gcm16: 'aes-gcm-256',
    null: undefined,
  },
  integrity: { md5: 'md5', sha1: 'sha1', sha256: 'sha256', sha384: 'sha384', sha512: 'sha512' },
  group,
}
const child: Words = {
  encryption: {
    des: 'esp-des',
    '3des': 'esp-3des',
    aes128: 'esp-aes',
    aes192: 'esp-aes 192',
    aes256: 'esp-aes 256',
    aes128gcm16: 'esp-gcm',
    aes192gcm16: 'esp-gcm 192',
    aes256gcm16: 'esp-gcm 256',
    null: 'esp-null',
  },
  integrity: {
    md5: 'esp-md5-hmac',
    sha1: 'esp-sha-hmac',
    sha256: 'esp-sha256-hmac',
    sha384: 'esp-sha384-hmac',
    sha512: 'esp-sha512-hmac',
  },
  group: numberedGroups(allGroups, (number) => `group${number}`),
}

const ipsec: Ipsec = {
  words: {
    ike: { 1: ikev1, 2: ikev2 },
    child: { 1: { ...child, encryption: { ...child.encryption, ...withoutAead } }, 2: child },
  },
  ikeSeconds: { least: 60, most: 86_400 },
  childSeconds: { least: 120, most: 86_400 },
  childKilobytes: { least: 2560, most: 4_294_967_295 },
  key: typedKey,
  names: { ends: { main: 'none', aggressive: 'local', ikev2: 'both' }, most: 128, ...plainNames },
  mayForbidEncapsulation: false,
  checkSeconds: { least: 10, most: 3600 },
  carries: new Set(['selectors', 'everything', 'two tunnels of everything', 'BGP']),
}

const policyNumber: Input = {
  name: 'policy-number',
  kind: 'number',
  what: 'the number of an ISAKMP policy that is free',
}
const typeWords = { address: 'address', name: 'fqdn', user: 'email' } as const
const aggressiveWords = { address: 'ipv4-address', name: 'fqdn', user: 'user-fqdn' } as const

const identityLine = (word: string, identity: IkeIdentity, mask = ''): string =>
  `${word} ${typeWords[identityType(identity)]} ${identity}${identityType(identity) === 'address' ? mask : ''}`

function proposal(peer: Peer, tunnel: PeerTunnel): Line {
  const { proposal: own } = tunnel
  const hash = known(ikev2.integrity[own.integrity])
  return block(
    `crypto ikev2 proposal ${tunnelName(peer, tunnel)}`,
    `encryption ${known(ikev2.encryption[own.encryption])}`,
    isAead(own.encryption) ? `prf ${hash}` : `integrity ${hash}`,
    `group ${known(ikev2.group[own.keyExchange])}`,
  )
}

/** One policy is chosen by the address that the packets come to, so that both tunnels of an address share it. */
const policies = (peer: Peer): Lines =>
  tunnelNamesByLocal(peer).map(([local, names]) =>
    block(
      `crypto ikev2 policy ${names[0]}`,
      `match address local ${local}`,
      ...names.map((name) => `proposal ${name}`),
    ),
  )

function profile(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const key = inputs.key(ipsec.key, tunnel)
  const check = checkOf(tunnel, ipsec.checkSeconds.least)
  return [
    block(
      `crypto ikev2 keyring ${name}`,
      block(
        `peer ${name}`,
        `address ${tunnel.remote}`,
        `pre-shared-key local 0 ${key}`,
        `pre-shared-key remote 0 ${key}`,
      ),
    ),
    block(
      `crypto ikev2 profile ${name}`,
      identityLine('match identity remote', tunnel.remoteIdentity, ' 255.255.255.255'),
      identityLine('identity local', tunnel.localIdentity),
      'authentication remote pre-share',
      'authentication local pre-share',
      `keyring local ${name}`,
      `lifetime ${tunnel.lifetimeSeconds}`,
      check === undefined ? undefined : `dpd ${check.interval} ${check.retries} periodic`,
    ),
  ]
}

const firstIsakmp = ({ tunnels }: Peer): PeerTunnel | undefined => tunnels.find(({ version }) => version === 1)

function keepalive(tunnel: PeerTunnel): string | undefined {
  const check = checkOf(tunnel, ipsec.checkSeconds.least)
  return check === undefined ? undefined : `crypto isakmp keepalive ${check.interval} ${check.retries} periodic`
}

function refuses(peer: Peer, tunnel: PeerTunnel): readonly Found[] {
  const first = firstIsakmp(peer)
  if (tunnel.version === 2 || first === undefined || keepalive(tunnel) === keepalive(first)) return []
  const value =
    tunnel.deadPeerDetection === undefined ? 'off' : `timeout of ${tunnel.deadPeerDetection.timeoutSeconds} s`
  return [{ what: 'dead peer detection', value, why: 'with IKEv1 it is the same for all tunnels of the device' }]
}

/** The policies and the checks of IKEv1 are the whole device's. */
function isakmp(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const { proposal: own, remote } = tunnel
  const key = inputs.key(ipsec.key, tunnel)
  const identity = tunnel.localIdentity
  return [
    block(
      `crypto isakmp policy ${inputs.number(policyNumber, tunnel.index - 1)}`,
      `encr ${known(ikev1.encryption[own.encryption])}`,
      `hash ${known(ikev1.integrity[own.integrity])}`,
      'authentication pre-share',
      `group ${known(ikev1.group[own.keyExchange])}`,
      `lifetime ${tunnel.lifetimeSeconds}`,
    ),
    tunnel.mode === 'main'
      ? `crypto isakmp key 0 ${key} address ${remote}`
      : block(
          `crypto isakmp peer address ${remote}`,
          `set aggressive-mode password ${key}`,
          `set aggressive-mode client-endpoint ${aggressiveWords[identityType(identity)]} ${identity}`,
        ),
    tunnel === firstIsakmp(peer) ? keepalive(tunnel) : undefined,
  ]
}

function transformSet(peer: Peer, tunnel: PeerTunnel): Line {
  const { encryption, integrity } = tunnel.child.proposal
  const words = [
    known(child.encryption[encryption]),
    ...(isAead(encryption) ? [] : [known(child.integrity[integrity])]),
  ]
  return block(`crypto ipsec transform-set ${tunnelName(peer, tunnel)} ${words.join(' ')}`, 'mode tunnel')
}

function childLines(peer: Peer, tunnel: PeerTunnel): Lines {
  const { child: own, version } = tunnel
  const { keyExchange } = own.proposal
  return [
    `set transform-set ${tunnelName(peer, tunnel)}`,
    keyExchange === undefined ? undefined : `set pfs ${known(child.group[keyExchange])}`,
    `set security-association lifetime seconds ${own.lifetimeSeconds}`,
    `set security-association lifetime kilobytes ${own.lifetimeKilobytes ?? 'disable'}`,
    version === 2 ? `set ikev2-profile ${tunnelName(peer, tunnel)}` : undefined,
  ]
}

function tunnelInterface(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = `Tunnel${inputs.number(tunnelNumber, tunnel.index - 1)}`
  const { session } = tunnel
  const wan = wanOf(peer, tunnel, inputs)
  return [
    block(
      `interface ${name}`,
      session === undefined ? `ip unnumbered ${wan}` : `ip address ${session.localAddress} 255.255.255.252`,
      `ip mtu ${peer.mtu}`,
      `ip tcp adjust-mss ${segmentSizeIn(peer.mtu)}`,
      `tunnel source ${wan}`,
      'tunnel mode ipsec ipv4',
      `tunnel destination ${tunnel.remote}`,
      `tunnel protection ipsec profile ${tunnelName(peer, tunnel)}`,
    ),
    session === undefined
      ? inputs
          .networks(remoteNetworks)
          .map(({ address, mask }) => `ip route ${address} ${mask} ${name} ${distanceOf(tunnel)}`)
      : undefined,
  ]
}

function cryptoMapLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const map = inputs.word(cryptoMap)
  return [
    block(
      `ip access-list extended ${tunnelName(peer, tunnel)}`,
      ...networkPairs(peer).map(
        ([from, to]) => `permit ip ${from.address} ${from.wildcard} ${to.address} ${to.wildcard}`,
      ),
    ),
    block(
      `crypto map ${map} ${inputs.number(mapNumber)} ipsec-isakmp`,
      `set peer ${tunnel.remote}`,
      childLines(peer, tunnel),
      `match address ${tunnelName(peer, tunnel)}`,
    ),
    block(`interface ${wanOf(peer, tunnel, inputs)}`, `crypto map ${map}`),
  ]
}

const neighborLines = ({ session }: Speaker): Lines => {
  const { neighborAddress: neighbor, neighborAsNumber, password } = session
  return [
    `neighbor ${neighbor} remote-as ${neighborAsNumber}`,
    `neighbor ${neighbor} timers ${keepaliveSeconds} ${holdTimeSeconds}`,
    password === undefined ? undefined : `neighbor ${neighbor} password ${password}`,
  ]
}

function bgp(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  const own = inputs.networks(localNetworks)
  return [
    routeMaps(peer, inputs, 'ip prefix-list'),
    block(
      `router bgp ${first.session.localAsNumber}`,
      `bgp router-id ${first.tunnel.local}`,
      ...speakers.map(neighborLines),
      closed(
        'address-family ipv4',
        'exit-address-family',
        own.map(({ address, mask }) => `network ${address} mask ${mask}`),
        ...speakers.map((speaker) => usesOfMaps(peer, speaker)),
      ),
    ),
  ]
}

function tunnelLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const isRouted = isRouteBased(peer)
  return [
    tunnel.version === 2 ? profile(peer, tunnel, inputs) : isakmp(peer, tunnel, inputs),
    transformSet(peer, tunnel),
    isRouted ? block(`crypto ipsec profile ${tunnelName(peer, tunnel)}`, childLines(peer, tunnel)) : undefined,
    isRouted ? tunnelInterface(peer, tunnel, inputs) : cryptoMapLines(peer, tunnel, inputs),
  ]
}

/** Field notice 72510: refused by IOS XE from 17.11 on, unless its compliance shield is disabled. */
function weakWords({ version, proposal: own, child: { proposal: esp } }: PeerTunnel): readonly string[] {
  const groups = ['modp768', 'modp1024', 'modp1536', ...(version === 2 ? ['modp2048s256'] : [])]
  const weak = ['des', '3des', 'md5', 'null', ...groups]
  const all = [own.encryption, own.integrity, own.keyExchange, esp.encryption, esp.integrity, esp.keyExchange]
  return [...new Set(all.filter((word) => word !== undefined))].filter((word) => weak.includes(word))
}

function notes(peer: Peer): readonly string[] {
  const weak = [...new Set(peer.tunnels.flatMap(weakWords))]
  const isOld = peer.tunnels.some(({ version }) => version === 1)
  return [
    ...commonNotes(peer),
    ...(weak.length > 0
      ? [`IOS XE refuses ${weak.join(', ')} from 17.11 on, unless "crypto engine compliance shield disable" is set.`]
      : []),
    ...(isOld ? ["crypto isakmp policies and keepalives are the whole device's."] : []),
    ...accessListNotes(peer, 'crypto map'),
    'A peer that is held dead is tried again, whatever action the gateway takes.',
  ]
}

export const ciscoIos: Device = {
  id: 'cisco-ios',
  title: 'Cisco IOS',
  release: '15.4 and IOS XE',
  comment: '!',
  indent: ' ',
  ipsec,
  sessionPassword: /^[\x21-\x3e\x40-\x7e]{1,25}$/,
  refuses,
  inputs: [...wanInterfaces, tunnelNumber, policyNumber, cryptoMap, mapNumber, localNetworks, remoteNetworks],
  notes,
  render: (peer, inputs) => [
    {
      name: 'cisco-ios.txt',
      lines: [
        peer.tunnels.filter(({ version }) => version === 2).map((tunnel) => proposal(peer, tunnel)),
        policies(peer),
        peer.tunnels.map((tunnel) => tunnelLines(peer, tunnel, inputs)),
        bgp(peer, inputs),
      ],
    },
  ],
}
