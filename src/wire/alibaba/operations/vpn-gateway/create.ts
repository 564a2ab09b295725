import { placeOrder, priceOf } from '../../../../commands/billing/order.ts'
import { type CreateGateway, createGateway } from '../../../../commands/gateway.ts'
import { monthsLater } from '../../../../domain/billing.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newOrderId } from '../../ids.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { billsOf, timeOnBills } from '../shared/bills.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, id, region, resourceGroup } from '../shared/request-fields.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { serviceRoleDenied } from '../shared/service-linked-role.ts'
import { tagFields, tagRules, tagsNeverOccur } from '../shared/tags.ts'
import { createRules } from './create-rules.ts'
import { creationErrors } from './errors.ts'
import { gatewayOf, shangMiOf } from './new-gateway.ts'
import { name, networkType, people, vpnType } from './request.ts'
import { orderedFields } from './response.ts'

const readBy = 'the rules: what is not the default is not served, or a mistake'

/** The vSwitches that the gateway is in: those that are named, or else one of the VPC's. */
async function chooseSubnets(
  { account, reader, region }: CallContext,
  network: string,
  first: string | undefined,
  second: string | undefined,
): Promise<Result<readonly string[], DomainError>> {
  if (first !== undefined) return ok(second === undefined ? [first] : [first, second])
  const subnets = await reader.referencing(network, 'subnet')
  const staying = subnets.filter(({ deleting }) => !deleting)
  const zones = settingOfRegion(account.settings, region, 'vpn-zones')
  const oldest = staying.findLast(({ spec }) => zones.includes(spec.zone)) ?? staying.at(-1)
  if (oldest !== undefined) return ok([oldest.id])
  // Without a VPC there is no vSwitch either; the command finds which of the two is missing.
  if ((await reader.get('network', network)) === undefined) return ok([])
  return fail(domainError('subnet-not-found', 'the network has no subnet to put the gateway in', network))
}

interface Bought {
  readonly InstanceChargeType: 'PREPAY' | 'POSTPAY'
  readonly Period: number | undefined
  readonly AutoPay: boolean
}

/** How many months are paid for in advance; undefined where it is paid for as it is used. */
const monthsOf = ({ InstanceChargeType, Period }: Bought): number | undefined =>
  InstanceChargeType === 'PREPAY' ? Period : undefined

/** The term of a new gateway, which has begun where it is paid at once. */
function termOf(context: CallContext, bought: Bought): Pick<CreateGateway, 'term'> {
  const months = monthsOf(bought)
  if (months === undefined) return {}
  const end = bought.AutoPay ? { end: monthsLater(timeOnBills(context), months) } : {}
  return { term: { ...end, renewal: 'manual' } }
}

/** Orders the gateway that has been made. */
function order(context: CallContext, { id, region, createdAt, spec }: Resource<'gateway'>, bought: Bought) {
  const months = monthsOf(bought)
  const billed = billsOf(context)
  return executed(context.acrossRegions(), 'order', placeOrder, {
    ...billed,
    id: newOrderId(context.random),
    region,
    name: '',
    createdAt,
    subject: id,
    price: priceOf(billed.billing, spec.bandwidthMbps, months),
    pays: bought.AutoPay,
    ...(months === undefined ? {} : { months }),
  })
}

export const createVpnGateway = operation({
  ...about('CreateVpnGateway', dated(vpn, 'March 2024'), 'vpngateway/*'),
  summary: 'Creates a VPN gateway; with a second vSwitch its connections have two tunnels.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    Name: optional(name, { code: 'InvalidName', defaultText: 'the id', worldless: people }),
    VpcId: required(id),
    VSwitchId: optional(id, {
      defaultText: 'the oldest vSwitch of the VPC that is in a zone of VPN gateways',
      worldless: 'a gateway is linked to the whole VPC; a private one has its address there',
    }),
    DisasterRecoveryVSwitchId: optional(id, {
      note: 'makes it a dual-tunnel gateway, with two outer addresses; in another zone, where the region has several',
      worldless: 'a gateway is linked to the whole VPC; its second address is used by connections',
    }),
    Bandwidth: required(t.integerOneOf(5, 10, 20, 50, 100, 200, 500, 1000), {
      code: 'InvalidSpec.NotFound',
      note: 'in Mbit/s; each way, of all connections together',
    }),
    EnableSsl: withDefault(t.boolean, false, { readBy }),
    EnableIpsec: withDefault(t.boolean, true, { readBy }),
    SslConnections: optional(t.integerOneOf(5, 10, 20, 50, 100, 200, 500, 1000), { readBy }),
    NetworkType: networkType,
    VpnType: vpnType,
    InstanceChargeType: withDefault(t.word('PREPAY', 'POSTPAY'), 'POSTPAY', {
      code: 'ChargeType.NotSupport',
      note: 'a PREPAY gateway stops at the end of its term, and cannot be deleted before',
    }),
    Period: optional(t.integerOneOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36), {
      code: 'InvalidPeriod',
      note: 'in months, of a PREPAY gateway',
      worldless: 'it says when the gateway will be stopped',
    }),
    AutoPay: withDefault(t.boolean, false, {
      note: 'true: a PREPAY order is paid at once; false: it is to be paid before anything is made (PayOrder, or ./culvert accounts pay)',
      worldless: 'it is for PREPAY orders: others are always paid at once',
    }),
    ...resourceGroup,
    ...tagFields,
    ...clientToken,
  },
  rules: [...createRules, ...tagRules],
  response: orderedFields,
  shownBy: { operation: 'DescribeVpnGateway', by: 'VpnGatewayId', id: 'VpnGatewayId', at: '' },
  errors: { ...creationErrors, 'service-role-denied': true, 'balance-insufficient': true },
  documented: [
    'InvalidVpcId.NotFound',
    'InvalidName',
    'InvalidSpec.NotFound',
    'InvalidPeriod',
    'ChargeType.NotSupport',
    'InventoryNotEnough',
    'UnnecessarySslConnection',
    'InvalidVpnEnable',
    'Resource.QuotaFull',
    'InvalidVSwitchId.NotFound',
    'OperationFailed.InventoryNotEnough',
    'Forbidden.OperateShareResource',
    'OperationFailed.IpNotEnough',
    'Forbidden.NoSLRPermission',
    'OperationFailed.VSwitchConflict',
    'OperationFailed.AzNotSupport',
    'OperationFailed.NetworkTypeNotMatch',
    'OperationFailed.SslNotSupport',
    'Forbidden.TagKey.Duplicated',
    'SizeLimitExceeded.TagNum',
    'InvalidParameter.TagValue',
    'InvalidParameter.TagKey',
    'Duplicated.TagKey',
    'InternalError',
    'InvalidVSwitchId.SecondVswitchNotSupport',
    'InvalidRegionId.NotFound',
  ],
  neverOccurs: tagsNeverOccur,
  async run(context: CallContext, request) {
    const { VpcId, VSwitchId, DisasterRecoveryVSwitchId: second, Bandwidth, NetworkType, VpnType } = request
    const denied = await serviceRoleDenied(context)
    if (denied !== undefined) return fail(denied)
    const subnets = await chooseSubnets(context, VpcId, VSwitchId, second)
    if (!subnets.ok) return subnets
    const resource = newResource(context, 'vpn', request.Name, readLabels(request))
    const made = await executed(context, 'gateway', createGateway, {
      ...resource,
      ...gatewayOf(context, resource),
      network: VpcId,
      subnets: subnets.value,
      addressCount: second === undefined ? 1 : 2,
      isPrivate: NetworkType === 'private',
      ...shangMiOf(context, VpnType),
      bandwidthMbps: Bandwidth,
      ...termOf(context, request),
    })
    if (!made.ok) return made
    const placed = await order(context, made.value, request)
    return placed.ok ? ok({ gateway: made.value, order: placed.value }) : placed
  },
})
