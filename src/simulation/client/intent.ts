import type { Kind } from '../../domain/resource.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Random } from '../../runtime/random.ts'
import type { Store } from '../../store/port.ts'
import type { Tree, WireAnswer, WireCall } from './signing.ts'

/** What a resource is made of that the simulation compares, in words. */
export type Facts = Readonly<Record<string, string>>

/** What a request is to do to what is stored, once it is answered without an error. */
export type Effect =
  | { readonly do: 'create'; readonly kind: Kind; readonly name: string; readonly facts: Facts }
  | { readonly do: 'change'; readonly id: string; readonly facts: Facts }
  | { readonly do: 'delete'; readonly id: string }
  | { readonly do: 'read' }
  /** It must be refused. */
  | { readonly do: 'nothing'; readonly because: string }

/** What is done to a request on its way that a server must notice. */
export type Tampering = 'wrong secret' | 'stale' | 'sent again'

/** What the native API's routes are served with. */
export interface NativeParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
}

/** One request that a client is about to make. */
export interface Intent {
  readonly call: WireCall
  readonly effect: Effect
  readonly tampering?: Tampering
  /** What is called in place of a cloud's port. */
  native?(parts: NativeParts): Promise<WireAnswer>
  /** The id of what was made, from the answer. */
  idIn?(body: Tree): string
  /** Takes from the answer what later requests need. */
  learn?(body: Tree): void
  /** The answer lists every resource of the kind that the caller has. */
  readonly lists?: Kind
  /** The resource that the answer's id stands for, before it is known. */
  readonly draft?: Draft
}

/** What a client remembers of a resource beyond its facts, so that it can make others that fit. */
export interface Draft {
  /** Ids of what it is part of or made from. */
  readonly on: readonly string[]
  readonly prefix?: string
  /** The outer address: of a customer gateway, of a gateway once it is known. */
  readonly address?: string
  readonly local?: string
  readonly remote?: string
}

/** A request that may come next, and how likely it does beside the others. */
export interface Candidate {
  readonly weight: number
  make(): Intent | undefined
}
