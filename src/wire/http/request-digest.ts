import { createHash } from 'node:crypto'

/** JSON with the members of every object in one order, and without those that are undefined. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, canonical(item)]))
}

/**
 * What a client token stands for: the decoded values without the token itself. It is not of the text as it was sent,
 * because clients send one request in many spellings: members in another order, also of JSON inside a string, a default
 * that is written out or left out, "5" for 5.
 */
export function digestRequest(values: Readonly<Record<string, unknown>>, tokenField: string): string {
  const { [tokenField]: _, ...rest } = values
  return createHash('sha256')
    .update(JSON.stringify(canonical(rest)))
    .digest('base64url')
}
