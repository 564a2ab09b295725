/** What gateways are paid for by ("InstanceChargePrepaid", "Data Types", Tencent Cloud VPC API 2017-03-12). */
import type { Term } from '../../../../domain/billing.ts'
import type { Condition } from '../../../../domain/page.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'

export const byHour = 'POSTPAID_BY_HOUR'
export const inAdvance = 'PREPAID'

export const chargeTypes = t.word(byHour, inAdvance)

export const later = 'it says when the gateway will be isolated'

export const months = t.integerOneOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36)

const period = required(months, { note: 'in months', worldless: later })

/** A gateway that is renewed by itself is so month by month. */
const renewals = { NOTIFY_AND_AUTO_RENEW: 1, NOTIFY_AND_MANUAL_RENEW: 'manual' } as const

const renewFlag = t.word('NOTIFY_AND_AUTO_RENEW', 'NOTIFY_AND_MANUAL_RENEW')

export type RenewFlag = keyof typeof renewals

export const renewalOf = (flag: RenewFlag): Term['renewal'] => renewals[flag]

/** With the flag that a new gateway has, or one that is renewed, or of what only asks for a price. */
export const prepaid = {
  ofNew: t.structure({
    Period: period,
    RenewFlag: withDefault(renewFlag, 'NOTIFY_AND_AUTO_RENEW', { worldless: later }),
  }),
  ofRenewed: t.structure({
    Period: period,
    RenewFlag: optional(renewFlag, { defaultText: 'what it is', worldless: later }),
  }),
}

interface Bought {
  readonly InstanceChargeType: typeof byHour | typeof inAdvance
  readonly InstanceChargePrepaid: unknown
}

export const needsPeriod: Rule<Bought> = {
  code: 'MissingParameter',
  demand: 'is required where InstanceChargeType is PREPAID',
  brokenBy: ({ InstanceChargeType, InstanceChargePrepaid }) =>
    InstanceChargeType === inAdvance && InstanceChargePrepaid === undefined ? 'InstanceChargePrepaid' : undefined,
}

const flags = {
  automatic: 'NOTIFY_AND_AUTO_RENEW',
  manual: 'NOTIFY_AND_MANUAL_RENEW',
  none: 'NOT_NOTIFY_AND_NOT_RENEW',
} as const

/** Terraform takes any other of a gateway that is paid for by the hour for a change that it cannot make. */
export function renewFlagOf(term: Term | undefined): string {
  if (term === undefined || typeof term.renewal === 'number') return flags.automatic
  return flags[term.renewal]
}

/** The condition that finds gateways by the flag that they show. */
export function byRenewFlag(values: readonly string[]): readonly Condition[] {
  const anyOf = Object.entries(flags).flatMap(([renewal, flag]) => (values.includes(flag) ? [renewal] : []))
  const orNone = values.includes(flags.automatic) ? { orNone: true as const } : {}
  return [{ by: 'facet', facet: 'renewal', anyOf, ...orNone }]
}
