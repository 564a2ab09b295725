/** Regions and zones, as the three products that tell of them do. */
import * as r from '../../../../operations/response.ts'
import { allRegions, type Region } from '../../regions.ts'

/** One zone of a region. */
interface Zone {
  readonly region: Region
  readonly number: number
}

const named = r.derived('the regions that this server plays')
const inRegion = r.derived('the zones of the region that is asked')

const regionFields: r.ResponseFields<Region> = {
  Region: r.string(named, ({ id }) => id),
  RegionName: r.string(r.derived('its area and its city, in English'), ({ area, city }) => `${area} (${city})`),
  RegionState: r.constant('AVAILABLE', 'all regions are in one place here'),
}

const zoneFields: r.ResponseFields<Zone> = {
  Zone: r.string(inRegion, ({ region, number }) => `${region.id}-${number}`),
  ZoneName: r.string(
    r.derived('the city and the zone’s number, in English'),
    ({ region, number }) => `${region.city} Zone ${number}`,
  ),
  ZoneId: r.string(r.derived('the region’s number and the zone’s, as the cloud counts them'), ({ region, number }) =>
    String(region.number * 10_000 + number),
  ),
  ZoneState: r.constant('AVAILABLE', 'all zones are in one place here'),
}

const total = 'how many there are'

export const regionList = (more: r.ResponseFields<Region> = {}): r.ResponseFields<readonly Region[]> => ({
  TotalCount: r.integer(r.derived(total), ({ length }) => length),
  RegionSet: r.structures(named, (all) => all, { ...regionFields, ...more }),
})

export const zoneList = (more: r.ResponseFields<Zone> = {}): r.ResponseFields<readonly Zone[]> => ({
  TotalCount: r.integer(r.derived(total), ({ length }) => length),
  ZoneSet: r.structures(inRegion, (all) => all, { ...zoneFields, ...more }),
})

/** Those of the region; of every region where none is asked. */
export const zonesOf = (id: string): readonly Zone[] =>
  allRegions
    .filter((region) => id === '' || region.id === id)
    .flatMap((region) => region.zones.map((number) => ({ region, number })))
