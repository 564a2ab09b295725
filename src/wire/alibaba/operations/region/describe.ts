import { ok } from '../../../../domain/result.ts'
import { ignored, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Region, regionOf, regions } from '../../regions.ts'
import { owners, region } from '../shared/request-fields.ts'

const service = 'Vpc 2016-04-28'

const language = { AcceptLanguage: ignored('names are given in English, the only language that they are kept in') }

const regionResponse: r.ResponseFields<readonly Region[]> = {
  Regions: r.structure('the regions that this server plays', (all) => all, {
    Region: r.structures('the regions that this server plays', (all: readonly Region[]) => all, {
      LocalName: r.string('the region’s name in English', ({ localName }: Region) => localName),
      RegionId: r.string('the region', ({ id }: Region) => id),
    }),
  }),
}

export const describeRegions = operation({
  action: 'DescribeRegions',
  service,
  summary: 'Lists the regions. Their endpoints are left out: they would lead to the cloud itself.',
  source: 'DescribeRegions, Alibaba Cloud VPC documentation',
  permission: { action: 'vpc:DescribeRegions', resource: '*' },
  effect: 'read',
  request: {
    RegionId: ignored('every region is listed'),
    ...owners,
    ...language,
    ProductType: ignored('every region has every product'),
  },
  response: regionResponse,
  errors: {},
  run: async (_context: CallContext, _request) => ok(regions),
})

interface Zone {
  readonly id: string
  readonly name: string
}

const zoneResponse: r.ResponseFields<readonly Zone[]> = {
  Zones: r.structure('the region’s zones', (all) => all, {
    Zone: r.structures('the region’s zones', (all: readonly Zone[]) => all, {
      LocalName: r.string('the region’s name and the zone’s letter', ({ name }: Zone) => name),
      ZoneId: r.string('the zone', ({ id }: Zone) => id),
      ZoneType: r.string('constant "AvailabilityZone": there are no edge zones', () => 'AvailabilityZone'),
    }),
  }),
}

export const describeZones = operation({
  action: 'DescribeZones',
  service,
  summary: 'Lists the zones of a region.',
  source: 'DescribeZones, Alibaba Cloud VPC documentation',
  permission: { action: 'vpc:DescribeZones', resource: '*' },
  effect: 'read',
  request: {
    ...region,
    ...language,
    ZoneType: withDefault(t.word('AvailabilityZone', 'EdgeZone'), 'AvailabilityZone'),
  },
  response: zoneResponse,
  errors: {},
  async run({ region }: CallContext, { ZoneType }) {
    const { localName = '', zones = [] } = regionOf(region) ?? {}
    const name = (id: string) => `${localName} Zone ${id.slice(-1).toUpperCase()}`
    return ok(ZoneType === 'EdgeZone' ? [] : zones.map((id) => ({ id, name: name(id) })))
  },
})
