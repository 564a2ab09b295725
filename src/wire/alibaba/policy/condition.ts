/** Conditions of a statement: "Policy elements" (2021) and "Conditional operators" (December 2025), RAM documentation. */
import type { Question } from '../../../access/authorize.ts'
import {
  type Comparison,
  equal,
  inBlock,
  likeText,
  measured,
  orders,
  readNumber,
  sameLetters,
  sameText,
} from '../../../access/comparison.ts'
import { fail, ok, type Result } from '../../../domain/result.ts'
import { keyOf } from './keys.ts'

/** Whether a request is as the condition has it. */
export type Condition = (question: Question) => boolean

const isoForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

/** Milliseconds since the epoch. */
function readDate(text: string): number | undefined {
  const at = isoForm.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

const names = {
  LessThan: orders.less,
  LessThanEquals: orders.lessOrEqual,
  GreaterThan: orders.greater,
  GreaterThanEquals: orders.greaterOrEqual,
} as const

const ordered = (kind: string, read: (text: string) => number | undefined): readonly [string, Operator][] => [
  [`${kind}Equals`, { comparison: measured(read, equal), negated: false }],
  [`${kind}NotEquals`, { comparison: measured(read, equal), negated: true }],
  ...Object.entries(names).map(([name, holds]): [string, Operator] => [
    `${kind}${name}`,
    { comparison: measured(read, holds), negated: false },
  ]),
]

const sameFlag: Comparison = (expected) => (/^(true|false)$/i.test(expected) ? sameLetters(expected) : undefined)

interface Operator {
  readonly comparison: Comparison
  /** Holds where the comparison does not: with every value, and where the request has none. */
  readonly negated: boolean
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', { comparison: sameText, negated: false }],
  ['StringNotEquals', { comparison: sameText, negated: true }],
  ['StringEqualsIgnoreCase', { comparison: sameLetters, negated: false }],
  ['StringNotEqualsIgnoreCase', { comparison: sameLetters, negated: true }],
  ['StringLike', { comparison: likeText, negated: false }],
  ['StringNotLike', { comparison: likeText, negated: true }],
  ...ordered('Numeric', readNumber),
  ...ordered('Date', readDate),
  ['Bool', { comparison: sameFlag, negated: false }],
  ['IpAddress', { comparison: inBlock, negated: false }],
  ['NotIpAddress', { comparison: inBlock, negated: true }],
])

export const operatorNames: readonly string[] = [...operators.keys()]

/** Any one of the values will do. */
function readCondition(name: string, { comparison, negated }: Operator, key: string, value: unknown) {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  const judges: ((actual: string) => boolean)[] = []
  for (const each of values) {
    const isScalar = typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean'
    const judge = isScalar ? comparison(String(each)) : undefined
    if (judge === undefined) return fail(`${name} ${key} cannot be compared with ${JSON.stringify(each)}`)
    judges.push(judge)
  }
  if (judges.length === 0) return fail(`${name} ${key} has no values`)
  const read = keyOf(key)
  const condition: Condition = (question) => {
    const actual = read(question)
    return negated !== (actual !== undefined && judges.some((judge) => judge(actual)))
  }
  return ok(condition)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** All of them must hold. The error is a sentence. */
export function readConditions(value: unknown): Result<readonly Condition[], string> {
  if (value === undefined) return ok([])
  if (!isObject(value)) return fail('Condition must be an object')
  const conditions: Condition[] = []
  for (const [name, keys] of Object.entries(value)) {
    const operator = operators.get(name)
    if (operator === undefined) return fail(`there is no operator "${name}"`)
    if (!isObject(keys)) return fail(`${name} must be an object`)
    for (const [key, values] of Object.entries(keys)) {
      const read = readCondition(name, operator, key, values)
      if (!read.ok) return read
      conditions.push(read.value)
    }
  }
  return ok(conditions)
}
