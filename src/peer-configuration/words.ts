import type { EncryptionAlgorithm, IntegrityAlgorithm, KeyExchangeGroup } from '../domain/ike.ts'

/** Of ShangMi no device here has a word that anybody has seen work with a pre-shared key. */
type Said<A extends string> = Readonly<Record<Exclude<A, 'sm3' | 'sm4'>, string | undefined>> & {
  readonly [name in A & ('sm3' | 'sm4')]?: string
}

/**
 * What a device calls each algorithm. Undefined is what it has no word for, or none that anybody has seen: such a connection
 * is refused. A new algorithm does not compile until each device says which it is.
 */
export interface Words {
  readonly encryption: Said<EncryptionAlgorithm>
  readonly integrity: Said<IntegrityAlgorithm>
  readonly group: Readonly<Record<KeyExchangeGroup, string | undefined>>
}

/** Of IKE SAs and of Child SAs, by the version of IKE, as some devices have other words for each. */
export interface IpsecWords {
  readonly ike: Readonly<Record<1 | 2, Words>>
  readonly child: Readonly<Record<1 | 2, Words>>
}

/** As IANA's registry numbers them (RFC 3526, RFC 5114, RFC 5903). */
export const groupNumbers: Readonly<Record<KeyExchangeGroup, number>> = {
  modp768: 1,
  modp1024: 2,
  modp1536: 5,
  modp2048: 14,
  modp3072: 15,
  modp4096: 16,
  ecp256: 19,
  ecp384: 20,
  ecp521: 21,
  modp2048s256: 24,
}

/** Groups that a device spells by their numbers; what is not in `numbers` it has not. */
export function numberedGroups(numbers: readonly number[], spell: (number: number) => string): Words['group'] {
  const word = (group: KeyExchangeGroup): string | undefined =>
    numbers.includes(groupNumbers[group]) ? spell(groupNumbers[group]) : undefined
  return {
    modp768: word('modp768'),
    modp1024: word('modp1024'),
    modp1536: word('modp1536'),
    modp2048: word('modp2048'),
    modp3072: word('modp3072'),
    modp4096: word('modp4096'),
    modp2048s256: word('modp2048s256'),
    ecp256: word('ecp256'),
    ecp384: word('ecp384'),
    ecp521: word('ecp521'),
  }
}

export const allGroups = Object.values(groupNumbers)

/** IKEv1 has no authenticated encryption in an IKE SA (RFC 5282 is of IKEv2). */
export const withoutAead = { aes128gcm16: undefined, aes192gcm16: undefined, aes256gcm16: undefined } as const

export const plainIntegrity: Words['integrity'] = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
}

export const sameFor = (words: Words): Readonly<Record<1 | 2, Words>> => ({ 1: words, 2: words })

/** A word that was looked for before, when what a device cannot say was refused. */
export function known(word: string | undefined): string {
  if (word === undefined) throw new TypeError('a device is asked for a word that it has not')
  return word
}
