import { parseIpv4Address } from '../../domain/address.ts'
import type { Setting } from '../../domain/cause.ts'
import { inWords, type Remedy, type RemedyWords, type TunnelPlace } from '../http/remedy.ts'
import * as ike from './operations/vpn-connection/ike-options.ts'
import * as child from './operations/vpn-connection/ipsec-options.ts'
import { negotiationTypes } from './operations/vpn-connection/negotiation-type.ts'

const ofConnection: Readonly<Partial<Record<Setting, string>>> = {
  'ike.version': 'IKEOptionsSpecification.IKEVersion',
  'ike.mode': 'IKEOptionsSpecification.ExchangeMode',
  'ike.encryption': 'IKEOptionsSpecification.PropoEncryAlgorithm',
  'ike.integrity': 'IKEOptionsSpecification.PropoAuthenAlgorithm',
  'ike.keyExchange': 'IKEOptionsSpecification.DhGroupName',
  'ike.lifetimeSeconds': 'IKEOptionsSpecification.IKESaLifetimeSeconds',
  'ike.preSharedKey': 'PreShareKey',
  'child.encryption': 'IPSECOptionsSpecification.EncryptAlgorithm',
  'child.integrity': 'IPSECOptionsSpecification.IntegrityAlgorith',
  'child.keyExchange': 'IPSECOptionsSpecification.PfsDhGroup',
  'child.lifetimeSeconds': 'IPSECOptionsSpecification.IPSECSaLifetimeSeconds',
  selectors: 'SecurityPolicyDatabases',
  startAction: 'NegotiationType',
  deadPeerDetection: 'DpdEnable',
  'bgp.localAddress': 'BgpConfig.LocalBgpIp',
  'bgp.neighborAddress': 'BgpConfig.RemoteBgpIp',
  healthCheck: 'EnableHealthCheck',
}

const elsewhere: Readonly<Partial<Record<Setting, Remedy>>> = {
  // A customer gateway keeps its address: a connection gets another one.
  remoteAddress: { action: 'CreateCustomerGateway', parameter: 'IpAddress' },
  'bgp.localAsNumber': { action: 'ModifyVpnGatewayAttribute', parameter: 'BgpAsn' },
  'bgp.neighborAsNumber': { action: 'ModifyCustomerGatewayAttribute', parameter: 'BgpAsn' },
}

const words: RemedyWords = {
  'ike.version': { IKEV1: 1, IKEV2: 2 },
  'ike.mode': ike.modes,
  'ike.encryption': ike.encryptions,
  'ike.integrity': ike.integrities,
  'ike.keyExchange': ike.groups,
  'child.encryption': child.encryptions,
  'child.integrity': child.integrities,
  'child.keyExchange': { ...child.groups, [child.noForwardSecrecy]: 'none' },
  startAction: negotiationTypes,
}

/** The kind of an identity is a parameter beside it. */
function identityRemedy(end: 'Local' | 'Remote', value: string | undefined): Remedy {
  const [kind, name] =
    value === undefined || parseIpv4Address(value) !== undefined ? ['ADDRESS', 'Address'] : ['FQDN', 'FqdnName']
  const parameters = [`${end}Identity`, ...(value === undefined ? [] : [`${end}${name}`])]
  return {
    action: 'ModifyVpnConnectionAttribute',
    parameter: parameters.map((each) => `IKEOptionsSpecification.${each}`).join(', '),
    ...(value === undefined ? {} : { value: `${kind}, ${value}` }),
  }
}

/** How the operations of the VPC API set what is of a tunnel. It has no key for BGP. */
export function remedyFor(setting: Setting, _?: TunnelPlace, value?: string): Remedy | undefined {
  if (setting === 'ike.localIdentity') return identityRemedy('Local', value)
  if (setting === 'ike.remoteIdentity') return identityRemedy('Remote', value)
  const parameter = ofConnection[setting]
  const remedy = parameter === undefined ? elsewhere[setting] : { action: 'ModifyVpnConnectionAttribute', parameter }
  return remedy && inWords(words, remedy, setting, value)
}
