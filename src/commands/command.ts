import type { DomainError } from '../domain/error.ts'
import type { Claim } from '../domain/page.ts'
import type { AccessKey, TokenSession } from '../domain/principal.ts'
import type { Reader } from '../domain/reader.ts'
import { type Extras, type Labels, noExtras, noLabels, type Resource, type ResourceRef } from '../domain/resource.ts'
import type { Result } from '../domain/result.ts'

/** What a command changes. Whoever runs the command stores it in one transaction, or none of it. */
export interface Change {
  readonly put: readonly Resource[]
  /** Gone at once: nothing in the data plane stands for these. */
  readonly remove: readonly ResourceRef[]
  /** What resources that are put are to have for themselves. */
  readonly claims?: readonly ClaimedBy[]
  /** Access keys as they are from now on. */
  readonly keys?: readonly AccessKey[]
  readonly removedKeys?: readonly string[]
  /** Sessions that begin. */
  readonly sessions?: readonly TokenSession[]
}

/** Something that the resource is to have alone, and what to say when another, the holder, has it. */
export interface ClaimedBy extends Claim {
  readonly id: string
  refusal(holder: string): DomainError
}

/** A pure decision over what it has loaded. */
export interface Command<Input, Current> {
  readonly name: string
  /** Reads what the decision depends on, in the transaction that stores its change. */
  load(reader: Reader, input: Input): Promise<Current>
  decide(current: Current, input: Input): Result<Change, DomainError>
}

/** What every new resource starts with; the caller makes the id in its dialect's form. */
export interface NewResource {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly labels?: Labels
  readonly extras?: Extras
}

/** What all new resources have in common. */
export const newResource = ({
  id,
  account,
  region,
  name,
  createdAt,
  labels = noLabels,
  extras = noExtras,
}: NewResource) => ({
  id,
  account,
  region,
  name,
  createdAt,
  labels,
  extras,
  generation: 1,
  deleting: false,
})

export const putting = (...resources: readonly Resource[]): Change => ({ put: resources, remove: [] })

/** The resource is put, and has this alone. */
export const claiming = (resource: Resource, ...claims: readonly Omit<ClaimedBy, 'id'>[]): Change => ({
  ...putting(resource),
  claims: claims.map((claim) => ({ ...claim, id: resource.id })),
})

export const removing = (...resources: readonly ResourceRef[]): Change => ({
  put: [],
  remove: resources.map(({ kind, id }) => ({ kind, id })),
})

/** The resource is put, and others go with it. */
export const puttingWithout = (resource: Resource, gone: readonly ResourceRef[]): Change => ({
  ...removing(...gone),
  put: [resource],
})

/** The resource with a change of what is desired, one generation on. */
export function changed<R extends Resource>(
  resource: R,
  change: Partial<Pick<R, 'name' | 'deleting' | 'spec' | 'labels' | 'extras'>>,
): R {
  return { ...resource, ...change, generation: resource.generation + 1 }
}
