/** What RAM's operations have in common. */
import type { NewResource } from '../../../../commands/command.ts'
import { principalRegion } from '../../../../domain/principal.ts'
import { type Extras, type Labels, noExtras, noLabels } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { ignored, optional, withDefault } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { positionToken, tokenOf } from '../../paging.ts'
import { owners } from './request-fields.ts'

/** Users, groups, roles and policies are in no region. */
export const everywhere = (context: CallContext): CallContext => context.inRegion(principalRegion)

/** What names one of the account's. */
export const named = ({ account }: CallContext, name: string) => ({ account: account.id, name })

export const describedAs = (description: string | undefined): Labels =>
  description === undefined ? noLabels : { ...noLabels, description }

export const newPrincipal = (
  { account, now }: CallContext,
  id: string,
  name: string,
  labels: Labels,
  extras: Extras = noExtras,
): NewResource => ({ id, account: account.id, region: principalRegion, name, createdAt: now, labels, extras })

/** Limits of an account ("Limits", RAM documentation). */
export const limits = {
  users: 1000,
  groups: 50,
  roles: 1000,
  policies: 1500,
  versions: 5,
  accessKeys: 2,
  memberships: 5,
  policiesOf: {
    user: { custom: 10, system: 20 },
    'user-group': { custom: 5, system: 20 },
    role: { custom: 5, system: 20 },
  },
} as const

export const noRegion = {
  RegionId: ignored('users, groups, roles and policies are in no region'),
  ...owners,
}

const worldless = 'it is about who may ask for what, and nothing that is carried depends on who asked'

interface Allowed {
  readonly characters: RegExp
  readonly words: string
}

/** A name, which its own codes are for: "InvalidParameter.UserName.Length". */
function nameOf(most: number, { characters, words }: Allowed) {
  return (parameter: string): WireType<string> => {
    const [invalid, length] = [`InvalidParameter.${parameter}.InvalidChars`, `InvalidParameter.${parameter}.Length`]
    const accepts = `1 to ${most} ${words}`
    const name = t.refined(t.text(), accepts, [invalid, length], (text) => {
      if (text.length > most) return { code: length, detail: `must be ${accepts}` }
      return characters.test(text) ? undefined : { code: invalid, detail: `must be ${accepts}` }
    })
    return { ...name, worldless }
  }
}

export const userName = nameOf(64, { characters: /^[\w.-]*$/, words: 'letters, digits, ".", "_" and "-"' })
export const groupName = userName
export const roleName = nameOf(64, { characters: /^[A-Za-z0-9.-]*$/, words: 'letters, digits, "." and "-"' })
export const policyName = nameOf(128, { characters: /^[A-Za-z0-9-]*$/, words: 'letters, digits and "-"' })
/** Letters of any language: the documents do not say that people have English names. */
export const displayName = nameOf(128, {
  characters: /^[\p{L}\p{M}\p{N} @._-]*$/u,
  words: 'letters, digits, spaces, "@", ".", "_" and "-"',
})

/** A text of which the document says no more than how long it may be. */
export function freeText(parameter: string, most: number): WireType<string> {
  const code = `InvalidParameter.${parameter}.Length`
  const accepts = `1 to ${most} characters`
  const short = t.text(accepts, (text) => text.length <= most)
  return { ...t.coded(short, code), worldless }
}

export function formatted(parameter: string, accepts: string, pattern: RegExp, samples: readonly string[]) {
  const written = t.text(accepts, (text) => pattern.test(text), samples)
  return { ...t.coded(written, `InvalidParameter.${parameter}.Format`), worldless }
}

/** A new value, or empty text for none. */
export const clearable = (type: WireType<string>): WireType<string> => ({
  ...type,
  accepts: `${type.accepts}; empty for none`,
  takesEmpty: true,
  decode: (value, position) => (value === '' ? ok(value) : type.decode(value, position)),
})

/** Type for values that no carried packet depends on. */
export const aboutAccess = <T>(type: WireType<T>): WireType<T> => ({ ...type, worldless })

const noFilter = 'it says which part of what is found is shown'

export const markerFields = {
  Marker: optional(positionToken, { noFilter }),
  MaxItems: withDefault(t.integerBetween(1, 1000), 100, { noFilter }),
}

export interface MarkerRequest {
  readonly Marker: number | undefined
  readonly MaxItems: number
}

export interface MarkerPage<T> {
  readonly items: readonly T[]
  /** Where the next page begins; undefined on the last. */
  readonly next: number | undefined
}

/** A page as the store reads it. */
export const pageQuery = ({ Marker, MaxItems }: MarkerRequest) => ({
  limit: MaxItems,
  ...(Marker === undefined ? {} : { after: Marker }),
})

const all = r.derived('all that there are')

/** "Users": {"User": […]}. */
export const wrappedList = <V>(
  list: string,
  element: string,
  fields: r.ResponseFields<V>,
): r.ResponseFields<readonly V[]> => ({
  [list]: r.structure(all, (items) => items, { [element]: r.structures(all, (items: readonly V[]) => items, fields) }),
})

export const markerPage = <V>(
  list: string,
  element: string,
  fields: r.ResponseFields<V>,
): r.ResponseFields<MarkerPage<V>> => ({
  IsTruncated: r.boolean(r.derived('whether there are more'), ({ next }) => next !== undefined),
  Marker: r.string(r.derived('where the next page begins; absent on the last'), ({ next }) =>
    next === undefined ? undefined : tokenOf(next),
  ),
  [list]: r.structure(all, (page) => page, {
    [element]: r.structures(all, ({ items }: MarkerPage<V>) => items, fields),
  }),
})
