import { optional } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { isZoneOf, zonesOf } from '../../regions.ts'

/** Of the range of a default subnet. */
export const bits = 20

export const firstZoneOf = ({ region }: { readonly region: string }): string => zonesOf(region)[0] ?? `${region}-1`

export const zoneField = optional(t.text(), {
  defaultText: 'that of a default subnet, else the region’s first',
  worldless: 'zones are names here',
})

export const knownZone: Rule<{ readonly Zone: string | undefined }> = {
  code: 'ResourceNotFound',
  demand: 'must be a zone of the region, such as ap-guangzhou-3',
  brokenBy: ({ Zone }, { region }) => (Zone === undefined || isZoneOf(Zone, region) ? undefined : 'Zone'),
}
