/** What an operator sets of an account's bills; what is usual, and where that is from, its dialect says. */
import type { Billing } from './billing.ts'
import { type Setting, type Settings, type SettingType, settingOf, wholeNumber } from './setting.ts'

const most = 1_000_000_000

const amountWith = (decimals: number): SettingType<number> => {
  const written = new RegExp(`^-?\\d+(\\.\\d{1,${decimals}})?$`)
  return {
    prose: `an amount of money, with at most ${decimals === 2 ? 'two' : 'three'} decimals`,
    read(given) {
      const number = typeof given === 'string' && written.test(given) ? Number(given) : given
      if (typeof number !== 'number' || !Number.isFinite(number) || Math.abs(number) > most) return undefined
      return Number(number.toFixed(decimals)) === number ? number : undefined
    },
  }
}

/** With a price below 0 orders would pay their account. */
const ofZeroOrMore = ({ prose, read }: SettingType<number>): SettingType<number> => ({
  prose: prose.replace('money', 'money of 0 or more'),
  read(given) {
    const number = read(given)
    return number === undefined || number < 0 ? undefined : number
  },
})

const amount = amountWith(2)
export const charge = ofZeroOrMore(amount)
/** Of what is sold in small units. */
export const fineCharge = ofZeroOrMore(amountWith(3))

/** Of a number that a cloud surely has, and tells nobody. */
export const ours = 'no document has a number: it is ours'

export const billSetting = (
  usual: number,
  what: string,
  source: string,
  type: SettingType<number> = wholeNumber,
): Setting<number> => ({ what, source, type, usual })

/** What every dialect's accounts have. */
const common = {
  credit: billSetting(0, 'how far it may go into debt', ours, amount),
  'days-ahead': billSetting(0, 'how many days its bills are ahead of the clock: set it, to see what time brings', ours),
}

const paidIn = (usual: number): Setting<number> =>
  billSetting(
    usual,
    'what was paid in for the account, all together: it is in debt once its orders cost more',
    ours,
    amount,
  )

const nameOf = (setting: string): string => `billing.${setting}`

const hundredths = (amountOfMoney: number): number => Math.round(amountOfMoney * 100)

/** The bills of a dialect's accounts. */
export interface BillTable {
  readonly settings: ReadonlyMap<string, Setting>
  billingOf(given: Settings): Billing
}

type Own<N extends string> = Readonly<Record<N, Setting<number>>>

/** How a dialect's own settings are read. */
export interface OwnBills<N extends string> {
  of(name: N): number
  /** The same, in hundredths of the account's currency. */
  money(name: N): number
}

/** `funds` is what is usually paid in: nobody is to be stopped who has set nothing. */
export function billTable<N extends string>(
  funds: number,
  own: Own<N>,
  read: (bills: OwnBills<N>, given: Settings) => Omit<Billing, 'funds' | 'credit' | 'daysAhead'>,
): BillTable {
  const usual = { funds: paidIn(funds), ...common }
  const settings = { ...usual, ...own }
  return {
    settings: new Map(Object.entries(settings).map(([name, setting]) => [nameOf(name), setting as Setting])),
    billingOf(given) {
      const of = (name: string, setting: Setting<number>): number => settingOf(given, nameOf(name), setting)
      const ofOwn = (name: N): number => of(name, own[name])
      return {
        ...read({ of: ofOwn, money: (name) => hundredths(ofOwn(name)) }, given),
        funds: hundredths(of('funds', usual.funds)),
        credit: hundredths(of('credit', usual.credit)),
        daysAhead: of('days-ahead', usual['days-ahead']),
      }
    },
  }
}
