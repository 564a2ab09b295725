import { hash } from 'node:crypto'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** JSON with the members of every object in one order, and without those that are undefined and the one left out. */
function canonical(value: unknown, leftOut?: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join()}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  // Of all that may be given little is.
  const given = Object.keys(value).filter((name) => name !== leftOut && value[name] !== undefined)
  return `{${given
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
    .join()}}`
}

/**
 * What a client token stands for: the decoded values without the token itself. It is not of the text as it was sent,
 * because clients send one request in many spellings: members in another order, also of JSON inside a string, a default
 * of the declaration (`withDefault`) that is written out or left out, "5" for 5. A default that a handler fills in is not
 * known here: written out, it makes another request.
 */
export function digestRequest(values: Readonly<Record<string, unknown>>, tokenField: string): string {
  return hash('sha256', canonical(values, tokenField), 'base64url')
}
