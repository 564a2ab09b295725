import { createGateway } from '../../../../commands/gateway.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { ignored, optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { notYet } from '../shared/not-yet.ts'
import { clientToken, id, region, resourceGroup } from '../shared/request-fields.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { serviceRoleDenied } from '../shared/service-linked-role.ts'
import { tagFields, tagRules, tagsNeverOccur } from '../shared/tags.ts'
import { monthsLater } from '../shared/times.ts'
import { createRules } from './create-rules.ts'
import { creationErrors } from './errors.ts'
import { gatewayOf } from './new-gateway.ts'
import { name, people } from './request.ts'
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

const digits = '0123456789'

interface Order {
  readonly InstanceChargeType: 'PREPAY' | 'POSTPAY'
  readonly Period: number | undefined
}

const ordered = ({ now, random }: CallContext, { InstanceChargeType: chargeType, Period: months }: Order) =>
  extras.gateway.write({
    chargeType,
    // Of 15 digits, as the document's sample is.
    order: Number(`2${random.token(14, digits)}`),
    paidUntil: chargeType === 'PREPAY' && months !== undefined ? monthsLater(now, months) : undefined,
  })

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
      worldless: 'a gateway is linked to the whole VPC',
    }),
    DisasterRecoveryVSwitchId: optional(id, {
      note: 'makes it a dual-tunnel gateway, with two outer addresses; in another zone, where the region has several',
      worldless: 'a gateway is linked to the whole VPC; its second address is used by connections',
    }),
    Bandwidth: required(t.integerOneOf(5, 10, 20, 50, 100, 200, 500, 1000), {
      code: 'InvalidSpec.NotFound',
      note: 'in Mbit/s; kept and returned, nothing is shaped',
      worldless: 'nothing is shaped',
    }),
    EnableSsl: withDefault(t.boolean, false, { readBy }),
    EnableIpsec: withDefault(t.boolean, true, { readBy }),
    SslConnections: optional(t.integerOneOf(5, 10, 20, 50, 100, 200, 500, 1000), { readBy }),
    NetworkType: withDefault(t.word('public', 'private'), 'public', { readBy }),
    VpnType: withDefault(t.word('Normal', 'NationalStandard'), 'Normal', { readBy }),
    InstanceChargeType: withDefault(t.word('PREPAY', 'POSTPAY'), 'POSTPAY', {
      code: 'ChargeType.NotSupport',
      note: 'a PREPAY gateway cannot be deleted before its term is over',
      worldless: 'nothing is billed',
    }),
    Period: optional(t.integerOneOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36), {
      code: 'InvalidPeriod',
      note: 'in months, of a PREPAY gateway; nothing is stopped at the end',
      worldless: 'nothing is stopped at the end of its term',
    }),
    AutoPay: ignored('every order is paid at once: there is no balance that could be too low', { type: t.boolean }),
    ...resourceGroup,
    ...tagFields,
    ...clientToken,
  },
  rules: [...createRules, ...tagRules],
  response: orderedFields,
  shownBy: { operation: 'DescribeVpnGateway', by: 'VpnGatewayId', id: 'VpnGatewayId', at: '' },
  errors: { ...creationErrors, 'service-role-denied': true },
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
  notYet: notYet('Forbidden.OperateShareResource'),
  async run(context: CallContext, request) {
    const { VpcId, VSwitchId, DisasterRecoveryVSwitchId: second, Bandwidth } = request
    const denied = await serviceRoleDenied(context)
    if (denied !== undefined) return fail(denied)
    const subnets = await chooseSubnets(context, VpcId, VSwitchId, second)
    if (!subnets.ok) return subnets
    const resource = newResource(context, 'vpn', request.Name, readLabels(request), ordered(context, request))
    const made = await executed(context, 'gateway', createGateway, {
      ...resource,
      ...gatewayOf(context, resource),
      network: VpcId,
      subnets: subnets.value,
      addressCount: second === undefined ? 1 : 2,
      bandwidthMbps: Bandwidth,
    })
    return made.ok ? ok({ gateway: made.value }) : made
  },
})
