/** IKEOptionsSpecification, Tencent Cloud VPC API 2017-03-12, "Data Types". */
import type { TunnelPatch } from '../../../../commands/tunnel-patch.ts'
import { parseIpv4Address } from '../../../../domain/address.ts'
import { identityRule, parseIkeIdentity } from '../../../../domain/identity.ts'
import type {
  EncryptionAlgorithm,
  IkeParameters,
  IntegrityAlgorithm,
  KeyExchangeGroup,
} from '../../../../domain/ike.ts'
import { defaultsOf, type Values } from '../../../../operations/decode.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { Identities, IdentityTexts } from './identities.ts'
import { type Words, wordFor } from './words.ts'

export const encryptions: Words<Exclude<EncryptionAlgorithm, 'null'>> = {
  '3DES-CBC': '3des',
  'AES-CBC-128': 'aes128',
  'AES-CBC-192': 'aes192',
  'AES-CBC-256': 'aes256',
  'DES-CBC': 'des',
  AES128GCM128: 'aes128gcm16',
  AES192GCM128: 'aes192gcm16',
  AES256GCM128: 'aes256gcm16',
  SM4: 'sm4',
}

export const integrities: Words<IntegrityAlgorithm> = {
  MD5: 'md5',
  SHA: 'sha1',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
}

export const keyExchangeByNumber: Words<KeyExchangeGroup> = {
  '1': 'modp768',
  '2': 'modp1024',
  '5': 'modp1536',
  '14': 'modp2048',
  '15': 'modp3072',
  '16': 'modp4096',
  '19': 'ecp256',
  '20': 'ecp384',
  '21': 'ecp521',
  '24': 'modp2048s256',
}

export const groups: Words<KeyExchangeGroup> = Object.fromEntries(
  Object.entries(keyExchangeByNumber).map(([number, group]) => [`GROUP${number}`, group]),
)

export const modes = { MAIN: 'main', AGGRESSIVE: 'aggressive' } as const

const malformed = 'InvalidParameterValue.Malformed'

const address = t.coded(
  t.parsed(
    'an IPv4 address other than 0.0.0.0',
    (value) => {
      const identity = value === '' ? '' : parseIkeIdentity(value)
      return identity && parseIpv4Address(identity) === undefined ? undefined : identity
    },
    ['198.51.100.8', '198.51.100.9'],
  ),
  malformed,
)

/** A name that reads as an address would be sent as one (ID_IPV4_ADDR), which is not what FQDN asks for. */
const isName = (value: string): boolean =>
  value.length <= 255 && parseIkeIdentity(value) !== undefined && parseIpv4Address(value) === undefined

const fqdn = t.coded(
  t.parsed(`a name of at most 255 ${identityRule}`, (value) => (value === '' || isName(value) ? value : undefined), [
    'one.example',
    'two.example',
  ]),
  malformed,
)

const types = {
  PropoEncryAlgorithm: t.oneOf(encryptions),
  PropoAuthenAlgorithm: t.oneOf(integrities),
  ExchangeMode: t.oneOf(modes),
  LocalIdentity: t.word('ADDRESS', 'FQDN'),
  RemoteIdentity: t.word('ADDRESS', 'FQDN'),
  LocalAddress: address,
  RemoteAddress: address,
  LocalFqdnName: fqdn,
  RemoteFqdnName: fqdn,
  DhGroupName: t.oneOf(groups),
  IKESaLifetimeSeconds: t.integerBetween(60, 604_800),
  IKEVersion: t.word('IKEV1', 'IKEV2'),
} as const

const identityFields = {
  LocalAddress: optional(types.LocalAddress, { defaultText: 'the VPN gateway’s address' }),
  RemoteAddress: optional(types.RemoteAddress, { defaultText: 'the customer gateway’s address' }),
  LocalFqdnName: optional(types.LocalFqdnName, { note: 'Needed when LocalIdentity is FQDN.' }),
  RemoteFqdnName: optional(types.RemoteFqdnName, {
    note: 'Needed when RemoteIdentity is FQDN; Terraform may send RemoteAddress in its place.',
  }),
}

const createFields = {
  PropoEncryAlgorithm: withDefault(types.PropoEncryAlgorithm, '3des', {
    defaultText: '3DES-CBC',
    note: 'The three with GCM need IKEV2 (RFC 5282), SM4 a data plane that has it.',
  }),
  PropoAuthenAlgorithm: withDefault(types.PropoAuthenAlgorithm, 'sha1', { defaultText: 'SHA' }),
  ExchangeMode: withDefault(types.ExchangeMode, 'main', { defaultText: 'MAIN' }),
  LocalIdentity: withDefault(types.LocalIdentity, 'ADDRESS'),
  RemoteIdentity: withDefault(types.RemoteIdentity, 'ADDRESS'),
  ...identityFields,
  DhGroupName: withDefault(types.DhGroupName, 'modp768', { defaultText: 'GROUP1' }),
  IKESaLifetimeSeconds: withDefault(types.IKESaLifetimeSeconds, 86_400),
  IKEVersion: withDefault(types.IKEVersion, 'IKEV1'),
}

const modifyFields = {
  PropoEncryAlgorithm: optional(types.PropoEncryAlgorithm),
  PropoAuthenAlgorithm: optional(types.PropoAuthenAlgorithm),
  ExchangeMode: optional(types.ExchangeMode),
  LocalIdentity: optional(types.LocalIdentity),
  RemoteIdentity: optional(types.RemoteIdentity),
  LocalAddress: optional(types.LocalAddress),
  RemoteAddress: optional(types.RemoteAddress),
  LocalFqdnName: optional(types.LocalFqdnName),
  RemoteFqdnName: optional(types.RemoteFqdnName),
  DhGroupName: optional(types.DhGroupName),
  IKESaLifetimeSeconds: optional(types.IKESaLifetimeSeconds),
  IKEVersion: optional(types.IKEVersion),
}

export type IkeOptions = Values<typeof createFields>
/** Members are left out as well as undefined. */
export type IkeOptionsPatch = Partial<Values<typeof modifyFields>>

const missing = 'MissingParameter'

function identityFault(options: Pick<IkeOptionsPatch, keyof IdentityTexts>): t.Fault | undefined {
  const { LocalIdentity, LocalFqdnName, RemoteIdentity, RemoteFqdnName, RemoteAddress } = options
  const detail = 'is needed for FQDN'
  if (LocalIdentity === 'FQDN' && !LocalFqdnName) return { code: missing, detail, at: 'LocalFqdnName' }
  // The Terraform provider sends RemoteAddress or RemoteFqdnName by what LocalIdentity is.
  if (RemoteIdentity === 'FQDN' && !RemoteFqdnName && !RemoteAddress) {
    return { code: missing, detail, at: 'RemoteFqdnName' }
  }
  return undefined
}

export const ikeOptions = t.refined(
  t.structure(createFields),
  'names where identities are FQDN',
  [missing],
  identityFault,
)
export const ikeOptionsPatch = t.refined(
  t.structure(modifyFields),
  'names where identities are FQDN',
  [missing],
  identityFault,
)

/** What an empty group stands for. */
export const defaultIkeOptions: IkeOptions = defaultsOf(createFields)

const versions = { IKEV1: 1, IKEV2: 2 } as const

/** Without identities and key, which other fields have a say in. */
export const toIke = (options: IkeOptions): Omit<IkeParameters, 'preSharedKey'> => ({
  version: versions[options.IKEVersion],
  mode: options.ExchangeMode,
  proposal: {
    encryption: options.PropoEncryAlgorithm,
    integrity: options.PropoAuthenAlgorithm,
    keyExchange: options.DhGroupName,
  },
  lifetimeSeconds: options.IKESaLifetimeSeconds,
})

const given = <T>(name: string, value: T | undefined): object => (value === undefined ? {} : { [name]: value })

export const toIkePatch = (options: IkeOptionsPatch): NonNullable<TunnelPatch['ike']> => ({
  ...given('version', options.IKEVersion === undefined ? undefined : versions[options.IKEVersion]),
  ...given('mode', options.ExchangeMode),
  proposal: {
    ...given('encryption', options.PropoEncryAlgorithm),
    ...given('integrity', options.PropoAuthenAlgorithm),
    ...given('keyExchange', options.DhGroupName),
  },
  ...given('lifetimeSeconds', options.IKESaLifetimeSeconds),
})

export interface IkeView {
  readonly ike: IkeParameters
  readonly identities: Identities
}

export const ikeFields = {
  PropoEncryAlgorithm: r.string(r.given('PropoEncryAlgorithm'), ({ ike }) =>
    wordFor(encryptions, ike.proposal.encryption),
  ),
  PropoAuthenAlgorithm: r.string(r.given('PropoAuthenAlgorithm'), ({ ike }) =>
    wordFor(integrities, ike.proposal.integrity),
  ),
  ExchangeMode: r.string(r.given('ExchangeMode'), ({ ike }) => ike.mode.toUpperCase()),
  LocalIdentity: r.string(r.given('LocalIdentity'), ({ identities }) => identities.LocalIdentity),
  RemoteIdentity: r.string(r.given('RemoteIdentity'), ({ identities }) => identities.RemoteIdentity),
  LocalAddress: r.string(
    r.given('LocalAddress', { otherwise: 'the gateway’s for ADDRESS' }),
    ({ identities }) => identities.LocalAddress,
  ),
  RemoteAddress: r.string(
    r.given('RemoteAddress', { otherwise: 'the customer gateway’s for ADDRESS' }),
    ({ identities }) => identities.RemoteAddress,
  ),
  LocalFqdnName: r.string(r.given('LocalFqdnName'), ({ identities }) => identities.LocalFqdnName),
  RemoteFqdnName: r.string(r.given('RemoteFqdnName'), ({ identities }) => identities.RemoteFqdnName),
  DhGroupName: r.string(r.given('DhGroupName'), ({ ike }) => wordFor(groups, ike.proposal.keyExchange)),
  IKESaLifetimeSeconds: r.integer(r.given('IKESaLifetimeSeconds'), ({ ike }) => ike.lifetimeSeconds),
  IKEVersion: r.string(r.given('IKEVersion'), ({ ike }) => `IKEV${ike.version}`),
} satisfies r.ResponseFields<IkeView>
