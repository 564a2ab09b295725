import type { Condition } from '../../domain/page.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Kind, Resource } from '../../domain/resource.ts'

/** What no resource meets. */
export const never: Condition = { by: 'id', anyOf: [] }

/** Whether it is a default one, of which alone it is written down. */
export const isDefault = (is: boolean): Condition =>
  is
    ? { by: 'facet', facet: 'default', anyOf: ['yes'] }
    : { by: 'facet', facet: 'default', anyOf: ['no'], orNone: true }

const chunk = 500

/** All that meet the conditions; for kinds of which few do. */
export async function allOf<K extends Kind>(
  reader: Reader,
  kind: K,
  where: readonly Condition[],
): Promise<readonly Resource<K>[]> {
  const found: Resource<K>[] = []
  for (let after: number | undefined; ; ) {
    const page = await reader.page(kind, { where, limit: chunk, ...(after === undefined ? {} : { after }) })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

export const idsOf = async (reader: Reader, kind: Kind, where: readonly Condition[]): Promise<readonly string[]> =>
  (await allOf(reader, kind, where)).map(({ id }) => id)
