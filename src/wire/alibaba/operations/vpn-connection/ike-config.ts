/**
 * Phase 1 and phase 2 parameters, which one tunnel's JSON texts (IkeConfig, IpsecConfig) and two tunnels' structures
 * (TunnelIkeConfig, TunnelIpsecConfig) share (CreateVpnAttachment, Alibaba Cloud VPN Gateway documentation).
 */
import type { TunnelPatch } from '../../../../commands/tunnel-patch.ts'
import { identityRule, parseIkeIdentity } from '../../../../domain/identity.ts'
import type { ChildParameters, IkeParameters, PreSharedKey } from '../../../../domain/ike.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { Random } from '../../../../runtime/random.ts'

/** What a tunnel has where nothing is said of it. */
export interface Defaults {
  readonly version: 1 | 2
  readonly encryption: 'aes128' | 'sm4'
  readonly integrity: 'md5' | 'sha1' | 'sm3'
}

/** A single tunnel's in both documents, and in that of CreateVpnConnection each of two tunnels'. */
export const older: Defaults = { version: 1, encryption: 'aes128', integrity: 'md5' }

/** In the document of CreateVpnAttachment, each of two tunnels'. */
export const newer: Defaults = { version: 2, encryption: 'aes128', integrity: 'sha1' }

/** Of a tunnel with the ShangMi algorithms. */
export const shangMi: Defaults = { version: 1, encryption: 'sm4', integrity: 'sm3' }

export const versions = { ikev1: 1, ikev2: 2 } as const

export const encryptions = {
  aes: 'aes128',
  aes192: 'aes192',
  aes256: 'aes256',
  des: 'des',
  '3des': '3des',
  sm4: 'sm4',
} as const
export const groups = { group1: 'modp768', group2: 'modp1024', group5: 'modp1536', group14: 'modp2048' } as const

const encryption = t.oneOf(encryptions)
const integrity = t.word('md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sm3')

/** The documents print two spellings of the set, one with ' and one with " in the same place: both are taken. */
const preSharedKey = t.secret(
  t.parsed(
    `1 to 100 letters, digits and ~!\`@#$%^&*()_-+={}[]|;:',.<>/?" without spaces`,
    (value) =>
      /^[A-Za-z0-9~!`@#$%^&*()_\-+={}[\]|;:',.<>/?"]{1,100}$/.test(value) ? (value as PreSharedKey) : undefined,
    ['one', 'two'],
  ),
)

const identity = t.parsed(
  `1 to 100 ${identityRule}`,
  (value) => (value.length <= 100 ? parseIkeIdentity(value) : undefined),
  ['one.example', 'two.example'],
)

const lifetime = t.checked(t.integerBetween(0, 86400), '0 to 86400 seconds; 0 stands for 86400', (value) =>
  value === 0 ? 86400 : value,
)

const smOnly = 'sm4 and sm3 where certificates authenticate the peer, and there alone'

/** Without defaults the fields are those of a modification, where what is not given stays as it is. */
export const ikeFields = (defaults?: Defaults) => {
  const by = (text: string) => (defaults === undefined ? {} : { defaultText: text })
  return {
    Psk: optional(preSharedKey, by('16 random letters and digits')),
    IkeVersion: optional(t.oneOf(versions), by(`ikev${defaults?.version}`)),
    IkeMode: optional(t.word('main', 'aggressive'), by('main')),
    IkeEncAlg: optional(encryption, { ...by('aes'), note: smOnly }),
    IkeAuthAlg: optional(integrity, { ...by(`${defaults?.integrity}`), note: smOnly }),
    IkePfs: optional(t.oneOf(groups), by('group2')),
    IkeLifetime: optional(lifetime, by('86400')),
    LocalId: optional(identity, by('the outer address on this side, once there is one')),
    RemoteId: optional(identity, by('the address of the customer gateway')),
  }
}

export const ipsecFields = (defaults?: Defaults) => {
  const by = (text: string) => (defaults === undefined ? {} : { defaultText: text })
  return {
    IpsecEncAlg: optional(encryption, by('aes')),
    IpsecAuthAlg: optional(integrity, {
      ...by(`${defaults?.integrity}`),
      code: 'NotSupportVpnConnectionParameter.IpsecAuthAlg',
    }),
    IpsecPfs: optional(t.oneOf({ disabled: null, ...groups }), {
      ...by('group2'),
      code: 'NotSupportVpnConnectionParameter.IpsecPfs',
    }),
    IpsecLifetime: optional(lifetime, by('86400')),
  }
}

/** The document's list of IpsecConfig's members calls the lifetime IkeLifetime, its example IpsecLifetime. */
export const ipsecTextFields = (defaults?: Defaults) => ({
  ...ipsecFields(defaults),
  IkeLifetime: optional(lifetime, { note: 'read as IpsecLifetime where that is not given' }),
})

type IkeValues = Partial<Values<ReturnType<typeof ikeFields>>>
type IpsecValues = Partial<Values<ReturnType<typeof ipsecTextFields>>>

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export function readIke(values: IkeValues, defaults: Defaults, random: Random): IkeParameters {
  return {
    version: values.IkeVersion ?? defaults.version,
    mode: values.IkeMode ?? 'main',
    proposal: {
      encryption: values.IkeEncAlg ?? defaults.encryption,
      integrity: values.IkeAuthAlg ?? defaults.integrity,
      keyExchange: values.IkePfs ?? 'modp1024',
    },
    lifetimeSeconds: values.IkeLifetime ?? 86400,
    ...(values.LocalId === undefined ? {} : { localIdentity: values.LocalId }),
    ...(values.RemoteId === undefined ? {} : { remoteIdentity: values.RemoteId }),
    preSharedKey: values.Psk ?? (random.token(16, letters) as PreSharedKey),
  }
}

export function readChild(values: IpsecValues, defaults: Defaults): ChildParameters {
  const keyExchange = values.IpsecPfs === undefined ? 'modp1024' : values.IpsecPfs
  return {
    proposal: {
      encryption: values.IpsecEncAlg ?? defaults.encryption,
      integrity: values.IpsecAuthAlg ?? defaults.integrity,
      ...(keyExchange === null ? {} : { keyExchange }),
    },
    lifetimeSeconds: values.IpsecLifetime ?? values.IkeLifetime ?? 86400,
  }
}

/** What it has beside its words: the authority of the peer’s certificate. */
export const certifiedBy = (certificateAuthority: string | undefined) =>
  certificateAuthority === undefined ? {} : { certificateAuthority }

export const readIkePatch = (values: IkeValues): NonNullable<TunnelPatch['ike']> => ({
  version: values.IkeVersion,
  mode: values.IkeMode,
  proposal: { encryption: values.IkeEncAlg, integrity: values.IkeAuthAlg, keyExchange: values.IkePfs },
  lifetimeSeconds: values.IkeLifetime,
  localIdentity: values.LocalId,
  remoteIdentity: values.RemoteId,
  preSharedKey: values.Psk,
})

export const readChildPatch = (values: IpsecValues): NonNullable<TunnelPatch['child']> => ({
  proposal: { encryption: values.IpsecEncAlg, integrity: values.IpsecAuthAlg, keyExchange: values.IpsecPfs },
  lifetimeSeconds: values.IpsecLifetime ?? values.IkeLifetime,
})

/** The cloud's word for what the domain holds; other words than these were never taken. */
const wordFor = (words: Readonly<Record<string, unknown>>, meaning: unknown): string =>
  Object.keys(words).find((word) => words[word] === meaning) ?? ''

export const encryptionWord = (meaning: string): string => wordFor(encryptions, meaning)

export const groupWord = (meaning: string | undefined): string =>
  meaning === undefined ? 'disabled' : wordFor(groups, meaning)
