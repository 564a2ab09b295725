/** Where the fields of a request stand, and requests with a value in one such place. */
import type { Fields, UsedField } from '../../../operations/decode.ts'

export type Tree = Readonly<Record<string, unknown>>

/** A used field, at a path without list positions: "TunnelOptionsSpecification.TunnelIkeConfig.Psk". */
export interface Place {
  readonly path: string
  readonly field: UsedField<unknown, boolean>
  /** Why the world does not depend on it: said by the field, its type, or what is around it. */
  readonly worldless: string | undefined
}

/** The used fields that have no members of their own. */
export function placesOf(fields: Fields, prefix = '', around?: string): readonly Place[] {
  return Object.entries(fields).flatMap(([name, field]): readonly Place[] => {
    if (field.use !== 'used') return []
    const path = `${prefix}${name}`
    const worldless = field.worldless ?? field.type.worldless ?? around
    const inner = field.type.members === undefined ? [] : placesOf(field.type.members, `${path}.`, worldless)
    return inner.length > 0 ? inner : [{ path, field, worldless }]
  })
}

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the members require, each with one of its type's samples. */
const completed = (members: Fields, sample = 0): Tree =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, field]) =>
      field.use === 'used' && field.required ? [[name, field.type.samples?.()[sample]]] : [],
    ),
  )

/** The request with a value at the path; in a list, in its first element. What has to stand around it is made. */
export function placed(fields: Fields, request: Tree, path: string, value: unknown): Tree {
  const [name = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...request, [name]: value }
  const field = fields[name]
  if (field?.use !== 'used' || field.type.members === undefined) throw new TypeError(`${name} has no members`)
  const { members, name: type } = field.type
  const inside = (is: unknown) => placed(members, isTree(is) ? is : completed(members), rest.join('.'), value)
  const is = request[name]
  if (type.startsWith('list')) {
    const [first, ...others] = Array.isArray(is) ? is : []
    return { ...request, [name]: [inside(first), ...others] }
  }
  if (!type.startsWith('JSON')) return { ...request, [name]: inside(is) }
  return { ...request, [name]: JSON.stringify(inside(typeof is === 'string' ? JSON.parse(is) : is)) }
}

/** A path as it was sent, without list positions. */
export const withoutPositions = (path: string): string =>
  path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .join('.')

/** What stands at the path of an answer; of a list, in its first element. */
export function standsAt(answer: unknown, path: string): unknown {
  let value = answer
  for (const name of path.split('.').filter((part) => part !== '')) {
    const one: unknown = Array.isArray(value) ? value[0] : value
    value = isTree(one) ? one[name] : undefined
  }
  return value
}

/** What stands at the path of an answer, of each element of the lists on the way. */
export function valuesAt(answer: unknown, path: string): readonly unknown[] {
  const [name = '', ...rest] = path.split('.')
  if (Array.isArray(answer)) return answer.flatMap((one) => valuesAt(one, path))
  const value = isTree(answer) ? answer[name] : undefined
  return rest.length === 0 ? [value] : valuesAt(value, rest.join('.'))
}

/** The request with values at the path: the first in the first element of the list on the way, the second in its second. */
export function placedInElements(fields: Fields, request: Tree, path: string, values: readonly unknown[]): Tree {
  const [name = '', ...rest] = path.split('.')
  const field = fields[name]
  if (field?.use !== 'used' || field.type.members === undefined) throw new TypeError(`${name} has no members`)
  const { members, name: type } = field.type
  const is = request[name]
  if (!type.startsWith('list')) {
    return { ...request, [name]: placedInElements(members, isTree(is) ? is : {}, rest.join('.'), values) }
  }
  const there: readonly unknown[] = Array.isArray(is) ? is : []
  const elements = values.map((value, at) => {
    const element = there[at] ?? there[0]
    return placed(members, isTree(element) ? element : completed(members, at), rest.join('.'), value)
  })
  return { ...request, [name]: [...elements, ...there.slice(values.length)] }
}
