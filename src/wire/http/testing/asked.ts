/** Which operation a test asks: by its action, and by its product too where several have an action of the name. */
import type { Catalogue } from '../../../operations/catalogue.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'

type Named = Pick<Operation<CallContext>, 'service' | 'action'>

export type Asked = string | Named

/** Of an action alone, the first product that has it. */
export function nameOf(operations: Catalogue<CallContext>, asked: Asked) {
  if (typeof asked !== 'string') return { action: asked.action, version: versionOf(asked.service) }
  const service = [...operations.services].find((each) => operations.has(`${each} ${asked}`))
  return { action: asked, version: service && versionOf(service) }
}

const versionOf = (service: string): string => service.slice(service.indexOf(' ') + 1)

/** What there is for an operation, under its product and action or under its action; `rest` is what follows these. */
export const ofOperation = <T>(
  all: Readonly<Record<string, T>> | undefined,
  { service, action }: Named,
  rest = '',
): T | undefined => all?.[`${service} ${action}${rest}`] ?? all?.[`${action}${rest}`]
