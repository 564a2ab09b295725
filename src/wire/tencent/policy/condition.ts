/** Conditions of a statement: "Condition Keys and Condition Operators" (January 2024), CAM documentation, and COS's on sets. */
import type { Question } from '../../../access/authorize.ts'
import {
  type Comparison,
  equal,
  inBlock,
  type Judge,
  likeText,
  measured,
  orders,
  readNumber,
  sameLetters,
  sameText,
} from '../../../access/comparison.ts'
import { fail, ok, type Result } from '../../../domain/result.ts'
import { keyOf } from './keys.ts'
import { isObject, type Problem, problem } from './problem.ts'

/** Whether a request is as the condition has it. */
export type Condition = (question: Question) => boolean

/** With a blank between day and time as the documents have it too; without an offset it is UTC. */
const dateForm = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/

/** Milliseconds since the epoch. */
function readDate(text: string): number | undefined {
  const [, day, time = '00:00:00', offset = 'Z'] = dateForm.exec(text) ?? []
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time}${offset}`)
  return Number.isNaN(at) ? undefined : at
}

interface Operator {
  readonly comparison: Comparison
  /** Holds where the comparison does not: with every value, and where the request has none. */
  readonly negated: boolean
}

const positive = (comparison: Comparison): Operator => ({ comparison, negated: false })
const negative = (comparison: Comparison): Operator => ({ comparison, negated: true })

const names = {
  less_than: orders.less,
  less_than_equal: orders.lessOrEqual,
  greater_than: orders.greater,
  greater_than_equal: orders.greaterOrEqual,
} as const

function ordered(kind: string, read: (text: string) => number | undefined): readonly [string, Operator][] {
  return [
    [`${kind}_equal`, positive(measured(read, equal))],
    [`${kind}_not_equal`, negative(measured(read, equal))],
    ...Object.entries(names).map(([name, holds]): [string, Operator] => [
      `${kind}_${name}`,
      positive(measured(read, holds)),
    ]),
  ]
}

const flags = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])
const flagOf = (text: string): boolean | undefined => flags.get(text.toLowerCase())
const sameFlag: Comparison = (expected) => {
  const flag = flagOf(expected)
  return flag === undefined ? undefined : (actual) => flagOf(actual) === flag
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ['string_equal', positive(sameText)],
  ['string_not_equal', negative(sameText)],
  ['string_equal_ignore_case', positive(sameLetters)],
  ['string_not_equal_ignore_case', negative(sameLetters)],
  ['string_like', positive(likeText)],
  ['string_not_like', negative(likeText)],
  ...ordered('numeric', readNumber),
  ...ordered('date', readDate),
  ['bool_equal', positive(sameFlag)],
  // Base64 of the same bytes is the same text.
  ['binary_equal', positive(sameText)],
  ['ip_equal', positive(inBlock)],
  ['ip_not_equal', negative(inBlock)],
])

/** What asks whether there is a value at all. */
const isAbsent = 'null_equal'

export const operatorNames: readonly string[] = [...operators.keys(), isAbsent]

/** Of several values that a request has, how many must meet the condition. */
type Quantity = 'for_any_value' | 'for_all_value'

interface OperatorName {
  readonly name: string
  readonly quantity: Quantity
  /** Whether it holds where the request has no such key. */
  readonly ifExists: boolean
}

const nameForm = /^(?:(for_any_value|for_all_value):)?([a-z_]+?)(_if_exist)?$/

function readName(text: string): OperatorName | undefined {
  const [, quantity, name = '', suffix] = nameForm.exec(text.toLowerCase()) ?? []
  if (!operatorNames.includes(name)) return undefined
  return { name, quantity: (quantity as Quantity | undefined) ?? 'for_any_value', ifExists: suffix !== undefined }
}

const contentError = (operator: string, key: string, what: string) =>
  fail(problem('ConditionContentError', `${operator} ${key} ${what}`))

/** What any one of the values will do for. */
function readValues(operator: string, comparison: Comparison, key: string, value: unknown): Result<Judge, Problem> {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  const judges: Judge[] = []
  for (const each of values) {
    const isScalar = typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean'
    const judge = isScalar ? comparison(String(each)) : undefined
    if (judge === undefined) return contentError(operator, key, `cannot be compared with ${JSON.stringify(each)}`)
    judges.push(judge)
  }
  if (judges.length === 0) return contentError(operator, key, 'has no values')
  return ok((actual) => judges.some((judge) => judge(actual)))
}

function readAbsence(operator: string, key: string, value: unknown): Result<Condition, Problem> {
  const judge = readValues(operator, sameFlag, key, value)
  if (!judge.ok) return judge
  const read = keyOf(key)
  return ok((question) => judge.value(String((read(question) ?? []).length === 0)))
}

/** All of none of a request's values are as they should be: a set that is empty is part of every other. */
function readCondition(operator: string, key: string, value: unknown): Result<Condition, Problem> {
  const named = readName(operator)
  const found = named && operators.get(named.name)
  if (named?.name === isAbsent) return readAbsence(operator, key, value)
  if (named === undefined || found === undefined) {
    return fail(problem('ConditionTypeError', `there is no operator "${operator}"`))
  }
  const judge = readValues(operator, found.comparison, key, value)
  if (!judge.ok) return judge
  const read = keyOf(key)
  const { negated } = found
  const { quantity, ifExists } = named
  return ok((question) => {
    const actual = read(question)
    if (actual === undefined && ifExists) return true
    if (quantity === 'for_all_value') return (actual ?? []).every((each) => negated !== judge.value(each))
    return negated !== (actual ?? []).some((each) => judge.value(each))
  })
}

/** All of them must hold. */
export function readConditions(value: unknown): Result<readonly Condition[], Problem> {
  if (value === undefined) return ok([])
  if (!isObject(value)) return fail(problem('ConditionError', 'condition must be an object'))
  const conditions: Condition[] = []
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) return fail(problem('ConditionError', `${operator} must be an object`))
    for (const [key, values] of Object.entries(keys)) {
      const read = readCondition(operator, key, values)
      if (!read.ok) return read
      conditions.push(read.value)
    }
  }
  return ok(conditions)
}
