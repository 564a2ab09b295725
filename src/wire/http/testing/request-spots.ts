/** Where all the fields of a request stand, whatever becomes of them, and requests that are right but for one of them. */
import type { Field, Fields } from '../../../operations/decode.ts'
import { type Place, placed, standsAt, type Tree } from './request-places.ts'

export interface Spot {
  /** Without list positions: "TunnelOptionsSpecification.TunnelIkeConfig.Psk". */
  readonly path: string
  /** As a refusal names it, with list positions. */
  readonly toldAs: string
  readonly field: Field
  /** The code of the nearest field around it that has one, for faults that have none of their own. */
  readonly around: string | undefined
}

/** `firstIndex` is the cloud's number of a list's first element. */
export function spotsOf(fields: Fields, firstIndex: 0 | 1, outer?: Spot): readonly Spot[] {
  return Object.entries(fields).flatMap(([name, field]): readonly Spot[] => {
    const within = (path: string | undefined) => (path === undefined ? name : `${path}.${name}`)
    const outerField = outer?.field
    const inList = outerField?.use === 'used' && outerField.type.name.startsWith('list')
    const toldAs = within(inList ? `${outer?.toldAs}.${firstIndex}` : outer?.toldAs)
    const around = (outerField?.use === 'used' ? outerField.code : undefined) ?? outer?.around
    const here: Spot = { path: within(outer?.path), toldAs, field, around }
    const members = field.use === 'used' ? field.type.members : undefined
    return members === undefined ? [here] : [here, ...spotsOf(members, firstIndex, here)]
  })
}

const parentOf = (path: string): string => path.split('.').slice(0, -1).join('.')

/** Another member of the structure that the spot is in, one that it cannot be without if there is such a one. */
export function memberBeside(spots: readonly Spot[], { path }: Spot): Spot | undefined {
  const beside = spots.filter(
    (each) => parentOf(each.path) === parentOf(path) && each.path !== path && each.field.use === 'used',
  )
  return beside.find(({ field }) => field.use === 'used' && field.required) ?? beside[0]
}

/** The request, with all that the structures around the spot cannot be without, and none of them empty besides it. */
async function completed(fields: Fields, spot: Spot, good: Tree, sampleOf: SampleOf): Promise<Tree> {
  let request = good
  const spots = spotsOf(fields, 0)
  const around = parentOf(spot.path)
  const beside = around === '' ? undefined : memberBeside(spots, spot)
  for (const { path, field } of spots) {
    const parent = parentOf(path)
    if (field.use !== 'used' || path === spot.path || standsAt(request, path) !== undefined) continue
    const needed = parent !== '' && field.required && (parent === around || around.startsWith(`${parent}.`))
    if (!needed && path !== beside?.path) continue
    request = placed(fields, request, path, await sampleOf({ path, field, worldless: undefined }))
  }
  return request
}

/** A good value for the place, the same whenever it is asked for. */
export type SampleOf = (place: Place) => Promise<unknown>

/** The good request with the value at the spot, whether it is good there or not. */
export async function withValueAt(
  fields: Fields,
  spot: Spot,
  good: Tree,
  value: unknown,
  sampleOf: SampleOf,
): Promise<Tree> {
  return placed(fields, await completed(fields, spot, good, sampleOf), spot.path, value)
}
