import { deleteAccountTag } from '../../../../commands/account-tag.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { taggableKinds } from '../tag/resource.ts'
import { tagFields } from './request.ts'

export const deleteTag = operation({
  ...aboutOther('tag', 'DeleteTag'),
  summary: 'Deletes a tag that no resource has.',
  effect: 'write',
  request: tagFields,
  response: {},
  errors: { 'tag-not-found': true, 'tag-in-use': true },
  async run(context: CallContext, { TagKey: key, TagValue: value }) {
    const asked = { tag: { key, value }, kinds: taggableKinds }
    const deleted = await context.acrossRegions().execute(deleteAccountTag, asked)
    return deleted.ok ? ok({}) : deleted
  },
})
