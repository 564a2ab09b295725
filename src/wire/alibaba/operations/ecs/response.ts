import * as r from '../../../../operations/response.ts'
import { type Zone, zoneId, zoneName } from '../region/response.ts'

/** Terraform's provider drops a zone that has no instance type or no disk category, whatever it is wanted for. */
const some = r.derived('names of a few, since Terraform’s provider drops zones without any; none is served')

const instanceTypes = ['ecs.c6.large', 'ecs.g6.large', 'ecs.r6.large']
const diskCategories = ['cloud_efficiency', 'cloud_ssd', 'cloud_essd']
const resourceTypes = ['VSwitch', 'IoOptimized', 'Instance', 'Disk']

const inside = (name: string, values: readonly string[]) =>
  r.structure(some, (zone: Zone) => zone, { [name]: r.strings(some, (_: Zone) => values) })

const zones = r.derived('the region’s zones')

export const ecsZoneFields = {
  Zones: r.structure(zones, (all) => all, {
    Zone: r.structures(zones, (all: readonly Zone[]) => all, {
      AvailableDiskCategories: inside('DiskCategories', diskCategories),
      AvailableInstanceTypes: inside('InstanceTypes', instanceTypes),
      AvailableResourceCreation: inside('ResourceTypes', resourceTypes),
      LocalName: zoneName,
      ZoneId: zoneId,
      ZoneType: r.constant('AvailabilityZone', 'there are no edge zones'),
    }),
  }),
} satisfies r.ResponseFields<readonly Zone[]>

interface ZoneOf {
  readonly region: string
  readonly id: string
  readonly hasRoom: boolean
}

const room = r.derived('whether a VPN gateway can be there: nothing else is asked of a zone here')

export const availableResourceFields = {
  AvailableZones: r.structure(zones, (all) => all, {
    AvailableZone: r.structures(zones, (all: readonly ZoneOf[]) => all, {
      RegionId: r.string(r.derived('the region that was asked'), ({ region }: ZoneOf) => region),
      Status: r.string(room, ({ hasRoom }: ZoneOf) => (hasRoom ? 'Available' : 'SoldOut')),
      StatusCategory: r.string(room, ({ hasRoom }: ZoneOf) => (hasRoom ? 'WithStock' : 'WithoutStock')),
      ZoneId: r.string(r.stored('its id'), ({ id }: ZoneOf) => id),
    }),
  }),
} satisfies r.ResponseFields<readonly ZoneOf[]>
