import type { NewResource } from '../../../../commands/command.ts'
import { type Extras, noExtras, type Tag } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'

/** What a new resource gets from the call that makes it. */
export const newResource = (
  context: CallContext,
  id: string,
  name: string,
  tags: readonly Tag[] | undefined,
  extras: Extras = noExtras,
): NewResource => ({
  id,
  name,
  labels: { tags: tags ?? [] },
  extras,
  account: context.account.id,
  region: context.region,
  createdAt: context.now,
})
