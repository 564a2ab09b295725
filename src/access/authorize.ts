import type { ResourceRef, Tag } from '../domain/resource.ts'

/** Who calls, once the signature is believed. */
export interface Principal {
  readonly account: string
  readonly kind: 'root' | 'user' | 'role'
  /** The user's or the role's; the account's for the account itself. */
  readonly id: string
  /** The user's or the role's; empty for the account itself. */
  readonly name: string
  /** Of somebody who acts by a token, a role or what it was given of: what he calls that. */
  readonly session?: string
  /** Its own, and those of the groups that it is in. */
  readonly policies: readonly HeldPolicy[]
  /** What the session may do of what the role, the user or the account may; all of it when absent. */
  readonly narrowedBy?: Policy
}

/** A policy, and where it holds. */
export interface HeldPolicy {
  readonly policy: Policy
  /** Absent for one that holds for all resources. */
  readonly resourceGroup?: string
}

/** What is asked for, as far as policies may know it. */
export interface Subject {
  /** In the caller’s cloud’s words. */
  readonly resource: string
  /** Absent where the resource does not exist yet, or is not one but many. */
  readonly tags?: readonly Tag[]
  /** Itself, and what it is or is to be part of, as far as its cloud lets policies ask for that. */
  readonly wholes?: readonly ResourceRef[]
  /** The one that it is in, or is to be in; absent where it is in none. */
  readonly resourceGroup?: string
}

/** What a policy may ask of a request besides who, what and on what. */
export interface Conditions {
  /** When the request arrived, in milliseconds since the epoch. */
  readonly at: number
  /** Whose the account is, as resources' names say it. */
  readonly owner?: string
  /** The caller's, when it is known. */
  readonly address?: string
  /** Whether the request came encrypted. */
  readonly encrypted?: boolean
  /** The request's own, as they were sent. */
  readonly parameters?: Readonly<Record<string, unknown>>
}

export interface Question extends Pick<Subject, 'resource' | 'tags' | 'wholes'> {
  readonly principal: Pick<Principal, 'account' | 'kind' | 'id' | 'name' | 'session'>
  /** In the caller’s cloud’s words. */
  readonly action: string
  readonly conditions: Conditions
}

/** What it says of a question; undefined when it does not match. Pure, and never throws. */
export type Policy = (question: Question) => 'allow' | 'deny' | undefined

/** Whose policies have decided: the session's own, those that hold for all resources, or those of the resource's group. */
export type Layer = 'session' | 'account' | 'resource-group'

export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      /** Of those that were asked for, the first that is not allowed. */
      readonly resource: string
      /** Whether a policy forbids it, or none allows it. */
      readonly why: 'denied' | 'not-allowed'
      readonly by: Layer
    }

/** An account's own keys may do all that there is to do in it. */
export const rootOf = (account: string): Principal => ({ account, kind: 'root', id: account, name: '', policies: [] })

/** Whether nothing that it asks for has to be judged. */
export const isUnlimited = ({ kind, narrowedBy }: Principal): boolean => kind === 'root' && narrowedBy === undefined

/** What policies together say: one that denies overrides all that allow. */
export function together(policies: Iterable<Policy>, question: Question): 'allow' | 'deny' | undefined {
  let allowed: 'allow' | undefined
  for (const policy of policies) {
    const said = policy(question)
    if (said === 'deny') return 'deny'
    if (said === 'allow') allowed = 'allow'
  }
  return allowed
}

/**
 * A session's own policy can only take away. Then the policies that hold for all resources decide, if they say anything; those of
 * the resource's group are asked where they do not.
 */
function decide(question: Question, subject: Subject, principal: Principal): Decision {
  const no = (said: 'deny' | undefined, by: Layer): Decision => ({
    allowed: false,
    resource: subject.resource,
    why: said === 'deny' ? 'denied' : 'not-allowed',
    by,
  })
  const { narrowedBy, policies } = principal
  if (narrowedBy !== undefined) {
    const said = narrowedBy(question)
    if (said !== 'allow') return no(said, 'session')
  }
  if (principal.kind === 'root') return { allowed: true }
  const held = (group: string | undefined) =>
    policies.flatMap(({ policy, resourceGroup }) => (resourceGroup === group ? [policy] : []))
  const everywhere = together(held(undefined), question)
  if (everywhere === 'allow') return { allowed: true }
  if (everywhere === 'deny') return no('deny', 'account')
  const inGroup = subject.resourceGroup === undefined ? [] : held(subject.resourceGroup)
  if (inGroup.length === 0) return no(undefined, 'account')
  const said = together(inGroup, question)
  return said === 'allow' ? { allowed: true } : no(said, 'resource-group')
}

/** Every one of `subjects` must be allowed; what a policy denies no other can allow, and what none allows is not. */
export function authorize(
  principal: Principal,
  action: string,
  subjects: readonly Subject[],
  conditions: Conditions,
): Decision {
  if (isUnlimited(principal)) return { allowed: true }
  for (const subject of subjects) {
    const { resource, tags, wholes } = subject
    const known = { ...(tags === undefined ? {} : { tags }), ...(wholes === undefined ? {} : { wholes }) }
    const question = { principal, action, resource, conditions, ...known }
    const decision = decide(question, subject, principal)
    if (!decision.allowed) return decision
  }
  return { allowed: true }
}
