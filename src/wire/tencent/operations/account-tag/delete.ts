import { deleteAccountTag } from '../../../../commands/account-tag.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Tag } from '../../../../domain/resource.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { taggableKinds } from '../shared/taggable.ts'
import { tagOf } from '../tag/fields.ts'
import { severalTags, tagFields } from './request.ts'

const errors = { 'tag-not-found': true, 'tag-in-use': true } as const

/** Whoever gives up at one has deleted none. */
async function drop(context: CallContext, tags: readonly Tag[]): Promise<Result<object, DomainError>> {
  for (const tag of tags) {
    const deleted = await context.acrossRegions().execute(deleteAccountTag, { tag, kinds: taggableKinds })
    if (!deleted.ok) return deleted
  }
  return ok({})
}

export const deleteTag = operation({
  ...aboutOther('tag', 'DeleteTag'),
  summary: 'Deletes a tag that no resource has.',
  effect: 'write',
  request: tagFields,
  response: {},
  errors,
  run: async (context: CallContext, request) => drop(context, [tagOf(request)]),
})

export const deleteTags = operation({
  ...aboutOther('tag', 'DeleteTags'),
  summary: 'Deletes up to ten tags that no resource has, all of them or none.',
  effect: 'write',
  request: { Tags: severalTags('InvalidParameter') },
  response: {},
  errors,
  run: async (context: CallContext, { Tags }) => drop(context, Tags.map(tagOf)),
})
