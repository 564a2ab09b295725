/** Who calls, once the signature is believed. */
export interface Principal {
  readonly account: string
  readonly kind: 'root' | 'user' | 'role'
  /** The user's name, or the role's and its session's; empty for the account itself. */
  readonly name: string
  /** Its own, and those of the groups that it is in. */
  readonly policies: readonly Policy[]
}

/** What a policy may ask of a request besides who, what and on what. */
export interface Conditions {
  /** When the request arrived, in milliseconds since the epoch. */
  readonly at: number
}

export interface Question {
  readonly principal: Principal
  /** In the caller’s cloud’s words. */
  readonly action: string
  readonly resource: string
  readonly conditions: Conditions
}

/** What it says of a question; undefined when it does not match. Pure, and never throws. */
export type Policy = (question: Question) => 'allow' | 'deny' | undefined

export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      /** Of those that were asked for, the first that is not allowed. */
      readonly resource: string
      /** Whether a policy forbids it, or none allows it. */
      readonly why: 'denied' | 'not-allowed'
    }

/** An account's own keys may do all that there is to do in it. */
export const accountMayAll: Policy = ({ principal }) => (principal.kind === 'root' ? 'allow' : undefined)

export const rootOf = (account: string): Principal => ({ account, kind: 'root', name: '', policies: [accountMayAll] })

function decide(question: Question): 'allowed' | 'denied' | 'not-allowed' {
  let allowed = false
  for (const policy of question.principal.policies) {
    const said = policy(question)
    if (said === 'deny') return 'denied'
    if (said === 'allow') allowed = true
  }
  return allowed ? 'allowed' : 'not-allowed'
}

/** Every one of `resources` must be allowed; what a policy denies no other can allow, and what none allows is not. */
export function authorize(
  principal: Principal,
  action: string,
  resources: readonly string[],
  conditions: Conditions,
): Decision {
  for (const resource of resources) {
    const decision = decide({ principal, action, resource, conditions })
    if (decision !== 'allowed') return { allowed: false, resource, why: decision }
  }
  return { allowed: true }
}
