import { attaches, facetsOf } from '../facets.ts'
import type { Condition, ConfigurationState } from '../page.ts'
import { type Resource, references } from '../resource.ts'

/** What conditions are judged by, beside the resource itself. */
export interface Surroundings {
  readonly resources: readonly Resource[]
  /** Generations by id. */
  readonly applied: ReadonlyMap<string, number>
}

function stateOf(resource: Resource, { applied }: Surroundings): ConfigurationState {
  if (resource.deleting) return 'deleting'
  const generation = applied.get(resource.id) ?? 0
  if (generation === 0) return 'creating'
  return generation < resource.generation ? 'updating' : 'ready'
}

/** The plainest form of what a store answers from its indexes. */
export function meets(resource: Resource, condition: Condition, around: Surroundings): boolean {
  switch (condition.by) {
    case 'id':
      return condition.anyOf.includes(resource.id)
    case 'name':
      return condition.anyOf.includes(resource.name)
    case 'name-part':
      return condition.anyOf.some((part) => resource.name.includes(part))
    case 'refers-to':
      return references(resource).some((target) => condition.anyOf.includes(target))
    case 'facet': {
      const own = facetsOf(resource)
      const isAttached = around.resources.some((other) => attaches(other) === resource.id)
      const all = isAttached ? [...own, { name: 'attached' as const, value: 'yes' }] : own
      return all.some(({ name, value }) => name === condition.facet && condition.anyOf.includes(value))
    }
    case 'tag':
      return resource.labels.tags.some(
        ({ key, value }) => (condition.keys?.includes(key) ?? true) && (condition.values?.includes(value) ?? true),
      )
    case 'state':
      return stateOf(resource, around) === condition.state
    case 'deleting':
      return resource.deleting === condition.deleting
    case 'region':
      return resource.region === condition.region
  }
}
