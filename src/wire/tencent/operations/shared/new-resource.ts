import type { Command, NewResource } from '../../../../commands/command.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Kind, Resource, Sidecar } from '../../../../domain/resource.ts'
import { ok, type Result } from '../../../../domain/result.ts'
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

/** Executes a command that puts one resource of a kind, and answers with it. */
export async function executed<K extends Kind, Input, Current>(
  context: CallContext,
  kind: K,
  command: Command<Input, Current>,
  input: Input,
): Promise<Result<Resource<K>, DomainError>> {
  const change = await context.execute(command, input)
  if (!change.ok) return change
  const resource = change.value.put.find((each) => each.kind === kind)
  if (resource === undefined) throw new TypeError(`${command.name} has put no ${kind}`)
  // Found by its kind, which the compiler does not carry over to the type parameter.
  return ok(resource as Resource<K>)
}
