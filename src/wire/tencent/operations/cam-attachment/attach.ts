/** What attaching and taking away have in common, whoever has the policy. */
import { type AttachPolicy, attachPolicy, detachPolicy } from '../../../../commands/access/attachments.ts'
import type { DomainError, DomainErrorCode } from '../../../../domain/error.ts'
import type { Holder, HolderKind } from '../../../../domain/principal-kinds.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, limits } from '../shared/cam.ts'
import type { ShownPolicy } from '../shared/cam-policies.ts'

type Read<T> = Result<T, DomainError>

/** The documents have no code for what is as it is to be: a second attachment changes nothing. */
const change =
  (command: typeof attachPolicy, already: DomainErrorCode) =>
  async (context: CallContext, to: Read<Holder>, policy: Read<ShownPolicy>): Promise<Read<object>> => {
    if (!to.ok) return to
    if (!policy.ok) return policy
    // The kind of a holder is one of these, which a resource's type does not say.
    const kind = to.value.kind as HolderKind
    const attachment: AttachPolicy = {
      account: context.account.id,
      to: { kind, name: to.value.name },
      policy: { kind: policy.value.ref.kind, name: policy.value.name },
      most: limits.policiesOf[kind],
      now: context.now,
    }
    const changed = await everywhere(context).execute(command, attachment)
    return changed.ok || changed.error.code === already ? ok({}) : changed
  }

export const attach = change(attachPolicy, 'policy-attached')
export const detach = change(detachPolicy, 'policy-not-attached')
