import { ok } from '../../../../domain/result.ts'
import { ignored, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { regionOf, regions } from '../../regions.ts'
import { owners, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { regionFields, zoneFields } from './response.ts'

const language = { AcceptLanguage: ignored('names are given in English, the only language that they are kept in') }

export const describeRegions = operation({
  ...about('DescribeRegions', vpc, '*'),
  summary: 'Lists the regions. Their endpoints are left out: they would lead to the cloud itself.',
  effect: 'read',
  request: {
    RegionId: ignored('every region is listed'),
    ...owners,
    ...language,
    ProductType: ignored('every region has every product'),
  },
  response: regionFields,
  errors: {},
  run: async (_context: CallContext, _request) => ok(regions),
})

export const describeZones = operation({
  ...about('DescribeZones', vpc, '*'),
  summary: 'Lists the zones of a region.',
  effect: 'read',
  request: {
    ...region,
    ...language,
    ZoneType: withDefault(t.word('AvailabilityZone', 'EdgeZone'), 'AvailabilityZone'),
  },
  response: zoneFields,
  errors: {},
  async run({ region }: CallContext, { ZoneType }) {
    const { localName = '', zones = [] } = regionOf(region) ?? {}
    const name = (id: string) => `${localName} Zone ${id.slice(-1).toUpperCase()}`
    return ok(ZoneType === 'EdgeZone' ? [] : zones.map((id) => ({ id, name: name(id) })))
  },
})
