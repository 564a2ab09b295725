/**
 * The regions that the dialect knows, as they are published: "Regions and zones supported by IPsec-VPN" (2026) and "Regions
 * and zones". What an account is granted of them otherwise is set (`settings/regions.ts`).
 */
export interface Region {
  readonly id: string
  readonly localName: string
  /** The two or three characters that ids of the region's resources begin with; of some regions they are ours. */
  readonly code: string
  readonly zones: readonly string[]
  /** Those in which VPN gateways can be. */
  readonly vpnZones: readonly string[]
  readonly has: ReadonlySet<RegionFeature>
}

/** Enhanced, public and private gateways, ShangMi, transit routers' VPN attachments; and that it is closed. */
type RegionFeature = 'enhanced' | 'public' | 'private' | 'shangmi' | 'transit-router' | 'closed'

const features: Readonly<Record<string, RegionFeature>> = {
  E: 'enhanced',
  P: 'public',
  N: 'private',
  S: 'shangmi',
  T: 'transit-router',
  X: 'closed',
}

/** Zones of China's regions are written "cn-hangzhou-h", those of the others "eu-central-1a". */
function region(id: string, localName: string, code: string, zones: string, vpnZones: string, has: string): Region {
  const separator = id.startsWith('cn-') ? '-' : ''
  const named = (letters: string) => [...letters].map((letter) => `${id}${separator}${letter}`)
  const known = new Set([...has].flatMap((letter) => features[letter] ?? []))
  return { id, localName, code, zones: named(zones), vpnZones: named(vpnZones), has: known }
}

/** Zones that no page names, and those of regions that are not offered at present, are ours. */
export const regions: readonly Region[] = [
  region('cn-qingdao', 'China (Qingdao)', 'm5e', 'bc', 'bc', 'PNST'),
  region('cn-beijing', 'China (Beijing)', '2ze', 'abcdefghijkl', 'acefghijkl', 'EPNST'),
  region('cn-zhangjiakou', 'China (Zhangjiakou)', '8vb', 'abc', 'abc', 'PNST'),
  region('cn-huhehaote', 'China (Hohhot)', 'hp3', 'ab', 'ab', 'PNST'),
  region('cn-wulanchabu', 'China (Ulanqab)', '0jl', 'abcd', 'abc', 'PNST'),
  region('cn-hangzhou', 'China (Hangzhou)', 'bp1', 'befghijk', 'ghijk', 'EPNST'),
  region('cn-shanghai', 'China (Shanghai)', 'uf6', 'abcdefgklmno', 'bdefgklmn', 'EPNST'),
  region('cn-nanjing', 'China (Nanjing - Local Region)', 'gc7', 'a', 'a', 'PNST'),
  region('cn-fuzhou', 'China (Fuzhou - Local Region)', 'gw0', 'a', 'a', 'PNS'),
  region('cn-wuhan-lr', 'China (Wuhan - Local Region)', 'n4a', 'a', 'a', 'PNST'),
  region('cn-shenzhen', 'China (Shenzhen)', 'wz9', 'abcdef', 'adef', 'EPNST'),
  region('cn-heyuan', 'China (Heyuan)', 'f8z', 'abc', 'ab', 'PNST'),
  region('cn-guangzhou', 'China (Guangzhou)', '7xv', 'ab', 'ab', 'PNST'),
  region('cn-chengdu', 'China (Chengdu)', '2vc', 'abc', 'ab', 'EPNST'),
  region('cn-zhongwei', 'China (Zhongwei)', 'zw6', 'ab', 'ab', 'PNST'),
  region('cn-hongkong', 'China (Hong Kong)', 'j6c', 'bcd', 'bcd', 'EPNT'),
  region('ap-northeast-1', 'Japan (Tokyo)', '6we', 'abcde', 'abc', 'PNT'),
  region('ap-northeast-2', 'South Korea (Seoul)', 'mj7', 'abc', 'a', 'PNT'),
  region('ap-southeast-1', 'Singapore', 't4n', 'abcd', 'abc', 'EPNT'),
  region('ap-southeast-3', 'Malaysia (Kuala Lumpur)', '8ps', 'abc', 'ab', 'EPNT'),
  region('ap-southeast-5', 'Indonesia (Jakarta)', 'k1a', 'abc', 'abc', 'EPNT'),
  region('ap-southeast-6', 'Philippines (Manila)', '5ts', 'ab', 'a', 'PNT'),
  region('ap-southeast-7', 'Thailand (Bangkok)', '0jo', 'ab', 'a', 'PNT'),
  region('ap-southeast-8', 'Malaysia (Johor)', 'jh1', 'ab', 'ab', 'PNT'),
  region('us-east-1', 'US (Virginia)', '0xi', 'ab', 'ab', 'EPNT'),
  region('us-west-1', 'US (Silicon Valley)', 'rj9', 'ab', 'ab', 'EPNT'),
  region('us-southeast-1', 'US (Atlanta)', 'at1', 'ab', 'ab', 'PNTX'),
  region('na-south-1', 'Mexico', '4iu', 'ab', 'ab', 'PNT'),
  region('sa-east-1', 'Brazil (Sao Paulo)', 'sp1', 'ab', 'ab', 'PNT'),
  region('eu-west-1', 'UK (London)', 'd7o', 'ab', 'ab', 'EPNT'),
  region('eu-west-2', 'France (Paris)', 'fr2', 'ab', 'ab', 'PNT'),
  region('eu-central-1', 'Germany (Frankfurt)', 'gw8', 'abc', 'abc', 'EPNT'),
  region('me-east-1', 'UAE (Dubai)', 'eb3', 'ab', 'ab', 'PNT'),
  region('me-central-1', 'SAU (Riyadh - Partner Region)', 'l4v', 'ab', 'ab', 'PT'),
  region('ap-southeast-2', 'Australia (Sydney)', 'p0w', 'ab', 'ab', 'PNTX'),
  region('ap-south-1', 'India (Mumbai)', 'a2d', 'ab', 'ab', 'PNTX'),
]

const byId = new Map(regions.map((each) => [each.id, each]))

export const regionOf = (id: string): Region | undefined => byId.get(id)

export const regionIds: ReadonlySet<string> = new Set(byId.keys())

/** Where a CEN instance is stored: it belongs to no region, and no region's operations see it. */
export const globalRegion = 'global'

/** Whether its documents are those of the China site: Hong Kong's are not. */
export const isInChina = (id: string): boolean => id.startsWith('cn-') && id !== 'cn-hongkong'
