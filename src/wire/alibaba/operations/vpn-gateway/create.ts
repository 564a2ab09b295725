import { createGateway } from '../../../../commands/gateway.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { ignored, optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, id, region, resourceGroup } from '../shared/request-fields.ts'
import { about, dated, vpn } from '../shared/service.ts'
import { tagFields, tagRules, tagsNeverOccur } from '../shared/tags.ts'
import { name, people } from './request.ts'
import { vpnGatewayFields } from './response.ts'
import { routingRules } from './routing-rules.ts'

const noInventory = 'every zone has room'

/** The vSwitches that the gateway is in: those that are named, or else one of the VPC's. */
async function chooseSubnets(
  { reader }: CallContext,
  network: string,
  first: string | undefined,
  second: string | undefined,
): Promise<Result<readonly string[], DomainError>> {
  if (first !== undefined) return ok(second === undefined ? [first] : [first, second])
  const subnets = await reader.referencing(network, 'subnet')
  const oldest = subnets.filter(({ deleting }) => !deleting).at(-1)
  if (oldest !== undefined) return ok([oldest.id])
  // Without a VPC there is no vSwitch either; the command finds which of the two is missing.
  if ((await reader.get('network', network)) === undefined) return ok([])
  return fail(domainError('subnet-not-found', 'the network has no subnet to put the gateway in', network))
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
      defaultText: 'the oldest vSwitch of the VPC',
      worldless: 'a gateway is linked to the whole VPC',
    }),
    DisasterRecoveryVSwitchId: optional(id, {
      note: 'makes it a dual-tunnel gateway, with two outer addresses',
      worldless: 'addresses are tunnels’, and no connection can be made on a gateway yet',
    }),
    Bandwidth: required(t.integerOneOf(5, 10, 20, 50, 100, 200, 500, 1000), {
      code: 'InvalidSpec.NotFound',
      note: 'in Mbit/s; kept and returned, nothing is shaped',
      worldless: 'nothing is shaped',
    }),
    EnableSsl: refused(t.boolean, 'SSL-VPN is not served: connections are IPsec', {
      allow: [false],
      code: 'OperationFailed.SslNotSupport',
    }),
    EnableIpsec: refused(t.boolean, 'IPsec is all that a gateway is for', { allow: [true], code: 'InvalidVpnEnable' }),
    SslConnections: refused(t.integer(), 'SSL-VPN is not served', { code: 'UnnecessarySslConnection' }),
    NetworkType: refused(t.word('public', 'private'), 'outer addresses are public: there is no private underlay', {
      allow: ['public'],
    }),
    VpnType: refused(t.word('Normal', 'NationalStandard'), 'the ShangMi algorithms are not implemented', {
      allow: ['Normal'],
    }),
    InstanceChargeType: withDefault(t.word('PREPAY', 'POSTPAY'), 'POSTPAY', {
      code: 'ChargeType.NotSupport',
      worldless: 'nothing is billed',
      defaultText: 'POSTPAY',
    }),
    Period: ignored('nothing is billed, and nothing ends', {
      type: t.integerOneOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36),
      code: 'InvalidPeriod',
    }),
    AutoPay: ignored('nothing is billed'),
    ...resourceGroup,
    ...tagFields,
    ...clientToken,
  },
  rules: [
    {
      code: 'MissingParameter',
      demand: 'is required where DisasterRecoveryVSwitchId is given',
      brokenBy: ({ VSwitchId, DisasterRecoveryVSwitchId }) =>
        VSwitchId === undefined && DisasterRecoveryVSwitchId !== undefined ? 'VSwitchId' : undefined,
    },
    ...tagRules,
  ],
  response: r.pick(vpnGatewayFields, 'Name', 'VpnGatewayId'),
  shownBy: { operation: 'DescribeVpnGateway', by: 'VpnGatewayId', id: 'VpnGatewayId', at: '' },
  errors: {
    'network-not-found': {
      status: 400,
      code: 'InvalidVpcId.NotFound',
      message: 'The specified VPC id does not exist in our records.',
    },
    'subnet-not-found': {
      status: 400,
      code: 'InvalidVSwitchId.NotFound',
      message: 'The specified vswitchId is not found.',
    },
    'not-in-network': {
      status: 400,
      code: 'InvalidVSwitchId.NotFound',
      message: 'The specified vswitchId is not found.',
    },
    'addresses-exhausted': true,
  },
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
  neverOccurs: {
    ...tagsNeverOccur,
    'Resource.QuotaFull': 'there are no quotas',
    'OperationFailed.InventoryNotEnough': noInventory,
    'OperationFailed.AzNotSupport': noInventory,
    'OperationFailed.VSwitchConflict': noInventory,
    'InvalidVSwitchId.SecondVswitchNotSupport': noInventory,
    'OperationFailed.IpNotEnough': 'a gateway takes no address of its vSwitches',
    'OperationFailed.NetworkTypeNotMatch': 'NationalStandard and private are refused, each by itself',
    'Forbidden.OperateShareResource': 'nothing is shared between accounts',
    'Forbidden.NoSLRPermission': 'a key may do what its account may do',
  },
  async run(context: CallContext, request) {
    const { VpcId, VSwitchId, DisasterRecoveryVSwitchId: second, Bandwidth, InstanceChargeType } = request
    const subnets = await chooseSubnets(context, VpcId, VSwitchId, second)
    if (!subnets.ok) return subnets
    const known = extras.gateway.write({ chargeType: InstanceChargeType })
    const resource = newResource(context, 'vpn', request.Name, readLabels(request), known)
    const made = await executed(context, 'gateway', createGateway, {
      ...resource,
      name: request.Name ?? resource.id,
      network: VpcId,
      subnets: subnets.value,
      addressCount: second === undefined ? 1 : 2,
      outerPool: context.account.outerPool,
      bandwidthMbps: Bandwidth,
      routing: routingRules,
      propagatesRoutes: false,
    })
    return made.ok ? ok({ gateway: made.value }) : made
  },
})
