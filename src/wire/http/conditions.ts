import type { Condition } from '../../domain/page.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Kind } from '../../domain/resource.ts'

/** What no resource meets. */
export const never: Condition = { by: 'id', anyOf: [] }

const chunk = 500

/** The ids of those that meet the conditions; for kinds of which few do. */
export async function idsOf(reader: Reader, kind: Kind, where: readonly Condition[]): Promise<readonly string[]> {
  const found: string[] = []
  for (let after: number | undefined; ; ) {
    const page = await reader.page(kind, { where, limit: chunk, ...(after === undefined ? {} : { after }) })
    found.push(...page.items.map(({ id }) => id))
    if (page.next === undefined) return found
    after = page.next
  }
}
