import { type AttachPolicy, attachPolicy, detachPolicy } from '../../../../commands/access/attachments.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { HolderKind } from '../../../../domain/principal-kinds.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, limits } from '../shared/ram.ts'
import { policyNamed, type TypedName } from '../shared/ram-policies.ts'

interface Request extends TypedName {
  readonly ResourceGroupId: string | undefined
}

type Done = Promise<Result<object, DomainError>>

const change =
  (command: typeof attachPolicy) =>
  async (context: CallContext, kind: HolderKind, name: string, request: Request): Done => {
    // Of policies that every account has, commands do not know which there are.
    const policy = await policyNamed(context, request)
    if (!policy.ok) return policy
    const { PolicyName, PolicyType, ResourceGroupId = context.account.id } = request
    const attachment: AttachPolicy = {
      account: context.account.id,
      to: { kind, name },
      policy: { kind: PolicyType.kind, name: PolicyName },
      most: limits.policiesOf[kind],
      now: context.now,
      ...(ResourceGroupId === context.account.id ? {} : { resourceGroup: ResourceGroupId }),
    }
    const changed = await everywhere(context).execute(command, attachment)
    return changed.ok ? ok({}) : changed
  }

export const attach = change(attachPolicy)
export const detach = change(detachPolicy)
