import type { Setting, SettingTable } from '../../../domain/setting.ts'
import { bills } from './bills.ts'
import { quotaSettings } from './quotas.ts'
import { rateSettings } from './rates.ts'
import { regionSettings } from './regions.ts'
import { siteSettings } from './site.ts'

let table: SettingTable | undefined

/** All that can be set of an account, in the order in which it is shown. */
export function settings(): SettingTable {
  table ??= new Map<string, Setting>([
    ...siteSettings,
    ...bills.settings,
    ...quotaSettings,
    ...rateSettings(),
    ...regionSettings(),
  ])
  return table
}
