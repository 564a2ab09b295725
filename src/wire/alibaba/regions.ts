/** The regions that the dialect knows, from Alibaba Cloud's "Regions and zones" document. */
export interface Region {
  readonly id: string
  readonly localName: string
  /** The two or three characters that ids of the region's resources begin with. */
  readonly code: string
  readonly zones: readonly string[]
}

/** Zones of China's regions are written "cn-hangzhou-h", those of the others "eu-central-1a". */
function region(id: string, localName: string, code: string, letters: string): Region {
  const separator = id.startsWith('cn-') ? '-' : ''
  return { id, localName, code, zones: [...letters].map((letter) => `${id}${separator}${letter}`) }
}

export const regions: readonly Region[] = [
  region('cn-qingdao', 'China (Qingdao)', 'm5e', 'bc'),
  region('cn-beijing', 'China (Beijing)', '2ze', 'abcdefghijkl'),
  region('cn-zhangjiakou', 'China (Zhangjiakou)', '8vb', 'abc'),
  region('cn-huhehaote', 'China (Hohhot)', 'hp3', 'ab'),
  region('cn-wulanchabu', 'China (Ulanqab)', '0jl', 'abc'),
  region('cn-hangzhou', 'China (Hangzhou)', 'bp1', 'befghijk'),
  region('cn-shanghai', 'China (Shanghai)', 'uf6', 'abcdefglmn'),
  region('cn-shenzhen', 'China (Shenzhen)', 'wz9', 'abcdef'),
  region('cn-heyuan', 'China (Heyuan)', 'f8z', 'ab'),
  region('cn-guangzhou', 'China (Guangzhou)', '7xv', 'ab'),
  region('cn-chengdu', 'China (Chengdu)', '2vc', 'ab'),
  region('cn-hongkong', 'China (Hong Kong)', 'j6c', 'bcd'),
  region('ap-northeast-1', 'Japan (Tokyo)', '6we', 'abc'),
  region('ap-northeast-2', 'South Korea (Seoul)', 'mj7', 'ab'),
  region('ap-southeast-1', 'Singapore', 't4n', 'abc'),
  region('ap-southeast-3', 'Malaysia (Kuala Lumpur)', '8ps', 'abc'),
  region('ap-southeast-5', 'Indonesia (Jakarta)', 'k1a', 'abc'),
  region('ap-southeast-6', 'Philippines (Manila)', '5ts', 'ab'),
  region('ap-southeast-7', 'Thailand (Bangkok)', '0jo', 'ab'),
  region('us-east-1', 'US (Virginia)', '0xi', 'ab'),
  region('us-west-1', 'US (Silicon Valley)', 'rj9', 'ab'),
  region('eu-west-1', 'UK (London)', 'd7o', 'ab'),
  region('eu-central-1', 'Germany (Frankfurt)', 'gw8', 'abc'),
  region('me-east-1', 'UAE (Dubai)', 'eb3', 'a'),
  region('me-central-1', 'SAU (Riyadh)', 'l4v', 'ab'),
]

const byId = new Map(regions.map((each) => [each.id, each]))

export const regionOf = (id: string): Region | undefined => byId.get(id)

export const regionIds: ReadonlySet<string> = new Set(byId.keys())

/** Where a CEN instance is stored: it belongs to no region, and no region's operations see it. */
export const globalRegion = 'global'

/** Whether its documents are those of the China site: Hong Kong's are not. */
export const isInChina = (id: string): boolean => id.startsWith('cn-') && id !== 'cn-hongkong'
