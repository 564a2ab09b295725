import type { EncryptionAlgorithm, IntegrityAlgorithm, KeyExchangeGroup } from '../../domain/ike.ts'
import type { ViciMessage } from './vici/message.ts'

/** By the names that charon gives to transforms in `list-sa`, whose numbers the IANA IKEv2 registry assigns. */
const encryptionByName: Readonly<Record<string, EncryptionAlgorithm>> = {
  DES_CBC: 'des',
  '3DES_CBC': '3des',
  'AES_CBC/128': 'aes128',
  'AES_CBC/192': 'aes192',
  'AES_CBC/256': 'aes256',
  'AES_GCM_16/128': 'aes128gcm16',
  'AES_GCM_16/192': 'aes192gcm16',
  'AES_GCM_16/256': 'aes256gcm16',
  NULL: 'null',
}

const integrityByName: Readonly<Record<string, IntegrityAlgorithm>> = {
  HMAC_MD5_96: 'md5',
  HMAC_SHA1_96: 'sha1',
  HMAC_SHA2_256_128: 'sha256',
  HMAC_SHA2_384_192: 'sha384',
  HMAC_SHA2_512_256: 'sha512',
}

const functionByName: Readonly<Record<string, IntegrityAlgorithm>> = {
  PRF_HMAC_MD5: 'md5',
  PRF_HMAC_SHA1: 'sha1',
  PRF_HMAC_SHA2_256: 'sha256',
  PRF_HMAC_SHA2_384: 'sha384',
  PRF_HMAC_SHA2_512: 'sha512',
}

const groupByName: Readonly<Record<string, KeyExchangeGroup>> = {
  MODP_768: 'modp768',
  MODP_1024: 'modp1024',
  MODP_1536: 'modp1536',
  MODP_2048: 'modp2048',
  MODP_3072: 'modp3072',
  MODP_4096: 'modp4096',
  MODP_2048_256: 'modp2048s256',
  ECP_256: 'ecp256',
  ECP_384: 'ecp384',
  ECP_521: 'ecp521',
}

/**
 * What an SA was negotiated with, from the `encr-alg`, `encr-keysize`, `integ-alg`, `prf-alg` and `dh-group` of a
 * `list-sa` or of one of its children, in swanctl's spelling. A name that is not ours stays as charon wrote it. Empty
 * while nothing has been negotiated. The pseudo-random function of an IKE SA is told only where nothing else implies it.
 */
export function spellNegotiated(sa: ViciMessage): string {
  const text = (key: string): string | undefined => {
    const value = sa[key]
    return typeof value === 'string' ? value : undefined
  }
  const named = <T extends string>(table: Readonly<Record<string, T>>, name: string | undefined): string | undefined =>
    name === undefined ? undefined : (table[name] ?? name)
  const algorithm = text('encr-alg')
  const size = text('encr-keysize')
  const encryption = named(
    encryptionByName,
    algorithm === undefined || size === undefined ? algorithm : `${algorithm}/${size}`,
  )
  const integrity = named(integrityByName, text('integ-alg'))
  const pseudoRandom = named(functionByName, text('prf-alg'))
  const middle = integrity ?? (pseudoRandom === undefined ? undefined : `prf${pseudoRandom}`)
  return [encryption, middle, named(groupByName, text('dh-group'))].filter((part) => part !== undefined).join('-')
}

/** "AES_CBC_128", as charon writes a transform of a proposal with its size. */
function spellTransform(name: string): string | undefined {
  const [, algorithm, size] = /^(.+)_(\d+)$/.exec(name) ?? []
  const encryption = encryptionByName[name] ?? encryptionByName[`${algorithm}/${size}`]
  const pseudoRandom = functionByName[name]
  if (pseudoRandom !== undefined) return `prf${pseudoRandom}`
  return name === 'NO_EXT_SEQ' ? undefined : (encryption ?? integrityByName[name] ?? groupByName[name] ?? name)
}

/**
 * What an end proposes, out of "IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024, …" as charon logs it, in swanctl's
 * spelling. The pseudo-random function is left out where the integrity algorithm implies it.
 */
export const spellProposals = (logged: string): readonly string[] =>
  logged.split(', ').map((proposal) => {
    const names = proposal
      .replace(/^[A-Z]+:/, '')
      .split('/')
      .map(spellTransform)
      .filter((name) => name !== undefined)
    return names.filter((name) => !(name.startsWith('prf') && names.includes(name.slice(3)))).join('-')
  })
