import type { Setting } from '../../domain/cause.ts'
import type { Remedy } from '../http/remedy.ts'

const ofConnection: Readonly<Partial<Record<Setting, string>>> = {
  'ike.version': 'IKEOptionsSpecification.IKEVersion',
  'ike.mode': 'IKEOptionsSpecification.ExchangeMode',
  'ike.encryption': 'IKEOptionsSpecification.PropoEncryAlgorithm',
  'ike.integrity': 'IKEOptionsSpecification.PropoAuthenAlgorithm',
  'ike.keyExchange': 'IKEOptionsSpecification.DhGroupName',
  'ike.lifetimeSeconds': 'IKEOptionsSpecification.IKESaLifetimeSeconds',
  'ike.preSharedKey': 'PreShareKey',
  'ike.localIdentity': 'IKEOptionsSpecification.LocalIdentity',
  'ike.remoteIdentity': 'IKEOptionsSpecification.RemoteIdentity',
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

/** How the operations of the VPC API set what is of a tunnel. It has no key for BGP. */
export function remedyFor(setting: Setting): Remedy | undefined {
  const parameter = ofConnection[setting]
  return parameter === undefined ? elsewhere[setting] : { action: 'ModifyVpnConnectionAttribute', parameter }
}
