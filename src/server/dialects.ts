import { alibaba } from '../wire/alibaba/dialect.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import { tencent } from '../wire/tencent/dialect.ts'

/** Each is asked in turn whether a request is in its form; the first answers what none of them knows. */
export const dialects: readonly Dialect[] = [tencent, alibaba]
