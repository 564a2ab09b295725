/** Pages of tags, or of their keys, each once. */
import { type Condition, type Distinct, type DistinctQuery, inOrder } from '../../../../domain/page.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Kind, Resource } from '../../../../domain/resource.ts'
import * as t from '../../../../operations/wire-type.ts'
import { type ResourceType, vpcTypes } from '../shared/resource-type.ts'
import { withTags } from '../shared/tags.ts'

/** The last of the page before, as it was told; opaque to clients. */
function tokenOf(size: number) {
  return t.parsed('the NextToken of an earlier answer', (text): Distinct | undefined => {
    const parts = Buffer.from(text, 'base64url').toString().split('\0')
    return parts.length === size && writeToken(parts) === text ? parts : undefined
  })
}

const writeToken = (last: Distinct): string => Buffer.from(last.join('\0')).toString('base64url')

export const tagToken = tokenOf(2)
export const keyToken = tokenOf(1)

export interface DistinctPage {
  readonly items: readonly Distinct[]
  readonly next: string | undefined
}

interface Asked {
  readonly ResourceType: ResourceType | undefined
  readonly ResourceId: readonly string[] | undefined
  readonly Tag?: Parameters<typeof withTags>[0]
  readonly Keyword?: string | undefined
  readonly MaxResult: number
  readonly NextToken: Distinct | undefined
}

const kinds = [...new Set(Object.values(vpcTypes).map(({ kind }) => kind))]

/** Those of named resources, of which there are few: the index of tags has no order for them. */
async function ofResources(
  reader: Reader,
  query: DistinctQuery,
  type: ResourceType | undefined,
  ids: readonly string[],
) {
  const { of, where = [], part = '', after } = query
  const byId: readonly Condition[] = [{ by: 'id', anyOf: ids }, ...where]
  const read = async (kind: Kind): Promise<readonly Resource[]> =>
    (await reader.page(kind, { where: byId, limit: ids.length })).items
  const found = (await Promise.all(query.kinds.map(read))).flat()
  return found
    .filter((resource) => type?.includes(resource) ?? true)
    .flatMap(({ labels }) => labels.tags.map(({ key, value }) => (of === 'tag' ? [key, value] : [key])))
    .filter((own) => own[0]?.includes(part) && (after === undefined || inOrder(own, after) > 0))
    .sort(inOrder)
    .filter((own, at, all) => at === 0 || inOrder(own, all[at - 1] ?? []) !== 0)
    .slice(0, query.limit)
}

export async function distinctPage(
  reader: Reader,
  of: 'tag' | 'tag-key',
  { ResourceType: type, ResourceId: ids, Tag, Keyword, MaxResult: size, NextToken: after }: Asked,
): Promise<DistinctPage> {
  const query: DistinctQuery = {
    of,
    kinds: type === undefined ? kinds : [type.kind],
    where: withTags(Tag),
    limit: size + 1,
    ...(Keyword === undefined ? {} : { part: Keyword }),
    ...(after === undefined ? {} : { after }),
  }
  const found = ids === undefined ? await reader.distinct(query) : await ofResources(reader, query, type, ids)
  const items = found.slice(0, size)
  const last = items.at(-1)
  return { items, next: found.length > size && last !== undefined ? writeToken(last) : undefined }
}
