import * as terms from '../../../../commands/billing/renewal.ts'
import type { Term } from '../../../../domain/billing.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation, type Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newOrderId } from '../../ids.ts'
import { billsOf } from '../shared/bills.ts'
import { type OrderView, product, subscription, succeeded } from '../shared/bss.ts'
import { anyRegion, clientToken } from '../shared/request-fields.ts'
import { about, bss } from '../shared/service.ts'

const onlyProduct = { readBy: 'the declaration: there is one product', worldless: 'there is one product' }

const productFields = {
  ProductCode: required(t.word(product), { ...onlyProduct, note: 'no document at hand has the code of VPN gateways' }),
  ProductType: optional(t.word(product), onlyProduct),
}

const shownBy = {
  operation: 'QueryAvailableInstances',
  by: 'InstanceIDs',
  at: 'Data.InstanceList',
} as const

/** It says so wherever a gateway is asked for by what it costs. */
const billingErrors = { 'gateway-not-found': true, busy: true, 'term-missing': true } as const

const later = 'it says when the gateway will be stopped'

export const renewInstance = operation({
  ...about('RenewInstance', bss, '*'),
  summary: 'Pays for a longer term of a VPN gateway. One whose term is over goes on at once.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...anyRegion,
    ...productFields,
    InstanceId: required(t.text()),
    RenewPeriod: required(t.integerOneOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36), {
      note: 'in months',
      worldless: later,
    }),
    ...clientToken,
  },
  response: {
    ...succeeded,
    Data: r.structure(r.derived('what was ordered'), (view: OrderView) => view, {
      OrderId: r.string(r.stored('the number of the order'), ({ order }: OrderView) => order.id),
    }),
  },
  shownBy: { ...shownBy, id: 'InstanceId' },
  errors: { ...billingErrors, 'balance-insufficient': true },
  async run(context: CallContext, { InstanceId, RenewPeriod }) {
    const order = await executed(context.acrossRegions(), 'order', terms.renewGateway, {
      ...billsOf(context),
      id: InstanceId,
      months: RenewPeriod,
      order: { id: newOrderId(context.random) },
    })
    return order.ok ? ok({ order: order.value }) : order
  },
})

interface Renewal {
  readonly RenewalStatus: 'AutoRenewal' | 'ManualRenewal' | 'NotRenewal'
  readonly RenewalPeriod: number | undefined
  readonly RenewalPeriodUnit: 'M' | 'Y' | undefined
}

const isAutomatic = ({ RenewalStatus }: Renewal): boolean => RenewalStatus === 'AutoRenewal'

const needed = (name: 'RenewalPeriod' | 'RenewalPeriodUnit'): Rule<Renewal> => ({
  code: 'MissingParameter',
  demand: 'is required where RenewalStatus is AutoRenewal',
  brokenBy: (request) => (isAutomatic(request) && request[name] === undefined ? name : undefined),
})

function renewalFor({ RenewalStatus, RenewalPeriod = 1, RenewalPeriodUnit }: Renewal): Term['renewal'] {
  if (RenewalStatus === 'ManualRenewal') return 'manual'
  if (RenewalStatus === 'NotRenewal') return 'none'
  return RenewalPeriod * (RenewalPeriodUnit === 'Y' ? 12 : 1)
}

const inList = (text: string): readonly string[] => [...new Set(text.split(',').map((one) => one.trim()))]

export const setRenewal = operation({
  ...about('SetRenewal', bss, '*'),
  summary: 'Says what becomes of VPN gateways at the end of their terms.',
  effect: 'write',
  request: {
    ...anyRegion,
    ...productFields,
    SubscriptionType: optional(t.word(subscription), onlyProduct),
    InstanceIDs: required(t.text('1 to 100 ids, separated by commas', (value) => inList(value).length <= 100)),
    RenewalStatus: required(t.word('AutoRenewal', 'ManualRenewal', 'NotRenewal'), { worldless: later }),
    RenewalPeriod: optional(t.integerOneOf(1, 2, 3, 6, 12), { worldless: later }),
    RenewalPeriodUnit: optional(t.word('M', 'Y'), { worldless: later }),
  },
  rules: [needed('RenewalPeriod'), needed('RenewalPeriodUnit')],
  response: succeeded,
  shownBy: { ...shownBy, id: 'InstanceIDs' },
  errors: billingErrors,
  async run(context: CallContext, request) {
    const ids = inList(request.InstanceIDs)
    const set = await context.acrossRegions().execute(terms.setRenewal, { ids, renewal: renewalFor(request) })
    return set.ok ? ok({}) : set
  },
})
