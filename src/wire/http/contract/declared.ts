import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'
import type { Reply } from '../testing/operation-fixture.ts'

export type Declared = Operation<CallContext>

/** The operation that shows what this one has made or changed: one of the same product. */
export const describingOf = (all: readonly Declared[], { service, shownBy }: Declared): Declared | undefined =>
  all.find((each) => each.service === service && each.action === shownBy?.operation)

export const toldBy = ({ code, message }: Reply): string => `${code} ${message}`
