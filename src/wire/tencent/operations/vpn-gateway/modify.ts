import { placeOrder, upgradePrice } from '../../../../commands/billing/order.ts'
import { renewGateway, setRenewal } from '../../../../commands/billing/renewal.ts'
import { modifyGateway } from '../../../../commands/gateway.ts'
import type { Term } from '../../../../domain/billing.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { id, newOrderId } from '../../ids.ts'
import { ids } from '../../paging.ts'
import { asNumberOrNone } from '../shared/as-number.ts'
import { billsOf, refuseIsolated, timeOnBills } from '../shared/bills.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'
import { chargeTypes, inAdvance, later, prepaid, renewalOf } from './charge.ts'
import { bandwidthField, maxConnection, sslClients } from './create.ts'
import { checkBandwidth } from './range.ts'

const shownBy = { operation: 'DescribeVpnGateways', by: 'VpnGatewayIds', id: 'VpnGatewayId', at: 'VpnGatewaySet' }

export const modifyVpnGatewayAttribute = operation({
  ...about('ModifyVpnGatewayAttribute', 'vpngw/{VpnGatewayId}'),
  summary: 'Changes what is given of a VPN gateway, and nothing else.',
  effect: 'write',
  request: {
    VpnGatewayId: required(id('vpnGateway')),
    VpnGatewayName: optional(name('bytes')),
    InstanceChargeType: optional(chargeTypes, {
      note: 'POSTPAID_BY_HOUR: a PREPAID gateway is paid for by the hour once its term is over.',
      worldless: later,
    }),
    BgpAsn: optional(asNumberOrNone, {
      note: 'Changes only while no connection of the gateway speaks BGP.',
      worldless: 'no session is held under it yet: connections take it when they are made',
    }),
    MaxConnection: optional(maxConnection, sslClients),
  },
  rules: [
    {
      code: 'UnsupportedOperation',
      demand: 'a gateway comes to be paid for by the hour, and never in advance',
      brokenBy: ({ InstanceChargeType }) => (InstanceChargeType === inAdvance ? 'InstanceChargeType' : undefined),
    },
  ],
  response: {},
  shownBy,
  errors: { 'gateway-not-found': true, busy: true, suspended: true, 'bgp-as-number-in-use': true },
  documented: [
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.VpnUnsupportedModifyBgpAsn',
  ],
  async run(context: CallContext, { VpnGatewayId, VpnGatewayName, InstanceChargeType, BgpAsn, MaxConnection }) {
    const modified = await context.execute(modifyGateway, {
      id: VpnGatewayId,
      patch(gateway) {
        const isolated = refuseIsolated(gateway)
        if (isolated !== undefined) return fail(isolated)
        const { term } = gateway.spec
        return ok({
          ...(VpnGatewayName === undefined ? {} : { name: VpnGatewayName }),
          ...(InstanceChargeType === undefined || term === undefined ? {} : { term: { ...term, thenByUse: true } }),
          ...(BgpAsn === undefined ? {} : { asNumber: BgpAsn }),
          ...(MaxConnection === undefined ? {} : { extras: extras.gateway.write({ maxConnection: MaxConnection }) }),
        })
      },
    })
    return modified.ok ? ok({}) : modified
  },
})

/** Pays for more bandwidth until the end of the term. */
async function payForMore(
  context: CallContext,
  gateway: Resource<'gateway'>,
  to: number,
): Promise<DomainError | undefined> {
  const { id, region, spec } = gateway
  const end = spec.term?.end
  if (end === undefined || to <= spec.bandwidthMbps) return undefined
  const billed = billsOf(context)
  const placed = await context.acrossRegions().execute(placeOrder, {
    ...billed,
    id: newOrderId(context.random),
    region,
    name: '',
    createdAt: context.now,
    subject: id,
    purpose: 'upgrade',
    price: upgradePrice(billed.billing, [spec.bandwidthMbps, to], end - timeOnBills(context)),
    pays: true,
  })
  return placed.ok ? undefined : placed.error
}

export const resetVpnGatewayInternetMaxBandwidth = operation({
  ...about('ResetVpnGatewayInternetMaxBandwidth', 'vpngw/{VpnGatewayId}'),
  summary:
    'Gives a VPN gateway another bandwidth of its range, up or down; a PREPAID one is paid for until the end of its term.',
  effect: 'write',
  request: { VpnGatewayId: required(id('vpnGateway')), InternetMaxBandwidthOut: bandwidthField },
  response: {},
  shownBy,
  errors: {
    'gateway-not-found': true,
    busy: true,
    suspended: true,
    'bandwidth-fixed': true,
    'balance-insufficient': true,
    'bills-frozen': true,
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.VpnUnsupportedModifyBandwidth',
  ],
  neverOccurs: { UnsupportedOperation: 'what is refused has codes of its own' },
  async run(context: CallContext, { VpnGatewayId, InternetMaxBandwidthOut }) {
    const before = await context.reader.get('gateway', VpnGatewayId)
    const modified = await context.execute(modifyGateway, {
      id: VpnGatewayId,
      patch(gateway) {
        const refusal = refuseIsolated(gateway) ?? checkBandwidth(InternetMaxBandwidthOut, gateway)
        return refusal === undefined ? ok({ bandwidthMbps: InternetMaxBandwidthOut }) : fail(refusal)
      },
    })
    if (!modified.ok || before === undefined) return modified.ok ? ok({}) : modified
    const unpaid = await payForMore(context, before, InternetMaxBandwidthOut)
    return unpaid === undefined ? ok({}) : fail(unpaid)
  },
})

export const renewVpnGateway = operation({
  ...about('RenewVpnGateway', 'vpngw/{VpnGatewayId}'),
  summary: 'Pays for a longer term of a PREPAID gateway. One whose term is over is isolated no more.',
  effect: 'write',
  request: { VpnGatewayId: required(id('vpnGateway')), InstanceChargePrepaid: required(prepaid.ofRenewed) },
  response: {},
  shownBy,
  errors: {
    'gateway-not-found': true,
    busy: true,
    'term-missing': true,
    'balance-insufficient': true,
    'bills-frozen': true,
  },
  documented: ['InvalidParameterValue.Malformed', 'ResourceNotFound', 'UnsupportedOperation.InsufficientFunds'],
  async run(context: CallContext, { VpnGatewayId, InstanceChargePrepaid: { Period, RenewFlag } }) {
    // Orders are of no region, and the gateway is of this one.
    const { reader } = context
    if ((await reader.get('gateway', VpnGatewayId)) === undefined) {
      return fail(domainError('gateway-not-found', 'no such gateway in this region', VpnGatewayId))
    }
    const renewed = await context.acrossRegions().execute(renewGateway, {
      ...billsOf(context),
      id: VpnGatewayId,
      months: Period,
      order: { id: newOrderId(context.random) },
    })
    if (!renewed.ok || RenewFlag === undefined) return renewed.ok ? ok({}) : renewed
    const set = await context.execute(setRenewal, { ids: [VpnGatewayId], renewal: renewalOf(RenewFlag) })
    return set.ok ? ok({}) : set
  },
})

const autoRenewFlag = t.checked(
  t.integerOneOf(0, 1, 2),
  '0: by hand, 1: by itself, 2: not at all',
  (flag): Term['renewal'] => (flag === 1 ? 1 : flag === 2 ? 'none' : 'manual'),
)

export const setVpnGatewaysRenewFlag = operation({
  ...about('SetVpnGatewaysRenewFlag', 'vpngw/{VpnGatewayIds}'),
  summary: 'Says what becomes of PREPAID gateways at the end of their terms, of all of them or of none.',
  effect: 'write',
  request: {
    VpnGatewayIds: required(ids('vpnGateway')),
    AutoRenewFlag: required(autoRenewFlag, { worldless: later }),
    Type: ignored('the ids say which gateways are meant'),
  },
  response: {},
  shownBy: { operation: 'DescribeVpnGateways', by: 'VpnGatewayIds', id: 'VpnGatewayIds', at: 'VpnGatewaySet' },
  errors: { 'gateway-not-found': true, busy: true, 'term-missing': true },
  documented: [
    'InternalServerError',
    'InvalidParameter',
    'InvalidParameterValue',
    'ResourceNotFound',
    'UnauthorizedOperation',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    InternalServerError: 'told as InternalError, as of every other operation',
    UnauthorizedOperation: 'told as AuthFailure.UnauthorizedOperation, as of every other operation',
  },
  async run(context: CallContext, { VpnGatewayIds, AutoRenewFlag }) {
    const set = await context.execute(setRenewal, { ids: [...new Set(VpnGatewayIds)], renewal: AutoRenewFlag })
    return set.ok ? ok({}) : set
  },
})
