import { isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import { checkOf, commonNotes, distanceOf, identityType } from '../derived.ts'
import { type Device, type Ipsec, plainNames } from '../device.ts'
import { type Inputs, localNetworks, remoteNetworks, tunnelNumber, wanInterfaces, wanOf } from '../inputs.ts'
import { block, type Line, type Lines } from '../lines.ts'
import { isRouteBased, type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { known, numberedGroups, sameFor, type Words, withoutAead } from '../words.ts'
import { aclRules, type BgpWords, bgp, listNumber, policyNumber, proposalNumber } from './comware.ts'

/** Sources: Huawei's USG and AR command references; group 24 nobody has shown. */
const numbers = [1, 2, 5, 14, 15, 16, 19, 20, 21]
const group = numberedGroups(numbers, (number) => `group${number}`)
const blocks = { des: 'des', '3des': '3des', aes128: 'aes-128', aes192: 'aes-192', aes256: 'aes-256' }
const integrity = { md5: 'md5', sha1: 'sha1', sha256: 'sha2-256', sha384: 'sha2-384', sha512: 'sha2-512' }
const ikev1: Words = { encryption: { ...blocks, ...withoutAead, null: undefined }, integrity, group }
const ikev2: Words = {
  ...ikev1,
  integrity: {
    md5: 'hmac-md5-96',
    sha1: 'hmac-sha1-96',
    sha256: 'hmac-sha2-256',
    sha384: 'hmac-sha2-384',
    sha512: 'hmac-sha2-512',
  },
}
/** A pseudo-random function is not cut short. */
const pseudoRandom: Words['integrity'] = { ...ikev2.integrity, md5: 'hmac-md5', sha1: 'hmac-sha1' }
const child: Words = {
  encryption: {
    ...blocks,
    aes128gcm16: 'aes-128-gcm-128',
    aes192gcm16: 'aes-192-gcm-128',
    aes256gcm16: 'aes-256-gcm-128',
    null: 'null',
  },
  integrity,
  group: numberedGroups(numbers, (number) => `dh-group${number}`),
}

const ipsec: Ipsec = {
  words: { ike: { 1: ikev1, 2: ikev2 }, child: sameFor(child) },
  ikeSeconds: { least: 60, most: 604_800 },
  childSeconds: { least: 30, most: 604_800 },
  childKilobytes: { least: 2560, most: 4_194_303 },
  key: {
    least: 1,
    most: 128,
    refused: {
      pattern: /[^\x20-\x7e]|"|\?$|^%/,
      which: '" anywhere, "?" at its end, "%" at its beginning, as encrypted ones have, or what is not ASCII',
    },
    write: (key) => (/[ ?]/.test(key) ? `"${key}"` : key),
  },
  names: { ends: { main: 'none', aggressive: 'both', ikev2: 'both' }, most: 127, ...plainNames },
  mayForbidEncapsulation: true,
  checkSeconds: { least: 10, most: 3600 },
  carries: new Set(['selectors', 'everything', 'two tunnels of everything', 'BGP']),
}

const types = { address: 'ip', name: 'fqdn', user: 'user-fqdn' } as const

function proposal({ index, version, proposal: own, lifetimeSeconds }: PeerTunnel, inputs: Inputs): Line {
  const words = ipsec.words.ike[version]
  const hash = known(words.integrity[own.integrity])
  return block(
    `ike proposal ${inputs.number(proposalNumber, index - 1)}`,
    `encryption-algorithm ${known(words.encryption[own.encryption])}`,
    `dh ${known(words.group[own.keyExchange])}`,
    version === 1
      ? `authentication-algorithm ${hash}`
      : [`integrity-algorithm ${hash}`, `prf ${known(pseudoRandom[own.integrity])}`],
    'authentication-method pre-share',
    `sa duration ${lifetimeSeconds}`,
  )
}

function ikePeer(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Line {
  const { index, version, mode, local, remote, localIdentity, remoteIdentity } = tunnel
  const check = checkOf(tunnel, ipsec.checkSeconds.least)
  return block(
    `ike peer ${tunnelName(peer, tunnel)}`,
    `undo version ${version === 1 ? 2 : 1}`,
    version === 1 ? `exchange-mode ${mode}` : undefined,
    `pre-shared-key ${inputs.key(ipsec.key, tunnel)}`,
    `ike-proposal ${inputs.number(proposalNumber, index - 1)}`,
    `local-address ${local}`,
    `remote-address ${remote}`,
    `local-id-type ${types[identityType(localIdentity)]}`,
    localIdentity === (local as string) ? undefined : `local-id ${localIdentity}`,
    `remote-id-type ${types[identityType(remoteIdentity)]}`,
    `remote-id ${remoteIdentity}`,
    check === undefined
      ? undefined
      : [
          'dpd type periodic',
          `dpd idle-time ${check.interval}`,
          `dpd retransmit-interval ${Math.min(30, check.interval)}`,
        ],
    tunnel.natTraversal ? 'nat traversal' : 'undo nat traversal',
  )
}

function ipsecProposal(peer: Peer, tunnel: PeerTunnel): Line {
  const { encryption, integrity: hash } = tunnel.child.proposal
  return block(
    `ipsec proposal ${tunnelName(peer, tunnel)}`,
    isAead(encryption) ? undefined : `esp authentication-algorithm ${known(child.integrity[hash])}`,
    encryption === 'null'
      ? 'undo esp encryption-algorithm'
      : `esp encryption-algorithm ${known(child.encryption[encryption])}`,
  )
}

function childLines(peer: Peer, tunnel: PeerTunnel): Lines {
  const name = tunnelName(peer, tunnel)
  const { proposal: own, lifetimeSeconds, lifetimeKilobytes } = tunnel.child
  return [
    `ike-peer ${name}`,
    `proposal ${name}`,
    own.keyExchange === undefined ? undefined : `pfs ${known(child.group[own.keyExchange])}`,
    `sa duration time-based ${lifetimeSeconds}`,
    lifetimeKilobytes === undefined ? undefined : `sa duration traffic-based ${lifetimeKilobytes}`,
  ]
}

function routed(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const device = `Tunnel${inputs.number(tunnelNumber, tunnel.index - 1)}`
  const { session } = tunnel
  const wan = wanOf(peer, tunnel, inputs)
  return [
    block(`ipsec profile ${name}`, childLines(peer, tunnel)),
    block(
      `interface ${device}`,
      session === undefined
        ? `ip address unnumbered interface ${wan}`
        : `ip address ${session.localAddress} 255.255.255.252`,
      'tunnel-protocol ipsec',
      `source ${tunnel.local}`,
      `destination ${tunnel.remote}`,
      `mtu ${peer.mtu}`,
      `tcp adjust-mss ${segmentSizeIn(peer.mtu)}`,
      `ipsec profile ${name}`,
    ),
    session === undefined
      ? inputs
          .networks(remoteNetworks)
          .map(({ address, mask }) => `ip route-static ${address} ${mask} ${device} preference ${distanceOf(tunnel)}`)
      : undefined,
  ]
}

function byPolicy(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const { name } = peer
  const list = inputs.number(listNumber)
  return [
    block(`acl number ${list}`, aclRules(peer)),
    block(
      `ipsec policy ${name} ${inputs.number(policyNumber)} isakmp`,
      `security acl ${list}`,
      childLines(peer, tunnel),
      peer.begins ? 'sa trigger-mode auto' : undefined,
    ),
    block(`interface ${wanOf(peer, tunnel, inputs)}`, `ipsec policy ${name}`),
  ]
}

const bgpWords: BgpWords = {
  prefixList: 'ip-prefix',
  matching: 'ip-prefix',
  family: 'ipv4-family unicast',
  prepending: ' additive',
}

function notes(peer: Peer): readonly string[] {
  const sha2 = peer.tunnels.some(
    ({ child: { proposal: own } }) => /^sha(256|384|512)$/.test(own.integrity) && !isAead(own.encryption),
  )
  const isSplit = peer.tunnels.some(({ version }) => version === 2) && pairsOf(peer).length > 1
  return [
    ...commonNotes(peer),
    ...(sha2
      ? [
          'SHA-2 that others understand: on AR "ipsec authentication sha2 compatible enable", on USG "ipsec sha2 compatible enable".',
        ]
      : []),
    ...(isSplit
      ? [
          'With IKEv2 and several prefixes only the first pair was reported to come up: a connection of 0.0.0.0/0 avoids it.',
        ]
      : []),
    'On USG the tunnel interface needs a zone, and the zones need security policies.',
  ]
}

export const huawei: Device = {
  id: 'huawei',
  title: 'Huawei USG and AR',
  release: 'VRP V500/V200',
  comment: '#',
  indent: ' ',
  ipsec,
  inputs: [...wanInterfaces, proposalNumber, tunnelNumber, listNumber, policyNumber, localNetworks, remoteNetworks],
  notes,
  render: (peer, inputs) => [
    {
      name: 'huawei.txt',
      lines: [
        ...peer.tunnels.map((tunnel) => [
          proposal(tunnel, inputs),
          ikePeer(peer, tunnel, inputs),
          ipsecProposal(peer, tunnel),
          isRouteBased(peer) ? routed(peer, tunnel, inputs) : byPolicy(peer, tunnel, inputs),
        ]),
        bgp(peer, inputs, bgpWords),
      ],
    },
  ],
}
