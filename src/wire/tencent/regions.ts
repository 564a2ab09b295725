/** "Regions and Availability Zones" of Tencent Cloud: the regions that API 3.0 takes in `Region`, and the zones on sale in each. */
export interface Region {
  readonly id: string
  /** The country or part of it, and the city. */
  readonly area: string
  readonly city: string
  /** What ids of its zones begin with. */
  readonly number: number
  readonly zones: readonly number[]
}

const region = (id: string, area: string, city: string, number: number, ...zones: readonly number[]): Region => ({
  id,
  area,
  city,
  number,
  zones,
})

export const allRegions: readonly Region[] = [
  region('ap-bangkok', 'Southeast Asia', 'Bangkok', 23, 1, 2),
  region('ap-beijing', 'North China', 'Beijing', 80, 3, 4, 5, 6, 7),
  region('ap-beijing-fsi', 'North China', 'Beijing Finance', 46, 1),
  region('ap-chengdu', 'Southwest China', 'Chengdu', 16, 1, 2),
  region('ap-chongqing', 'Southwest China', 'Chongqing', 19, 1),
  region('ap-guangzhou', 'South China', 'Guangzhou', 10, 3, 4, 6, 7),
  region('ap-hongkong', 'Hong Kong, Macao and Taiwan (China)', 'Hong Kong', 30, 2, 3),
  region('ap-jakarta', 'Southeast Asia', 'Jakarta', 72, 1, 2),
  region('ap-mumbai', 'South Asia', 'Mumbai', 21, 1, 2),
  region('ap-nanjing', 'East China', 'Nanjing', 33, 1, 2, 3),
  region('ap-seoul', 'Northeast Asia', 'Seoul', 18, 1, 2),
  region('ap-shanghai', 'East China', 'Shanghai', 20, 2, 3, 4, 5, 8),
  region('ap-shanghai-fsi', 'East China', 'Shanghai Finance', 70, 1, 2, 3),
  region('ap-shenzhen-fsi', 'South China', 'Shenzhen Finance', 11, 1, 2),
  region('ap-singapore', 'Southeast Asia', 'Singapore', 90, 1, 2, 3, 4),
  region('ap-tokyo', 'Northeast Asia', 'Tokyo', 25, 1, 2),
  region('eu-frankfurt', 'Europe', 'Frankfurt', 17, 1, 2),
  region('na-ashburn', 'US East', 'Virginia', 22, 1, 2),
  region('na-siliconvalley', 'US West', 'Silicon Valley', 15, 1, 2),
  region('na-toronto', 'North America', 'Toronto', 40, 1),
  region('sa-saopaulo', 'South America', 'São Paulo', 74, 1),
]

export const zonesOf = (id: string): readonly string[] =>
  allRegions.find((each) => each.id === id)?.zones.map((zone) => `${id}-${zone}`) ?? []

export const regions: ReadonlySet<string> = new Set(allRegions.map(({ id }) => id))

/** Whether the zone is one of the region's: "ap-guangzhou-3" is of ap-guangzhou. Which numbers exist changes by the year. */
export function isZoneOf(zone: string, region: string): boolean {
  return zone.startsWith(`${region}-`) && /^[1-9]\d?$/.test(zone.slice(region.length + 1))
}
