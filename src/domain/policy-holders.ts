import { type PolicyRef, policyFacet } from './principal.ts'
import type { HolderKind } from './principal-kinds.ts'
import type { Reader } from './reader.ts'

/** Those who have a policy. */
export const whoHas = (ref: PolicyRef) => [{ by: 'facet', facet: 'policy', anyOf: [policyFacet(ref)] }] as const

/** How many users, groups and roles have it. */
export async function attachmentCount(reader: Reader, ref: PolicyRef): Promise<number> {
  const kinds: readonly HolderKind[] = ['user', 'user-group', 'role']
  const pages = await Promise.all(kinds.map((kind) => reader.page(kind, { where: whoHas(ref), limit: 1 })))
  return pages.reduce((sum, { total }) => sum + total, 0)
}
