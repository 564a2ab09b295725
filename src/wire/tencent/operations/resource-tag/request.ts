/** Operations on one tag of one resource, or of several of one kind. */
import type { ModifyLabels } from '../../../../commands/labels.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { kindOf, type TaggablePrefix } from '../shared/taggable.ts'
import { tagKey, tagValue } from '../tag/fields.ts'
import {
  type ResourceName,
  regionOf,
  resourceName,
  resourceRegion,
  retag,
  serviceType,
  taggablePrefix,
} from '../tag/resource.ts'

const worldless = 'tags are for finding things and for policies'

export const keyField = required(tagKey, { worldless })
export const valueField = required(tagValue, { worldless })
export const resourceField = required(resourceName, { worldless: 'it says whose tags change' })

const tooMany = 'InvalidParameterValue.ResourceIdInvalid'

const most = 50

/** Several resources of one kind, in one region; `placeRules` hold of them. */
export const severalFields = {
  ServiceType: required(serviceType, { readBy: 'a rule: a prefix is of one product' }),
  ResourceIds: required(
    t.refined(t.list(t.text()), `1 to ${most} ids`, [tooMany], ({ length }) =>
      length === 0 || length > most ? { code: tooMany, detail: `must be 1 to ${most} ids` } : undefined,
    ),
    { worldless: 'it says whose tags change' },
  ),
  ResourceRegion: optional(resourceRegion, { defaultText: 'the region that is asked', worldless }),
  ResourcePrefix: required(taggablePrefix, { worldless }),
}

interface Several {
  readonly ResourceIds: readonly string[]
  readonly ResourceRegion: string | undefined
  readonly ResourcePrefix: TaggablePrefix
}

export const namesOf = (
  { region }: CallContext,
  { ResourceIds, ResourceRegion = region, ResourcePrefix: prefix }: Several,
): readonly ResourceName[] => ResourceIds.map((id) => ({ region: ResourceRegion, uin: '', prefix, id }))

/** Whether the resource has a tag of the key, or has none, as it must; what is not there is told by what changes its tags. */
async function checkKey(
  context: CallContext,
  name: ResourceName,
  key: string,
  must: 'have' | 'lack',
): Promise<DomainError | undefined> {
  const { prefix, id } = name
  const resource = await context.inRegion(regionOf(name)).reader.get(kindOf(prefix), id)
  if (resource === undefined) return undefined
  const has = resource.labels.tags.some((tag) => tag.key === key)
  if (has === (must === 'have')) return undefined
  return has
    ? domainError('tag-attached', `${id} has one`, key)
    : domainError('tag-not-attached', `${id} has none`, key)
}

/** Changes the one tag of each resource, of all of them or none: it is there before, or it is not. */
export async function changeTag(
  context: CallContext,
  names: readonly ResourceName[],
  key: string,
  must: 'have' | 'lack',
  change: Pick<ModifyLabels, 'set' | 'unset'>,
): Promise<Result<Readonly<Record<never, never>>, DomainError>> {
  for (const name of names) {
    const refusal = await checkKey(context, name, key, must)
    const changed = refusal === undefined ? await retag(context, name, change) : fail(refusal)
    if (!changed.ok) return changed
  }
  return ok({})
}

export const shownBy = {
  operation: 'GetResources',
  by: 'ResourceList',
  id: 'Resource',
  at: 'ResourceTagMappingList',
} as const

export const severalShownBy = {
  operation: 'DescribeResourceTags',
  by: 'ResourceId',
  id: 'ResourceIds',
  at: 'Rows',
} as const
