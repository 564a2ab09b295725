import { regionOf, regions } from '../../regions.ts'
import type { RegionHere, Zone } from './response.ts'

export const regionsAt = (host: string): readonly RegionHere[] => regions.map((region) => ({ ...region, host }))

export function zonesOf(region: string): readonly Zone[] {
  const { localName = '', zones = [] } = regionOf(region) ?? {}
  return zones.map((id) => ({ id, name: `${localName} Zone ${id.slice(-1).toUpperCase()}` }))
}
