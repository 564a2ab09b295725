/** What of CEN can be had where: all of it, everywhere. */
import { ok } from '../../../../domain/result.ts'
import { ignored, optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import type { Region } from '../../regions.ts'
import { openRegions, settingOfRegion } from '../../settings/regions.ts'
import { anyRegion, language, region } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'

const zones = r.strings(r.derived('the region’s zones'), (all: readonly string[]) => all)

export const listTransitRouterAvailableResource = operation({
  ...about('ListTransitRouterAvailableResource', cen, '*'),
  summary: 'Lists the zones of a region in which a transit router can attach VPCs: all of them.',
  effect: 'read',
  request: { ...region, SupportMulticast: optional(t.boolean, { note: 'true finds no zone' }) },
  response: {
    AvailableZones: zones,
    MasterZones: zones,
    SlaveZones: zones,
    SupportMulticast: r.constant(false, 'multicast is not forwarded'),
  },
  errors: {},
  async run({ account: { settings }, region }: CallContext, { SupportMulticast }) {
    const isThere = SupportMulticast !== true && settingOfRegion(settings, region, 'transit-router')
    return ok(isThere ? settingOfRegion(settings, region, 'zones') : [])
  },
})

const unchanged = { ClientToken: ignored('nothing is changed, so to repeat it changes nothing either') }

export const checkTransitRouterService = operation({
  ...about('CheckTransitRouterService', cen, '*'),
  summary: 'Tells whether the account may have transit routers: it may.',
  effect: 'read',
  request: { ...anyRegion, ...unchanged },
  // Text in the document; Terraform's provider crashes on anything but a boolean.
  response: { Enabled: r.constant(true, 'every account may have transit routers') },
  errors: {},
  run: async (_context: CallContext, _request) => ok({}),
})

export const openTransitRouterService = operation({
  ...about('OpenTransitRouterService', cen, '*'),
  summary: 'Changes nothing: every account may have transit routers, and nothing is ordered.',
  effect: 'read',
  request: { ...anyRegion, ...unchanged },
  response: {},
  errors: {},
  run: async (_context: CallContext, _request) => ok({}),
})

const there = r.derived('the regions that this server plays')

export const describeChildInstanceRegions = operation({
  ...about('DescribeChildInstanceRegions', cen, '*'),
  summary: 'Lists the regions whose VPCs can be attached: all of them.',
  effect: 'read',
  request: {
    ...anyRegion,
    ...language,
    ProductType: optional(t.text(), { note: 'VPC; of any other, there is none in any region' }),
  },
  response: {
    Regions: r.structure(there, (all: readonly Region[]) => all, {
      Region: r.structures(there, (all: readonly Region[]) => all, {
        LocalName: r.string(r.stored('the region’s name in English'), ({ localName }: Region) => localName),
        RegionId: r.string(r.stored('its id'), ({ id }: Region) => id),
      }),
    }),
  },
  errors: {},
  run: async ({ account }: CallContext, { ProductType = 'VPC' }) =>
    ok(ProductType === 'VPC' ? openRegions(account.settings) : []),
})
