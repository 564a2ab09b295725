/** What documents say of a request ("How RAM evaluates policies", June 2026). */
import type { Policy, Question } from '../../../access/authorize.ts'
import { isLike } from '../../../access/wildcard.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { type Patterns, readDocument, type Statement } from './document.ts'

const isOneOf = (text: string, { except, like }: Patterns): boolean =>
  except !== like.some((pattern) => isLike(text, pattern))

/** A user, a role or a policy is found by its name in whatever case: what is said of it is said of all of these. */
const isAbout = (resource: string, resources: Patterns): boolean =>
  resource.startsWith('acs:ram:')
    ? isOneOf(resource.toLowerCase(), { ...resources, like: resources.like.map((each) => each.toLowerCase()) })
    : isOneOf(resource, resources)

const holds = ({ actions, resources, conditions }: Statement, question: Question, action: string): boolean =>
  isOneOf(action, actions) &&
  (resources === undefined || isAbout(question.resource, resources)) &&
  conditions.every((condition) => condition(question))

const policyOf =
  (statements: readonly Statement[]): Policy =>
  (question) => {
    const action = question.action.toLowerCase()
    let allowed: 'allow' | undefined
    for (const statement of statements) {
      if (statement.effect === 'allow' && allowed !== undefined) continue
      if (!holds(statement, question, action)) continue
      if (statement.effect === 'deny') return 'deny'
      allowed = 'allow'
    }
    return allowed
  }

/** The error is a sentence for a person. */
export function readPolicy(document: string): Result<Policy, string> {
  const statements = readDocument(document, 'identity')
  return statements.ok ? ok(policyOf(statements.value)) : statements
}

/** `principal` admits whoever it names, and everybody of an account where it names its root. */
function admits(principal: string, { account, kind, name }: Question['principal']): boolean {
  if (principal === '*' || principal === account) return true
  const [, , , of, who] = principal.split(':')
  if (of !== account && of !== '*') return false
  return who === 'root' || who === '*' || who?.toLowerCase() === `${kind}/${name}`.toLowerCase()
}

/** Who may take a role on, as its trust document says. The error is a sentence for a person. */
export function readTrust(document: string): Result<Policy, string> {
  const statements = readDocument(document, 'trust')
  if (!statements.ok) return statements
  return ok((question) => {
    const about = statements.value.filter(({ principals }) =>
      principals.some((principal) => admits(principal, question.principal)),
    )
    return policyOf(about)(question)
  })
}
