import type { Kind, Resource } from './resource.ts'

const principalKinds = ['user', 'user-group', 'policy', 'role'] as const satisfies readonly Kind[]

export type PrincipalKind = (typeof principalKinds)[number]

/** What policies are attached to. */
export type HolderKind = Exclude<PrincipalKind, 'policy'>

export type Holder = Resource<HolderKind>

/** Whether resources of the kind decide who may do what. */
export const isPrincipalKind = (kind: Kind): kind is PrincipalKind => (principalKinds as readonly Kind[]).includes(kind)
