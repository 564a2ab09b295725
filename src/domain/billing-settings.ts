/** What an operator sets of an account's bills. Nothing of it stops anybody by default: a month costs nothing. */
import type { Billing } from './billing.ts'
import { type Setting, type Settings, type SettingType, settingOf, wholeNumber } from './setting.ts'

const most = 1_000_000_000

const amount: SettingType<number> = {
  prose: 'an amount of money, with at most two decimals',
  read(given) {
    const number = typeof given === 'string' && /^-?\d+(\.\d{1,2})?$/.test(given) ? Number(given) : given
    if (typeof number !== 'number' || !Number.isFinite(number) || Math.abs(number) > most) return undefined
    return Number(number.toFixed(2)) === number ? number : undefined
  },
}

/** With a price below 0 orders would pay their account. */
const charge: SettingType<number> = {
  prose: 'an amount of money of 0 or more, with at most two decimals',
  read(given) {
    const number = amount.read(given)
    return number === undefined || number < 0 ? undefined : number
  },
}

const ours = 'no document has a number: it is ours'
const overdue = 'VPN Gateway: "Overdue payments", March 2026'

const money = (usual: number, what: string, type = amount): Setting<number> => ({ what, source: ours, type, usual })

const daysOf = (usual: number, what: string, source: string): Setting<number> => ({
  what,
  source,
  type: wholeNumber,
  usual,
})

const settings = {
  funds: money(1_000_000, 'what was paid in for the account, all together: it is in debt once its orders cost more'),
  credit: money(0, 'how far it may go into debt'),
  'price-per-month': money(0, 'what a month of a gateway costs that is paid for in advance', charge),
  'days-ahead': daysOf(0, 'how many days its bills are ahead of the clock: set it, to see what time brings', ours),
  'days-to-pay': daysOf(15, 'after which an unpaid order is cancelled', ours),
  'days-in-debt': daysOf(15, 'after which what is paid for as it is used is suspended', overdue),
  'days-overdue': daysOf(15, 'after which what a debt has suspended is released', overdue),
  'days-expired': daysOf(7, 'after which a gateway is released whose term is over', overdue),
} as const satisfies Readonly<Record<string, Setting<number>>>

const nameOf = (setting: string): string => `billing.${setting}`

export const billingSettings: ReadonlyMap<string, Setting> = new Map(
  Object.entries(settings).map(([name, setting]) => [nameOf(name), setting]),
)

/** Those of an account whose dialect has no such settings are the usual ones. */
export function billingOf(given: Settings): Billing {
  const of = (name: keyof typeof settings): number => settingOf(given, nameOf(name), settings[name])
  const hundredths = (name: keyof typeof settings): number => Math.round(of(name) * 100)
  return {
    funds: hundredths('funds'),
    credit: hundredths('credit'),
    monthlyPrice: hundredths('price-per-month'),
    daysAhead: of('days-ahead'),
    daysToPay: of('days-to-pay'),
    daysInDebt: of('days-in-debt'),
    daysOverdue: of('days-overdue'),
    daysExpired: of('days-expired'),
  }
}
