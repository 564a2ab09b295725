/** Several entries in one request: each is done or refused by itself, and the answer says which. */
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Result } from '../../../../domain/result.ts'
import * as r from '../../../../operations/response.ts'
import { refusalOf } from './refusals.ts'

/** What a request says of one of them. */
export interface Asked {
  readonly id: string | undefined
  readonly destination: Ipv4Prefix | undefined
  readonly nextHop: string | undefined
}

interface Failed extends Asked {
  readonly error: DomainError
}

export interface Batch<T> {
  readonly done: readonly T[]
  readonly failed: readonly Failed[]
}

/** Does one after the other, so that each sees those before it. */
export async function inTurn<E, T>(
  elements: readonly E[],
  askedOf: (element: E) => Asked,
  work: (element: E) => Promise<Result<T, DomainError>>,
): Promise<Batch<T>> {
  const done: T[] = []
  const failed: Failed[] = []
  for (const element of elements) {
    const result = await work(element)
    if (result.ok) done.push(result.value)
    else failed.push({ ...askedOf(element), error: result.error })
  }
  return { done, failed }
}

const refusals = r.derived('those that were refused, each with the code that it would have had by itself')

const failedFields = {
  DstCidrBlock: r.string(refusals, ({ destination }) => destination),
  FailedCode: r.string(refusals, ({ error }) => refusalOf(error).code),
  FailedMessage: r.string(refusals, ({ error }) => refusalOf(error).message),
  NextHop: r.string(refusals, ({ nextHop }) => nextHop),
} satisfies r.ResponseFields<Failed>

const counts = {
  FailedCount: r.integer(r.derived('how many were refused'), ({ failed }) => failed.length),
  SuccessCount: r.integer(r.derived('how many were done'), ({ done }) => done.length),
} satisfies r.ResponseFields<Batch<unknown>>

export const creationBatch = {
  ...counts,
  FailedRouteEntries: r.structures(refusals, ({ failed }) => failed, failedFields),
} satisfies r.ResponseFields<Batch<unknown>>

export const deletionBatch = {
  ...counts,
  FailedRouteEntries: r.structures(refusals, ({ failed }) => failed, {
    ...failedFields,
    RouteEntryId: r.string(refusals, ({ id }: Failed) => id),
  }),
} satisfies r.ResponseFields<Batch<unknown>>
