import type { IkeIdentity } from '../../domain/identity.ts'
import { isAead } from '../../domain/ike.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import { checkOf, commonNotes, identityType } from '../derived.ts'
import { type Device, type Ipsec, plainNames } from '../device.ts'
import type { Inputs } from '../inputs.ts'
import type { Lines } from '../lines.ts'
import { type Peer, type PeerTunnel, pairsOf, tunnelName } from '../peer.ts'
import { known, plainIntegrity, sameFor, type Words, withoutAead } from '../words.ts'

/** Sources: RouterOS 7's manual of IPsec; SHA-384 is a pseudo-random function there and nothing else. */
const integrity = { ...plainIntegrity, sha384: undefined }
const group: Words['group'] = {
  modp768: 'modp768',
  modp1024: 'modp1024',
  modp1536: 'modp1536',
  modp2048: 'modp2048',
  modp3072: 'modp3072',
  modp4096: 'modp4096',
  modp2048s256: undefined,
  ecp256: 'ecp256',
  ecp384: 'ecp384',
  ecp521: 'ecp521',
}
const ike: Words = {
  encryption: {
    des: 'des',
    '3des': '3des',
    aes128: 'aes-128',
    aes192: 'aes-192',
    aes256: 'aes-256',
    ...withoutAead,
    null: undefined,
  },
  integrity,
  group,
}
const child: Words = {
  encryption: {
    des: 'des',
    '3des': '3des',
    aes128: 'aes-128-cbc',
    aes192: 'aes-192-cbc',
    aes256: 'aes-256-cbc',
    aes128gcm16: 'aes-128-gcm',
    aes192gcm16: 'aes-192-gcm',
    aes256gcm16: 'aes-256-gcm',
    null: 'null',
  },
  integrity,
  group,
}

const ipsec: Ipsec = {
  words: { ike: sameFor(ike), child: sameFor(child) },
  ikeSeconds: { least: 60, most: Infinity },
  childSeconds: { least: 60, most: Infinity },
  key: {
    least: 1,
    most: Infinity,
    refused: {
      pattern: /[^\x20-\x7e]|^0x/i,
      which: '0x at its beginning, which is read as bytes, or what is not ASCII',
    },
    write: (key) => `"${key.replace(/[\\"$?]/g, '\\$&')}"`,
  },
  names: { ends: { main: 'both', aggressive: 'both', ikev2: 'both' }, most: 255, ...plainNames },
  mayForbidEncapsulation: true,
  checkSeconds: { least: 1, most: 3600 },
  carries: new Set(['selectors']),
}

const types = { address: 'address', name: 'fqdn', user: 'user-fqdn' } as const
const spell = (identity: IkeIdentity): string => `${types[identityType(identity)]}:${identity}`

const modes = { main: 'main', aggressive: 'aggressive' } as const

function tunnelLines(peer: Peer, tunnel: PeerTunnel, inputs: Inputs): Lines {
  const name = tunnelName(peer, tunnel)
  const { version, mode, proposal, natTraversal, child: own } = tunnel
  const check = checkOf(tunnel)
  const { encryption, integrity: hash, keyExchange } = own.proposal
  const pairs = pairsOf(peer)
  return [
    [
      `/ip ipsec profile add name=${name}`,
      `dh-group=${known(group[proposal.keyExchange])}`,
      `enc-algorithm=${known(ike.encryption[proposal.encryption])}`,
      `hash-algorithm=${known(integrity[proposal.integrity])}`,
      `lifetime=${tunnel.lifetimeSeconds}s`,
      check === undefined
        ? 'dpd-interval=disable-dpd'
        : `dpd-interval=${check.interval}s dpd-maximum-failures=${check.retries}`,
      `nat-traversal=${natTraversal ? 'yes' : 'no'}`,
      'proposal-check=obey',
    ].join(' '),
    [
      `/ip ipsec proposal add name=${name}`,
      `auth-algorithms=${isAead(encryption) ? 'null' : known(integrity[hash])}`,
      `enc-algorithms=${known(child.encryption[encryption])}`,
      `lifetime=${own.lifetimeSeconds}s`,
      `pfs-group=${keyExchange === undefined ? 'none' : known(group[keyExchange])}`,
    ].join(' '),
    [
      `/ip ipsec peer add name=${name} address=${tunnel.remote}/32 local-address=${tunnel.local}`,
      `exchange-mode=${version === 2 ? 'ike2' : modes[mode]} profile=${name} passive=no`,
    ].join(' '),
    [
      `/ip ipsec identity add peer=${name} auth-method=pre-shared-key secret=${inputs.key(ipsec.key, tunnel)}`,
      `my-id=${spell(tunnel.localIdentity)} remote-id=${spell(tunnel.remoteIdentity)}`,
    ].join(' '),
    ...pairs.map(
      ({ local, remote }) =>
        `/ip ipsec policy add peer=${name} proposal=${name} tunnel=yes src-address=${local} dst-address=${remote} level=unique`,
    ),
    ...pairs.map(
      ({ local, remote }) =>
        `/ip firewall nat add chain=srcnat src-address=${local} dst-address=${remote} action=accept`,
    ),
    ...pairs.map(
      ({ local, remote }) =>
        `/ip firewall mangle add chain=forward src-address=${local} dst-address=${remote} protocol=tcp tcp-flags=syn action=change-mss new-mss=${segmentSizeIn(peer.mtu)}`,
    ),
  ]
}

export const mikrotik: Device = {
  id: 'mikrotik',
  title: 'MikroTik RouterOS',
  release: '7',
  comment: '#',
  indent: '',
  ipsec,
  inputs: [],
  notes: (peer) => [
    ...commonNotes(peer),
    'Move the rules of source NAT before the one that masquerades.',
    ...(peer.tunnels.some(({ deadPeerDetection }) => deadPeerDetection === undefined)
      ? ['Without dead peer detection IKE SAs are not rekeyed here.']
      : []),
  ],
  render: (peer, inputs) => [
    { name: 'mikrotik.rsc', lines: peer.tunnels.map((tunnel) => tunnelLines(peer, tunnel, inputs)) },
  ],
}
