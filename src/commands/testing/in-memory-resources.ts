import { addressAt, type Ipv4Prefix } from '../../domain/address.ts'
import { countedAs } from '../../domain/counted.ts'
import type { DomainError } from '../../domain/error.ts'
import { heldAddresses } from '../../domain/outer-addresses.ts'
import type { AccessKey } from '../../domain/principal.ts'
import type { Reader, Unscoped } from '../../domain/reader.ts'
import { type Kind, type Resource, references } from '../../domain/resource.ts'
import { fail, type Result } from '../../domain/result.ts'
import { distinctOf, meets } from '../../domain/testing/meets.ts'
import type { Change, Command } from '../command.ts'

/** The resources of one account in memory, for tests of commands alone: what a store does, without one. */
export interface InMemoryResources {
  readonly reader: Reader
  resources(): readonly Resource[]
  run<Input, Current>(command: Command<Input, Current>, input: Input): Promise<Result<Change, DomainError>>
  /** Notes the generation of `id` as applied. */
  apply(id: string): void
  /** Removes the resource, as the reconciler does once the data plane has. */
  release(id: string): void
}

export function createInMemoryResources(): InMemoryResources {
  const resources = new Map<string, Resource>()
  const claims = new Map<string, string>()
  const keys = new Map<string, AccessKey>()
  const applied = new Map<string, number>()
  const ofKind = <K extends Kind>(kind: K): Resource<K>[] =>
    // The filter leaves resources of the one kind, which the compiler does not see through the union.
    [...resources.values()].filter((resource) => resource.kind === kind).reverse() as Resource<K>[]
  const unscoped: Unscoped = {
    get: async (kind, id) => ofKind(kind).find((resource) => resource.id === id),
    async page(kind, { where = [], limit, offset = 0 }) {
      const around = { resources: [...resources.values()], applied }
      const found = ofKind(kind).filter((each) => where.every((one) => meets(each as Resource, one, around)))
      return { items: found.slice(offset, offset + limit), total: found.length }
    },
    referencing: async (id, kind) => ofKind(kind).filter((resource) => references(resource as Resource).includes(id)),
    applied: async (ids) => new Map([...applied].filter(([id]) => ids.includes(id))),
  }
  const reader: Reader = {
    ...unscoped,
    unscoped,
    count: async (of) =>
      [...resources.values()].filter((each) => !each.deleting && countedAs(each).includes(of)).length,
    distinct: async (query) => distinctOf(query, { resources: [...resources.values()], applied }),
    holder: async (kind, { scope, value }) =>
      ofKind(kind).find((resource) => resource.id === claims.get(`${scope} ${value}`)),
    keysOf: async (user) => [...keys.values()].filter((key) => key.user === user),
    async freeAddresses(pool: Ipv4Prefix, count: number) {
      const held = new Set([...resources.values()].flatMap(heldAddresses))
      const candidates = Array.from({ length: 253 }, (_, index) => addressAt(pool, index + 2))
      return candidates
        .flatMap((address) => (address === undefined || held.has(address) ? [] : [address]))
        .slice(0, count)
    },
  }
  return {
    reader,
    resources: () => [...resources.values()],
    async run(command, input) {
      const decided = command.decide(await command.load(reader, input), input)
      if (decided.ok) {
        const claimed = decided.value.claims ?? []
        for (const { scope, value, id, refusal } of claimed) {
          const holder = claims.get(`${scope} ${value}`)
          if (holder !== undefined && holder !== id && resources.has(holder)) return fail(refusal(holder))
        }
        for (const [claim, holder] of claims) if (claimed.some(({ id }) => id === holder)) claims.delete(claim)
        for (const { scope, value, id } of claimed) claims.set(`${scope} ${value}`, id)
        for (const resource of decided.value.put) resources.set(resource.id, resource)
        for (const key of decided.value.keys ?? []) keys.set(key.id, key)
        for (const id of decided.value.removedKeys ?? []) keys.delete(id)
        for (const { id } of decided.value.remove) resources.delete(id)
      }
      return decided
    },
    apply: (id) => applied.set(id, resources.get(id)?.generation ?? 0),
    release: (id) => resources.delete(id),
  }
}
