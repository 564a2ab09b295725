import type { Term } from '../../../../domain/billing.ts'
import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { product, subscriptionOf } from '../shared/bss.ts'
import { toSecond } from '../shared/times.ts'

export interface InstanceView {
  readonly gateway: Resource<'gateway'>
  /** How long a gateway is kept when its term is over, in milliseconds. */
  readonly kept: number
}

const renewals = { manual: 'ManualRenewal', none: 'NotRenewal' } as const

/** Undefined of what is paid for as it is used. */
export function renewalOf(term: Term | undefined): string | undefined {
  if (term === undefined) return undefined
  return typeof term.renewal === 'number' ? 'AutoRenewal' : renewals[term.renewal]
}

const monthsOf = (term: Term | undefined): number | undefined =>
  typeof term?.renewal === 'number' ? term.renewal : undefined

function statusOf({ spec: { suspended } }: Resource<'gateway'>): string {
  if (suspended === 'unpaid') return 'WaitForPay'
  return suspended === undefined ? 'Normal' : 'Stopped'
}

const end = ({ spec: { term } }: Resource<'gateway'>, more = 0): string | undefined =>
  term?.end === undefined ? undefined : toSecond(term.end + more)

const bought = 'it is what is bought'

export const instanceFields: r.ResponseFields<InstanceView> = {
  CreateTime: r.string(r.stored('when it was created'), ({ gateway }) => toSecond(gateway.createdAt)),
  EndTime: r.string(r.given('RenewPeriod', { spelt: 'as the end of its term' }), ({ gateway }) => end(gateway)),
  ExpectedReleaseTime: r.string(r.derived('when it will be released, unless it is renewed'), ({ gateway, kept }) =>
    end(gateway, kept),
  ),
  InstanceID: r.string(r.stored('its id'), ({ gateway }) => gateway.id),
  OwnerId: r.integer(r.stored('the account'), ({ gateway }) => Number(gateway.account)),
  ProductCode: r.constant(product, bought),
  ProductType: r.constant(product, bought),
  Region: r.string(r.stored('where it is'), ({ gateway }) => gateway.region),
  RenewStatus: r.string(r.given('RenewalStatus', { otherwise: 'ManualRenewal' }), ({ gateway }) =>
    renewalOf(gateway.spec.term),
  ),
  RenewalDuration: r.integer(r.given('RenewalPeriod', { spelt: 'in months' }), ({ gateway }) =>
    monthsOf(gateway.spec.term),
  ),
  RenewalDurationUnit: r.string(r.derived('M, for months'), ({ gateway }) =>
    monthsOf(gateway.spec.term) === undefined ? undefined : 'M',
  ),
  Status: r.string(r.derived('Normal, WaitForPay or Stopped: no document at hand has the words'), ({ gateway }) =>
    statusOf(gateway),
  ),
  StopTime: r.string(r.derived('when it stops, unless it is renewed'), ({ gateway }) => end(gateway)),
  SubscriptionType: r.string(r.derived('whether it is paid for in advance'), ({ gateway }) =>
    subscriptionOf(gateway.spec.term !== undefined),
  ),
}
