import type { Kind } from '../../domain/resource.ts'
import type { Draft, Facts } from './intent.ts'
import type { Api } from './signing.ts'

/** A resource that a client knows of from an answer. */
export interface Known {
  readonly id: string
  readonly kind: Kind
  readonly cloud: Api
  readonly name: string
  readonly draft: Draft
  /** As answered. */
  facts: Facts
  /** Changes that are requested and not answered yet. */
  readonly pendingChanges: Facts[]
  /** Deletions that are requested and not answered yet. */
  pendingDeletes: number
  /** Its deletion was answered. */
  deleted: boolean
  /** Outer addresses that were answered, in the order of the tunnels. */
  addresses: readonly string[]
}

/** What the clients know: what was answered, and what they have requested without an answer so far. */
export class Model {
  readonly #known = new Map<string, Known>()
  #names = 0

  /** No two intents create a resource of the same name, so that one that was created twice is found. */
  newName(kind: string): string {
    this.#names += 1
    return `${kind}-${this.#names}`
  }

  /** A number that no name and no earlier call has. */
  count(): number {
    this.#names += 1
    return this.#names
  }

  add(id: string, kind: Kind, cloud: Api, name: string, facts: Facts, draft: Draft): void {
    if (this.#known.has(id)) return
    // A route goes with what it stands at and leads to, and its own answer may come after the answer to that deletion.
    if (kind === 'route' && draft.on.some((each) => this.#known.get(each)?.deleted !== false)) return
    const addresses = kind === 'gateway' && draft.address !== undefined ? [draft.address] : []
    const fresh = { pendingChanges: [], pendingDeletes: 0, deleted: false, addresses }
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

  /** Those that a request may refer to: there, and no deletion of them was requested. */
  usable(cloud: Api, kind: Kind): readonly Known[] {
    return this.all().filter(
      (known) => known.cloud === cloud && known.kind === kind && !known.deleted && known.pendingDeletes === 0,
    )
  }

  /** What refers to `id`, and is not known to be gone. */
  dependents(id: string, kind?: Kind): readonly Known[] {
    return this.all().filter((known) => known.draft.on.includes(id) && (kind === undefined || known.kind === kind))
  }
}
