/** Who may ask beside the account itself: users, alone and in groups, and roles that others take on for a time. */

/** One that was made in the account, by its id, or one that its cloud has for everybody, by its name. */
export type PolicyRef =
  | { readonly kind: 'custom'; readonly id: string }
  | { readonly kind: 'system'; readonly name: string }

/** A policy of a user, a group or a role. */
export interface Attachment {
  readonly policy: PolicyRef
  /** It speaks of resources in this group alone; of all when it is absent. */
  readonly resourceGroup?: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

export interface Membership {
  readonly group: string
  readonly since: number
}

/** A person or a program that has keys of its own. */
export interface User {
  readonly groups: readonly Membership[]
  readonly attachments: readonly Attachment[]
  readonly updatedAt: number
}

/** Users of whom the same policies hold. */
export interface UserGroup {
  readonly attachments: readonly Attachment[]
  readonly updatedAt: number
}

export interface PolicyVersion {
  /** "v2": they count up, also past those that are gone. */
  readonly id: string
  /** In the words of the account's cloud; read by its dialect before it is stored. */
  readonly document: string
  readonly createdAt: number
}

export interface Policy {
  /** Oldest first. */
  readonly versions: readonly PolicyVersion[]
  /** The one that holds. */
  readonly defaultVersion: string
  /** How many versions there have been. */
  readonly made: number
  readonly updatedAt: number
}

/** Something that whoever its trust document names may become for a time. */
export interface Role {
  /** Who may take it on, as a policy document of the account's cloud. */
  readonly trust: string
  readonly longestSessionSeconds: number
  readonly attachments: readonly Attachment[]
  readonly updatedAt: number
}

/** What a request is signed with. */
export interface AccessKey {
  readonly id: string
  /** Never logged. */
  readonly secret: string
  readonly account: string
  readonly active: boolean
  /** Whose it is; the account's own when it is absent. */
  readonly user?: string
  /** Milliseconds since the epoch; 0 for those that came with the installation. */
  readonly createdAt: number
}

/**
 * A role that somebody has taken on, or what a user or the account has given a token for: a key that is good for nothing
 * without its token, and for nothing after its end.
 */
export interface TokenSession {
  /** The key's. */
  readonly id: string
  readonly secret: string
  /** The SHA-256 of the token, in hexadecimal digits. */
  readonly tokenDigest: string
  readonly account: string
  /** The role that was taken on. */
  readonly role?: string
  /** The user that has given it; the account itself where neither is here. */
  readonly user?: string
  readonly name: string
  /** What the session may do of what these may, as a policy document; all of it when absent. */
  readonly policy?: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** Principals and their policies are in no region: they are stored under this name. */
export const principalRegion = 'global'

export const isSamePolicy = (one: PolicyRef, other: PolicyRef): boolean => policyFacet(one) === policyFacet(other)

/** What finds those that a policy is attached to. */
export const policyFacet = (policy: PolicyRef): string =>
  policy.kind === 'system' ? `system ${policy.name}` : `custom ${policy.id}`

/** The document of the version that holds. */
export const documentOf = ({ versions, defaultVersion }: Policy): string =>
  versions.find(({ id }) => id === defaultVersion)?.document ?? ''
