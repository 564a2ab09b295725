import type { Compilable, CompiledQuery } from 'kysely'

/** A statement that is compiled once. */
export interface Statement<Values, Row> {
  bind(values: Values): CompiledQuery<Row>
}

/** Stands in a statement for the value of that name, which `bind` puts in its place. */
export type Slots<Values> = <Name extends keyof Values>(name: Name) => Values[Name]

class Slot {
  readonly name: PropertyKey

  constructor(name: PropertyKey) {
    this.name = name
  }
}

export function prepare<Values extends object, Row>(
  build: (slot: Slots<Values>) => Compilable<Row>,
): Statement<Values, Row> {
  // Kysely carries parameters through untouched, so a slot comes out at the place where its value has to go in.
  const slots: Slots<Values> = <Name extends keyof Values>(name: Name) => new Slot(name) as Values[Name]
  const compile = () => {
    const template = build(slots).compile()
    const places = template.parameters.map((parameter) =>
      parameter instanceof Slot ? { name: parameter.name as keyof Values } : { constant: parameter },
    )
    return { template, places }
  }
  // When it is first needed: a server that starts needs few of all.
  let compiled: ReturnType<typeof compile> | undefined
  return {
    bind(values) {
      compiled ??= compile()
      const { template, places } = compiled
      const parameters = new Array<unknown>(places.length)
      for (const [index, place] of places.entries()) {
        parameters[index] = place.name === undefined ? place.constant : values[place.name]
      }
      return { ...template, parameters }
    },
  }
}

/** Statements that differ only in how many values they take, each compiled when it is first asked for. */
export function preparedByCount<Row>(
  build: (slot: Slots<readonly (string | number)[]>, count: number) => Compilable<Row>,
): (count: number) => Statement<readonly (string | number)[], Row> {
  const statements = new Map<number, Statement<readonly (string | number)[], Row>>()
  return (count) => {
    const known = statements.get(count)
    if (known !== undefined) return known
    const made = prepare<readonly (string | number)[], Row>((slot) => build(slot, count))
    statements.set(count, made)
    return made
  }
}

/** 0 to count - 1. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** Rows of these columns, for values that are one row's after the other's, each of its column's type. */
export const rows = <Column extends string>(
  slot: (at: number) => string | number,
  count: number,
  columns: readonly Column[],
): Record<Column, never>[] =>
  upTo(count / columns.length).map(
    (row) =>
      Object.fromEntries(columns.map((column, at) => [column, slot(row * columns.length + at)])) as Record<
        Column,
        never
      >,
  )
