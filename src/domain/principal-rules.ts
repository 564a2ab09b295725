/** What an account's cloud says of the users, groups, policies and roles that are made in it. */
import type { HolderKind, PrincipalKind } from './principal-kinds.ts'

/** What makes ids: characters of an alphabet, by chance. */
interface Tokens {
  token(length: number, alphabet: string): string
}

export interface PrincipalLimits {
  /** Of each kind in an account. */
  readonly of: Readonly<Record<PrincipalKind, number>>
  /** Of a user. */
  readonly accessKeys: number
  /** Groups that a user is in. */
  readonly memberships: number
  /** Policies that each kind may have. */
  readonly attachments: Readonly<Record<HolderKind, { readonly custom: number; readonly system: number }>>
}

/** The name of one of a kind, or something else that is said of it. */
export type PrincipalText = PrincipalKind | 'document' | 'trust' | 'longestSessionSeconds'

export interface PrincipalRules {
  readonly limits: PrincipalLimits
  newId(kind: PrincipalKind, random: Tokens): string
  newAccessKey(random: Tokens): { readonly id: string; readonly secret: string }
  /** Why the cloud would not take it, for a person; undefined where it would. */
  problemOf(what: PrincipalText, value: string | number): string | undefined
  /** Whether the cloud has a policy of this name for everybody. */
  hasSystemPolicy(name: string): boolean
}
