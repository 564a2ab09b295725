import { deleteAccountTag } from '../../../../commands/account-tag.ts'
import type { Tag } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { taggableKinds } from '../shared/taggable.ts'
import { tagOf } from '../tag/fields.ts'
import { severalTags, tagFields } from './request.ts'

const errors = { 'tag-not-found': true, 'tag-in-use': true } as const

const drop = (context: CallContext, tag: Tag) =>
  context.acrossRegions().execute(deleteAccountTag, { tag, kinds: taggableKinds })

export const deleteTag = operation({
  ...aboutOther('tag', 'DeleteTag'),
  summary: 'Deletes a tag that no resource has.',
  effect: 'write',
  request: tagFields,
  response: {},
  errors,
  async run(context: CallContext, request) {
    const deleted = await drop(context, tagOf(request))
    return deleted.ok ? ok({}) : deleted
  },
})

export const deleteTags = operation({
  ...aboutOther('tag', 'DeleteTags'),
  summary: 'Deletes up to ten tags that no resource has, all of them or none.',
  effect: 'write',
  request: { Tags: severalTags('InvalidParameter') },
  response: {},
  errors,
  async run(context: CallContext, { Tags }) {
    for (const tag of Tags) {
      const deleted = await drop(context, tagOf(tag))
      if (!deleted.ok) return deleted
    }
    return ok({})
  },
})
