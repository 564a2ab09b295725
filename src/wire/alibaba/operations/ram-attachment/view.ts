import type { PolicyRef } from '../../../../domain/principal.ts'
import { isSamePolicy } from '../../../../domain/principal.ts'
import type { Holder } from '../../../../domain/principal-kinds.ts'
import type { Reader } from '../../../../domain/reader.ts'
import { attachedPolicy } from '../shared/ram-policies.ts'
import type { Attached, AttachedPolicy } from './response.ts'

/** Each policy once, however many resource groups it was attached for. */
export async function policiesOf(reader: Reader, { spec }: Holder): Promise<readonly AttachedPolicy[]> {
  const each = spec.attachments.filter(
    ({ policy }, place) => spec.attachments.findIndex((other) => isSamePolicy(other.policy, policy)) === place,
  )
  const found = await Promise.all(
    each.map(async ({ policy, at }) => ({ policy: await attachedPolicy(reader, policy), at })),
  )
  return found.flatMap(({ policy, at }) => (policy === undefined ? [] : [{ policy, at }]))
}

/** When the policy was first attached to each. */
export const attachedTo =
  (policy: PolicyRef) =>
  <H extends Holder>(holders: readonly H[]): readonly Attached<H>[] =>
    holders.flatMap((holder) => {
      const first = holder.spec.attachments.find((each) => isSamePolicy(each.policy, policy))
      return first === undefined ? [] : [{ holder, at: first.at }]
    })
