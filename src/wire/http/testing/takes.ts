import type { Fields } from '../../../operations/decode.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'
import type { Remedy } from '../remedy.ts'

function hasPath(fields: Fields, [name = '', ...below]: readonly string[]): boolean {
  const field = fields[name]
  if (field === undefined || field.use !== 'used') return false
  // An element of a list stands by its number.
  const rest = /^\d+$/.test(below[0] ?? '') ? below.slice(1) : below
  return rest.length === 0 || (field.type.members !== undefined && hasPath(field.type.members, rest))
}

/** Whether the operation takes the parameter, or each of several. */
export const takes = (operations: readonly Operation<CallContext>[], { action, parameter }: Remedy): boolean =>
  operations.some(
    (operation) =>
      operation.action === action &&
      parameter.split(', ').every((path) => hasPath(operation.request as Fields, path.split('.'))),
  )
