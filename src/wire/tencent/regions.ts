/** "Regions and Availability Zones" of Tencent Cloud: the regions that API 3.0 takes in `Region`. */
export const regions: ReadonlySet<string> = new Set([
  'ap-bangkok',
  'ap-beijing',
  'ap-beijing-fsi',
  'ap-chengdu',
  'ap-chongqing',
  'ap-guangzhou',
  'ap-hongkong',
  'ap-jakarta',
  'ap-mumbai',
  'ap-nanjing',
  'ap-seoul',
  'ap-shanghai',
  'ap-shanghai-fsi',
  'ap-shenzhen-fsi',
  'ap-singapore',
  'ap-tokyo',
  'eu-frankfurt',
  'na-ashburn',
  'na-siliconvalley',
  'na-toronto',
  'sa-saopaulo',
])

/** Whether the zone is one of the region's: "ap-guangzhou-3" is of ap-guangzhou. Which numbers exist changes by the year. */
export function isZoneOf(zone: string, region: string): boolean {
  return zone.startsWith(`${region}-`) && /^[1-9]\d?$/.test(zone.slice(region.length + 1))
}
