import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import type { AsNumber } from '../../domain/as-number.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import { usualMtu } from '../../domain/tunnel-device.ts'
import type { Peer, PeerTunnel } from '../peer.ts'
import type { RenderOptions } from '../render.ts'

export const address = (text: string) => text as Ipv4Address
export const prefix = (text: string) => text as Ipv4Prefix
export const identity = (text: string) => text as IkeIdentity
export const key = (text: string) => text as PreSharedKey

export const everything = { local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }

export const aTunnel: PeerTunnel = {
  index: 1,
  local: address('192.0.2.10'),
  remote: address('198.51.100.1'),
  version: 2,
  mode: 'main',
  proposal: { encryption: 'aes256', integrity: 'sha256', keyExchange: 'modp2048' },
  lifetimeSeconds: 86_400,
  localIdentity: identity('192.0.2.10'),
  remoteIdentity: identity('198.51.100.1'),
  preSharedKey: key('Every-word-1-of-16'),
  child: {
    proposal: { encryption: 'aes256', integrity: 'sha256', keyExchange: 'modp2048' },
    lifetimeSeconds: 28_800,
  },
  deadPeerDetection: { timeoutSeconds: 30, action: 'restart' },
  natTraversal: true,
}

export const aPeer = (tunnel: Partial<PeerTunnel> = {}, change: Partial<Peer> = {}): Peer => ({
  connection: 'connection-a1b2c3d4',
  name: 'vpn-a1b2c3d4',
  tunnels: [{ ...aTunnel, ...tunnel }],
  selectors: [{ local: [prefix('10.2.0.0/16')], remote: [prefix('10.1.0.0/16')] }],
  begins: true,
  localNetworks: [prefix('10.2.0.0/16')],
  remoteNetworks: [prefix('10.1.0.0/16')],
  mtu: usualMtu,
  ...change,
})

/** Two tunnels between the same two sites, with a BGP session over each. */
export const twoTunnels = (change: Partial<Peer> = {}): Peer => {
  const session = (third: number) => ({
    prefix: prefix(`169.254.${third}.0/30`),
    localAddress: address(`169.254.${third}.2`),
    neighborAddress: address(`169.254.${third}.1`),
    localAsNumber: 65_531 as AsNumber,
    neighborAsNumber: 4_200_000_001 as AsNumber,
  })
  const peer = aPeer({ session: session(11) }, { selectors: [everything], begins: false, ...change })
  const second: PeerTunnel = {
    ...aTunnel,
    index: 2,
    remote: address('198.51.100.2'),
    remoteIdentity: identity('198.51.100.2'),
    preSharedKey: key('Another-word-of-20'),
    session: session(12),
  }
  return { ...peer, tunnels: [...peer.tunnels, second] }
}

const old = { encryption: 'aes256', integrity: 'sha1', keyExchange: 'modp2048' } as const
const gcm = { encryption: 'aes256gcm16', integrity: 'sha256', keyExchange: 'modp2048' } as const

interface Case {
  readonly name: string
  readonly peer: Peer
  readonly options?: RenderOptions
}

const ofAddress = { localIdentity: identity('192.0.2.10'), remoteIdentity: identity('198.51.100.1') }

/** Every device has a golden file of each: its configuration, or all that it refuses. */
export const cases: readonly Case[] = [
  {
    name: 'ikev1-main',
    peer: aPeer({ version: 1, proposal: old, child: { proposal: old, lifetimeSeconds: 28_800 }, ...ofAddress }),
  },
  {
    name: 'ikev1-aggressive',
    peer: aPeer({
      version: 1,
      mode: 'aggressive',
      proposal: old,
      child: { proposal: old, lifetimeSeconds: 28_800 },
      localIdentity: identity('dc.example.org'),
    }),
  },
  {
    name: 'ikev2-selectors',
    peer: aPeer(
      {},
      {
        selectors: [
          { local: [prefix('10.2.0.0/16'), prefix('10.3.0.0/24')], remote: [prefix('10.1.0.0/16')] },
          { local: [prefix('10.4.0.0/16')], remote: [prefix('10.5.0.0/17'), prefix('10.6.0.0/15')] },
        ],
      },
    ),
  },
  { name: 'ikev2-routes', peer: aPeer({}, { selectors: [everything], begins: false }) },
  {
    name: 'ikev2-routes-nothing-given',
    peer: aPeer({}, { selectors: [everything], localNetworks: [], remoteNetworks: [] }),
    options: { inputs: {}, showsKey: false },
  },
  { name: 'two-tunnels-bgp', peer: twoTunnels() },
  {
    name: 'gcm',
    peer: aPeer({ proposal: gcm, child: { proposal: gcm, lifetimeSeconds: 3600 } }, { selectors: [everything] }),
  },
  {
    name: 'child-gcm',
    peer: aPeer({ child: { proposal: gcm, lifetimeSeconds: 3600 } }, { selectors: [everything] }),
  },
  {
    name: 'names',
    peer: aPeer({ localIdentity: identity('dc.example.org'), remoteIdentity: identity('gateway@example.org') }),
  },
  {
    name: 'every-symbol',
    peer: aPeer({ preSharedKey: key('aA0~!`@#$%^&*()_-+={}[]\\|;:\'",.<>/?') }),
  },
  {
    name: 'weak',
    peer: aPeer({
      version: 1,
      proposal: { encryption: 'des', integrity: 'md5', keyExchange: 'modp1024' },
      child: { proposal: { encryption: '3des', integrity: 'md5' }, lifetimeSeconds: 86_400 },
      preSharedKey: key('short-one'),
      deadPeerDetection: { timeoutSeconds: 20, action: 'clear' },
    }),
  },
  {
    name: 'unusual',
    peer: {
      ...aPeer({
        proposal: { encryption: 'aes192gcm16', integrity: 'sha384', keyExchange: 'modp2048s256' },
        child: {
          proposal: { encryption: 'null', integrity: 'sha512' },
          lifetimeSeconds: 604_800,
          lifetimeKilobytes: 4_000_000,
        },
        lifetimeSeconds: 604_800,
        natTraversal: false,
      }),
    },
  },
]

/** What somebody might give whose device it is. */
export const givenInputs: Readonly<Record<string, string>> = {
  'wan-interface': 'wan0',
  'lan-interface': 'lan0',
  'tunnel-number': '11',
  'policy-number': '20',
  'ipsec-policy-number': '20',
  'proposal-number': '30',
  'acl-number': '3100',
  'crypto-map': 'outside-map',
  'crypto-map-number': '40',
  'wan-zone': 'untrust',
  'vpn-zone': 'vpn',
  'tunnel-address': '169.254.21.2',
  'tunnel-next-hop': '169.254.21.1',
  'tunnel-address-1': '169.254.21.2',
  'tunnel-next-hop-1': '169.254.21.1',
}
