import type { Attachment } from '../../../../domain/principal.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere } from '../shared/cam.ts'
import { attachedPolicy, type ShownPolicy } from '../shared/cam-policies.ts'

/** A policy that somebody has. */
export interface ShownAttachment {
  readonly policy: ShownPolicy
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The groups that a user has it of; of none when it is the user's own. */
  readonly groups: readonly Resource<'user-group'>[]
  /** Whether it is attached to the user, too. */
  readonly isOwn: boolean
}

export interface AttachmentPage {
  readonly total: number
  readonly items: readonly ShownAttachment[]
}

export async function shownAttachments(
  context: CallContext,
  attachments: readonly Attachment[],
): Promise<readonly ShownAttachment[]> {
  const { reader } = everywhere(context)
  const shown = async ({ policy: ref, at }: Attachment): Promise<readonly ShownAttachment[]> => {
    const policy = await attachedPolicy(reader, ref)
    return policy === undefined ? [] : [{ policy, at, groups: [], isOwn: true }]
  }
  return (await Promise.all(attachments.map(shown))).flat()
}

/** What a user has of its own and of its groups, each policy once. */
export async function allAttachments(
  context: CallContext,
  user: Resource<'user'>,
): Promise<readonly ShownAttachment[]> {
  const { reader } = everywhere(context)
  const found = new Map<number, ShownAttachment>()
  for (const own of await shownAttachments(context, user.spec.attachments)) found.set(own.policy.id, own)
  for (const { group: id } of user.spec.groups) {
    const group = await reader.get('user-group', id)
    if (group === undefined) continue
    for (const each of await shownAttachments(context, group.spec.attachments)) {
      const before = found.get(each.policy.id) ?? { ...each, isOwn: false }
      found.set(each.policy.id, { ...before, groups: [...before.groups, group] })
    }
  }
  return [...found.values()]
}
