import { days, hours } from '../../../domain/billing.ts'
import { billSetting, billTable, charge, fineCharge, ours } from '../../../domain/billing-settings.ts'
import { type Setting, type Settings, settingOf } from '../../../domain/setting.ts'
import { isFrozen } from './standing.ts'

const prices = '"Billing Overview", Tencent Cloud VPN Connections: mainland China, in USD'
const extrapolated = 'no document at hand has it: ours, as much more as each Mbps before it'
const overdue = '"Payment Overdue", Tencent Cloud VPN Connections'

const byMonth = (mbps: number, usual: number, source = prices): Setting<number> =>
  billSetting(usual, `what a month of a gateway of ${mbps} Mbps costs that is paid for in advance`, source, charge)

const monthlyPrices = {
  'price-per-month.5': byMonth(5, 54.29),
  'price-per-month.10': byMonth(10, 125.71),
  'price-per-month.20': byMonth(20, 268.57),
  'price-per-month.50': byMonth(50, 697.14),
  'price-per-month.100': byMonth(100, 1411.43),
  'price-per-month.200': byMonth(200, 2411.43),
  'price-per-month.500': byMonth(500, 5982.86),
  'price-per-month.1000': byMonth(1000, 11_697.14),
  'price-per-month.3000': byMonth(3000, 34_554.29, extrapolated),
}

/** Gateways have no other bandwidths. */
const ofMonth = (mbps: number) => `price-per-month.${mbps}` as keyof typeof monthlyPrices

const own = {
  ...monthlyPrices,
  'hours-in-debt': billSetting(2, 'after which what is paid for as it is used is isolated', overdue),
  'hours-overdue': billSetting(24, 'after which what a debt has isolated is released', overdue),
  'days-expired': billSetting(7, 'after which a gateway is released whose term is over', overdue),
}

/** So much is paid in that the published prices stop nobody. */
export const bills = billTable(1_000_000_000, own, ({ of, money }, given) => ({
  frozen: isFrozen(given),
  monthlyPrice: (mbps) => money(ofMonth(mbps)),
  // Nothing is ordered that is not paid at once.
  toPay: Number.POSITIVE_INFINITY,
  inDebt: hours(of('hours-in-debt')),
  overdue: hours(of('hours-overdue')),
  expired: days(of('days-expired')),
}))

/** Told by the operations that ask for prices: what is paid for as it is used is not metered. */
const unitPrices = {
  'billing.price-per-hour': billSetting(
    0.078,
    'what is told of an hour of a gateway of up to 100 Mbps that is paid for as it is used; nothing is charged',
    prices,
    fineCharge,
  ),
  'billing.price-per-hour-200': billSetting(
    0.46,
    'what is told of an hour of a gateway of 200 Mbps and more; nothing is charged',
    prices,
    fineCharge,
  ),
  'billing.price-per-gb': billSetting(
    0.12,
    'what is told of a GB that a gateway sends which is paid for as it is used; nothing is charged',
    ours,
    fineCharge,
  ),
} as const

export const unitPriceSettings: ReadonlyMap<string, Setting> = new Map(Object.entries(unitPrices))

const unitPrice = (settings: Settings, name: keyof typeof unitPrices): number =>
  settingOf(settings, name, unitPrices[name])

export const hourlyPrice = (settings: Settings, mbps: number): number =>
  unitPrice(settings, mbps < 200 ? 'billing.price-per-hour' : 'billing.price-per-hour-200')

export const trafficPrice = (settings: Settings): number => unitPrice(settings, 'billing.price-per-gb')
