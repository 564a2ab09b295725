import type { Setting } from '../../domain/cause.ts'
import { inWords, type Remedy, type RemedyWords, type TunnelPlace, wordFor } from '../http/remedy.ts'
import { encryptions, groups, versions } from './operations/vpn-connection/ike-config.ts'

type Parameters = Readonly<Partial<Record<Setting, string>>>

const ike = {
  'ike.version': 'IkeVersion',
  'ike.mode': 'IkeMode',
  'ike.encryption': 'IkeEncAlg',
  'ike.integrity': 'IkeAuthAlg',
  'ike.keyExchange': 'IkePfs',
  'ike.lifetimeSeconds': 'IkeLifetime',
  'ike.preSharedKey': 'Psk',
  'ike.localIdentity': 'LocalId',
  'ike.remoteIdentity': 'RemoteId',
} satisfies Parameters

const ipsec = {
  'child.encryption': 'IpsecEncAlg',
  'child.integrity': 'IpsecAuthAlg',
  'child.keyExchange': 'IpsecPfs',
  'child.lifetimeSeconds': 'IpsecLifetime',
} satisfies Parameters

/** The address of the other end follows from the /30 and this one (CreateVpnAttachment). */
const bgp = {
  'bgp.localAsNumber': 'LocalAsn',
  'bgp.localAddress': 'LocalBgpIp',
  'bgp.neighborAddress': 'TunnelCidr',
} satisfies Parameters

/** Of the connection itself, however many tunnels it has. */
const ofConnection = {
  selectors: 'LocalSubnet, RemoteSubnet',
  startAction: 'EffectImmediately',
} satisfies Parameters

/** A customer gateway keeps its address and its AS number: a connection gets another one. */
const ofCustomerGateway: Readonly<Partial<Record<Setting, Remedy>>> = {
  remoteAddress: { action: 'CreateCustomerGateway', parameter: 'IpAddress' },
  'bgp.neighborAsNumber': { action: 'CreateCustomerGateway', parameter: 'Asn' },
  'bgp.password': { action: 'ModifyCustomerGatewayAttribute', parameter: 'AuthKey' },
}

/** Two tunnels have structures, a single one JSON texts. */
const structures: readonly (readonly [Parameters, single: string, dual: string])[] = [
  [ike, 'IkeConfig', 'TunnelIkeConfig'],
  [ipsec, 'IpsecConfig', 'TunnelIpsecConfig'],
  [bgp, 'BgpConfig', 'TunnelBgpConfig'],
]

const words: RemedyWords = {
  'ike.version': versions,
  'ike.encryption': encryptions,
  'ike.keyExchange': groups,
  'child.encryption': encryptions,
  'child.keyExchange': { ...groups, disabled: 'none' },
  startAction: { true: 'start' },
}

/** What the parameters of VPN Gateway call a value; itself where they have no other word for it. */
export const spelled = (setting: Setting, value: string): string => wordFor(words, setting, value)

/** How the operations of VPN Gateway set what is of a tunnel. */
export function remedyFor(setting: Setting, place: TunnelPlace, value?: string): Remedy | undefined {
  const remedy = remedyAt(setting, place)
  return remedy && inWords(words, remedy, setting, value)
}

function remedyAt(setting: Setting, { onRouter, tunnels, index }: TunnelPlace): Remedy | undefined {
  const action = onRouter ? 'ModifyVpnAttachmentAttribute' : 'ModifyVpnConnectionAttribute'
  const ofTunnel = (single: string, dual: string): Remedy => ({
    action,
    parameter: tunnels === 1 ? single : `TunnelOptionsSpecification.${index}.${dual}`,
  })
  const whole = (ofConnection as Parameters)[setting]
  if (whole !== undefined) return { action, parameter: whole }
  if (setting === 'deadPeerDetection') return ofTunnel('EnableDpd', 'EnableDpd')
  // Two tunnels are probed by no check of the connection's.
  if (setting === 'healthCheck') return tunnels === 1 ? { action, parameter: 'HealthCheckConfig' } : undefined
  for (const [parameters, single, dual] of structures) {
    const name = parameters[setting]
    if (name !== undefined) return ofTunnel(`${single}.${name}`, `${dual}.${name}`)
  }
  return ofCustomerGateway[setting]
}
