/** What a list can be asked for with one of its filters, and which of its elements each question is to find. */
import type { UsedField, WireType } from '../../../operations/decode.ts'
import type { DescribedField } from '../../../operations/response.ts'
import { isTree, type Tree, valuesAt } from './request-places.ts'

export interface Query {
  readonly sent: unknown
  finds(element: Tree): boolean
}

/** The filters that one field offers: itself, or those that its elements name. */
export interface Filter {
  readonly name: string
  readonly queries: readonly Query[]
  /** No element can have what it asks for. */
  readonly isVain: boolean
}

type Response = Readonly<Record<string, DescribedField>>

/** The list that an operation answers with: where it stands, and the fields of its elements. */
export function listIn(response: Response, prefix = ''): { path: string; fields: Response } | undefined {
  for (const [name, { type, fields }] of Object.entries(response)) {
    const path = `${prefix}${name}`
    if (type === 'list of object') return { path, fields: fields ?? {} }
    const inner = type === 'object' && fields !== undefined ? listIn(fields, `${path}.`) : undefined
    if (inner !== undefined) return inner
  }
  return undefined
}

/** "vpc-id", "VpcIds" and "VpcId" are one name. */
const folded = (name: string): string => name.replaceAll('-', '').toLowerCase().replace(/ids$/, 'id')

export interface Listing {
  readonly elements: readonly Tree[]
  /** Of the elements, as declared. */
  readonly fields: Response
  /** Where the elements have what a filter asks for, if not under its name. */
  shownAs(name: string): string | ((element: Tree) => readonly unknown[]) | undefined
}

const nameIn = ({ fields }: Listing, name: string): string | undefined =>
  Object.keys(fields).find((each) => folded(each) === folded(name))

/** What an element has of what the filter asks for. */
function ownOf(listing: Listing, name: string, element: Tree): readonly unknown[] {
  const shown = listing.shownAs(name) ?? nameIn(listing, name)
  if (shown === undefined) return []
  const values = typeof shown === 'string' ? valuesAt(element, shown) : shown(element)
  return values.flat().filter((value) => value !== undefined && value !== '')
}

/** Another text of the same form. */
function altered(text: string): string {
  const last = text.at(-1) ?? ''
  const other = /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'z' ? 'y' : 'z'
  return text.slice(0, -1) + other
}

const anywhere = { path: '', textOnly: true, firstIndex: 0 } as const

const unique = (values: readonly unknown[]): readonly string[] => [...new Set(values.map(String))]

interface Choice {
  /** What elements have. */
  readonly own: readonly string[]
  /** What none has and the type takes. */
  readonly none: readonly string[]
}

function choiceFor(own: readonly unknown[], { decode, samples }: WireType<unknown>): Choice {
  const takes = (value: string) => decode(value, anywhere).ok
  const there = unique(own).filter(takes)
  const others = (values: readonly unknown[]) =>
    unique(values).filter((value) => !there.includes(value) && takes(value))
  const none = others((samples?.() ?? []).flat())
  return { own: there, none: none.length > 0 ? none : others(there.map(altered)) }
}

const takesLists = ({ name }: WireType<unknown>): boolean => name.startsWith('list')

/** A type that takes one value for another that takes a list of such. */
const elementOf = (type: WireType<unknown>): WireType<unknown> =>
  takesLists(type) ? { ...type, name: 'element', decode: (value, position) => type.decode([value], position) } : type

/** One value each, and of a list also several, of which any one will do. */
function valueQueries(
  { own, none }: Choice,
  inList: boolean,
  has: (element: Tree) => readonly unknown[],
): readonly Query[] {
  const [missing] = none
  const several =
    inList && missing !== undefined
      ? own.flatMap((value) => [
          [missing, value],
          [value, missing],
        ])
      : []
  return [...[...own, ...none].map((value) => [value]), ...several].map((values) => ({
    sent: inList ? values : values[0],
    finds: (element) => has(element).some((value) => values.includes(String(value))),
  }))
}

function plainFilter(name: string, type: WireType<unknown>, listing: Listing): Filter {
  const has = (element: Tree) => ownOf(listing, name, element)
  const choice = choiceFor(listing.elements.flatMap(has), elementOf(type))
  return { name, queries: valueQueries(choice, takesLists(type), has), isVain: isVain(listing, name) }
}

const isVain = (listing: Listing, name: string): boolean => {
  const origin = listing.fields[nameIn(listing, name) ?? '']?.origin
  return origin?.kind === 'constant' && origin.value === ''
}

/** The members of a filter that says by name what it asks for: "Name" and "Values". */
function namedMembers({ members = {} }: WireType<unknown>) {
  const [named, ...others] = Object.entries(members)
  const [values] = others
  if (named === undefined || values === undefined || others.length > 1) return undefined
  const [[name, naming], [valuesName, valued]] = [named, values]
  if (naming.use !== 'used' || valued.use !== 'used' || !naming.required || !takesLists(valued.type)) return undefined
  return { name, naming, valuesName, valued }
}

type Named = NonNullable<ReturnType<typeof namedMembers>>

function namedFilters({ name: nameOf, naming, valuesName, valued }: Named, listing: Listing): readonly Filter[] {
  const names = (naming.type.samples?.() ?? []).map(String)
  return names.map((name) => {
    const { queries, isVain } = plainFilter(name, valued.type, listing)
    const asked = (values: unknown): Tree => ({ [nameOf]: name, [valuesName]: values })
    const alone = queries.map(({ sent, finds }): Query => ({ sent: [asked(sent)], finds }))
    const inVain = queries.find(({ finds }) => !listing.elements.some(finds))
    // Two filters must both hold, whichever is named first.
    const both = queries.flatMap(({ sent }): readonly Query[] => {
      if (inVain === undefined) return []
      const two = [asked(sent), asked(inVain.sent)]
      return [two, two.toReversed()].map((all) => ({ sent: all, finds: () => false }))
    })
    return { name, queries: [...alone, ...both], isVain }
  })
}

/** A filter by rows, such as tags: an element must have each row that is asked for, by the members that are given. */
function rowFilter(name: string, { members = {} }: WireType<unknown>, listing: Listing): Filter {
  const rowsOf = (element: Tree) => ownOf(listing, name, element).filter(isTree)
  const own = listing.elements.flatMap(rowsOf)
  const types = Object.entries(members).flatMap(([member, field]) =>
    field.use === 'used' ? [[member, field.type] as const] : [],
  )
  const noneOf = (member: string, type: WireType<unknown>) =>
    choiceFor(
      own.map((row) => row[member]),
      type,
    ).none[0]
  const none = Object.fromEntries(types.map(([member, type]) => [member, noneOf(member, type)]))
  const single = [...own, none].flatMap((row) => types.map(([member]) => ({ [member]: row[member] })))
  const mixed = own.flatMap((row) => types.map(([member]) => ({ ...row, [member]: none[member] })))
  const asked: readonly (readonly Tree[])[] = [
    ...[...own, ...mixed, ...single].map((row) => [row]),
    ...own.flatMap((row) =>
      [...own, none].flatMap((other) => [
        [row, other],
        [other, row],
      ]),
    ),
  ]
  const isLike = (row: Tree, wanted: Tree) => Object.entries(wanted).every(([member, value]) => row[member] === value)
  const queries = asked.map((rows) => ({
    sent: rows,
    finds: (element: Tree) => rows.every((wanted) => rowsOf(element).some((row) => isLike(row, wanted))),
  }))
  return { name, queries, isVain: false }
}

export function filtersOf(name: string, { type }: UsedField<unknown, boolean>, listing: Listing): readonly Filter[] {
  if (type.members === undefined) return [plainFilter(name, type, listing)]
  const named = namedMembers(type)
  return named === undefined ? [rowFilter(name, type, listing)] : namedFilters(named, listing)
}
