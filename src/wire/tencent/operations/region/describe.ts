import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { integerPage } from '../../paging.ts'
import { allRegions } from '../../regions.ts'
import { productFields, products, sceneField } from '../shared/product.ts'
import { regionList, zoneList, zonesOf } from '../shared/region-response.ts'
import { aboutOther } from '../shared/service.ts'

interface ProductPage {
  readonly total: number
  readonly items: readonly string[]
}

const theConsole = 'it is for the console'

export const describeProducts = operation({
  ...aboutOther('region', 'DescribeProducts'),
  summary: 'Lists the products that this server plays.',
  effect: 'read',
  request: integerPage,
  response: {
    Products: r.structures<ProductPage, string>(
      r.derived('the page that Offset and Limit ask for'),
      ({ items }) => items,
      { Name: r.string(r.derived('a product, as hosts begin with it'), (name) => name) },
    ),
    TotalCount: r.integer<ProductPage>(r.derived('how many there are'), ({ total }) => total),
  },
  errors: {},
  run: async (_context: CallContext, { Offset, Limit }) =>
    ok({ total: products.length, items: products.slice(Offset, Offset + Limit) }),
})

export const describeRegions = operation({
  ...aboutOther('region', 'DescribeRegions'),
  summary: 'Lists the regions in which a product is.',
  effect: 'read',
  request: { ...productFields, Scene: sceneField },
  response: regionList({
    RegionTypeMC: r.constant(0, theConsole),
    LocationMC: r.constant('', theConsole),
    RegionNameMC: r.constant('', theConsole),
    RegionIdMC: r.constant('', theConsole),
  }),
  errors: {},
  documented: ['InvalidParameter', 'InvalidParameter.ParameterError', 'RequestLimitExceeded'],
  neverOccurs: { 'InvalidParameter.ParameterError': 'told as InvalidParameter' },
  run: async (_context: CallContext, _request) => ok(allRegions),
})

const noParent = 'every zone stands by itself'

export const describeZones = operation({
  ...aboutOther('region', 'DescribeZones'),
  summary: 'Lists the zones of the region in which a product is.',
  effect: 'read',
  request: { ...productFields, Scene: sceneField },
  response: zoneList({
    ParentZone: r.constant('', noParent),
    ParentZoneId: r.constant('', noParent),
    ParentZoneName: r.constant('', noParent),
    ZoneType: r.constant('', 'there is one type of zone'),
    MachineRoomTypeMC: r.constant('', theConsole),
    ZoneIdMC: r.constant('', theConsole),
  }),
  errors: {},
  documented: ['InvalidParameter', 'InvalidParameter.ParameterError', 'UnsupportedOperation'],
  neverOccurs: { 'InvalidParameter.ParameterError': 'told as InvalidParameter' },
  run: async ({ region }: CallContext, _request) => ok(zonesOf(region)),
})
