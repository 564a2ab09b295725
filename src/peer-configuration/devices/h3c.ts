import type { IkeIdentity } from '../../domain/identity.ts'
import { isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import { accessListNotes, checkOf, commonNotes, distanceOf, identityType, tunnelNamesByLocal } from '../derived.ts'
import { type Device, type Ipsec, plainNames } from '../device.ts'
import { type Inputs, localNetworks, remoteNetworks, tunnelNumber, wanInterfaces, wanOf } from '../inputs.ts'
import { typedKey } from '../key-rule.ts'
import { block, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, tunnelName } from '../peer.ts'
import { known, numberedGroups, type Words, withoutAead } from '../words.ts'
import { aclRules, type BgpWords, bgp, listNumber, policyNumber, proposalNumber } from './comware.ts'

/** Sources: H3C's command references of Comware 7; the groups 16, 21, and with IKEv1 19 and 20, nobody has shown. */
const numbers = { 1: [1, 2, 5, 14, 15, 24], 2: [1, 2, 5, 14, 15, 19, 20, 24] } as const
const blocks = {
  des: 'des-cbc',
  '3des': '3des-cbc',
  aes128: 'aes-cbc-128',
  aes192: 'aes-cbc-192',
  aes256: 'aes-cbc-256',
}
const hashes = { md5: 'md5', sha1: 'sha1', sha256: 'sha256', sha384: 'sha384', sha512: 'sha512' }
const ikeWords = (version: 1 | 2): Words => ({
  encryption: { ...blocks, ...withoutAead, null: undefined },
  integrity: version === 1 ? { ...hashes, sha1: 'sha' } : hashes,
  group: numberedGroups(numbers[version], (number) => `group${number}`),
})
const childWords = (version: 1 | 2): Words => ({
  encryption: {
    ...blocks,
    ...(version === 1 ? withoutAead : { aes128gcm16: 'gcm-128', aes192gcm16: 'gcm-192', aes256gcm16: 'gcm-256' }),
    null: 'null',
  },
  integrity: hashes,
  group: numberedGroups(numbers[version], (number) => `dh-group${number}`),
})

const ipsec: Ipsec = {
  words: { ike: { 1: ikeWords(1), 2: ikeWords(2) }, child: { 1: childWords(1), 2: childWords(2) } },
  ikeSeconds: { least: 60, most: 604_800 },
  childSeconds: { least: 180, most: 604_800 },
  childKilobytes: { least: 2560, most: 4_294_967_295 },
  key: typedKey,
  names: { ends: { main: 'none', aggressive: 'both', ikev2: 'both' }, most: 255, ...plainNames },
  mayForbidEncapsulation: false,
  checkSeconds: { least: 1, most: 300 },
  carries: new Set(['selectors', 'everything', 'two tunnels of everything', 'BGP']),
}

const types = { address: 'address', name: 'fqdn', user: 'user-fqdn' } as const
const users = { ...types, user: 'email' } as const

const matching = (identity: IkeIdentity, words: Readonly<Record<'address' | 'name' | 'user', string>>): string =>
  `match remote identity ${words[identityType(identity)]} ${identity}${identityType(identity) === 'address' ? ' 255.255.255.255' : ''}`

/** IKEv1: the keychain is looked up by the address that the packets come from. */
function ikev1(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const { proposal, mode, local, remote, lifetimeSeconds, localIdentity } = tunnel
  const words = ipsec.words.ike[1]
  const number = inputs.number(proposalNumber, tunnel.index - 1)
  const check = checkOf(tunnel)
  return [
    block(
      `ike proposal ${number}`,
      'authentication-method pre-share',
      `encryption-algorithm ${known(words.encryption[proposal.encryption])}`,
      `authentication-algorithm ${known(words.integrity[proposal.integrity])}`,
      `dh ${known(words.group[proposal.keyExchange])}`,
      `sa duration ${lifetimeSeconds}`,
    ),
    block(
      `ike keychain ${name}`,
      `match local address ${local}`,
      `pre-shared-key address ${remote} 255.255.255.255 key simple ${inputs.key(ipsec.key, tunnel)}`,
    ),
    block(
      `ike profile ${name}`,
      `keychain ${name}`,
      `proposal ${number}`,
      `exchange-mode ${mode}`,
      `local-identity ${types[identityType(localIdentity)]} ${localIdentity}`,
      matching(tunnel.remoteIdentity, types),
      `match local address ${local}`,
      check === undefined
        ? undefined
        : `dpd interval ${check.interval} retry ${Math.max(1, Math.floor(check.interval / 3))} periodic`,
    ),
  ]
}

function ikev2(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const { proposal, remote, lifetimeSeconds, localIdentity } = tunnel
  const words = ipsec.words.ike[2]
  const hash = known(words.integrity[proposal.integrity])
  const check = checkOf(tunnel)
  return [
    block(
      `ikev2 proposal ${name}`,
      `encryption ${known(words.encryption[proposal.encryption])}`,
      `integrity ${hash}`,
      `prf ${hash}`,
      `dh ${known(words.group[proposal.keyExchange])}`,
    ),
    block(
      `ikev2 keychain ${name}`,
      block(
        `peer ${name}`,
        `address ${remote} 255.255.255.255`,
        `pre-shared-key plaintext ${inputs.key(ipsec.key, tunnel)}`,
      ),
    ),
    block(
      `ikev2 profile ${name}`,
      'authentication-method local pre-share',
      'authentication-method remote pre-share',
      `keychain ${name}`,
      `identity local ${users[identityType(localIdentity)]} ${localIdentity}`,
      matching(tunnel.remoteIdentity, users),
      `match local address ${tunnel.local}`,
      `sa duration ${lifetimeSeconds}`,
      check === undefined ? undefined : `dpd interval ${check.interval} periodic`,
    ),
  ]
}

/** A policy is the whole device's, and chosen by the address that the packets come to: both tunnels of one share it. */
const policies = (peer: Peer): Lines =>
  tunnelNamesByLocal(peer).map(([local, names]) =>
    block(`ikev2 policy ${names[0]}`, ...names.map((name) => `proposal ${name}`), `match local address ${local}`),
  )

function transformSet(peer: Peer, tunnel: PeerTunnel): Line {
  const words = ipsec.words.child[tunnel.version]
  const { encryption, integrity, keyExchange } = tunnel.child.proposal
  return block(
    `ipsec transform-set ${tunnelName(peer, tunnel)}`,
    'encapsulation-mode tunnel',
    'protocol esp',
    `esp encryption-algorithm ${known(words.encryption[encryption])}`,
    isAead(encryption) ? undefined : `esp authentication-algorithm ${known(words.integrity[integrity])}`,
    keyExchange === undefined ? 'undo pfs' : `pfs ${known(words.group[keyExchange])}`,
  )
}

function childLines(peer: Peer, tunnel: PeerTunnel): Lines {
  const name = tunnelName(peer, tunnel)
  const { lifetimeSeconds, lifetimeKilobytes } = tunnel.child
  return [
    `transform-set ${name}`,
    tunnel.version === 1 ? `ike-profile ${name}` : `ikev2-profile ${name}`,
    `sa duration time-based ${lifetimeSeconds}`,
    lifetimeKilobytes === undefined ? undefined : `sa duration traffic-based ${lifetimeKilobytes}`,
  ]
}

function routed(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const number = inputs.number(tunnelNumber, tunnel.index - 1)
  const { session } = tunnel
  return [
    block(`ipsec profile ${name} isakmp`, childLines(peer, tunnel)),
    block(
      `interface tunnel ${number} mode ipsec`,
      session === undefined
        ? `ip address unnumbered interface ${wanOf(peer, tunnel, inputs)}`
        : `ip address ${session.localAddress} 255.255.255.252`,
      `mtu ${peer.mtu}`,
      `tcp mss ${segmentSizeIn(peer.mtu)}`,
      `source ${tunnel.local}`,
      `destination ${tunnel.remote}`,
      `tunnel protection ipsec profile ${name}`,
    ),
    session === undefined
      ? inputs
          .networks(remoteNetworks)
          .map(
            ({ address, mask }) =>
              `ip route-static ${address} ${mask} tunnel ${number} preference ${distanceOf(tunnel)}`,
          )
      : undefined,
  ]
}

function byPolicy(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const { name } = peer
  const list = inputs.number(listNumber)
  return [
    block(`acl advanced ${list}`, aclRules(peer)),
    block(
      `ipsec policy ${name} ${inputs.number(policyNumber)} isakmp`,
      `security acl ${list}`,
      `local-address ${tunnel.local}`,
      `remote-address ${tunnel.remote}`,
      childLines(peer, tunnel),
    ),
    block(`interface ${wanOf(peer, tunnel, inputs)}`, `ipsec apply policy ${name}`),
  ]
}

const bgpWords: BgpWords = {
  prefixList: 'prefix-list',
  matching: 'ip address prefix-list',
  family: 'address-family ipv4 unicast',
  prepending: '',
}

export const h3c: Device = {
  id: 'h3c',
  title: 'H3C',
  release: 'Comware 7',
  comment: '#',
  indent: ' ',
  ipsec,
  inputs: [...wanInterfaces, proposalNumber, tunnelNumber, listNumber, policyNumber, localNetworks, remoteNetworks],
  notes: (peer) => [
    ...commonNotes(peer),
    ...accessListNotes(peer, 'policy'),
    'On SecPath the interfaces need zones, and the zones need rules.',
  ],
  render: (peer, inputs) => [
    {
      name: 'h3c.txt',
      lines: [
        ...peer.tunnels.map((tunnel) => [
          tunnel.version === 1 ? ikev1(peer, tunnel, inputs) : ikev2(peer, tunnel, inputs),
          transformSet(peer, tunnel),
        ]),
        policies(peer),
        ...peer.tunnels.map((tunnel) =>
          isRouteBased(peer) ? routed(peer, tunnel, inputs) : byPolicy(peer, tunnel, inputs),
        ),
        bgp(peer, inputs, bgpWords),
      ],
    },
  ],
}
