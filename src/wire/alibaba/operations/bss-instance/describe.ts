import { days } from '../../../../domain/billing.ts'
import { billingOf } from '../../../../domain/billing-settings.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import {
  type BssPage,
  bssPage,
  isOfProduct,
  type ProductFilter,
  pageCounts,
  pageOf,
  productFilters,
  range,
  succeeded,
} from '../shared/bss.ts'
import { amongIds } from '../shared/conditions.ts'
import { anyRegion, ids } from '../shared/request-fields.ts'
import { about, bss } from '../shared/service.ts'
import { type InstanceView, instanceFields, renewalOf } from './response.ts'

type Gateway = Resource<'gateway'>

async function everyGateway(reader: Reader, ids: string | undefined): Promise<readonly Gateway[]> {
  const found: Gateway[] = []
  const where = amongIds(ids)
  for (let after: number | undefined; ; ) {
    const page = await reader.page('gateway', { where, limit: 300, ...(after === undefined ? {} : { after }) })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

interface Asked extends ProductFilter {
  readonly Region: string | undefined
  readonly RenewStatus: string | undefined
  readonly CreateTimeStart: number | undefined
  readonly CreateTimeEnd: number | undefined
  readonly EndTimeStart: number | undefined
  readonly EndTimeEnd: number | undefined
}

const isBetween = (at: number | undefined, start: number | undefined, end: number | undefined): boolean =>
  (start === undefined || (at !== undefined && at >= start)) && (end === undefined || (at !== undefined && at <= end))

const isAskedFor =
  (asked: Asked) =>
  ({ region, createdAt, spec: { term } }: Gateway): boolean =>
    isOfProduct(asked, term !== undefined) &&
    (asked.Region === undefined || asked.Region === region) &&
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
    const gateways = await everyGateway(context.acrossRegions().reader, request.InstanceIDs)
    const kept = days(billingOf(context.account.settings).daysExpired)
    const views = gateways.filter(isAskedFor(request)).map((gateway) => ({ gateway, kept }))
    return ok(pageOf(views, request))
  },
})
