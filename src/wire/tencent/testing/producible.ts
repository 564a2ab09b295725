import type { Fields } from '../../../operations/decode.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { domainErrors } from '../errors.ts'

/** What a field's values may be refused with: its own codes, or the one that stands for a kind of problem. */
function* codesOf(fields: Fields): Generator<string> {
  for (const field of Object.values(fields)) {
    if (field.use === 'ignored') continue
    if (field.use === 'refused') yield field.code ?? 'UnsupportedOperation'
    yield* field.type.codes ?? []
    if (field.type.accepts !== '' && (field.type.codes ?? []).length === 0) yield 'InvalidParameterValue'
    if (field.use === 'used' && field.type.members !== undefined) yield* codesOf(field.type.members)
  }
}

/** Of the front that every operation is behind. */
const front = ['MissingParameter', 'UnknownParameter', 'InvalidParameter']

/** The codes that an operation can end in. */
export function producible({ request, rules, errors }: Operation<CallContext>): ReadonlySet<string> {
  const declared = Object.entries(errors).map(([name, error]) =>
    error === true ? domainErrors[name as keyof typeof domainErrors].code : (error?.code ?? ''),
  )
  return new Set([...front, ...codesOf(request), ...rules.map(({ code }) => code), ...declared])
}
