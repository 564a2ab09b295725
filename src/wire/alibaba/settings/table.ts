import type { SettingTable } from '../../../domain/setting.ts'
import { quotaSettings } from './quotas.ts'
import { siteSettings } from './site.ts'

/** All that can be set of an account, in the order in which it is shown. */
const table: SettingTable = new Map([...siteSettings, ...quotaSettings])

export const settings = (): SettingTable => table
