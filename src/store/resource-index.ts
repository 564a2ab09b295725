import { isDeepStrictEqual } from 'node:util'
import { countedAs } from '../domain/counted.ts'
import { attaches, facetsOf } from '../domain/facets.ts'
import type { Resource } from '../domain/resource.ts'
import type { Session } from './engine.ts'
import type { LeftOver } from './left-over.ts'
import type { Statements } from './statements.ts'

const isInPlace = (before: Resource, after: Resource): boolean =>
  before.account === after.account && before.region === after.region

const counted = (resource: Resource) => {
  const { account, region, deleting } = resource
  return countedAs(resource).map((kind) => ({ kind, account, region, deleting: deleting ? 1 : 0 }))
}

/** Keeps the tables that pages are answered from in step with the resources. */
export class ResourceIndex {
  readonly #session: Session
  readonly #statements: Statements['lookUps']
  readonly #left: LeftOver

  constructor(session: Session, statements: Statements['lookUps'], left: LeftOver) {
    this.#session = session
    this.#statements = statements
    this.#left = left
  }

  /** The resource of that number has become another, or has been made. */
  async note(before: Resource | undefined, after: Resource, sequence: number): Promise<void> {
    await this.#noteTags(before, after, sequence)
    await this.#noteFacets(before, after, sequence)
    await this.#noteAttached(before, after)
    if (before !== undefined && isInPlace(before, after) && before.deleting === after.deleting) return
    if (before !== undefined) this.#count(before, -1)
    this.#count(after, 1)
  }

  /** To be called once the resource is gone; tags and facets go with it, by their foreign keys. */
  async forget(before: Resource): Promise<void> {
    this.#count(before, -1)
    const target = attaches(before)
    if (target !== undefined) await this.#session.change(this.#statements.detach.bind({ id: target }))
  }

  #count(resource: Resource, number: number): void {
    for (const each of counted(resource)) this.#left.count(each, number)
  }

  async #noteTags(before: Resource | undefined, after: Resource, sequence: number): Promise<void> {
    const { kind, account, region, labels } = after
    if (before !== undefined) {
      if (isInPlace(before, after) && isDeepStrictEqual(before.labels.tags, labels.tags)) return
      await this.#session.change(this.#statements.dropTags.bind({ sequence }))
    }
    const values = labels.tags.flatMap(({ key, value }) => [kind, account, key, value, region, sequence])
    if (values.length > 0) await this.#session.change(this.#statements.addTags(values.length).bind(values))
  }

  async #noteFacets(before: Resource | undefined, after: Resource, sequence: number): Promise<void> {
    const { kind, account, region } = after
    const facets = facetsOf(after)
    if (before !== undefined) {
      if (isInPlace(before, after) && isDeepStrictEqual(facetsOf(before), facets)) return
      await this.#session.change(this.#statements.dropFacets.bind({ sequence }))
    }
    const values = facets.flatMap(({ name, value }) => [kind, account, name, value, region, sequence])
    if (values.length > 0) await this.#session.change(this.#statements.addFacets(values.length).bind(values))
  }

  async #noteAttached(before: Resource | undefined, after: Resource): Promise<void> {
    const from = before === undefined ? undefined : attaches(before)
    const to = attaches(after)
    if (from === to) return
    if (from !== undefined) await this.#session.change(this.#statements.detach.bind({ id: from }))
    if (to !== undefined) await this.#session.change(this.#statements.attach.bind({ id: to, value: 'yes' }))
  }
}
