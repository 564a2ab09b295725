/** What documents say of a request ("Policy Evaluation Logic", January 2024, CAM documentation). */
import type { Policy, Question } from '../../../access/authorize.ts'
import { isLike } from '../../../access/wildcard.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { type ResourcePattern, readDocument, type Statement } from './document.ts'
import type { Problem } from './problem.ts'

const isPart = (text: string, pattern: string): boolean => pattern === '' || isLike(text, pattern)

/** Users, roles and policies are found by their names in whatever case: what is said of one is said of all of these. */
const foundInAnyCase = 'cam'

/** What can be allowed for all resources alone is asked for as `*`, which only `*` is like. */
function isAbout(parts: readonly string[], pattern: ResourcePattern | '*'): boolean {
  if (pattern === '*') return true
  const [, , product = '', region = '', account = '', ...rest] = parts
  if (rest.length === 0) return false
  const resource = rest.join(':')
  const same =
    product === foundInAnyCase
      ? isLike(resource.toLowerCase(), pattern.resource.toLowerCase())
      : isLike(resource, pattern.resource)
  return same && isPart(product, pattern.product) && isPart(region, pattern.region) && isPart(account, pattern.account)
}

const holds = (
  { actions, resources, conditions }: Statement,
  question: Question,
  action: string,
  resource: readonly string[],
): boolean =>
  actions.some((pattern) => isLike(action, pattern)) &&
  (resources === undefined || resources.some((pattern) => isAbout(resource, pattern))) &&
  conditions.every((condition) => condition(question))

const policyOf =
  (statements: readonly Statement[]): Policy =>
  (question) => {
    const action = question.action.toLowerCase()
    const resource = question.resource.split(':')
    let allowed: 'allow' | undefined
    for (const statement of statements) {
      if (statement.effect === 'allow' && allowed !== undefined) continue
      if (!holds(statement, question, action, resource)) continue
      if (statement.effect === 'deny') return 'deny'
      allowed = 'allow'
    }
    return allowed
  }

export function readPolicy(document: string): Result<Policy, Problem> {
  const statements = readDocument(document, 'identity')
  return statements.ok ? ok(policyOf(statements.value)) : statements
}

/** `principal` admits whoever it names, and everybody of an account where it names that. */
function admits(principal: string, { principal: { kind, id, name }, conditions: { owner } }: Question): boolean {
  const [, , , , account = '', who = ''] = principal.split(':')
  if (owner === undefined || account !== `uin/${owner}`) return false
  if (who === 'root' || who === `uin/${owner}`) return true
  if (kind === 'role') return who === `role/${id}` || who.toLowerCase() === `rolename/${name.toLowerCase()}`
  return who === `uin/${id}`
}

/** Who may take a role on, as its trust document says. */
export function readTrust(document: string): Result<Policy, Problem> {
  const statements = readDocument(document, 'trust')
  if (!statements.ok) return statements
  return ok((question) =>
    policyOf(statements.value.filter(({ principals }) => principals.some((each) => admits(each, question))))(question),
  )
}
