/** What clients ask of ECS to find regions and zones in which to put networks. There are no instances and no disks. */
import { ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { regionFields } from '../region/response.ts'
import { regionsAt, vpnZonesOf, zonesOf } from '../region/view.ts'
import { language, owners, region } from '../shared/request-fields.ts'
import { about, ecs } from '../shared/service.ts'
import { availableResourceFields, ecsZoneFields } from './response.ts'

const everyZone = 'it is about instances and disks, and every zone is told whatever it says'

export const describeAvailableResource = operation({
  ...about('DescribeAvailableResource', ecs, '*'),
  summary: 'Lists the zones of a region.',
  effect: 'read',
  request: {
    ...region,
    DestinationResource: required(
      t.word('Zone', 'IoOptimized', 'InstanceType', 'SystemDisk', 'DataDisk', 'Network', 'ddh'),
      { note: 'of any but Zone there is nothing in any zone' },
    ),
    ZoneId: optional(t.text()),
    ResourceType: ignored(everyZone),
    InstanceChargeType: ignored(everyZone),
    SpotStrategy: ignored(everyZone),
    SpotDuration: ignored(everyZone),
    IoOptimized: ignored(everyZone),
    InstanceType: ignored(everyZone),
    Cores: ignored(everyZone),
    Memory: ignored(everyZone),
    SystemDiskCategory: ignored(everyZone),
    DataDiskCategory: ignored(everyZone),
    NetworkCategory: ignored(everyZone),
    DedicatedHostId: ignored(everyZone),
    Scope: ignored(everyZone),
  },
  response: availableResourceFields,
  errors: {},
  async run(context: CallContext, { DestinationResource, ZoneId }) {
    const { region } = context
    const zones = DestinationResource === 'Zone' ? zonesOf(context) : []
    const withRoom = vpnZonesOf(context).map(({ id }) => id)
    // Clients put a gateway's vSwitches in the first zones that are not sold out. Where there are no gateways, any zone will do.
    const hasRoom = (id: string): boolean => withRoom.length === 0 || withRoom.includes(id)
    const meant = zones.filter(({ id }) => (ZoneId ?? id) === id)
    return ok(meant.map(({ id }) => ({ region, id, hasRoom: hasRoom(id) })))
  },
})

export const describeRegions = operation({
  ...about('DescribeRegions', ecs, '*'),
  summary: 'Lists the regions.',
  effect: 'read',
  request: {
    RegionId: ignored('every region is listed'),
    ...owners,
    ...language,
    InstanceChargeType: ignored('every region is listed'),
    ResourceType: ignored('every region is listed'),
  },
  response: regionFields,
  errors: {},
  run: async (context: CallContext, _request) => ok(regionsAt(context)),
})

export const describeZones = operation({
  ...about('DescribeZones', ecs, '*'),
  summary: 'Lists the zones of a region.',
  effect: 'read',
  request: {
    ...region,
    ...language,
    InstanceChargeType: ignored(everyZone),
    SpotStrategy: ignored(everyZone),
    Verbose: ignored('as much is told either way'),
  },
  response: ecsZoneFields,
  errors: {},
  run: async (context: CallContext, _request) => ok(zonesOf(context)),
})
