/** Tags and their keys, each once: those that resources have, and what is kept without any. */
import { type Distinct, type DistinctQuery, inOrder } from '../../../../domain/page.ts'
import type { Kind } from '../../../../domain/resource.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { taggableKinds } from '../shared/taggable.ts'

const holders = [...taggableKinds, 'account-tag'] as const

const chunk = 500

/** In the order of their bytes; of the keys alone, where there are any, and of what is of the kinds. */
export async function distinctOf(
  context: CallContext,
  of: 'tag' | 'tag-key',
  keys: readonly string[],
  kinds: readonly Kind[] = holders,
): Promise<readonly Distinct[]> {
  const { reader } = context.acrossRegions()
  const where = keys.length === 0 ? {} : { where: [{ by: 'tag' as const, keys }] }
  const found: Distinct[] = []
  for (let after: Distinct | undefined; ; ) {
    const query: DistinctQuery = { of, kinds, limit: chunk, ...where, ...(after === undefined ? {} : { after }) }
    const part = await reader.distinct(query)
    // What has one of the keys may have others too.
    found.push(...part.filter(([key = '']) => keys.length === 0 || keys.includes(key)))
    after = part.at(-1)
    if (part.length < chunk) return found.toSorted(inOrder)
  }
}

function parsePlace(text: string): Distinct | undefined {
  if (text === '') return []
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(parsed) && parsed.every((part) => typeof part === 'string') ? parsed : undefined
  } catch {
    return undefined
  }
}

const written = (last: Distinct): string => Buffer.from(JSON.stringify(last)).toString('base64url')

export const distinctToken = t.coded(
  t.parsed('the PaginationToken of an earlier answer', parsePlace, ['', written(['a', 'b'])]),
  'InvalidParameter.PaginationTokenInvalid',
)

export interface TokenPage {
  readonly items: readonly Distinct[]
  /** Empty on the last. */
  readonly next: string
}

/** What follows the last of the page before. */
export function pageAfter(all: readonly Distinct[], last: Distinct, size: number): TokenPage {
  const rest = last.length === 0 ? all : all.filter((one) => inOrder(one, last) > 0)
  const items = rest.slice(0, size)
  const end = items.at(-1)
  return { items, next: end === undefined || rest.length <= size ? '' : written(end) }
}
