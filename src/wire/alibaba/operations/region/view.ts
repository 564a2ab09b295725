import type { CallContext } from '../../../http/context.ts'
import { regionOf } from '../../regions.ts'
import { openRegions, settingOfRegion } from '../../settings/regions.ts'
import type { RegionHere, Zone } from './response.ts'

type Asking = Pick<CallContext, 'account' | 'host' | 'region'>

export const regionsAt = ({ account, host }: Asking): readonly RegionHere[] =>
  openRegions(account.settings).map((region) => ({ ...region, host }))

const named = (region: string, zones: readonly string[]): readonly Zone[] =>
  zones.map((id) => ({ id, name: `${regionOf(region)?.localName} Zone ${id.slice(-1).toUpperCase()}` }))

export const zonesOf = ({ account, region }: Asking): readonly Zone[] =>
  named(region, settingOfRegion(account.settings, region, 'zones'))

/** Those that have room for a VPN gateway. */
export function vpnZonesOf({ account: { settings }, region }: Asking): readonly Zone[] {
  const full = settingOfRegion(settings, region, 'no-inventory')
  return named(
    region,
    settingOfRegion(settings, region, 'vpn-zones').filter((zone) => !full.includes(zone)),
  )
}
