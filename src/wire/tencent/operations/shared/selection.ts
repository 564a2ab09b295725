import type { Kind, Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Facets, type Filter, type Page, paged, select } from '../../paging.ts'
import { tagsOf } from './tags.ts'

const isThere = <T>(value: T | undefined): value is T => value !== undefined

interface Choice {
  readonly Filters: readonly Filter[] | undefined
  readonly Offset: number
  readonly Limit: number
}

/** The resources of a kind that are asked for: by id, each once, in the order asked; else by filters, newest first. */
export async function chosen<K extends Kind>(
  context: CallContext,
  kind: K,
  ids: readonly string[] | undefined,
): Promise<readonly Resource<K>[]> {
  const { reader } = context
  if (ids === undefined || ids.length === 0) return reader.list(kind)
  return (await Promise.all([...new Set(ids)].map((id) => reader.get(kind, id)))).filter(isThere)
}

/** The page that a Describe operation answers with: chosen, filtered, and cut out. */
export async function selectedPage<K extends Kind>(
  context: CallContext,
  kind: K,
  ids: readonly string[] | undefined,
  choice: Choice,
  facets: Facets<Resource<K>>,
  isShown: (resource: Resource<K>) => boolean = () => true,
): Promise<Page<Resource<K>>> {
  const resources = (await chosen(context, kind, ids)).filter(isShown)
  return paged(select(resources, choice.Filters ?? [], facets), choice)
}

/** "tag-key" has one of the keys; "tag:city" has one of the values under that key. */
export const tagFacets: Facets<Resource> = {
  'tag-key': { of: ({ sidecar }) => tagsOf(sidecar).map(({ Key }) => Key) },
  'tag:': {
    of: ({ sidecar }, name) => tagsOf(sidecar).flatMap(({ Key, Value }) => (name === `tag:${Key}` ? [Value] : [])),
  },
}
