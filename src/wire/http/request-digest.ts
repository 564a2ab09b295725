import { hash } from 'node:crypto'

/** JSON with the members of every object in one order, and without those that are undefined. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  let text = ''
  for (const name of Object.keys(value).sort()) {
    // Its own name, so it has a value of it.
    const item = (value as Readonly<Record<string, unknown>>)[name]
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(item)}`
  }
  return `{${text}}`
}

/**
 * What a client token stands for: the decoded values without the token itself. It is not of the text as it was sent,
 * because clients send one request in many spellings: members in another order, also of JSON inside a string, a default
 * that is written out or left out, "5" for 5.
 */
export function digestRequest(values: Readonly<Record<string, unknown>>, tokenField: string): string {
  const { [tokenField]: _, ...rest } = values
  return hash('sha256', canonical(rest), 'base64url')
}
