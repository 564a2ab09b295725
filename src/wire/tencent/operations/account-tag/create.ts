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

async function keep(context: CallContext, tag: Tag): Promise<Result<unknown, DomainError>> {
  const refused = await refuseQuotas(context, 'none', [tag])
  if (refused !== undefined) return fail(refused)
  return context.acrossRegions().execute(createAccountTag, {
    ...newResource(context, newId(context.random, 'accountTag'), '', undefined),
    region: principalRegion,
    tag,
    kinds: taggableKinds,
  })
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
  async run(context: CallContext, request) {
    const made = await keep(context, tagOf(request))
    return made.ok ? ok({}) : made
  },
})

export const createTags = operation({
  ...aboutOther('tag', 'CreateTags'),
  summary: 'Makes up to ten tags as CreateTag makes one, all of them or none.',
  effect: 'write',
  request: { Tags: severalTags('InvalidParameter.Tag') },
  response: {},
  shownBy: { operation: 'DescribeTags', by: 'TagKeys', id: 'Tags.TagKey', at: 'Tags' },
  errors,
  async run(context: CallContext, { Tags }) {
    for (const tag of Tags) {
      const made = await keep(context, tagOf(tag))
      if (!made.ok) return made
    }
    return ok({})
  },
})
