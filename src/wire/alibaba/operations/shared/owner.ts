import type { Resource } from '../../../../domain/resource.ts'

/** The account. Undefined for one that a JSON number cannot hold. */
export const ownerOf = ({ account }: Resource): number | undefined =>
  Number.isSafeInteger(Number(account)) ? Number(account) : undefined
