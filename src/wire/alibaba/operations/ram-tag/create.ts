import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, noRegion } from '../shared/ram.ts'
import { ofType } from '../shared/resource-type.ts'
import { about, ram } from '../shared/service.ts'
import { tag } from '../shared/tagging.ts'
import { newRamTags, tagRules } from '../shared/tags.ts'
import { allIdsOf, namedResources, ramTypes } from './request.ts'

export const tagResources = operation({
  ...about('TagResources', ram, '{ResourceType}/{ResourceNames}'),
  summary: 'Tags policies or roles, all of them or none; a key that is there already gets the new value.',
  effect: 'write',
  request: { ...noRegion, ...ofType(ramTypes), ...namedResources, ...newRamTags },
  rules: tagRules,
  response: {},
  shownBy: { operation: 'ListTagResources', by: 'ResourceNames', id: 'ResourceNames', at: '' },
  errors: { 'policy-not-found': true, 'role-not-found': true, 'tags-exhausted': true },
  async run(context: CallContext, request) {
    const there = everywhere(context)
    const ids = await allIdsOf(there.reader, context.account.id, request)
    return ids.ok ? tag(there, { ...request, ResourceId: ids.value }) : ids
  },
})
