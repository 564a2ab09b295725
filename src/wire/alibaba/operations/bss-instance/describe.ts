import type { Condition } from '../../../../domain/page.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { billsOf } from '../shared/bills.ts'
import {
  type BssPage,
  bssPage,
  isOfProduct,
  type PageRequest,
  type ProductFilter,
  pageCounts,
  pageOf,
  payAsYouGo,
  productFilters,
  range,
  subscription,
  succeeded,
} from '../shared/bss.ts'
import { amongIds, inRegion, unless } from '../shared/conditions.ts'
import { anyRegion, ids } from '../shared/request-fields.ts'
import { about, bss } from '../shared/service.ts'
import { type InstanceView, instanceFields, renewalOf } from './response.ts'

type Gateway = Resource<'gateway'>

async function everyGateway(reader: Reader, where: readonly Condition[]): Promise<readonly Gateway[]> {
  const found: Gateway[] = []
  for (let after: number | undefined; ; ) {
    const page = await reader.page('gateway', { where, limit: 300, ...(after === undefined ? {} : { after }) })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

interface Asked extends ProductFilter, PageRequest {
  readonly InstanceIDs: string | undefined
  readonly Region: string | undefined
  readonly RenewStatus: string | undefined
  readonly CreateTimeStart: number | undefined
  readonly CreateTimeEnd: number | undefined
  readonly EndTimeStart: number | undefined
  readonly EndTimeEnd: number | undefined
}

const isBetween = (at: number | undefined, start: number | undefined, end: number | undefined): boolean =>
  (start === undefined || (at !== undefined && at >= start)) && (end === undefined || (at !== undefined && at <= end))

const termed = { by: 'facet', facet: 'paid' } as const

/** What the store can tell of what is asked for. */
const conditionsOf = (asked: Asked): readonly Condition[] => [
  ...amongIds(asked.InstanceIDs),
  ...inRegion(asked.Region),
  ...unless(!isOfProduct(asked, asked.SubscriptionType === subscription)),
  ...(asked.SubscriptionType === subscription ? [{ ...termed, anyOf: ['in-advance'] }] : []),
  ...(asked.SubscriptionType === payAsYouGo ? [{ ...termed, anyOf: [], orNone: true as const }] : []),
]

/** Of a term and of times nothing is indexed: what is asked for by them is looked for among all that the rest leaves. */
const isLookedFor = ({ RenewStatus, ...asked }: Asked): boolean =>
  [RenewStatus, asked.CreateTimeStart, asked.CreateTimeEnd, asked.EndTimeStart, asked.EndTimeEnd].some(
    (filter) => filter !== undefined,
  )

async function gatewaysOf(reader: Reader, asked: Asked): Promise<BssPage<Gateway>> {
  const where = conditionsOf(asked)
  const { PageNum: number, PageSize: size } = asked
  if (isLookedFor(asked)) return pageOf((await everyGateway(reader, where)).filter(isAskedFor(asked)), asked)
  const { items, total } = await reader.page('gateway', { where, limit: size, offset: (number - 1) * size })
  return { items, total, number, size }
}

const isAskedFor =
  (asked: Asked) =>
  ({ createdAt, spec: { term } }: Gateway): boolean =>
    (asked.RenewStatus === undefined || asked.RenewStatus === renewalOf(term)) &&
    isBetween(createdAt, asked.CreateTimeStart, asked.CreateTimeEnd) &&
    isBetween(term?.end, asked.EndTimeStart, asked.EndTimeEnd)

export const queryAvailableInstances = operation({
  ...about('QueryAvailableInstances', bss, '*'),
  summary:
    'Lists the VPN gateways that were bought, and when their terms end. Terraform’s provider asks whether it can, to tell what kind of account it has.',
  effect: 'read',
  request: {
    ...anyRegion,
    ...productFilters,
    InstanceIDs: ids,
    Region: optional(t.text()),
    RenewStatus: optional(t.word('AutoRenewal', 'ManualRenewal', 'NotRenewal')),
    CreateTimeStart: range,
    CreateTimeEnd: range,
    EndTimeStart: range,
    EndTimeEnd: range,
    ...bssPage(300, 20),
  },
  response: {
    ...succeeded,
    Data: r.structure(r.derived('a page of them'), (page: BssPage<InstanceView>) => page, {
      InstanceList: r.structures(r.stored('newest first'), ({ items }: BssPage<InstanceView>) => items, instanceFields),
      ...pageCounts,
    }),
  },
  errors: {},
  async run(context: CallContext, request) {
    const page = await gatewaysOf(context.acrossRegions().reader, request)
    const kept = billsOf(context).billing.expired
    return ok({ ...page, items: page.items.map((gateway) => ({ gateway, kept })) })
  },
})
