/** All actions that a cloud documents: which are offered, and why the others are not. */
import type { Operation } from './operation.ts'

/** Loads a declaration when it is asked for first: a start need not wait for all of them. */
export type Load<Context> = () => Promise<Operation<Context>>

/** Why an action is not offered. */
export interface Unoffered {
  readonly offered: 'not yet' | 'never'
  readonly why: string
}

type Entry<Context> = Load<Context> | Unoffered

/** Actions of one product, in groups of one noun or one reason. */
type Group<Context> = Readonly<Record<string, Entry<Context>>>

const unoffered =
  (offered: Unoffered['offered']) =>
  <const Name extends string>(why: string, ...actions: readonly Name[]): Readonly<Record<Name, Unoffered>> =>
    // Each name is put in below, which the compiler cannot follow.
    Object.fromEntries(actions.map((action) => [action, { offered, why }])) as Record<Name, Unoffered>

/** What Culvert is to offer and does not offer yet. */
export const notYet = unoffered('not yet')

/** What Culvert is not for. */
export const outOfScope = unoffered('never')

type NamesIn<Groups> = Groups extends unknown ? keyof Groups : never

type Doubled<Groups extends readonly unknown[]> = Groups extends readonly [infer First, ...infer Rest]
  ? Extract<keyof First, NamesIn<Rest[number]>> | Doubled<Rest>
  : never

/** Any groups that hold each documented action once; otherwise a type that no groups have, which tells the names. */
type Complete<Groups extends readonly unknown[], Documented> = [
  Exclude<Documented, NamesIn<Groups[number]>> | Exclude<NamesIn<Groups[number]>, Documented> | Doubled<Groups>,
] extends [never]
  ? unknown
  : {
      readonly 'not accounted for': Exclude<Documented, NamesIn<Groups[number]>>
      readonly 'not documented': Exclude<NamesIn<Groups[number]>, Documented>
      readonly 'accounted for twice': Doubled<Groups>
    }

/** Puts the actions of a product together. One that is left out, misspelt or named twice does not compile. */
export const product =
  <Documented extends string>() =>
  <const Groups extends readonly Group<never>[]>(groups: Groups & Complete<Groups, Documented>) =>
    groups

export type Products<Context> = Readonly<Record<string, readonly Group<Context>[]>>

/** The operations of each noun, by the names of their actions. */
export type Nouns<Context> = Readonly<Record<string, Readonly<Record<string, Load<Context>>>>>

export interface UnofferedAction extends Unoffered {
  /** "Vpc 2016-04-28". */
  readonly service: string
  readonly action: string
}

/** A dialect's operations. A key is service and action, joined by a space: "Vpc 2016-04-28 CreateVpc". */
export class Catalogue<Context> {
  readonly services: ReadonlySet<string>
  readonly unoffered: readonly UnofferedAction[]
  readonly offered: readonly { readonly service: string; readonly action: string }[]
  readonly #nouns: Nouns<Context>
  readonly #entries: ReadonlyMap<string, Entry<Context>>
  readonly #loaded = new Map<string, Operation<Context>>()

  constructor(nouns: Nouns<Context>, products: Products<Context>) {
    const all = Object.entries(products).flatMap(([service, groups]) =>
      groups.flatMap((group) => Object.entries(group).map(([action, entry]) => ({ service, action, entry }))),
    )
    this.services = new Set(Object.keys(products))
    this.unoffered = all.flatMap(({ service, action, entry }) =>
      typeof entry === 'function' ? [] : [{ service, action, ...entry }],
    )
    this.offered = all.flatMap(({ service, action, entry }) =>
      typeof entry === 'function' ? [{ service, action }] : [],
    )
    this.#nouns = nouns
    this.#entries = new Map(all.map(({ service, action, entry }) => [`${service} ${action}`, entry]))
  }

  /** Whether the cloud documents the action. */
  has(key: string): boolean {
    return this.#entries.has(key)
  }

  /** The operation, once it was loaded. */
  loaded(key: string): Operation<Context> | undefined {
    return this.#loaded.get(key)
  }

  /** Undefined when the cloud has no such action. */
  async load(key: string): Promise<Operation<Context> | Unoffered | undefined> {
    const entry = this.#entries.get(key)
    if (typeof entry !== 'function') return entry
    const operation = await entry()
    this.#loaded.set(key, operation)
    return operation
  }

  async byNoun(): Promise<Readonly<Record<string, readonly Operation<Context>[]>>> {
    const entries = Object.entries(this.#nouns).map(
      async ([noun, actions]) => [noun, await Promise.all(Object.values(actions).map((load) => load()))] as const,
    )
    const loaded = await Promise.all(entries)
    for (const operation of loaded.flatMap(([, operations]) => operations)) {
      this.#loaded.set(`${operation.service} ${operation.action}`, operation)
    }
    return Object.fromEntries(loaded)
  }

  /** Every operation that is offered. */
  async all(): Promise<readonly Operation<Context>[]> {
    return Object.values(await this.byNoun()).flat()
  }
}
