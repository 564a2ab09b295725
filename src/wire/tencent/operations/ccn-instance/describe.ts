import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, routeTableOfCcn } from '../../ids.ts'
import { type Filter, filtersField, integerPage } from '../../paging.ts'
import { foundCcn, typeOf } from '../shared/ccn.ts'
import { inOrderOf, orderFields } from '../shared/order.ts'
import { notDeleting } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { instancePage } from './response.ts'
import { type InstanceView, viewInstances } from './view.ts'

const has: Readonly<Record<string, (view: InstanceView) => string>> = {
  'ccn-id': ({ attachment }) => attachment.spec.router,
  'instance-type': ({ attachment }) => typeOf(attachment),
  'instance-region': ({ attachment }) => attachment.region,
  'instance-id': ({ attachment }) => attachment.spec.target.id,
  'route-table-id': ({ attachment }) => routeTableOfCcn(attachment.spec.router),
}

const meets = (view: InstanceView, { name, values }: Filter): boolean => values.includes(has[name]?.(view) ?? '')

const orders = {
  CcnId: ({ attachment }: InstanceView) => attachment.spec.router,
  InstanceType: ({ attachment }: InstanceView) => typeOf(attachment),
  InstanceId: ({ attachment }: InstanceView) => attachment.spec.target.id,
  InstanceName: ({ instance }: InstanceView) => instance?.name ?? '',
  InstanceRegion: ({ attachment }: InstanceView) => attachment.region,
  AttachedTime: ({ attachment }: InstanceView) => attachment.createdAt,
  State: ({ isThere }: InstanceView) => String(isThere),
}

async function ccnsOf(context: CallContext, named: string | undefined): Promise<readonly Resource<'router'>[]> {
  if (named === undefined) return allOf(context.reader, 'router', [notDeleting])
  const ccn = await foundCcn(context, named)
  return ccn.ok ? [ccn.value] : []
}

const frontRefusesTypes = 'a value of the wrong type is InvalidParameter'

export const describeCcnAttachedInstances = operation({
  ...about('DescribeCcnAttachedInstances', '*'),
  summary: 'Lists what is attached to CCNs, the first of each first where no order is asked for.',
  effect: 'read',
  request: {
    ...integerPage,
    Filters: filtersField(Object.keys(has)),
    CcnId: optional(id('ccn'), { note: 'Nothing is attached to a CCN that is not there.' }),
    ...orderFields(orders),
  },
  response: instancePage,
  errors: {},
  documented: [
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameter.FilterNotDict',
    'InvalidParameter.FilterValuesNotList',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.Range',
    'UnsupportedOperation',
    'UnsupportedOperation.AppIdNotFound',
  ],
  neverOccurs: {
    'InvalidParameter.FilterNotDict': frontRefusesTypes,
    'InvalidParameter.FilterValuesNotList': frontRefusesTypes,
    'InvalidParameterValue.Range': 'told as LimitExceeded for Limit, as InvalidParameterValue for Offset',
    UnsupportedOperation: 'nothing in it is refused',
    'UnsupportedOperation.AppIdNotFound': 'resources are not shared between accounts',
  },
  async run(context: CallContext, request) {
    const { CcnId, Filters = [], Offset, Limit } = request
    const ccns = await ccnsOf(context, CcnId)
    const all = (await Promise.all(ccns.map((ccn) => viewInstances(context, ccn)))).flat()
    const found = all.filter((view) => Filters.every((filter) => meets(view, filter)))
    const views = inOrderOf(found, orders, request)
    return ok({ total: found.length, items: views.slice(Offset, Offset + Limit) })
  },
})
