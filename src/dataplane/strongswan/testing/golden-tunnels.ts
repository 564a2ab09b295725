import type { Ipv4Address, Ipv4Prefix } from '../../../domain/address.ts'
import type { IkeIdentity } from '../../../domain/identity.ts'
import type { PreSharedKey } from '../../../domain/ike.ts'
import type { TunnelSpec } from '../../port.ts'

const prefix = (text: string) => text as Ipv4Prefix

const usual: TunnelSpec = {
  id: 'tunnel',
  index: 1,
  localAddress: '198.51.100.1' as Ipv4Address,
  remoteAddress: '203.0.113.1' as Ipv4Address,
  version: 2,
  mode: 'main',
  proposal: { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp2048' },
  lifetimeSeconds: 86_400,
  localIdentity: '198.51.100.1' as IkeIdentity,
  remoteIdentity: '203.0.113.1' as IkeIdentity,
  preSharedKey: 'a key with "quotes" and ümlauts' as PreSharedKey,
  child: {
    proposal: { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp2048' },
    lifetimeSeconds: 3600,
  },
  selectors: [{ local: [prefix('0.0.0.0/0')], remote: [prefix('0.0.0.0/0')] }],
  deadPeerDetection: { timeoutSeconds: 30, action: 'restart' },
  natTraversal: true,
  startAction: 'start',
  device: { mtu: 1400 },
}

const { deadPeerDetection: _, ...unwatched } = usual

/** Tunnels of all kinds: what they render to is compared with golden files, and given to a real charon. */
export const goldenTunnels: Readonly<Record<string, TunnelSpec>> = {
  'route-based': usual,
  'several-selectors': {
    ...usual,
    selectors: [
      { local: [prefix('10.1.0.0/24'), prefix('10.1.1.0/24')], remote: [prefix('10.2.0.0/16')] },
      { local: [prefix('10.1.0.0/24')], remote: [prefix('192.168.7.9/32')] },
    ],
  },
  'ikev1-main': {
    ...usual,
    version: 1,
    selectors: [
      { local: [prefix('10.1.0.0/24'), prefix('10.1.1.0/24')], remote: [prefix('10.2.0.0/16'), prefix('10.3.0.0/16')] },
    ],
    deadPeerDetection: { timeoutSeconds: 3, action: 'clear' },
  },
  'ikev1-aggressive': {
    ...usual,
    version: 1,
    mode: 'aggressive',
    localIdentity: '%any' as IkeIdentity,
    remoteIdentity: 'operator@peer.example' as IkeIdentity,
    proposal: { encryption: 'des', integrity: 'md5', keyExchange: 'modp768' },
    child: { proposal: { encryption: '3des', integrity: 'sha1' }, lifetimeSeconds: 3600 },
  },
  'aead-without-liveness': {
    ...unwatched,
    remoteIdentity: 'C=peer' as IkeIdentity,
    proposal: { encryption: 'aes256gcm16', integrity: 'sha384', keyExchange: 'ecp384' },
    child: { proposal: { encryption: 'aes256gcm16', integrity: 'sha384' }, lifetimeSeconds: 3600 },
  },
  'null-by-volume': {
    ...usual,
    natTraversal: false,
    child: {
      proposal: { encryption: 'null', integrity: 'sha512', keyExchange: 'modp2048s256' },
      lifetimeSeconds: 3600,
      lifetimeKilobytes: 1843200,
    },
  },
}
