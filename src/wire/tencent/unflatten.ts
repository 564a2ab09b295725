import { fail, ok, type Result } from '../../domain/result.ts'
import type { Parameter } from '../http/signature-input.ts'

/** Past these a name is refused: lists of the API have at most a hundred elements, and its objects are three deep. */
const longestList = 1000
const deepest = 16

type Branch = Map<string, Branch | string>

const isIndex = (name: string): boolean => /^(0|[1-9]\d{0,3})$/.test(name)

function place(root: Branch, name: string, value: string): string | undefined {
  const parts = name.split('.')
  if (parts.length > deepest || parts.includes('')) return `The parameter name \`${name.slice(0, 60)}\` is not valid.`
  const last = parts.pop() ?? ''
  let branch = root
  for (const part of parts) {
    const next = branch.get(part) ?? new Map()
    if (typeof next === 'string') return `The parameter \`${name}\` is both a value and an object.`
    branch.set(part, next)
    branch = next
  }
  if (branch.has(last)) return `The parameter \`${name}\` is given more than once.`
  branch.set(last, value)
  return undefined
}

/** A branch whose names are all numbers is a list; what is missing in it stays undefined, for its type to refuse. */
function grow(branch: Branch): unknown {
  const names = [...branch.keys()]
  const grown = [...branch].map(([name, value]) => [name, typeof value === 'string' ? value : grow(value)] as const)
  const indices = names.map(Number)
  if (names.length > 0 && names.every(isIndex) && Math.max(...indices) < longestList) {
    const list = Array.from<unknown>({ length: Math.max(...indices) + 1 })
    for (const [name, value] of grown) list[Number(name)] = value
    return list
  }
  return Object.fromEntries(grown)
}

/**
 * Turns `Filters.0.Values.0=vpc-1` into a tree with lists; indices start at 0 and may come in any order.
 * The error is a sentence: a name that is given twice, or as a value and an object at once.
 */
export function unflatten(parameters: readonly Parameter[]): Result<Readonly<Record<string, unknown>>, string> {
  const root: Branch = new Map()
  for (const [name, value] of parameters) {
    const problem = place(root, name, value)
    if (problem !== undefined) return fail(problem)
  }
  return ok(
    Object.fromEntries([...root].map(([name, value]) => [name, typeof value === 'string' ? value : grow(value)])),
  )
}

/** The inverse, as the cloud's SDKs write it: plain values as text, lists from 0, empty lists and absent members not at all. */
export function flatten(tree: unknown, path = ''): readonly Parameter[] {
  if (tree === undefined || tree === null) return []
  if (typeof tree !== 'object') return [[path, String(tree)]]
  return Object.entries(tree).flatMap(([name, value]) => flatten(value, path === '' ? name : `${path}.${name}`))
}
