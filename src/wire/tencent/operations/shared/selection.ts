import type { Condition } from '../../../../domain/page.ts'
import type { Kind, Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'
import { conditionsOf, type Filter, type Filterings, type Page } from '../../paging.ts'

const isThere = <T>(value: T | undefined): value is T => value !== undefined

interface Choice {
  readonly Filters: readonly Filter[] | undefined
  readonly Offset: number
  readonly Limit: number
}

/** Deleting is at once for the caller, so that what is still being torn down is not shown. */
export const notDeleting: Condition = { by: 'deleting', deleting: false }

/** The page that a Describe operation answers with: by id, each once, in the order asked; else by filters, newest first. */
export async function selectedPage<K extends Kind>(
  { reader }: CallContext,
  kind: K,
  ids: readonly string[] | undefined,
  { Filters = [], Offset, Limit }: Choice,
  filterings: Filterings,
  shown: readonly Condition[] = [],
): Promise<Page<Resource<K>>> {
  if (ids === undefined || ids.length === 0) {
    const where = [...shown, ...conditionsOf(Filters, filterings)]
    return reader.page(kind, { where, limit: Limit, offset: Offset })
  }
  const found = (await Promise.all([...new Set(ids)].map((id) => reader.get(kind, id)))).filter(isThere)
  const hidesDeleting = shown.includes(notDeleting)
  const visible = found.filter(({ deleting }) => !(deleting && hidesDeleting))
  return { total: visible.length, items: visible.slice(Offset, Offset + Limit) }
}

/** "tag-key" has one of the keys; "tag:city" has one of the values under that key. */
export const tagFilterings: Filterings = {
  'tag-key': (keys) => [{ by: 'tag', keys }],
  'tag:': (values, name) => [{ by: 'tag', keys: [name.slice('tag:'.length)], values }],
}
