/** Provokes every domain error that a noun's operations declare. */
import assert from 'node:assert/strict'
import type { DomainErrorCode } from '../../../domain/error.ts'
import type { WireError } from '../../../operations/operation.ts'
import { type Provocations, type Provoked, testProvocations } from '../../http/testing/declared-errors.ts'
import { domainErrors } from '../errors.ts'
import type { QuotaId } from '../settings/quotas.ts'
import type { RegionSetting } from '../settings/regions.ts'
import { type Caller, openCaller, region } from './caller.ts'

/** Makes what has to be there, and answers with the parameters that are refused. */
export type Provoke = (caller: Caller) => Promise<Readonly<Record<string, unknown>>>

/** Deletes once what is then refused to be deleted again. */
export const deleted =
  (action: string, idName: string, make: (caller: Caller) => Promise<string>): Provoke =>
  async (caller) => {
    const request = { [idName]: await make(caller) }
    await caller.settle()
    await caller.ok(action, request)
    return request
  }

/** The account is granted none of what the request, which is good otherwise, would make one more of. */
export const granted =
  (id: QuotaId, request: Provoke, quota = 0): Provoke =>
  async (caller) => {
    const good = await request(caller)
    await caller.set({ [`quota.${id}`]: quota })
    return good
  }

/** The region has what is set of it, when the request is made. */
export const regional =
  (settings: Readonly<Partial<Record<RegionSetting, unknown>>>, request: Provoke): Provoke =>
  async (caller) => {
    const good = await request(caller)
    await caller.set(Object.fromEntries(Object.entries(settings).map(([name, to]) => [`region.${region}.${name}`, to])))
    return good
  }

/** A pool that one gateway or attachment leaves nothing of. */
const narrowPool = (code: DomainErrorCode) => (code === 'addresses-exhausted' ? { outerPool: '198.51.100.0/30' } : {})

const expected = ({ operation, error }: Provoked<Provoke>): WireError => {
  const declared = operation.errors[error]
  return declared === true || declared === undefined ? domainErrors[error] : declared
}

export const testDeclaredErrors = (folder: string, provocations: Provocations<Provoke>): Promise<void> =>
  testProvocations(
    folder,
    provocations,
    (about) => expected(about).code,
    async (about) => {
      await using caller = await openCaller(narrowPool(about.error))
      const { status, code } = expected(about)
      const answer = await caller.refused(code, about.operation, await about.provocation(caller))
      assert.equal(answer.status, status)
    },
  )
