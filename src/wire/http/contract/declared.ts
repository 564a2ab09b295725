import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'
import type { Reply } from '../testing/operation-fixture.ts'

export type Declared = Operation<CallContext>

export const toldBy = ({ code, message }: Reply): string => `${code} ${message}`
