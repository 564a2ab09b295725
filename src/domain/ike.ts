import type { Ipv4Prefix } from './address.ts'
import type { Brand } from './brand.ts'
import type { IkeIdentity } from './identity.ts'

/**
 * The transforms that a proposal may name (RFC 7296 section 3.3.2), spelt as swanctl.conf spells them; it knows none of
 * those of ShangMi (RFC 8998), which not every data plane has.
 * `null` is ESP without encryption (RFC 2410).
 */
export const encryptionAlgorithms = [
  'des',
  '3des',
  'aes128',
  'aes192',
  'aes256',
  'aes128gcm16',
  'aes192gcm16',
  'aes256gcm16',
  'null',
] as const
export type EncryptionAlgorithm = (typeof encryptionAlgorithms)[number] | 'sm4'

/** For an IKE SA the algorithm serves as integrity protection and as pseudo-random function. */
export const integrityAlgorithms = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const
export type IntegrityAlgorithm = (typeof integrityAlgorithms)[number] | 'sm3'

/** Diffie-Hellman groups 1, 2, 5, 14, 15, 16, 24 and 19 to 21 (RFC 3526, RFC 5114, RFC 5903). */
export const keyExchangeGroups = [
  'modp768',
  'modp1024',
  'modp1536',
  'modp2048',
  'modp3072',
  'modp4096',
  'modp2048s256',
  'ecp256',
  'ecp384',
  'ecp521',
] as const
export type KeyExchangeGroup = (typeof keyExchangeGroups)[number]

/** Whether the algorithm authenticates what it encrypts, so that no integrity transform goes with it (RFC 5282). */
export const isAead = (algorithm: EncryptionAlgorithm): boolean => algorithm.endsWith('gcm16')

/** Whether SM4 or SM3 is among what protects an SA. */
export const usesShangMi = ({ encryption, integrity }: Pick<IkeProposal, 'encryption' | 'integrity'>): boolean =>
  encryption === 'sm4' || integrity === 'sm3'

export interface IkeProposal {
  readonly encryption: EncryptionAlgorithm
  /** With an AEAD algorithm this is the pseudo-random function alone. */
  readonly integrity: IntegrityAlgorithm
  readonly keyExchange: KeyExchangeGroup
}

export interface ChildProposal {
  readonly encryption: EncryptionAlgorithm
  /** Not used with an AEAD algorithm. */
  readonly integrity: IntegrityAlgorithm
  /** Given when the Child SA's keys get a Diffie-Hellman exchange of their own: perfect forward secrecy. */
  readonly keyExchange?: KeyExchangeGroup
}

/** The IKE_AUTH secret of both ends (RFC 7296 section 2.15). Never logged: the logger redacts the name. */
export type PreSharedKey = Brand<string, 'PreSharedKey'>

export interface IkeParameters {
  readonly version: 1 | 2
  /** Main and aggressive mode exist in IKEv1 only (RFC 2409 section 5); with version 2 it is kept and has no effect. */
  readonly mode: 'main' | 'aggressive'
  readonly proposal: IkeProposal
  readonly lifetimeSeconds: number
  /** The end's own outer address when not given. */
  readonly localIdentity?: IkeIdentity
  /** The peer's outer address when not given. */
  readonly remoteIdentity?: IkeIdentity
  readonly preSharedKey: PreSharedKey
  /** Where it is given, certificates authenticate both ends, and the peer's has to be of this authority (PEM). */
  readonly certificateAuthority?: string
}

export interface ChildParameters {
  readonly proposal: ChildProposal
  readonly lifetimeSeconds: number
  /** Rekeyed after this much traffic too. */
  readonly lifetimeKilobytes?: number
}

/** Dead peer detection (RFC 7296 section 2.4, RFC 3706 for IKEv1). */
export interface DeadPeerDetection {
  /** The peer is held dead when nothing came from it for this long. */
  readonly timeoutSeconds: number
  readonly action: 'clear' | 'restart'
}

/** Traffic that a Child SA protects: every local prefix with every remote one (RFC 7296 section 2.9). */
export interface TrafficSelectors {
  readonly local: readonly Ipv4Prefix[]
  readonly remote: readonly Ipv4Prefix[]
}

/** When the daemon starts to negotiate: at once, when a packet asks for it, or never by itself. */
export type StartAction = 'start' | 'trap' | 'none'
