import type { FacetName } from '../domain/facets.ts'
import type { Condition, ConfigurationState, DistinctQuery, PageQuery } from '../domain/page.ts'
import type { Kind } from '../domain/resource.ts'

/** Whose resources are in sight: everybody's, an account's, or an account's in one region. */
export interface Sight {
  readonly account?: string
  readonly region?: string
}

export type Value = string | number

/** A piece of SQL with a `?` for each of its values. */
export interface Piece {
  readonly text: string
  readonly values: readonly Value[]
}

const piece = (text: string, ...values: readonly Value[]): Piece => ({ text, values })

const join = (pieces: readonly Piece[], between: string): Piece => ({
  text: pieces.map(({ text }) => text).join(between),
  values: pieces.flatMap(({ values }) => values),
})

/** Lists are filled up to a power of two with a value that they have, so that few statements serve all lengths. */
function among(column: string, anyOf: readonly Value[]): Piece {
  const [filler, ...others] = anyOf
  if (filler === undefined) return piece('1 = 0')
  if (others.length === 0) return piece(`${column} = ?`, filler)
  const size = 2 ** Math.ceil(Math.log2(anyOf.length))
  const values = Array.from({ length: size }, (_, index) => anyOf[index] ?? filler)
  return piece(`${column} in (${values.map(() => '?').join(', ')})`, ...values)
}

const scoped = (table: string, { account, region }: Sight): Piece[] => [
  ...(account === undefined ? [] : [piece(`${table}.account = ?`, account)]),
  ...(region === undefined ? [] : [piece(`${table}.region = ?`, region)]),
]

const states: Readonly<Record<ConfigurationState, string>> = {
  deleting: 'r.deleting = 1',
  creating:
    'r.deleting = 0 and not exists (select 1 from applied a where a.resource = r.sequence and a.generation > 0)',
  updating:
    'r.deleting = 0 and exists (select 1 from applied a where a.resource = r.sequence and a.generation > 0 and a.generation < r.generation)',
  ready:
    'r.deleting = 0 and exists (select 1 from applied a where a.resource = r.sequence and a.generation >= r.generation)',
}

const all = (pieces: readonly Piece[]): Piece => join(pieces, ' and ')

const exists = (table: string, conditions: readonly Piece[]): Piece => {
  const { text, values } = all([piece(`x.resource = r.sequence`), ...conditions])
  return { text: `exists (select 1 from ${table} x where ${text})`, values }
}

/** What must hold of the row that stands for the condition in its table, which `x` is. */
function rowOf(condition: Condition): { readonly table: string; readonly conditions: readonly Piece[] } | undefined {
  switch (condition.by) {
    case 'facet':
      return { table: 'facets', conditions: [piece('x.name = ?', condition.facet), among('x.value', condition.anyOf)] }
    case 'tag': {
      const { keys, values } = condition
      const conditions = [...(keys ? [among('x.key', keys)] : []), ...(values ? [among('x.value', values)] : [])]
      return { table: 'tags', conditions }
    }
    case 'refers-to':
      return { table: 'links', conditions: [among('x.target', condition.anyOf)] }
    default:
      return undefined
  }
}

/** A text without the part is another than before: engines differ in how they search, and not in how they replace. */
const namePart = (parts: readonly string[]): Piece => {
  if (parts.includes('')) return piece('1 = 1')
  const found = parts.map((part) => piece(`replace(r.name, ?, '') <> r.name`, part))
  const { text, values } = join(found, ' or ')
  return found.length === 0 ? piece('1 = 0') : { text: `(${text})`, values }
}

function orNone({ text, values }: Piece, facet: FacetName): Piece {
  const any = exists('facets', [piece('x.name = ?', facet)])
  return piece(`(${text} or not ${any.text})`, ...values, ...any.values)
}
const inStates = (anyOf: readonly ConfigurationState[]): Piece =>
  anyOf.length === 0 ? piece('1 = 0') : piece(`(${anyOf.map((state) => states[state]).join(' or ')})`)

function holds(condition: Condition): Piece {
  switch (condition.by) {
    case 'id':
      return among('r.id', condition.anyOf)
    case 'name':
      return among('r.name', condition.anyOf)
    case 'name-part':
      return namePart(condition.anyOf)
    case 'state':
      return inStates(condition.anyOf)
    case 'deleting':
      return piece('r.deleting = ?', condition.deleting ? 1 : 0)
    case 'region':
      return piece('r.region = ?', condition.region)
    case 'facet':
    case 'tag':
    case 'refers-to': {
      const row = rowOf(condition)
      const one = row === undefined ? piece('1 = 1') : exists(row.table, row.conditions)
      return condition.by === 'facet' && condition.orNone ? orNone(one, condition.facet) : one
    }
  }
}

const facetRanks: Readonly<Record<FacetName, number>> = {
  tunnel: 1,
  subject: 1,
  address: 1,
  place: 2,
  'next-hop': 2,
  policy: 3,
  prefix: 4,
  destination: 4,
  source: 5,
  attached: 6,
  'resource-group': 6,
  default: 6,
  zone: 7,
  variant: 9,
  suspended: 6,
  payment: 8,
  paid: 8,
  payer: 8,
  owner: 7,
  renewal: 8,
  target: 8,
  'policy-based': 8,
  published: 8,
}

/** How many resources a condition is likely to leave, in order; what is not here cannot lead the way. */
function rank(condition: Condition): number {
  switch (condition.by) {
    case 'id':
      return 0
    case 'refers-to':
      return 2
    case 'name':
      return 3
    case 'facet':
      return condition.orNone ? 11 : facetRanks[condition.facet]
    case 'tag':
      return condition.keys === undefined ? 10 : 5
    default:
      return 11
  }
}

interface Lead {
  readonly from: Piece
  readonly conditions: readonly Piece[]
  /** The column that is the resource's number. */
  readonly order: string
  /** The matches alone, where their rows say all that the lead, the kind and the scope ask. */
  readonly alone?: Piece
}

/**
 * The table to begin at. `cross join` keeps SQLite from beginning at the other end: without statistics it would rather walk
 * through all resources in their order than look up the few that match and sort these.
 */
function leadOf(kind: Kind, sight: Sight, condition: Condition | undefined): Lead {
  const row = condition === undefined || rank(condition) > 9 ? undefined : rowOf(condition)
  if (row === undefined) return { from: piece('resources r'), conditions: [], order: 'r.sequence' }
  const within = row.table === 'links' ? [] : [piece('x.kind = ?', kind), ...scoped('x', sight)]
  const conditions = [...within, ...row.conditions]
  const joined = piece('r.sequence = x.resource')
  const { text, values } = all(conditions)
  const alone = { text: `(select distinct resource from ${row.table} x where ${text}) x`, values }
  const single = !conditions.some(({ text }) => text.includes(' in (')) && isOneRow(condition)
  if (single) {
    return {
      from: piece(`${row.table} x cross join resources r`),
      conditions: [...conditions, joined],
      order: 'x.resource',
      ...(row.table === 'links' ? {} : { alone: { text: `${row.table} x where ${text}`, values } }),
    }
  }
  return {
    from: { text: `${alone.text} cross join resources r`, values },
    conditions: [joined],
    order: 'x.resource',
    ...(row.table === 'links' ? {} : { alone }),
  }
}

/** Whether a resource can stand only once in what the condition finds. */
const isOneRow = (condition: Condition | undefined): boolean =>
  condition?.by !== 'tag' || (condition.keys !== undefined && condition.values !== undefined)

interface Selection {
  readonly from: Piece
  readonly where: Piece
  readonly order: string
  /** What to count instead, when it is the same. */
  readonly alone: Piece | undefined
}

/** Everybody's resources are read in their own order, since no index of a kind alone has that. */
const ofAnyone = `r.kind || '' = ?`

/** A region that is asked for is a scope: indexes have it in front of the resources' numbers. */
function narrowed(sight: Sight, where: readonly Condition[]): [Sight, readonly Condition[]] {
  const asked = where.find(({ by }) => by === 'region')
  if (asked?.by !== 'region' || sight.account === undefined || sight.region !== undefined) return [sight, where]
  return [{ ...sight, region: asked.region }, where.filter((condition) => condition !== asked)]
}

function select(kind: Kind, given: Sight, query: PageQuery): Selection {
  const [sight, where] = narrowed(given, query.where ?? [])
  const [lead] = where.toSorted((a, b) => rank(a) - rank(b))
  const { from, conditions, order, alone } = leadOf(kind, sight, lead)
  const leads = order !== 'r.sequence'
  const rest = where.filter((condition) => !leads || condition !== lead).map(holds)
  return {
    from,
    where: all([
      ...conditions,
      piece(sight.account === undefined && !leads ? ofAnyone : 'r.kind = ?', kind),
      ...scoped('r', sight),
      ...rest,
    ]),
    order,
    alone: rest.length === 0 ? alone : undefined,
  }
}

const clause = (text: string): Piece => piece(text)

/** One more than the page, to see whether there is more. Values after those of the conditions are limit and offset. */
export function pagePiece(kind: Kind, sight: Sight, query: PageQuery, columns: readonly string[]): Piece {
  const { from, where, order } = select(kind, sight, query)
  const { after, limit, offset = 0 } = query
  const later = after === undefined ? [] : [piece(` and ${order} < ?`, after)]
  const names = columns.map((column) => `r.${column}`).join(', ')
  return join(
    [
      clause(`select ${names} from `),
      from,
      clause(' where '),
      where,
      ...later,
      piece(` order by ${order} desc limit ? offset ?`, limit + 1, offset),
    ],
    '',
  )
}

export function countPiece(kind: Kind, sight: Sight, query: PageQuery): Piece {
  const where = query.where ?? []
  // What is counted at all times does not have to be counted now.
  if (where.every(({ by }) => by === 'deleting' || by === 'region')) {
    const conditions = where.map((condition) => {
      const { text, values } = holds(condition)
      return { text: text.replace('r.', 'c.'), values }
    })
    const { text, values } = all([piece('c.kind = ?', kind), ...scoped('c', sight), ...conditions])
    return { text: `select coalesce(sum(c.number), 0) as number from counts c where ${text}`, values }
  }
  const { from, where: conditions, alone } = select(kind, sight, query)
  if (alone !== undefined) return { text: `select count(*) as number from ${alone.text}`, values: alone.values }
  return join([clause('select count(*) as number from '), from, clause(' where '), conditions], '')
}

/** What resources of one kind have, each once: read from the index, which has it in this order. */
export function distinctPiece(kind: Kind, sight: Sight, query: DistinctQuery): Piece {
  const { of, where = [], tag, part, limit, after } = query
  const table = typeof of === 'string' ? 'tags' : 'facets'
  const columns = of === 'tag' ? ['x.key', 'x.value'] : of === 'tag-key' ? ['x.key'] : ['x.value']
  const names = columns.join(', ')
  const conditions = [
    piece('x.kind = ?', kind),
    ...scoped('x', sight),
    ...(typeof of === 'string' ? [] : [piece('x.name = ?', of.facet)]),
    ...(tag === undefined ? [] : [piece('x.key = ?', tag.key)]),
    ...(tag?.value === undefined ? [] : [piece('x.value = ?', tag.value)]),
    ...(after === undefined ? [] : [piece(`(${names}) > (${columns.map(() => '?').join(', ')})`, ...after)]),
    ...(part === undefined || part === '' ? [] : [piece(`replace(${columns[0]}, ?, '') <> ${columns[0]}`, part)]),
    ...(where.length === 0 ? [] : [piece('r.sequence = x.resource'), ...where.map(holds)]),
  ]
  const from = `${table} x${where.length === 0 ? '' : ' cross join resources r'}`
  const { text, values } = all(conditions)
  return piece(`select distinct ${names} from ${from} where ${text} order by ${names} limit ?`, ...values, limit)
}

/**
 * Whether an account's resources that match are in their order only region by region: no condition leads to few of them, and
 * the index that leads has the region in front of their numbers.
 */
export const isInOrderByRegion = ({ where = [] }: PageQuery): boolean =>
  where.every((condition) => {
    if (condition.by === 'deleting') return true
    if (condition.by === 'facet')
      return condition.orNone || (condition.facet !== 'address' && condition.anyOf.length === 1)
    return condition.by === 'tag' && condition.keys?.length === 1 && condition.values?.length === 1
  })

/** The regions in which an account has, or has had, resources of the kind. */
export const regionsPiece = (kind: Kind, account: string): Piece =>
  piece('select distinct region from counts where kind = ? and account = ? and number > 0', kind, account)

/** Whether nothing can match, without asking. */
export const isNever = ({ where = [] }: Pick<PageQuery, 'where'>): boolean =>
  where.some((condition) => {
    if (condition.by === 'tag') return condition.keys?.length === 0 || condition.values?.length === 0
    if (condition.by === 'facet' && condition.orNone) return false
    return 'anyOf' in condition && condition.anyOf.length === 0
  })
