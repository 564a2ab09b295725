import { isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import {
  accessListNotes,
  checkOf,
  commonNotes,
  distanceOf,
  holdTimeSeconds,
  keepaliveSeconds,
  networkPairs,
  speakersOf,
} from '../derived.ts'
import { type Device, type Found, type Ipsec, printableNames } from '../device.ts'
import { type Input, type Inputs, localNetworks, remoteNetworks, tunnelNumber } from '../inputs.ts'
import { typedKey } from '../key-rule.ts'
import { block, closed, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, tunnelName } from '../peer.ts'
import { allGroups, known, numberedGroups, type Words, withoutAead } from '../words.ts'
import { cryptoMap, mapNumber } from './crypto-maps.ts'
import { routeMaps, usesOfMaps } from './route-maps.ts'

/** Sources: Cisco's ASA command reference, and the models of its management center; IKEv1 there has no SHA-2. */
const old: Words = {
  encryption: {
    des: 'des',
    '3des': '3des',
    aes128: 'aes',
    aes192: 'aes-192',
    aes256: 'aes-256',
    ...withoutAead,
    null: undefined,
  },
  integrity: { md5: 'md5', sha1: 'sha', sha256: undefined, sha384: undefined, sha512: undefined },
  group: numberedGroups([2, 5, 14], String),
}
const oldChild: Words = {
  encryption: {
    des: 'esp-des',
    '3des': 'esp-3des',
    aes128: 'esp-aes',
    aes192: 'esp-aes-192',
    aes256: 'esp-aes-256',
    ...withoutAead,
    null: 'esp-null',
  },
  integrity: { md5: 'esp-md5-hmac', sha1: 'esp-sha-hmac', sha256: undefined, sha384: undefined, sha512: undefined },
  group: numberedGroups([2, 5, 14], (number) => `group${number}`),
}
const encryption = {
  des: 'des',
  '3des': '3des',
  aes128: 'aes',
  aes192: 'aes-192',
  aes256: 'aes-256',
  aes128gcm16: 'aes-gcm',
  aes192gcm16: 'aes-gcm-192',
  aes256gcm16: 'aes-gcm-256',
}
const ike: Words = {
  encryption: { ...encryption, null: undefined },
  integrity: { md5: 'md5', sha1: 'sha', sha256: 'sha256', sha384: 'sha384', sha512: 'sha512' },
  group: numberedGroups(allGroups, String),
}
const child: Words = {
  encryption: { ...encryption, null: 'null' },
  integrity: { md5: 'md5', sha1: 'sha-1', sha256: 'sha-256', sha384: 'sha-384', sha512: 'sha-512' },
  group: numberedGroups(allGroups, (number) => `group${number}`),
}

const ipsec: Ipsec = {
  words: { ike: { 1: old, 2: ike }, child: { 1: oldChild, 2: child } },
  ikeSeconds: { least: 120, most: 2_147_483_647 },
  childSeconds: { least: 120, most: 214_783_647 },
  childKilobytes: { least: 10, most: 2_147_483_647 },
  key: typedKey,
  // What it calls itself is said once for all tunnels.
  names: { ends: { main: 'none', aggressive: 'remote', ikev2: 'remote' }, most: 128, ...printableNames },
  mayForbidEncapsulation: true,
  checkSeconds: { least: 10, most: 3600 },
  carries: new Set(['selectors', 'everything', 'two tunnels of everything', 'BGP']),
}

const outside: Input = {
  name: 'outside',
  kind: 'word',
  what: 'the name (nameif) of the outer interface',
  usual: 'outside',
}
const inside: Input = {
  name: 'inside',
  kind: 'word',
  what: 'the name (nameif) of the inner interface',
  usual: 'inside',
}
const policyNumber: Input = { name: 'policy-number', kind: 'number', what: 'the number of an IKE policy that is free' }
const addressInputs = ([1, 2] as const).map((index) => ({
  own: {
    name: `tunnel-address-${index}`,
    kind: 'word',
    what: `without BGP: an address for the interface of tunnel ${index}, of a /30 of its own`,
  } satisfies Input,
  next: {
    name: `tunnel-next-hop-${index}`,
    kind: 'word',
    what: `without BGP: the other address of that /30 of tunnel ${index}`,
  } satisfies Input,
}))

function policy({ index, version, proposal, lifetimeSeconds }: PeerTunnel, inputs: Inputs): Line {
  const number = inputs.number(policyNumber, index - 1)
  const { encryption: cipher, integrity, keyExchange } = proposal
  const words = ipsec.words.ike[version]
  if (version === 1) {
    return block(
      `crypto ikev1 policy ${number}`,
      'authentication pre-share',
      `encryption ${known(words.encryption[cipher])}`,
      `hash ${known(words.integrity[integrity])}`,
      `group ${known(words.group[keyExchange])}`,
      `lifetime ${lifetimeSeconds}`,
    )
  }
  return block(
    `crypto ikev2 policy ${number}`,
    `encryption ${known(words.encryption[cipher])}`,
    `integrity ${isAead(cipher) ? 'null' : known(words.integrity[integrity])}`,
    `group ${known(words.group[keyExchange])}`,
    `prf ${known(words.integrity[integrity])}`,
    `lifetime seconds ${lifetimeSeconds}`,
  )
}

function proposal(peer: Peer, tunnel: PeerTunnel): Line {
  const name = tunnelName(peer, tunnel)
  const words = ipsec.words.child[tunnel.version]
  const { encryption: cipher, integrity } = tunnel.child.proposal
  const hash = isAead(cipher) ? 'null' : known(words.integrity[integrity])
  if (tunnel.version === 1) {
    return block(`crypto ipsec ikev1 transform-set ${name} ${known(words.encryption[cipher])} ${hash}`)
  }
  return block(
    `crypto ipsec ikev2 ipsec-proposal ${name}`,
    `protocol esp encryption ${known(words.encryption[cipher])}`,
    `protocol esp integrity ${hash}`,
  )
}

function tunnelGroup(tunnel: PeerTunnel, inputs: Inputs): Lines {
  const { remote, version, remoteIdentity } = tunnel
  const key = inputs.key(ipsec.key, tunnel)
  const check = checkOf(tunnel, ipsec.checkSeconds.least)
  return [
    `tunnel-group ${remote} type ipsec-l2l`,
    block(
      `tunnel-group ${remote} ipsec-attributes`,
      version === 1
        ? `ikev1 pre-shared-key ${key}`
        : [`ikev2 remote-authentication pre-shared-key ${key}`, `ikev2 local-authentication pre-shared-key ${key}`],
      remoteIdentity === (remote as string) ? undefined : 'peer-id-validate nocheck',
      check === undefined
        ? 'isakmp keepalive disable'
        : `isakmp keepalive threshold ${check.interval} retry ${check.retries}`,
    ),
  ]
}

function childLines(peer: Peer, tunnel: PeerTunnel): readonly string[] {
  const { child: own, version } = tunnel
  const { keyExchange } = own.proposal
  const name = tunnelName(peer, tunnel)
  return [
    version === 1 ? `set ikev1 transform-set ${name}` : `set ikev2 ipsec-proposal ${name}`,
    ...(keyExchange === undefined ? [] : [`set pfs ${known(ipsec.words.child[version].group[keyExchange])}`]),
    `set security-association lifetime seconds ${own.lifetimeSeconds}`,
    `set security-association lifetime kilobytes ${own.lifetimeKilobytes ?? 'unlimited'}`,
  ]
}

function tunnelInterface(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const { session, index } = tunnel
  const addresses = addressInputs[index - 1]
  if (addresses === undefined) return []
  return [
    block(`crypto ipsec profile ${name}`, ...childLines(peer, tunnel)),
    block(
      `interface Tunnel${inputs.number(tunnelNumber, index - 1)}`,
      `nameif ${name}`,
      `ip address ${session?.localAddress ?? inputs.word(addresses.own)} 255.255.255.252`,
      `tunnel source interface ${inputs.word(outside)}`,
      `tunnel destination ${tunnel.remote}`,
      'tunnel mode ipsec ipv4',
      `tunnel protection ipsec profile ${name}`,
    ),
    session === undefined
      ? inputs
          .networks(remoteNetworks)
          .map(
            ({ address, mask }) =>
              `route ${name} ${address} ${mask} ${inputs.word(addresses.next)} ${distanceOf(tunnel)}`,
          )
      : undefined,
  ]
}

function cryptoMapLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const { name } = peer
  const entry = `crypto map ${inputs.word(cryptoMap)} ${inputs.number(mapNumber)}`
  const pairs = networkPairs(peer)
  const members = (end: 0 | 1): readonly string[] => [
    ...new Set(pairs.map((pair) => `network-object ${pair[end].address} ${pair[end].mask}`)),
  ]
  const isAggressive = tunnel.version === 1 && tunnel.mode === 'aggressive'
  const group = known(ipsec.words.child[tunnel.version].group[tunnel.proposal.keyExchange])
  const [zoneIn, zoneOut] = [inputs.word(inside), inputs.word(outside)]
  return [
    ...pairs.map(
      ([from, to]) => `access-list ${name} extended permit ip ${from.address} ${from.mask} ${to.address} ${to.mask}`,
    ),
    block(`object-group network ${name}-local`, ...members(0)),
    block(`object-group network ${name}-remote`, ...members(1)),
    `nat (${zoneIn},${zoneOut}) source static ${name}-local ${name}-local destination static ${name}-remote ${name}-remote`,
    `${entry} match address ${name}`,
    `${entry} set peer ${tunnel.remote}`,
    isAggressive ? `${entry} set ikev1 phase1-mode aggressive ${group}` : undefined,
    ...childLines(peer, tunnel).map((line) => `${entry} ${line}`),
    tunnel.natTraversal ? undefined : `${entry} set nat-t-disable`,
    `crypto map ${inputs.word(cryptoMap)} interface ${zoneOut}`,
  ]
}

function bgp(peer: Peer, inputs: Inputs): Lines {
  const speakers = speakersOf(peer)
  const [first] = speakers
  if (first === undefined) return []
  const own = inputs.networks(localNetworks)
  return [
    routeMaps(peer, inputs, 'prefix-list'),
    block(
      `router bgp ${first.session.localAsNumber}`,
      `bgp router-id ${first.tunnel.local}`,
      closed(
        'address-family ipv4 unicast',
        'exit-address-family',
        ...speakers.map((speaker) => [
          `neighbor ${speaker.session.neighborAddress} remote-as ${speaker.session.neighborAsNumber}`,
          `neighbor ${speaker.session.neighborAddress} timers ${keepaliveSeconds} ${holdTimeSeconds}`,
          usesOfMaps(peer, speaker),
        ]),
        own.map(({ address, mask }) => `network ${address} mask ${mask}`),
      ),
    ),
  ]
}

function refuses(peer: Peer, { version, mode, natTraversal }: PeerTunnel): readonly Found[] {
  const isRouted = isRouteBased(peer)
  const byMap = 'it is said in a crypto map, which a tunnel interface has none of'
  return [
    ...(isRouted && version === 1 && mode === 'aggressive'
      ? [{ what: 'traffic', value: 'everything, in aggressive mode', why: byMap } as const]
      : []),
    ...(isRouted && !natTraversal ? [{ what: 'NAT traversal', value: 'off', why: byMap } as const] : []),
  ]
}

const oldGroups: readonly string[] = ['modp768', 'modp1024', 'modp1536', 'modp2048s256']

function notes(peer: Peer): readonly string[] {
  const groups = peer.tunnels.flatMap(({ proposal: own, child: { proposal: esp } }) => [
    own.keyExchange,
    esp.keyExchange ?? '',
  ])
  return [
    ...commonNotes(peer),
    ...(groups.some((group) => oldGroups.includes(group)) ? ['Groups 1, 2, 5 and 24 are gone from 9.15 on.'] : []),
    ...accessListNotes(peer, 'crypto map'),
    "sysopt connection tcpmss is the whole device's.",
  ]
}

export const ciscoAsa: Device = {
  id: 'cisco-asa',
  title: 'Cisco ASA',
  release: '9.8 and later',
  comment: '!',
  indent: ' ',
  ipsec,
  inputs: [
    outside,
    inside,
    policyNumber,
    tunnelNumber,
    cryptoMap,
    mapNumber,
    ...addressInputs.flatMap(({ own, next }) => [own, next]),
    localNetworks,
    remoteNetworks,
  ],
  refuses,
  notes,
  render: (peer, inputs) => [
    {
      name: 'cisco-asa.txt',
      lines: [
        peer.tunnels.map((tunnel) => policy(tunnel, inputs)),
        [...new Set(peer.tunnels.map(({ version }) => `crypto ikev${version} enable ${inputs.word(outside)}`))],
        peer.tunnels.map((tunnel) => [
          tunnelGroup(tunnel, inputs),
          proposal(peer, tunnel),
          isRouteBased(peer) ? tunnelInterface(peer, tunnel, inputs) : cryptoMapLines(peer, tunnel, inputs),
        ]),
        `sysopt connection tcpmss ${segmentSizeIn(peer.mtu)}`,
        bgp(peer, inputs),
      ],
    },
  ],
}
