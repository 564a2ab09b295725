import type { Field, Fields } from '../../../operations/decode.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { denialCodes } from '../denial.ts'
import { domainErrors } from '../errors.ts'

interface Placed {
  readonly name: string
  readonly field: Field
}

const walk = (fields: Fields): readonly Placed[] =>
  Object.entries(fields).flatMap(([name, field]) => [
    { name, field },
    ...(field.use === 'used' && field.type.members !== undefined ? walk(field.type.members) : []),
  ])

const isThere = (code: string | undefined): code is string => code !== undefined

function codesOf({ name, field }: Placed): readonly string[] {
  if (field.use === 'ignored') return [field.code].filter(isThere)
  if (field.use === 'refused') return [field.code ?? `OperationUnsupported.${name}`]
  return [field.code, field.missingCode, ...(field.type.codes ?? [])].filter(isThere)
}

/** The codes that an operation's own fields, rules and errors can end in, and that of its denial (`access/denials.test.ts`). */
export function producible({ request, rules, errors, permission }: Operation<CallContext>): ReadonlySet<string> {
  const declared = Object.entries(errors).map(([name, error]) =>
    error === true ? domainErrors[name as keyof typeof domainErrors].code : (error?.code ?? ''),
  )
  const denials = permission.needless ? [] : denialCodes(permission.action)
  return new Set([...denials, ...walk(request).flatMap(codesOf), ...rules.map(({ code }) => code), ...declared])
}
