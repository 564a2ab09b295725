import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutAccess, everywhere, noRegion } from '../shared/ram.ts'
import { ofType } from '../shared/resource-type.ts'
import { about, ram } from '../shared/service.ts'
import { untag } from '../shared/tagging.ts'
import { mostTags } from '../shared/tags.ts'
import { allIdsOf, namedResources, ramTypes } from './request.ts'

const keys = aboutAccess(t.list(t.text(), { most: mostTags }))

export const untagResources = operation({
  ...about('UntagResources', ram, '{ResourceType}/{ResourceNames}'),
  summary: 'Takes tags from policies or roles, from all of them or from none.',
  effect: 'write',
  request: {
    ...noRegion,
    ...ofType(ramTypes),
    ...namedResources,
    TagKeys: optional(keys),
    TagKey: optional(keys, { note: 'the same: Terraform’s provider sends both' }),
    All: optional(aboutAccess(t.boolean), { note: 'all tags are removed; without effect where keys are given' }),
  },
  rules: [
    {
      code: 'MissingParameter',
      demand: 'is required where All is not true',
      brokenBy: ({ TagKeys = [], TagKey = [], All }) =>
        TagKeys.length + TagKey.length === 0 && All !== true ? 'TagKeys' : undefined,
    },
  ],
  response: {},
  errors: { 'policy-not-found': true, 'role-not-found': true },
  async run(context: CallContext, request) {
    const there = everywhere(context)
    const ids = await allIdsOf(there.reader, context.account.id, request)
    if (!ids.ok) return ids
    const { ResourceType, TagKeys = [], TagKey = [], All } = request
    const keys = [...TagKeys, ...TagKey]
    const TagKeyOrNone = keys.length === 0 ? undefined : keys
    return untag(there, { ResourceType, ResourceId: ids.value, TagKey: TagKeyOrNone, All })
  },
})
