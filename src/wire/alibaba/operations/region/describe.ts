import { ok } from '../../../../domain/result.ts'
import { ignored, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { language, owners, region } from '../shared/request-fields.ts'
import { about, vpc, vpn } from '../shared/service.ts'
import { isBandwidth } from '../vpn-gateway/bandwidths.ts'
import { availableZoneFields, bgpFields, regionFields, zoneFields } from './response.ts'
import { regionsAt, vpnZonesOf, zonesOf } from './view.ts'

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
  run: async (context: CallContext, _request) => ok(regionsAt(context)),
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
  run: async (context: CallContext, { ZoneType }) => ok(ZoneType === 'EdgeZone' ? [] : zonesOf(context)),
})

const bandwidth = t.parsed(
  'a bandwidth in Mbit/s and M, as in 10M',
  (text) => (/^[1-9]\d{0,3}M$/.test(text) ? Number(text.slice(0, -1)) : undefined),
  ['5M', '10M'],
)

export const describeVpnGatewayAvailableZones = operation({
  ...about('DescribeVpnGatewayAvailableZones', vpn, '*'),
  summary: 'Lists the zones of a region in which a VPN gateway can be.',
  effect: 'read',
  request: {
    ...region,
    ...language,
    Spec: required(bandwidth, { note: 'finds no zone where no gateway has it, or it is more than the region has' }),
    GatewayType: ignored('every zone takes gateways of every type'),
  },
  response: availableZoneFields,
  errors: {},
  async run(context: CallContext, { Spec }) {
    const { account, region } = context
    const isSold = isBandwidth(Spec) && Spec <= settingOfRegion(account.settings, region, 'top-bandwidth')
    return ok({ region, zones: isSold ? vpnZonesOf(context) : [] })
  },
})

export const checkVpnBgpEnabled = operation({
  ...about('CheckVpnBgpEnabled', vpn, '*'),
  summary: 'Tells whether a region has BGP.',
  effect: 'read',
  request: { ...region, ClientToken: ignored('this operation changes nothing, so it may be repeated') },
  response: bgpFields,
  errors: {},
  run: async ({ account, region }: CallContext, _request) => ok(settingOfRegion(account.settings, region, 'bgp')),
})
