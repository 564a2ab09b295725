/** Policy documents as CAM has them: "Syntax Structure", "Element Reference" and "Resource Description" (January 2024), CAM documentation. */
import { fail, ok, type Result } from '../../../domain/result.ts'
import { regions } from '../regions.ts'
import { type Condition, readConditions } from './condition.ts'
import { isObject, type Json, type Problem, problem } from './problem.ts'

/** What a resource must be like in each of its parts; an empty part is everything. */
export interface ResourcePattern {
  readonly product: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

export interface Statement {
  readonly effect: 'allow' | 'deny'
  /** Patterns in lower case: actions are not told apart by case. */
  readonly actions: readonly string[]
  /** `*` for everything; absent in documents of roles, which are about themselves. */
  readonly resources: readonly (ResourcePattern | '*')[] | undefined
  /** Who may take the role on; only documents of roles have it. */
  readonly principals: readonly string[]
  readonly conditions: readonly Condition[]
}

type Read<T> = Result<T, Problem>

/** One text or a list of them. */
function texts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.every((each) => typeof each === 'string') ? (list as readonly string[]) : undefined
}

/** Members' names are written small, and by some products’ examples with capitals. */
const inSmallLetters = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]))

const actionForm = /^(\*|[\w*-]+:[\w*./-]+)$/

function readActions({ action }: Json): Read<readonly string[]> {
  if (action === undefined) return fail(problem('ActionMiss', 'it must have an action'))
  const given = texts(action)
  if (given === undefined) return fail(problem('ActionError', 'action must be a text or a list of texts'))
  const actions = given.map((each) => each.toLowerCase().replace(/^name\//, ''))
  if (actions.some((each) => each.startsWith('permid/'))) {
    return fail(problem('ActionError', 'sets of operations (permid/) are not known here'))
  }
  const wrong = actions.findIndex((each) => !actionForm.test(each))
  return wrong < 0 ? ok(actions) : fail(problem('ActionError', `"${given[wrong]}" is no action`))
}

/** "Resource Description" of 2019 has these beside the regions' own names. */
const shortRegions: Readonly<Record<string, string>> = {
  bj: 'ap-beijing',
  ca: 'na-toronto',
  cd: 'ap-chengdu',
  de: 'eu-frankfurt',
  gz: 'ap-guangzhou',
  hk: 'ap-hongkong',
  sg: 'ap-singapore',
  sh: 'ap-shanghai',
}

const accountForm = /^(|\*|uin\/(\d+|\*)?|uid\/\d*)$/

function readResource(text: string): Read<ResourcePattern | '*'> {
  if (text === '*') return ok(text)
  const [qcs, project, product, region, account, ...rest] = text.split(':')
  if (qcs !== 'qcs' || product === undefined || region === undefined || account === undefined || rest.length === 0) {
    return fail(
      problem('ResourceQcsError', `"${text}" is not of the form qcs::<product>:<region>:<account>:<resource>`),
    )
  }
  if (project !== '') return fail(problem('ResourceProjectError', `"${text}" names a project`))
  const named = Object.hasOwn(shortRegions, region) ? (shortRegions[region] ?? region) : region
  if (named !== '' && !named.includes('*') && !regions.has(named)) {
    return fail(problem('ResourceRegionError', `there is no region "${region}"`))
  }
  if (!accountForm.test(account)) {
    return fail(problem('ResourceUinError', `"${account}" is not of the form uin/<number>`))
  }
  const resource = rest.join(':')
  // `?` stands for nothing but itself, and nothing is named with it.
  if (resource === '' || resource.includes('?')) {
    return fail(problem('ResourceContentError', `"${resource}" is not of the form <type>/<id>`))
  }
  return ok({ product, region: named, account: account === 'uin/' ? '' : account, resource })
}

function readResources({ resource }: Json): Read<readonly (ResourcePattern | '*')[]> {
  const given = resource === undefined ? undefined : texts(resource)
  if (given === undefined) return fail(problem('ResourceError', 'resource must be a text or a list of texts'))
  const patterns: (ResourcePattern | '*')[] = []
  for (const text of given) {
    const read = readResource(text)
    if (!read.ok) return read
    patterns.push(read.value)
  }
  return ok(patterns)
}

const principalKinds = ['qcs', 'service', 'federated']

/** The account's root is everybody of the account; so is the account named as a user of itself. */
const principalForm = /^qcs::cam::uin\/\d+:(root|uin\/\d+|roleName\/.+|role\/\d+)$/

function readPrincipals({ principal }: Json): Read<readonly string[]> {
  if (!isObject(principal) || Object.keys(principal).length === 0) {
    return fail(problem('PrincipalError', 'principal must name qcs, service or federated'))
  }
  const all = Object.entries(principal).map(([kind, named]) => [kind, texts(named)] as const)
  const unknown = all.find(([kind, named]) => !principalKinds.includes(kind) || named === undefined)
  if (unknown !== undefined) return fail(problem('PrincipalError', `principal cannot have such a "${unknown[0]}"`))
  const named = all.flatMap(([kind, list]) => (kind === 'qcs' ? (list ?? []) : []))
  const bad = named.find((each) => !principalForm.test(each))
  return bad === undefined ? ok(named) : fail(problem('PrincipalQcsError', `"${bad}" is no principal`))
}

type Kind = 'identity' | 'trust'

const members: Readonly<Record<Kind, readonly string[]>> = {
  identity: ['effect', 'action', 'resource', 'condition'],
  trust: ['effect', 'action', 'principal', 'condition'],
}

function readEffect({ effect }: Json): Read<'allow' | 'deny'> {
  const small = typeof effect === 'string' ? effect.toLowerCase() : ''
  if (small === 'allow' || small === 'deny') return ok(small)
  return fail(problem('EffectError', 'effect must be allow or deny'))
}

function readStatement(value: unknown, kind: Kind): Read<Statement> {
  if (!isObject(value)) return fail(problem('StatementError', 'it must be an object'))
  const statement = inSmallLetters(value)
  const unknown = Object.keys(statement).find((name) => !members[kind].includes(name))
  if (unknown !== undefined) {
    return fail(problem(unknown === 'principal' ? 'PrincipalError' : 'StatementError', `it cannot have "${unknown}"`))
  }
  const effect = readEffect(statement)
  if (!effect.ok) return effect
  const actions = readActions(statement)
  if (!actions.ok) return actions
  const resources = kind === 'identity' ? readResources(statement) : ok(undefined)
  if (!resources.ok) return resources
  const principals = kind === 'trust' ? readPrincipals(statement) : ok([])
  if (!principals.ok) return principals
  const conditions = readConditions(statement.condition)
  if (!conditions.ok) return conditions
  return ok({
    effect: effect.value,
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
export function readDocument(text: string, kind: Kind): Read<readonly Statement[]> {
  const parsed = parse(text)
  if (!isObject(parsed)) return fail(problem('PolicyDocumentError', 'it must be a JSON object'))
  const document = inSmallLetters(parsed)
  const unknown = Object.keys(document).find((name) => name !== 'version' && name !== 'statement')
  if (unknown !== undefined) return fail(problem('PolicyDocumentError', `it cannot have "${unknown}"`))
  if (document.version !== '2.0') return fail(problem('VersionError', 'version must be "2.0"'))
  const given: readonly unknown[] = Array.isArray(document.statement) ? document.statement : [document.statement]
  if (given.length === 0) return fail(problem('StatementError', 'statement must not be empty'))
  const statements: Statement[] = []
  for (const [index, each] of given.entries()) {
    const read = readStatement(each, kind)
    if (!read.ok) return fail(problem(read.error.code, `statement ${index + 1}: ${read.error.detail}`))
    statements.push(read.value)
  }
  return ok(statements)
}
