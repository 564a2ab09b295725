import { decodeFields } from '../../operations/decode.ts'
import type { Operation } from '../../operations/operation.ts'
import type { CallContext } from './context.ts'
import type { Call } from './dialect.ts'

/** Told of each request field that a handler reads, by its path as it was sent. */
export type OnRead = (operation: Operation<CallContext>, path: string) => void

/**
 * The operation, whose handler is given values that tell of each read. They are decoded anew, so that what rules, policies
 * and digests read of a request does not count: a field is used when the handler does something with it.
 */
export function heard(operation: Operation<CallContext>, call: Call, onRead: OnRead): Operation<CallContext> {
  const position = { ...call.position, onRead: (path: string) => onRead(operation, path) }
  return {
    ...operation,
    async perform(context, values) {
      const decoded = decodeFields(operation.request, call.parameters, position)
      return operation.perform(context, decoded.ok ? decoded.value : values)
    },
  }
}
