import { type DomainError, domainError } from '../domain/error.ts'
import type { Kind, Labels, Resource, Tag } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'

/** What people find a resource by. What is left out stays as it is. */
export interface LabelChange {
  readonly name?: string
  /** Empty for none. */
  readonly description?: string
  readonly resourceGroup?: string
  /** Tags to have: a key that is there already gets the value. */
  readonly set?: readonly Tag[]
  /** Keys of tags to have no more. */
  readonly unset?: readonly string[] | 'all'
}

export interface ModifyLabels extends LabelChange {
  readonly id: string
  /** How many tags a resource may have. */
  readonly mostTags?: number
}

type NotFound = Extract<DomainError['code'], `${string}-not-found`>

/** Names and labels the resource anew; whatever is being done to it goes on. */
export const modifyLabels = <K extends Kind>(
  kind: K,
  notFound: NotFound,
): Command<ModifyLabels, Resource<K> | undefined> => ({
  name: 'modify-labels',
  load: (reader, { id }) => reader.get(kind, id),
  decide(resource, { id, mostTags = Number.POSITIVE_INFINITY, name, ...change }) {
    if (resource === undefined || resource.deleting) return fail(domainError(notFound, 'no such resource', id))
    const labels = relabelled(resource.labels, change, mostTags)
    if (!labels.ok) return labels
    // The compiler does not follow that each kind's resource is one of all kinds'.
    const whole = resource as Resource
    return ok(putting(changed(whole, { labels: labels.value, ...(name === undefined ? {} : { name }) })))
  },
})

/** The labels with the change, or `tags-exhausted`. */
export function relabelled(
  { tags: before, description: described, resourceGroup: grouped }: Labels,
  { set = [], unset = [], description = described, resourceGroup = grouped }: Omit<LabelChange, 'name'>,
  mostTags = Number.POSITIVE_INFINITY,
): Result<Labels, DomainError> {
  const kept = unset === 'all' ? [] : before.filter(({ key }) => !unset.includes(key))
  const values = new Map([...kept, ...set].map(({ key, value }) => [key, value]))
  if (values.size > mostTags) return fail(domainError('tags-exhausted', `a resource may have ${mostTags} tags`))
  return ok({
    tags: [...values].map(([key, value]) => ({ key, value })),
    ...(description === undefined || description === '' ? {} : { description }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
  })
}
