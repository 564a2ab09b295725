/** What becomes of a request's field: it is used, refused or ignored. */
import type { IgnoredField, RefusedField, UsedField, WireType } from './decode.ts'

interface Codes {
  readonly code?: string
  readonly missingCode?: string
  readonly note?: string
  /** Who reads it, where no handler does. */
  readonly readBy?: string
  /** Why nothing that the data plane is told depends on it. */
  readonly worldless?: string
  /** Of an operation that lists things: why what it finds does not depend on it. */
  readonly noFilter?: string
}

export const required = <T>(type: WireType<T>, codes: Codes = {}): UsedField<T, true> => ({
  use: 'used',
  required: true,
  type,
  ...codes,
})

/** Undefined when it is not given. `defaultText` is for a default that depends on other things. */
export const optional = <T>(type: WireType<T>, codes: Codes & { defaultText?: string } = {}): UsedField<T, false> => ({
  use: 'used',
  required: false,
  type,
  ...codes,
})

export const withDefault = <T>(
  type: WireType<T>,
  fallback: T,
  codes: Codes & { defaultText?: string } = {},
): UsedField<T, false> & { readonly fallback: T } => ({
  use: 'used',
  required: false,
  type,
  fallback,
  defaultText: codes.defaultText ?? String(fallback),
  ...codes,
})

/** Turned down with a reason, except for values that ask for nothing (`allow`). */
export const refused = (
  type: WireType<unknown>,
  reason: string,
  options: { allow?: readonly unknown[]; code?: string } = {},
): RefusedField => ({
  use: 'refused',
  reason,
  type,
  allow: options.allow ?? [],
  ...(options.code === undefined ? {} : { code: options.code }),
})

/** Without effect, for a reason; with a `type`, bad values are refused all the same. */
export const ignored = (reason: string, checked: { type?: WireType<unknown>; code?: string } = {}): IgnoredField => ({
  use: 'ignored',
  reason,
  ...checked,
})
