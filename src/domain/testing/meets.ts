import { attaches, facetsOf } from '../facets.ts'
import { type Condition, type ConfigurationState, type Distinct, type DistinctQuery, inOrder } from '../page.ts'
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
      const values = all.flatMap(({ name, value }) => (name === condition.facet ? [value] : []))
      if (condition.orNone && values.length === 0) return true
      return values.some((value) => condition.anyOf.includes(value))
    }
    case 'tag':
      return resource.labels.tags.some(
        ({ key, value }) => (condition.keys?.includes(key) ?? true) && (condition.values?.includes(value) ?? true),
      )
    case 'state':
      return condition.anyOf.includes(stateOf(resource, around))
    case 'deleting':
      return resource.deleting === condition.deleting
    case 'region':
      return resource.region === condition.region
  }
}

function ownOf({ labels, ...resource }: Resource, of: DistinctQuery['of']): readonly Distinct[] {
  if (of === 'tag') return labels.tags.map(({ key, value }) => [key, value])
  if (of === 'tag-key') return labels.tags.map(({ key }) => [key])
  const facets = facetsOf({ labels, ...resource } as Resource)
  return facets.flatMap(({ name, value }) => (name === of.facet ? [[value]] : []))
}

/** The plainest form of what a store answers of what its resources have. */
const ofTag = (
  { labels: { tags } }: Resource,
  of: DistinctQuery['of'],
  { key, value }: NonNullable<DistinctQuery['tag']>,
): readonly Distinct[] =>
  tags
    .filter((each) => each.key === key && (value === undefined || each.value === value))
    .map((each) => (of === 'tag' ? [each.key, each.value] : [each.key]))

export function distinctOf(
  { of, kinds, where = [], tag, part = '', limit, after }: DistinctQuery,
  around: Surroundings,
): readonly Distinct[] {
  const found = around.resources
    .filter((resource) => kinds.includes(resource.kind) && where.every((one) => meets(resource, one, around)))
    .flatMap((resource) => (tag === undefined ? ownOf(resource, of) : ofTag(resource, of, tag)))
    .filter((own) => own[0]?.includes(part) && (after === undefined || inOrder(after, own) < 0))
  const once = new Map(found.map((own) => [JSON.stringify(own), own]))
  return [...once.values()].sort(inOrder).slice(0, limit)
}
