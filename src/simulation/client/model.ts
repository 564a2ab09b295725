import type { Kind } from '../../domain/resource.ts'
import type { Draft, Facts } from './intent.ts'
import type { Cloud } from './signing.ts'

/** A resource that the server has told a client of. */
export interface Known {
  readonly id: string
  readonly kind: Kind
  readonly cloud: Cloud
  readonly name: string
  readonly draft: Draft
  /** As answered. */
  facts: Facts
  /** Asked for, and not answered yet. */
  readonly asked: Facts[]
  /** Deletions that are asked for and not answered yet. */
  pendingDeletes: number
  /** Its deletion was answered. */
  leaving: boolean
  /** Outer addresses that the server has told of, by the tunnel's place. */
  addresses: readonly string[]
}

/** What the clients know: what was answered, and what they have asked for and not heard of. */
export class Model {
  readonly #known = new Map<string, Known>()
  #names = 0

  /** No two intents make a thing of the same name, so that a thing made twice can be told. */
  newName(kind: string): string {
    this.#names += 1
    return `${kind}-${this.#names}`
  }

  /** Counts names and everything else that must be told apart. */
  count(): number {
    this.#names += 1
    return this.#names
  }

  add(id: string, kind: Kind, cloud: Cloud, name: string, facts: Facts, draft: Draft): void {
    if (this.#known.has(id)) return
    const addresses = kind === 'gateway' && draft.address !== undefined ? [draft.address] : []
    const fresh = { asked: [], pendingDeletes: 0, leaving: false, addresses }
    this.#known.set(id, { id, kind, cloud, name, draft, facts, ...fresh })
  }

  forget(id: string): void {
    this.#known.delete(id)
  }

  get(id: string): Known | undefined {
    return this.#known.get(id)
  }

  all(): readonly Known[] {
    return [...this.#known.values()]
  }

  /** Those that can be used: there, and nobody wants them gone. */
  usable(cloud: Cloud, kind: Kind): readonly Known[] {
    return this.all().filter(
      (known) => known.cloud === cloud && known.kind === kind && !known.leaving && known.pendingDeletes === 0,
    )
  }

  /** What is made from `id`, or part of it, and not known to be gone. */
  dependents(id: string, kind?: Kind): readonly Known[] {
    return this.all().filter((known) => known.draft.on.includes(id) && (kind === undefined || known.kind === kind))
  }
}
