import { type DomainError, domainError } from '../domain/error.ts'

/** How many of a thing there may be; without a number there is no limit. Who asks for the thing says it. */
export type Quota = number | undefined

/** Whether there may be one more. `what` is for a person: "customer gateways in the region". */
export function checkQuota(used: number, quota: Quota, what: string): DomainError | undefined {
  if (quota === undefined || used < quota) return undefined
  return domainError('quota-exhausted', `there are ${used} ${what}, of ${quota} at the most`)
}
