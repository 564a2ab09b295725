import type { SeededChoice } from '../seeded-choice.ts'
import type { Facts } from './intent.ts'
import type { Tree } from './signing.ts'

/** Algorithms that both clouds have, in the words of each. Two tunnels of one profile agree on everything. */
interface Profile {
  readonly version: 1 | 2
  readonly encryption: string
  readonly alibaba: { readonly ike: Tree; readonly ipsec: Tree }
  readonly tencent: { readonly ike: Tree; readonly ipsec: Tree }
}

const profiles: readonly Profile[] = [
  {
    version: 2,
    encryption: 'aes128',
    alibaba: {
      ike: { IkeVersion: 'ikev2', IkeEncAlg: 'aes', IkeAuthAlg: 'sha1', IkePfs: 'group2' },
      ipsec: { IpsecEncAlg: 'aes', IpsecAuthAlg: 'sha1', IpsecPfs: 'group2', IpsecLifetime: 86_400 },
    },
    tencent: {
      ike: {
        IKEVersion: 'IKEV2',
        PropoEncryAlgorithm: 'AES-CBC-128',
        PropoAuthenAlgorithm: 'SHA',
        DhGroupName: 'GROUP2',
      },
      ipsec: { EncryptAlgorithm: 'AES-CBC-128', IntegrityAlgorith: 'SHA1', PfsDhGroup: 'DH-GROUP2' },
    },
  },
  {
    version: 2,
    encryption: 'aes256',
    alibaba: {
      ike: { IkeVersion: 'ikev2', IkeEncAlg: 'aes256', IkeAuthAlg: 'sha256', IkePfs: 'group14' },
      ipsec: { IpsecEncAlg: 'aes256', IpsecAuthAlg: 'sha256', IpsecPfs: 'disabled', IpsecLifetime: 600 },
    },
    tencent: {
      ike: {
        IKEVersion: 'IKEV2',
        PropoEncryAlgorithm: 'AES-CBC-256',
        PropoAuthenAlgorithm: 'SHA-256',
        DhGroupName: 'GROUP14',
      },
      ipsec: {
        EncryptAlgorithm: 'AES-CBC-256',
        IntegrityAlgorith: 'SHA-256',
        PfsDhGroup: 'NULL',
        IPSECSaLifetimeSeconds: 300,
      },
    },
  },
  {
    version: 1,
    encryption: '3des',
    alibaba: {
      ike: { IkeVersion: 'ikev1', IkeMode: 'main', IkeEncAlg: '3des', IkeAuthAlg: 'md5', IkePfs: 'group2' },
      ipsec: { IpsecEncAlg: '3des', IpsecAuthAlg: 'md5', IpsecPfs: 'group2' },
    },
    tencent: {
      ike: {
        IKEVersion: 'IKEV1',
        ExchangeMode: 'MAIN',
        PropoEncryAlgorithm: '3DES-CBC',
        PropoAuthenAlgorithm: 'MD5',
        DhGroupName: 'GROUP2',
      },
      ipsec: { EncryptAlgorithm: '3DES-CBC', IntegrityAlgorith: 'MD5', PfsDhGroup: 'DH-GROUP2' },
    },
  },
]

const none = { ike: {}, ipsec: {} }

export const alibabaWords = (profile: number) => profiles[profile]?.alibaba ?? none
export const tencentWords = (profile: number) => profiles[profile]?.tencent ?? none

/** The first is by far the most common: tunnels shall meet others that they agree with. */
export const drawProfile = (choice: SeededChoice): number =>
  choice.chance(70) ? 0 : choice.between(0, profiles.length - 1)

/** As the profile. */
export const drawKey = (choice: SeededChoice): string =>
  choice.chance(80) ? 'the-usual-key' : `key-${choice.between(1, 3)}`

/** The profile that a tunnel was given last, by what was answered. */
export const profileOf = (facts: Facts, index: number): number =>
  Math.max(
    0,
    profiles.findIndex(({ encryption }) => encryption === facts[`tunnel ${index} encryption`]),
  )

export const tunnelFacts = (index: number, peer: string, key: string, profile: number): Facts => ({
  [`tunnel ${index} peer`]: peer,
  [`tunnel ${index} key`]: key,
  [`tunnel ${index} version`]: String(profiles[profile]?.version),
  [`tunnel ${index} encryption`]: profiles[profile]?.encryption ?? '',
})
