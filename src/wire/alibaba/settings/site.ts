import { oneOf, type Setting, settingOf } from '../../../domain/setting.ts'
import type { CallContext } from '../../http/context.ts'

/** The China site sells by term, the international one by use; published configurations for either have to work. */
const site = {
  what: 'where the account was opened: china sells PREPAY alone, intl POSTPAY alone, any sells both',
  source: 'CreateVpnGateway: InstanceChargeType; that any is usual is ours',
  type: oneOf('any', 'china', 'intl'),
  usual: 'any',
} as const satisfies Setting

export const siteSettings: ReadonlyMap<string, Setting> = new Map([['site', site]])

export const siteOf = ({ account }: Pick<CallContext, 'account'>): 'any' | 'china' | 'intl' =>
  settingOf(account.settings, 'site', site)
