import { oneOf, type Setting, type Settings, settingOf } from '../../../domain/setting.ts'

/** The China site sells by term, the international one by use; published configurations for either have to work. */
const site = {
  what: 'where the account was opened: china sells PREPAY alone, intl POSTPAY alone, any sells both',
  source: 'CreateVpnGateway: InstanceChargeType; that any is usual is ours',
  type: oneOf('any', 'china', 'intl'),
  usual: 'any',
} as const satisfies Setting

export const siteSettings: ReadonlyMap<string, Setting> = new Map([['site', site]])

type Site = 'any' | 'china' | 'intl'

export const siteOf = (settings: Settings): Site => settingOf<Site>(settings, 'site', site)

/** PREPAY or POSTPAY. */
export const isSoldAt = (chargeType: string, at: Site): boolean =>
  at === 'any' || (chargeType === 'PREPAY') === (at === 'china')
