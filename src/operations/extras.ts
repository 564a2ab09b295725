/** What a dialect alone knows of its resources and accounts: how that is written into them, and read again. */
import type { Extras, Kind } from '../domain/resource.ts'
import { decodeFields, type Field, type Fields, type Values } from './decode.ts'

/** As it is stored. Nobody but the codec that wrote it knows what it holds. */
type Stored = Readonly<Record<string, unknown>>

type OwnerKind = Kind | 'account'

/** Whatever has extras: a resource, or an account, which has no kind. */
interface Owner<K extends OwnerKind> {
  readonly kind?: K
  readonly id: string
  readonly extras: Extras
}

export interface ExtrasCodec<K extends OwnerKind, T> {
  readonly version: number
  /** What there is to read and write. */
  readonly fields: Fields
  /**
   * Whatever version it was written in. Throws `UnreadableExtras`. The value is frozen, and decoded once for all who read
   * the same row.
   */
  read(owner: Owner<K>): T
  write(value: T): Extras
}

/** What is stored is not what this Culvert wrote, or a later one wrote it: a mistake of ours, never the caller's. */
export class UnreadableExtras extends Error {
  override readonly name = 'UnreadableExtras'
}

/** From what one version wrote to what the next one writes. */
export type Upgrade = (before: Stored) => Stored

interface Options<T> {
  /** Counts up from 1 with every change of the fields that what was written before would not be read by. */
  readonly version: number
  /** The step from each version before this one to the next. */
  readonly upgrades?: Readonly<Record<number, Upgrade>>
  /** Of one that something else than the dialect has made; absent where nothing else makes any. */
  readonly without?: T
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const part of Object.values(value)) freeze(part)
  }
  return value
}

/** The members as this version has them, or why there are none. */
function upgraded(stored: Stored, { version, upgrades = {} }: Options<unknown>): Stored | string {
  const { version: written, ...values } = stored
  if (typeof written !== 'number' || !Number.isSafeInteger(written) || written < 1) return 'they have no version'
  if (written > version) return `they are of version ${written}: a later Culvert wrote them`
  let current: Stored = values
  for (let step = written; step < version; step += 1) {
    try {
      current = upgrades[step]?.(current) ?? current
    } catch (error) {
      return `their version ${step} is not what that version was: ${String(error)}`
    }
  }
  return current
}

/**
 * A codec of the fields. Their types are those of what is stored: let them stay wider than what a request may hold, or a
 * request that may hold less makes what is stored unreadable.
 */
export function extras<K extends OwnerKind, F extends Fields>(
  kind: K,
  fields: F,
  options: Options<Values<F>>,
): ExtrasCodec<K, Values<F>> {
  check(fields, options)
  const known = new WeakMap<Extras, Values<F>>()
  const decode = ({ id, extras: carried }: Owner<K>): Values<F> => {
    const stored = carried as Stored
    const unreadable = (why: string) => new UnreadableExtras(`the extras of ${kind} ${id} cannot be read: ${why}`)
    if (Object.keys(stored).length === 0) {
      if (options.without === undefined) throw unreadable('there are none')
      return options.without
    }
    const values = upgraded(stored, options)
    if (typeof values === 'string') throw unreadable(values)
    const decoded = decodeFields(fields, values, { path: '', textOnly: false, firstIndex: 0 })
    if (decoded.ok) return decoded.value
    const problems = decoded.error.map(({ path, kind: problem, detail }) =>
      problem === 'unknown' ? `${path} is not known` : `${path} ${detail}`,
    )
    throw unreadable(problems.join(', '))
  }
  return {
    version: options.version,
    fields,
    read(owner) {
      const before = known.get(owner.extras)
      if (before !== undefined) return before
      const value = freeze(decode(owner))
      known.set(owner.extras, value)
      return value
    },
    write: (value) => ({ version: options.version, ...value }) as unknown as Extras,
  }
}

export type ExtrasOf<C> = C extends ExtrasCodec<OwnerKind, infer T> ? T : never

function check(fields: Readonly<Record<string, Field>>, { version, upgrades = {} }: Options<unknown>): void {
  if (Object.hasOwn(fields, 'version')) throw new TypeError('a field of extras may not be called version')
  for (let step = 1; step < version; step += 1) {
    if (upgrades[step] === undefined) throw new TypeError(`nothing brings extras from version ${step} to ${step + 1}`)
  }
}
