import type { Setting, SettingTable } from '../../../domain/setting.ts'
import { bills, unitPriceSettings } from './bills.ts'
import { quotaSettings } from './quotas.ts'
import { rateSettings } from './rates.ts'
import { standingSettings } from './standing.ts'
import { tagSettings } from './tags.ts'

let table: SettingTable | undefined

/** All that can be set of an account, in the order in which it is shown. */
export function settings(): SettingTable {
  table ??= new Map<string, Setting>([
    ...standingSettings,
    ...bills.settings,
    ...unitPriceSettings,
    ...quotaSettings,
    ...tagSettings,
    ...rateSettings(),
  ])
  return table
}
