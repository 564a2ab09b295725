/** Policy documents as RAM has them: "Policy elements" and "Policy structure and syntax", RAM documentation of 2021 and 2026. */
import { fail, ok, type Result } from '../../../domain/result.ts'
import { type Condition, readConditions } from './condition.ts'

export interface Statement {
  readonly effect: 'allow' | 'deny'
  /** Patterns in lower case: actions are not told apart by case. */
  readonly actions: Patterns
  /** Absent in documents of roles, which are about themselves. */
  readonly resources: Patterns | undefined
  /** Who may take the role on; only documents of roles have it. */
  readonly principals: readonly string[]
  readonly conditions: readonly Condition[]
}

/** What a text must be like, or, when `except`, like none of. */
export interface Patterns {
  readonly except: boolean
  readonly like: readonly string[]
}

/** What is wrong, for a person: "Statement 2: Effect must be Allow or Deny". */
type Problem = string

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** One text or a list of them. */
function texts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.every((each) => typeof each === 'string') ? (list as readonly string[]) : undefined
}

function exactlyOne(statement: Json, name: string): Result<Patterns, Problem> {
  const other = `Not${name}`
  const given = [name, other].filter((each) => statement[each] !== undefined)
  const [one] = given
  if (one === undefined || given.length > 1) return fail(`it must have either ${name} or ${other}`)
  const like = texts(statement[one])
  return like === undefined ? fail(`${one} must be a text or a list of texts`) : ok({ except: one === other, like })
}

const actionForm = /^(\*|[\w*?-]+:[\w*?./:-]+)$/

/** `*`, or five segments, of which the last may hold more colons. */
const resourceForm = /^(\*|acs:[^:]*:[^:]*:[^:]*:.+)$/

function readActions(statement: Json): Result<Patterns, Problem> {
  const read = exactlyOne(statement, 'Action')
  if (!read.ok) return read
  const wrong = read.value.like.find((each) => !actionForm.test(each))
  if (wrong !== undefined) return fail(`"${wrong}" is no action`)
  return ok({ ...read.value, like: read.value.like.map((each) => each.toLowerCase()) })
}

function readResources(statement: Json): Result<Patterns, Problem> {
  const read = exactlyOne(statement, 'Resource')
  if (!read.ok) return read
  const wrong = read.value.like.find((each) => !resourceForm.test(each))
  return wrong === undefined ? read : fail(`"${wrong}" is no resource`)
}

const principalKinds = ['RAM', 'Service', 'Federated']

const account = /^\d+$/
const principalName = /^acs:ram::(\d+|\*):(root|user\/.+|role\/.+|\*)$/

function readPrincipals(value: unknown): Result<readonly string[], Problem> {
  if (!isObject(value) || Object.keys(value).length === 0) return fail('Principal must name RAM, Service or Federated')
  const unknown = Object.keys(value).find((kind) => !principalKinds.includes(kind))
  if (unknown !== undefined) return fail(`Principal has no "${unknown}"`)
  const all = Object.entries(value).map(([kind, named]) => [kind, texts(named)] as const)
  const wrong = all.find(([, named]) => named === undefined)
  if (wrong !== undefined) return fail(`${wrong[0]} must be a text or a list of texts`)
  const named = all.flatMap(([kind, list]) => (kind === 'RAM' ? (list ?? []) : []))
  const bad = named.find((each) => !principalName.test(each) && !account.test(each) && each !== '*')
  return bad === undefined ? ok(named) : fail(`"${bad}" is no principal`)
}

type Kind = 'identity' | 'trust'

const members: Readonly<Record<Kind, readonly string[]>> = {
  identity: ['Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  trust: ['Effect', 'Action', 'Principal', 'Condition'],
}

function readStatement(value: unknown, kind: Kind): Result<Statement, Problem> {
  if (!isObject(value)) return fail('it must be an object')
  const unknown = Object.keys(value).find((name) => !members[kind].includes(name))
  if (unknown !== undefined) return fail(`it cannot have "${unknown}"`)
  if (value.Effect !== 'Allow' && value.Effect !== 'Deny') return fail('Effect must be Allow or Deny')
  const actions = readActions(value)
  if (!actions.ok) return actions
  const resources = kind === 'identity' ? readResources(value) : ok(undefined)
  if (!resources.ok) return resources
  const principals = kind === 'trust' ? readPrincipals(value.Principal) : ok([])
  if (!principals.ok) return principals
  const conditions = readConditions(value.Condition)
  if (!conditions.ok) return conditions
  return ok({
    effect: value.Effect === 'Allow' ? 'allow' : 'deny',
    actions: actions.value,
    resources: resources.value,
    principals: principals.value,
    conditions: conditions.value,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The statements of a document; of a role's, which says who may take it on, with `kind` "trust". */
export function readDocument(text: string, kind: Kind): Result<readonly Statement[], Problem> {
  const document = parse(text)
  if (!isObject(document)) return fail('it must be a JSON object')
  const unknown = Object.keys(document).find((name) => name !== 'Version' && name !== 'Statement')
  if (unknown !== undefined) return fail(`it cannot have "${unknown}"`)
  if (document.Version !== '1') return fail('Version must be "1"')
  if (!Array.isArray(document.Statement) || document.Statement.length === 0) {
    return fail('Statement must be a list of statements')
  }
  const statements: Statement[] = []
  for (const [index, each] of document.Statement.entries()) {
    const read = readStatement(each, kind)
    if (!read.ok) return fail(`statement ${index + 1}: ${read.error}`)
    statements.push(read.value)
  }
  return ok(statements)
}
