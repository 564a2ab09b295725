import { ok } from '../../../../domain/result.ts'
import { ignored, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { language, owners, region } from '../shared/request-fields.ts'
import { about, vpc, vpn } from '../shared/service.ts'
import { availableZoneFields, bgpFields, regionFields, zoneFields } from './response.ts'
import { regionsAt, zonesOf } from './view.ts'

export const describeRegions = operation({
  ...about('DescribeRegions', vpc, '*'),
  summary: 'Lists the regions.',
  effect: 'read',
  request: {
    RegionId: ignored('every region is listed'),
    ...owners,
    ...language,
    ProductType: ignored('every region has every product'),
  },
  response: regionFields,
  errors: {},
  run: async ({ host }: CallContext, _request) => ok(regionsAt(host)),
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
  run: async ({ region }: CallContext, { ZoneType }) => ok(ZoneType === 'EdgeZone' ? [] : zonesOf(region)),
})

/** Of VPN gateways, in Mbit/s. */
const bandwidths: readonly number[] = [5, 10, 20, 50, 100, 200, 500, 1000]

const bandwidth = t.parsed(
  'a bandwidth in Mbit/s and M, as in 10M',
  (text) => (/^[1-9]\d{0,3}M$/.test(text) ? Number(text.slice(0, -1)) : undefined),
  ['5M', '10M'],
)

export const describeVpnGatewayAvailableZones = operation({
  ...about('DescribeVpnGatewayAvailableZones', vpn, '*'),
  summary: 'Lists the zones of a region in which a VPN gateway can be: all of them.',
  effect: 'read',
  request: {
    ...region,
    ...language,
    Spec: required(bandwidth, { note: 'finds no zone where no gateway has it' }),
    GatewayType: ignored('every zone takes gateways of every type'),
  },
  response: availableZoneFields,
  errors: {},
  run: async ({ region }: CallContext, { Spec }) =>
    ok({ region, zones: bandwidths.includes(Spec) ? zonesOf(region) : [] }),
})

export const checkVpnBgpEnabled = operation({
  ...about('CheckVpnBgpEnabled', vpn, '*'),
  summary: 'Tells whether a region has BGP.',
  effect: 'read',
  request: { ...region, ClientToken: ignored('this operation changes nothing, so it may be repeated') },
  response: bgpFields,
  errors: {},
  run: async (_context: CallContext, _request) => ok(null),
})
