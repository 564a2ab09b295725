import type { NewResource } from '../../../../commands/command.ts'
import type { Sidecar } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'

/** What a new resource gets from the call that makes it. */
export const newResource = (context: CallContext, id: string, name: string, sidecar: Sidecar): NewResource => ({
  id,
  name,
  sidecar,
  account: context.account.id,
  region: context.region,
  createdAt: context.now,
})
