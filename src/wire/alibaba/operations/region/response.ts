import * as r from '../../../../operations/response.ts'
import type { Region } from '../../regions.ts'

export const regionFields = {
  Regions: r.structure(r.derived('the regions that this server plays'), (all) => all, {
    Region: r.structures(r.derived('the regions that this server plays'), (all: readonly Region[]) => all, {
      LocalName: r.string(r.stored('the region’s name in English'), ({ localName }: Region) => localName),
      RegionId: r.string(r.stored('its id'), ({ id }: Region) => id),
    }),
  }),
} satisfies r.ResponseFields<readonly Region[]>

export interface Zone {
  readonly id: string
  readonly name: string
}

export const zoneFields = {
  Zones: r.structure(r.derived('the region’s zones'), (all) => all, {
    Zone: r.structures(r.derived('the region’s zones'), (all: readonly Zone[]) => all, {
      LocalName: r.string(r.stored('the region’s name and the zone’s letter'), ({ name }: Zone) => name),
      ZoneId: r.string(r.stored('its id'), ({ id }: Zone) => id),
      ZoneType: r.constant('AvailabilityZone', 'there are no edge zones'),
    }),
  }),
} satisfies r.ResponseFields<readonly Zone[]>
