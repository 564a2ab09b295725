import type { SeededChoice } from '../seeded-choice.ts'
import type { Facts } from './intent.ts'
import type { Tree } from './signing.ts'

/** Every parameter of a tunnel but its peer, in the domain's words; an absent one is empty. */
export type TunnelFact =
  | 'key'
  | 'version'
  | 'mode'
  | 'ike encryption'
  | 'ike integrity'
  | 'ike group'
  | 'ike lifetime'
  | 'local identity'
  | 'remote identity'
  | 'child encryption'
  | 'child integrity'
  | 'child group'
  | 'child lifetime'
  | 'child kilobytes'
  | 'dead peers'
  | 'nat traversal'
  | 'bgp'
  | 'health check'

export type TunnelFacts = Readonly<Record<TunnelFact, string>>

/** What two tunnels must have in common to agree on algorithms. */
type Profile = Pick<
  TunnelFacts,
  | 'version'
  | 'mode'
  | 'ike encryption'
  | 'ike integrity'
  | 'ike group'
  | 'child encryption'
  | 'child integrity'
  | 'child group'
>

const profile = (version: string, mode: string, ike: string, child: string): Profile => {
  const [encryption = '', integrity = '', group = ''] = ike.split('-')
  const [childEncryption = '', childIntegrity = '', childGroup = ''] = child.split('-')
  return {
    version,
    mode,
    'ike encryption': encryption,
    'ike integrity': integrity,
    'ike group': group,
    'child encryption': childEncryption,
    'child integrity': childIntegrity,
    'child group': childGroup,
  }
}

const profiles: readonly [Profile, ...Profile[]] = [
  profile('2', 'main', 'aes128-sha1-modp1024', 'aes128-sha1-modp1024'),
  profile('2', 'main', 'aes256-sha256-modp2048', 'aes256-sha256'),
  profile('1', 'main', '3des-md5-modp1024', '3des-md5-modp1024'),
  profile('1', 'aggressive', 'aes192-sha512-modp1536', 'des-sha1-modp768'),
]

/** Algorithms that both clouds have, in the words of each. */
const words: Readonly<
  Record<string, { readonly alibaba: string; readonly tencentIke: string; readonly tencentChild: string }>
> = {
  des: { alibaba: 'des', tencentIke: 'DES-CBC', tencentChild: 'DES-CBC' },
  '3des': { alibaba: '3des', tencentIke: '3DES-CBC', tencentChild: '3DES-CBC' },
  aes128: { alibaba: 'aes', tencentIke: 'AES-CBC-128', tencentChild: 'AES-CBC-128' },
  aes192: { alibaba: 'aes192', tencentIke: 'AES-CBC-192', tencentChild: 'AES-CBC-192' },
  aes256: { alibaba: 'aes256', tencentIke: 'AES-CBC-256', tencentChild: 'AES-CBC-256' },
  md5: { alibaba: 'md5', tencentIke: 'MD5', tencentChild: 'MD5' },
  sha1: { alibaba: 'sha1', tencentIke: 'SHA', tencentChild: 'SHA1' },
  sha256: { alibaba: 'sha256', tencentIke: 'SHA-256', tencentChild: 'SHA-256' },
  sha512: { alibaba: 'sha512', tencentIke: 'SHA-512', tencentChild: 'SHA-512' },
  modp768: { alibaba: 'group1', tencentIke: 'GROUP1', tencentChild: 'DH-GROUP1' },
  modp1024: { alibaba: 'group2', tencentIke: 'GROUP2', tencentChild: 'DH-GROUP2' },
  modp1536: { alibaba: 'group5', tencentIke: 'GROUP5', tencentChild: 'DH-GROUP5' },
  modp2048: { alibaba: 'group14', tencentIke: 'GROUP14', tencentChild: 'DH-GROUP14' },
  '': { alibaba: 'disabled', tencentIke: '', tencentChild: 'NULL' },
}

const member = (is: Partial<TunnelFacts>, name: TunnelFact, as: (fact: string) => Tree): Tree => {
  const fact = is[name]
  return fact === undefined ? {} : as(fact)
}

/** Both structures of a tunnel, with the members that `is` has. An identity that defaults to the address is not sent. */
export function alibabaWords(is: Partial<TunnelFacts>): { readonly ike: Tree; readonly ipsec: Tree } {
  const word = (fact: string) => words[fact]?.alibaba
  return {
    ike: {
      ...member(is, 'key', (Psk) => ({ Psk })),
      ...member(is, 'version', (version) => ({ IkeVersion: `ikev${version}` })),
      ...member(is, 'mode', (IkeMode) => ({ IkeMode })),
      ...member(is, 'ike encryption', (fact) => ({ IkeEncAlg: word(fact) })),
      ...member(is, 'ike integrity', (fact) => ({ IkeAuthAlg: word(fact) })),
      ...member(is, 'ike group', (fact) => ({ IkePfs: word(fact) })),
      ...member(is, 'ike lifetime', (fact) => ({ IkeLifetime: Number(fact) })),
      ...member(is, 'local identity', (fact) => (fact === '' ? {} : { LocalId: fact })),
      ...member(is, 'remote identity', (fact) => (fact === '' ? {} : { RemoteId: fact })),
    },
    ipsec: {
      ...member(is, 'child encryption', (fact) => ({ IpsecEncAlg: word(fact) })),
      ...member(is, 'child integrity', (fact) => ({ IpsecAuthAlg: word(fact) })),
      ...member(is, 'child group', (fact) => ({ IpsecPfs: word(fact) })),
      ...member(is, 'child lifetime', (fact) => ({ IpsecLifetime: Number(fact) })),
    },
  }
}

/** The switches of a tunnel, which stand beside both structures. */
export const alibabaSwitches = (is: Partial<TunnelFacts>): Tree => ({
  ...member(is, 'dead peers', (fact) => ({ EnableDpd: fact !== '' })),
  ...member(is, 'nat traversal', (fact) => ({ EnableNatTraversal: fact === 'true' })),
})

const named = (end: 'Local' | 'Remote', name: string): Tree =>
  name === '' ? {} : { [`${end}Identity`]: 'FQDN', [`${end}FqdnName`]: name }

export function tencentWords(is: Partial<TunnelFacts>): { readonly ike: Tree; readonly ipsec: Tree } {
  const ike = (fact: string) => words[fact]?.tencentIke
  const child = (fact: string) => words[fact]?.tencentChild
  return {
    ike: {
      ...member(is, 'version', (version) => ({ IKEVersion: `IKEV${version}` })),
      ...member(is, 'mode', (mode) => ({ ExchangeMode: mode.toUpperCase() })),
      ...member(is, 'ike encryption', (fact) => ({ PropoEncryAlgorithm: ike(fact) })),
      ...member(is, 'ike integrity', (fact) => ({ PropoAuthenAlgorithm: ike(fact) })),
      ...member(is, 'ike group', (fact) => ({ DhGroupName: ike(fact) })),
      ...member(is, 'ike lifetime', (fact) => ({ IKESaLifetimeSeconds: Number(fact) })),
      ...member(is, 'local identity', (fact) => named('Local', fact)),
      ...member(is, 'remote identity', (fact) => named('Remote', fact)),
    },
    ipsec: {
      ...member(is, 'child encryption', (fact) => ({ EncryptAlgorithm: child(fact) })),
      ...member(is, 'child integrity', (fact) => ({ IntegrityAlgorith: child(fact) })),
      ...member(is, 'child group', (fact) => ({ PfsDhGroup: child(fact) })),
      ...member(is, 'child lifetime', (fact) => ({ IPSECSaLifetimeSeconds: Number(fact) })),
      ...member(is, 'child kilobytes', (fact) => ({ IPSECSaLifetimeTraffic: Number(fact) })),
    },
  }
}

export function tencentDeadPeers(is: Partial<TunnelFacts>): Tree {
  const fact = is['dead peers']
  if (fact === undefined) return {}
  if (fact === '') return { DpdEnable: 0 }
  const [DpdTimeout, DpdAction] = fact.split(' ')
  return { DpdEnable: 1, DpdTimeout, DpdAction }
}

/** Mostly the first, so that many tunnels agree with their peer. */
export const drawProfile = (choice: SeededChoice): Profile =>
  choice.chance(70) ? profiles[0] : (choice.pick(profiles) ?? profiles[0])

/** Mostly one and the same, for the same reason. */
export const drawKey = (choice: SeededChoice): string =>
  choice.chance(80) ? 'the-usual-key' : `key-${choice.between(1, 3)}`

/** What need not be the same at both ends. */
export const drawLifetimes = (choice: SeededChoice): Pick<TunnelFacts, 'ike lifetime' | 'child lifetime'> => ({
  'ike lifetime': choice.pick(['86400', '28800', '3600']) ?? '86400',
  'child lifetime': choice.pick(['86400', '3600', '600', '300']) ?? '86400',
})

/** Mostly the addresses. */
export const drawIdentities = (choice: SeededChoice): Pick<TunnelFacts, 'local identity' | 'remote identity'> =>
  choice.chance(85)
    ? { 'local identity': '', 'remote identity': '' }
    : { 'local identity': `left-${choice.between(1, 3)}.example`, 'remote identity': 'right.example' }

/** The switch alone is the client's to set in one of the clouds; what it stands for is documented. */
export const alibabaDeadPeers = (enabled: boolean): string => (enabled ? '30 clear' : '')

export const drawTencentDeadPeers = (choice: SeededChoice): string =>
  choice.chance(60) ? '' : `${choice.between(20, 60)} ${choice.chance(50) ? 'clear' : 'restart'}`

const drawCommon = (choice: SeededChoice) => ({
  ...drawProfile(choice),
  ...drawLifetimes(choice),
  ...drawIdentities(choice),
  key: drawKey(choice),
})

export const drawAlibabaTunnel = (choice: SeededChoice): TunnelFacts => ({
  ...drawCommon(choice),
  'child kilobytes': '',
  'dead peers': alibabaDeadPeers(choice.chance(70)),
  'nat traversal': String(choice.chance(80)),
  bgp: '',
  'health check': '',
})

export const drawTencentTunnel = (choice: SeededChoice): TunnelFacts => ({
  ...drawCommon(choice),
  'child kilobytes': String(choice.between(2560, 4_000_000)),
  'dead peers': drawTencentDeadPeers(choice),
  'nat traversal': 'true',
  bgp: '',
  'health check': '',
})

const agreed = [
  'key',
  'version',
  'mode',
  'ike encryption',
  'ike integrity',
  'ike group',
  'child encryption',
  'child integrity',
  'child group',
] as const satisfies readonly TunnelFact[]

/** What an end must be to agree with the tunnel at the other end, by what was answered of that. */
export function agreeingWith(facts: Facts, index: number): Partial<TunnelFacts> {
  const of = (name: TunnelFact) => facts[`tunnel ${index} ${name}`] ?? ''
  return {
    ...Object.fromEntries(agreed.map((name) => [name, of(name)])),
    'local identity': of('remote identity'),
    'remote identity': of('local identity'),
  }
}

/** The facts of a connection that say so of one of its tunnels. */
export const ofTunnel = (index: number, facts: Partial<TunnelFacts> | { readonly peer: string }): Facts =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [`tunnel ${index} ${name}`, fact]))

export const isProbed = (facts: Facts): boolean =>
  [1, 2].some((index) => (facts[`tunnel ${index} health check`] ?? '') !== '')
