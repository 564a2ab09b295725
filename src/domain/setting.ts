/** What an operator sets of an account: numbers that a cloud grants, switches, what a region has. */
import { fail, ok, type Result } from './result.ts'

export type SettingValue = string | number | boolean | readonly string[]

/** Those that differ from what is usual; the others are not stored. */
export type Settings = Readonly<Record<string, SettingValue>>

export const noSettings: Settings = {}

export interface SettingType<T extends SettingValue> {
  /** "a whole number". */
  readonly prose: string
  /** From JSON, or as it is typed; undefined when it is neither. */
  read(given: unknown): T | undefined
}

export interface Setting<T extends SettingValue = SettingValue> {
  /** "VPN gateways of the account, in all regions". */
  readonly what: string
  /** The document that the usual value is from. */
  readonly source: string
  readonly type: SettingType<T>
  readonly usual: T
}

/** All that can be set of an account, by name: "quota.tunnels". */
export type SettingTable = ReadonlyMap<string, Setting>

const most = 1_000_000

export const wholeNumber: SettingType<number> = {
  prose: `a whole number up to ${most}`,
  read(given) {
    const number = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given
    return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= most ? number : undefined
  },
}

const switches: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['on', true],
  [false, false],
  ['false', false],
  ['off', false],
])

export const onOrOff: SettingType<boolean> = { prose: 'on or off', read: (given) => switches.get(given) }

export const oneOf = <const Word extends string>(...words: readonly Word[]): SettingType<Word> => ({
  prose: words.join(', '),
  read: (given) => words.find((word) => word === given),
})

/** Without an order, each once; typed with commas between them. */
export const someOf = (words: readonly string[]): SettingType<readonly string[]> => ({
  prose: words.length === 0 ? 'none' : `any of ${words.join(', ')}`,
  read(given) {
    const list = typeof given === 'string' ? given.split(',').filter((word) => word !== '') : given
    if (!Array.isArray(list) || !list.every((word) => words.includes(word))) return undefined
    return words.filter((word) => list.includes(word))
  },
})

/** Throws where what is stored is no value of the setting: something else than `withSettings` has written it. */
export function settingOf<T extends SettingValue>(settings: Settings, name: string, { type, usual }: Setting<T>): T {
  const stored = settings[name]
  if (stored === undefined) return usual
  const value = type.read(stored)
  if (value === undefined) throw new TypeError(`the setting ${name} is ${JSON.stringify(stored)}, not ${type.prose}`)
  return value
}

export interface SettingProblem {
  readonly name: string
  /** For a person: what there is instead. */
  readonly detail: string
}

/** By name; null goes back to what is usual. */
export type SettingChange = Readonly<Record<string, unknown>>

const sameValue = (one: SettingValue, other: SettingValue): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The names, or beginnings of names, that there are where a name goes wrong: "there is quota.a, quota.b". */
function instead(table: SettingTable, name: string): string {
  const parts = name.split('.')
  for (let length = parts.length - 1; length >= 0; length -= 1) {
    const beginning = parts
      .slice(0, length)
      .map((part) => `${part}.`)
      .join('')
    const names = [...table.keys()].filter((each) => each.startsWith(beginning))
    if (names.length === 0) continue
    const next = names.map((each) => {
      const rest = each.slice(beginning.length)
      const end = rest.indexOf('.')
      return beginning + (end < 0 ? rest : rest.slice(0, end + 1))
    })
    return `there is ${[...new Set(next)].sort().join(', ')}`
  }
  return 'nothing can be set of this account'
}

/** All of the change, or none of it. */
export function withSettings(
  table: SettingTable,
  before: Settings,
  change: SettingChange,
): Result<Settings, SettingProblem> {
  const after: Record<string, SettingValue> = { ...before }
  for (const [name, given] of Object.entries(change)) {
    const setting = table.get(name)
    if (setting === undefined) return fail({ name, detail: `is no setting: ${instead(table, name)}` })
    const value = given === null ? setting.usual : setting.type.read(given)
    if (value === undefined) return fail({ name, detail: `must be ${setting.type.prose}` })
    if (sameValue(value, setting.usual)) delete after[name]
    else after[name] = value
  }
  return ok(after)
}
