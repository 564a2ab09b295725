import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { idsOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import {
  byId,
  byName,
  byReference,
  eitherIdsOrFilters,
  type Filter,
  type Filterings,
  filtersField,
  ids,
  integerPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { selectedPage } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { vpnConnectionFields } from './response.ts'
import { viewVpnConnections } from './view.ts'

const filterings: Filterings = {
  /** By now the ids of the VPC's gateways. */
  'vpc-id': byReference,
  'vpn-gateway-id': byReference,
  'customer-gateway-id': byReference,
  'vpn-connection-name': byName,
  'vpn-connection-id': byId,
}

/** A connection does not know its VPC; its gateway does. */
async function located({ reader }: CallContext, given: readonly Filter[]): Promise<readonly Filter[]> {
  const located = given.map(async ({ name, values }) =>
    name === 'vpc-id' ? { name, values: await idsOf(reader, 'gateway', byReference(values, name)) } : { name, values },
  )
  return Promise.all(located)
}

export const describeVpnConnections = operation({
  ...about('DescribeVpnConnections', '*'),
  summary: 'Lists VPN connections, newest first.',
  effect: 'read',
  request: {
    VpnConnectionIds: optional(ids('vpnConnection'), {
      note: 'Ids of connections that do not exist are left out of the answer.',
    }),
    Filters: filtersField(Object.keys(filterings)),
    ...integerPage,
  },
  rules: [eitherIdsOrFilters('VpnConnectionIds')],
  response: pageResponse('VpnConnectionSet', 'connections', vpnConnectionFields),
  errors: {},
  documented: [
    'InternalError.ModuleError',
    'InvalidParameter.Coexist',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    ResourceNotFound: 'unknown ids give an empty set: Terraform’s waits take this code for a failure',
    UnsupportedOperation: 'nothing in it is refused',
  },
  async run(context: CallContext, request) {
    const choice = { ...request, Filters: await located(context, request.Filters ?? []) }
    const page = await selectedPage(context, 'connection', request.VpnConnectionIds, choice, filterings)
    return ok({ total: page.total, items: await viewVpnConnections(context, page.items) })
  },
})
