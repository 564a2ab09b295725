import * as r from '../../../../operations/response.ts'
import type { Region } from '../../regions.ts'

/** A region, and the host that it is asked at. */
export type RegionHere = Region & { readonly host: string }

export const regionFields = {
  Regions: r.structure(r.derived('the regions that this server plays'), (all) => all, {
    Region: r.structures(r.derived('the regions that this server plays'), (all: readonly RegionHere[]) => all, {
      LocalName: r.string(r.stored('the region’s name in English'), ({ localName }: RegionHere) => localName),
      RegionEndpoint: r.string(r.derived('the host that was asked, which all regions are at'), ({ host }) => host),
      RegionId: r.string(r.stored('its id'), ({ id }: RegionHere) => id),
    }),
  }),
} satisfies r.ResponseFields<readonly RegionHere[]>

export interface Zone {
  readonly id: string
  readonly name: string
}

export const zoneName = r.string(r.stored('the region’s name and the zone’s letter'), ({ name }: Zone) => name)
export const zoneId = r.string(r.stored('its id'), ({ id }: Zone) => id)

export const zoneFields = {
  Zones: r.structure(r.derived('the region’s zones'), (all) => all, {
    Zone: r.structures(r.derived('the region’s zones'), (all: readonly Zone[]) => all, {
      LocalName: zoneName,
      ZoneId: zoneId,
      ZoneType: r.constant('AvailabilityZone', 'there are no edge zones'),
    }),
  }),
} satisfies r.ResponseFields<readonly Zone[]>

interface ZonesOfRegion {
  readonly region: string
  readonly zones: readonly Zone[]
}

export const availableZoneFields = {
  AvailableZoneIdList: r.structures(r.derived('the region’s zones'), ({ zones }: ZonesOfRegion) => zones, {
    ZoneId: zoneId,
    ZoneName: zoneName,
  }),
  RegionId: r.string(r.given('RegionId'), ({ region }) => region),
} satisfies r.ResponseFields<ZonesOfRegion>

export const bgpFields = {
  BgpEnabled: r.boolean(r.stored('what is set of the region'), (has: boolean) => has),
} satisfies r.ResponseFields<boolean>
