/** What handlers of every dialect do with commands. */
import type { Command } from '../../commands/command.ts'
import type { DomainError } from '../../domain/error.ts'
import type { Kind, Resource } from '../../domain/resource.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { CallContext } from './context.ts'

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

type Empty = Readonly<Record<never, never>>

/** Runs a command that deletes what the request names in `field`, and has nothing to answer. */
export const deleting =
  <Field extends string, Current>(command: Command<{ readonly id: string }, Current>, field: Field) =>
  async (context: CallContext, request: Readonly<Record<Field, string>>): Promise<Result<Empty, DomainError>> => {
    const change = await context.execute(command, { id: request[field] })
    return change.ok ? ok({}) : change
  }

/** The same for what says by itself in which region it is. */
export const deletingAnywhere =
  <Field extends string, Current>(command: Command<{ readonly id: string }, Current>, field: Field) =>
  (context: CallContext, request: Readonly<Record<Field, string>>): Promise<Result<Empty, DomainError>> =>
    deleting(command, field)(context.acrossRegions(), request)
