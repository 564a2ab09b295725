import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import { idsOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
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
import { type Pair, usualPair } from './health-check.ts'
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
  ...about('DescribeVpnConnections', 'vpnx/{VpnConnectionIds?}'),
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

const chosen = 'of the gateway’s usual pair; empty where none is left'

/** Terraform asks at every plan, and takes another pair than its connection has for a change: a gateway's stays the same. */
export const generateVpnConnectionDefaultHealthCheckIp = operation({
  ...about('GenerateVpnConnectionDefaultHealthCheckIp', 'vpngw/{VpnGatewayId}'),
  summary:
    'Names two addresses for health checks of the gateway, always the same: a second connection gets others where it names none.',
  effect: 'read',
  request: { VpnGatewayId: required(id('vpnGateway')) },
  response: {
    HealthCheckLocalIp: r.string<Pair | undefined>(r.derived(`the local one ${chosen}`), (pair) => pair?.local ?? ''),
    HealthCheckRemoteIp: r.string<Pair | undefined>(
      r.derived(`the remote one ${chosen}`),
      (pair) => pair?.remote ?? '',
    ),
  },
  errors: { 'gateway-not-found': true },
  documented: ['InvalidParameterValue.Malformed', 'ResourceNotFound'],
  async run({ reader }: CallContext, { VpnGatewayId }) {
    const gateway = await reader.get('gateway', VpnGatewayId)
    if (gateway === undefined)
      return fail(domainError('gateway-not-found', 'no such gateway in this region', VpnGatewayId))
    return ok(usualPair(await reader.referencing(VpnGatewayId, 'connection')))
  },
})
