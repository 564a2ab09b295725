import { createAccountTag } from '../../../../commands/account-tag.ts'
import type { DomainError } from '../../../../domain/error.ts'
import { principalRegion } from '../../../../domain/principal.ts'
import type { Tag } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { newId } from '../../ids.ts'
import { newResource } from '../shared/new-resource.ts'
import { aboutOther } from '../shared/service.ts'
import { refuseQuotas } from '../shared/tag-service.ts'
import { taggableKinds } from '../shared/taggable.ts'
import { tagOf } from '../tag/fields.ts'
import { newTagErrors } from '../tag/resource.ts'
import { severalTags, tagFields } from './request.ts'

/** One after the other, as quotas count those that were made before; whoever gives up at one has made none. */
async function keep(context: CallContext, tags: readonly Tag[]): Promise<Result<object, DomainError>> {
  for (const tag of tags) {
    const refused = await refuseQuotas(context, 'none', [tag])
    if (refused !== undefined) return fail(refused)
    const made = await context.acrossRegions().execute(createAccountTag, {
      ...newResource(context, newId(context.random, 'accountTag'), '', undefined),
      region: principalRegion,
      tag,
      kinds: taggableKinds,
    })
    if (!made.ok) return made
  }
  return ok({})
}

const errors = { 'tag-exists': true, ...newTagErrors } as const

export const createTag = operation({
  ...aboutOther('tag', 'CreateTag'),
  summary: 'Makes a tag that is there whether a resource has it or not.',
  effect: 'write',
  request: tagFields,
  response: {},
  shownBy: { operation: 'DescribeTags', by: 'TagKeys', id: 'TagKey', at: 'Tags' },
  errors,
  run: async (context: CallContext, request) => keep(context, [tagOf(request)]),
})

export const createTags = operation({
  ...aboutOther('tag', 'CreateTags'),
  summary: 'Makes up to ten tags as CreateTag makes one, all of them or none.',
  effect: 'write',
  request: { Tags: severalTags('InvalidParameter.Tag') },
  response: {},
  shownBy: { operation: 'DescribeTags', by: 'TagKeys', id: 'Tags.TagKey', at: 'Tags' },
  errors,
  run: async (context: CallContext, { Tags }) => keep(context, Tags.map(tagOf)),
})
