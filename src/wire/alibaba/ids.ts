import type { Random } from '../../runtime/random.ts'
import { regionOf } from './regions.ts'

/** The prefixes of Alibaba Cloud's ids, as its documents' samples have them. */
export type IdPrefix = 'vpc' | 'vsw' | 'cgw' | 'vpn' | 'vco' | 'tun' | 'cen' | 'tr' | 'tr-attach'

const base36 = '0123456789abcdefghijklmnopqrstuvwxyz'

/** What follows the prefix and its hyphen. */
const bodyLength = 21

/** A new id: "vco-bp1bbi27hojx80nck0q1z"; the body begins with the region's code, where there is a region. */
export function newId(prefix: IdPrefix, region: string, random: Random): string {
  const code = regionOf(region)?.code ?? ''
  return `${prefix}-${code}${random.token(bodyLength - code.length, base36)}`
}

/** Request ids are upper-case UUIDs. */
export const requestIdOf = (uuid: string): string => uuid.toUpperCase()
