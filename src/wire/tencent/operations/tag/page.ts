/** Pages of resources that have tags: of one kind after the other, each newest first. */
import type { Condition, Page } from '../../../../domain/page.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Kind, Resource } from '../../../../domain/resource.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { kindOf, taggableKinds } from '../shared/taggable.ts'
import { isOwn, nameOf, type ResourceName, regionOf } from './resource.ts'
import type { Mapping, MappingPage } from './response.ts'

/** Where a page begins. */
interface Place {
  /** Of `taggableKinds`. */
  readonly kind: number
  /** `next` of that kind's page before. */
  readonly after?: number
}

function parsePlace(text: string): Place | undefined {
  if (text === '') return { kind: 0 }
  const [, kind = '', after] = /^(\d)(?:\.(\d{1,15}))?$/.exec(text) ?? []
  if (kind === '' || Number(kind) >= taggableKinds.length) return undefined
  return { kind: Number(kind), ...(after === undefined ? {} : { after: Number(after) }) }
}

const written = ({ kind, after }: Place): string => `${kind}${after === undefined ? '' : `.${after}`}`

export const mappingToken = t.coded(
  t.parsed('the PaginationToken of an earlier answer', parsePlace, ['0', '1']),
  'InvalidParameter.PaginationTokenInvalid',
)

interface Asked {
  readonly names: readonly ResourceName[] | undefined
  readonly filters: readonly { readonly TagKey: string; readonly TagValue: readonly string[] | undefined }[]
  readonly token: Place | undefined
  readonly size: number
}

const staying: Condition = { by: 'deleting', deleting: false }

const conditionsOf = (filters: Asked['filters']): readonly Condition[] =>
  filters.map(({ TagKey, TagValue = [] }) => ({
    by: 'tag',
    keys: [TagKey],
    ...(TagValue.length === 0 ? {} : { values: TagValue }),
  }))

const shown = (context: CallContext, resource: Resource): Mapping => ({
  name: nameOf(context, resource),
  tags: resource.labels.tags,
})

/** Those of the names that are there and meet the conditions. */
async function namedOnes(
  context: CallContext,
  names: readonly ResourceName[],
  where: readonly Condition[],
): Promise<readonly Resource[]> {
  const read = async (name: ResourceName): Promise<readonly Resource[]> => {
    if (!isOwn(context, name)) return []
    const { reader } = context.inRegion(regionOf(name))
    const page = await reader.page(kindOf(name.prefix), { where: [{ by: 'id', anyOf: [name.id] }, ...where], limit: 1 })
    return page.items
  }
  return (await Promise.all(names.map(read))).flat()
}

async function fill(reader: Reader, from: Place, size: number, where: readonly Condition[]) {
  const found: Resource[] = []
  let place: Place | undefined = from
  while (place !== undefined && found.length < size) {
    const begun: Place = place
    const { kind, after } = begun
    const page: Page<Kind> = await reader.page(taggableKinds[kind] ?? 'network', {
      where: [{ by: 'tag' }, ...where],
      limit: size - found.length,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...page.items)
    const following: Place | undefined = kind + 1 < taggableKinds.length ? { kind: kind + 1 } : undefined
    place = page.next === undefined ? following : { kind, after: page.next }
  }
  return { found, next: place }
}

export async function taggedPage(context: CallContext, { names, filters, token, size }: Asked): Promise<MappingPage> {
  const where = [staying, ...conditionsOf(filters)]
  if (names !== undefined && names.length > 0) {
    const found = await namedOnes(context, names, where)
    return { items: found.map((resource) => shown(context, resource)), next: '' }
  }
  const { found, next } = await fill(context.acrossRegions().reader, token ?? { kind: 0 }, size, where)
  return { items: found.map((resource) => shown(context, resource)), next: next === undefined ? '' : written(next) }
}
