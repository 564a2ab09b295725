import { createAccountTag } from '../../../../commands/account-tag.ts'
import { principalRegion } from '../../../../domain/principal.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { newId } from '../../ids.ts'
import { newResource } from '../shared/new-resource.ts'
import { aboutOther } from '../shared/service.ts'
import { taggableKinds } from '../tag/resource.ts'
import { tagFields } from './request.ts'

export const createTag = operation({
  ...aboutOther('tag', 'CreateTag'),
  summary: 'Makes a tag that is there whether a resource has it or not.',
  effect: 'write',
  request: tagFields,
  response: {},
  shownBy: { operation: 'DescribeTags', by: 'TagKeys', id: 'TagKey', at: 'Tags' },
  errors: { 'tag-exists': true },
  async run(context: CallContext, { TagKey: key, TagValue: value }) {
    const made = await context.acrossRegions().execute(createAccountTag, {
      ...newResource(context, newId(context.random, 'accountTag'), '', undefined),
      region: principalRegion,
      tag: { key, value },
      kinds: taggableKinds,
    })
    return made.ok ? ok({}) : made
  },
})
