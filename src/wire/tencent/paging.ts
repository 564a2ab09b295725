/** Which of many resources a Describe operation answers with: ids or filters, then a page. */

import type { FacetName } from '../../domain/facets.ts'
import type { Condition } from '../../domain/page.ts'
import type { WireType } from '../../operations/decode.ts'
import { optional, required, withDefault } from '../../operations/field.ts'
import type { Rule } from '../../operations/operation.ts'
import * as t from '../../operations/wire-type.ts'
import { isDefault, never } from '../http/conditions.ts'
import { type IdKind, id } from './ids.ts'

export interface Filter {
  readonly name: string
  readonly values: readonly string[]
}

const most = { ids: 100, filters: 10, values: 5, page: 100 }
const usual = { offset: 0, limit: 20 }

const overLimit = 'InvalidParameterValue.LimitExceeded'
const unknownFilter = 'InvalidParameter.FilterInvalidKey'

/** Up to a hundred ids of a kind. */
export const ids = (kind: IdKind, malformed?: string): WireType<readonly string[]> =>
  t.refined(t.list(id(kind, malformed)), `at most ${most.ids}; ids like ${kind}`, [overLimit], (values) =>
    values.length > most.ids ? { code: overLimit, detail: `at most ${most.ids} ids are taken` } : undefined,
  )

/** `names` are those that are good alone. */
const filter = (names: readonly string[]) =>
  t.structure({
    Name: required(
      t.text(
        '',
        () => true,
        names.map((name) => (name.endsWith(':') ? `${name}one` : name)),
      ),
    ),
    Values: required(t.list(t.text())),
  })

function filterFault(names: readonly string[], filters: readonly { Name: string; Values: readonly string[] }[]) {
  if (filters.length > most.filters) return { code: overLimit, detail: `at most ${most.filters} filters are taken` }
  for (const [index, { Name, Values }] of filters.entries()) {
    const known = names.some((name) => (name.endsWith(':') ? Name.startsWith(name) && Name !== name : Name === name))
    if (!known) return { code: unknownFilter, detail: `must be one of ${names.join(', ')}`, at: `${index}.Name` }
    if (Values.length > most.values) {
      return { code: overLimit, detail: `at most ${most.values} values are taken`, at: `${index}.Values` }
    }
  }
  return undefined
}

/**
 * Filters by these names; a name that ends in a colon takes whatever follows it. An empty list asks for nothing: some
 * SDKs send it where there are no filters. Those of `rest` are no samples: nothing has what they ask for, or they are good
 * beside others only.
 */
export function filters(alone: readonly string[], rest: readonly string[] = []): WireType<readonly Filter[]> {
  const names = [...alone, ...rest]
  const accepts = `at most ${most.filters} filters of at most ${most.values} values each; names: ${names.join(', ')}`
  const fault = (given: Parameters<typeof filterFault>[1]): t.Fault | undefined => filterFault(names, given)
  return t.checked(t.refined(t.list(filter(alone)), accepts, [overLimit, unknownFilter], fault), accepts, (given) =>
    given.map(({ Name, Values }) => ({ name: Name, values: Values })),
  )
}

const whole = (value: string): number | undefined => (/^\d{1,9}$/.test(value) ? Number(value) : undefined)

const limitText = (value: string): number | undefined => {
  const number = whole(value)
  return number === undefined || number < 1 || number > most.page ? undefined : number
}

const noFilter = 'it says which part of what is found is shown'

/** Offset and Limit as most of the API has them, and as the operations on VPCs and subnets do. */
export const integerPage = {
  Offset: withDefault(
    t.integer('0 or more', (value) => value >= 0),
    usual.offset,
    { noFilter },
  ),
  Limit: withDefault(t.coded(t.integerBetween(1, most.page), overLimit), usual.limit, { noFilter }),
}
/** The same where the document has another code for it. */
const outOfRange = 'InvalidParameterValue.Range'
export const rangedPage = {
  Offset: withDefault(
    t.coded(
      t.integer('0 or more', (value) => value >= 0),
      outOfRange,
    ),
    usual.offset,
    { noFilter },
  ),
  Limit: withDefault(t.coded(t.integerBetween(1, most.page), outOfRange), usual.limit, { noFilter }),
}
export const textPage = {
  Offset: withDefault(t.parsed('a number in text, 0 or more', whole, ['1', '2']), usual.offset, { noFilter }),
  Limit: withDefault(
    t.coded(t.parsed(`a number in text, 1 to ${most.page}`, limitText, ['1', '2']), overLimit),
    usual.limit,
    { noFilter },
  ),
}

/** The rule that every Describe operation has: ids or filters, not both. */
export const eitherIdsOrFilters = <N extends string>(name: N) =>
  ({
    code: 'InvalidParameter.Coexist',
    demand: `must not be given together with ${name}`,
    brokenBy(
      request: { readonly [P in N]: readonly string[] | undefined } & { Filters: readonly Filter[] | undefined },
    ) {
      return (request[name]?.length ?? 0) > 0 && (request.Filters?.length ?? 0) > 0 ? 'Filters' : undefined
    },
  }) satisfies Rule<{ readonly [P in N]: readonly string[] | undefined } & { Filters: readonly Filter[] | undefined }>

export const filtersField = (alone: readonly string[], rest?: readonly string[]) => optional(filters(alone, rest))

/** What a filter's values ask of a resource: one of them must be what it has. A name that ends in a colon stands for many. */
export type Filtering = (values: readonly string[], name: string) => readonly Condition[]

export const byId: Filtering = (anyOf) => [{ by: 'id', anyOf }]
export const byName: Filtering = (anyOf) => [{ by: 'name', anyOf }]
export const byNamePart: Filtering = (anyOf) => [{ by: 'name-part', anyOf }]
export const byReference: Filtering = (anyOf) => [{ by: 'refers-to', anyOf }]
export const byFacet =
  (facet: FacetName): Filtering =>
  (anyOf) => [{ by: 'facet', facet, anyOf }]

/** What every resource has alike; undefined where none has any. */
export const byConstant =
  (value: string | undefined): Filtering =>
  (values) =>
    value !== undefined && values.includes(value) ? [] : [never]

/** "true", "false" or both. */
export const byDefault: Filtering = (values) => {
  const asked = [true, false].filter((is) => values.includes(String(is)))
  return asked.length === 1 ? asked.map(isDefault) : asked.length === 2 ? [] : [never]
}

export type Filterings = Readonly<Record<string, Filtering>>

/** Every filter must hold, by any one of its values. */
export const conditionsOf = (given: readonly Filter[], filterings: Filterings): readonly Condition[] =>
  given.flatMap(({ name, values }) => {
    const colon = name.indexOf(':')
    return filterings[colon < 0 ? name : name.slice(0, colon + 1)]?.(values, name) ?? [never]
  })

export interface Page<R> {
  /** Of all that were selected, not only of this page. */
  readonly total: number
  readonly items: readonly R[]
}
