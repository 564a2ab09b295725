import type { RulePlace } from '../../../../operations/operation.ts'
import { isInChina } from '../../regions.ts'
import { settingOfRegion } from '../../settings/regions.ts'

/** In Mbit/s (CreateVpnGateway, Alibaba Cloud VPN Gateway documentation). */
const published = {
  private: [200, 1000],
  inChina: [5, 10, 20, 50, 100, 200, 500, 1000],
  abroad: [10, 100, 200, 500, 1000],
}

/** What a gateway of a network type can have in a region; nothing where the region has none of that type. */
export function bandwidthsOf(networkType: string, { region, settings }: RulePlace): readonly number[] {
  const type = networkType === 'private' ? 'private' : 'public'
  if (!settingOfRegion(settings, region, type)) return []
  const all = type === 'private' ? published.private : isInChina(region) ? published.inChina : published.abroad
  const top = settingOfRegion(settings, region, 'top-bandwidth')
  return all.filter((bandwidth) => bandwidth <= top)
}

/** Whether gateways of some type have it in some region: clients look for zones by the lowest anywhere. */
export const isBandwidth = (mbps: number): boolean => published.inChina.includes(mbps)
