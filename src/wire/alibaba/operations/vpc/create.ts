import { createDefaultNetwork } from '../../../../commands/default-network.ts'
import { createNetwork } from '../../../../commands/network.ts'
import { type Ipv4Prefix, overlaps, parseIpv4Prefix, prefixLength } from '../../../../domain/address.ts'
import { ok } from '../../../../domain/result.ts'
import type { Settings } from '../../../../domain/setting.ts'
import { optional, refused, withDefault } from '../../../../operations/field.ts'
import { operation, type Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, dryRun, freeText, region, resourceGroup } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { tagFields, tagRules } from '../shared/tags.ts'
import { routeTableId, vpcFields } from './response.ts'

/** Not to be used for a VPC (CreateVpc, Alibaba Cloud VPC documentation). */
const unusable = ['100.64.0.0/10', '224.0.0.0/4', '127.0.0.0/8', '169.254.0.0/16'].map((text) => text as Ipv4Prefix)

export const vpcPrefix = t.checked(
  t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['10.8.0.0/16', '10.9.0.0/16']),
  `an IPv4 prefix of 8 to 28 bits without host bits that overlaps none of ${unusable.join(', ')}`,
  (value) => {
    const length = prefixLength(value)
    return length >= 8 && length <= 28 && !unusable.some((other) => overlaps(value, other)) ? value : undefined
  },
)

export const noIpv6 = 'networks carry IPv4 alone'
export const noPool = 'there is no address manager: give the range'

function hasZone(settings: Settings, region: string): boolean {
  const full = settingOfRegion(settings, region, 'no-vswitch')
  return settingOfRegion(settings, region, 'zones').some((zone) => !full.includes(zone))
}

const regionRules: readonly Rule<unknown>[] = [
  {
    code: 'ResourceNotAvailable.Vpc',
    demand: 'must be a region in which VPCs can be made',
    brokenBy: (_, { region, settings }) => (settingOfRegion(settings, region, 'vpc') ? undefined : 'RegionId'),
  },
  {
    code: 'ResourceNotAvailable',
    demand: 'must be a region of which a zone takes vSwitches',
    brokenBy: (_, { region, settings }) => (hasZone(settings, region) ? undefined : 'RegionId'),
  },
]

const response = {
  ...r.pick(vpcFields, 'ResourceGroupId', 'VRouterId', 'VpcId'),
  RouteTableId: routeTableId,
}

const shownBy = { operation: 'DescribeVpcAttribute', by: 'VpcId', id: 'VpcId', at: '' } as const

export const createVpc = operation({
  ...about('CreateVpc', vpc, 'vpc/*'),
  summary: 'Creates a VPC.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    CidrBlock: withDefault(vpcPrefix, '172.16.0.0/12' as Ipv4Prefix),
    VpcName: optional(freeText(128), { code: 'InvalidVpcName.Malformed' }),
    Description: optional(freeText(256), { code: 'InvalidVpcDiscription.Malformed' }),
    EnableIpv6: refused(t.boolean, noIpv6, { allow: [false] }),
    Ipv6CidrBlock: refused(t.text(), noIpv6),
    Ipv6CidrMask: refused(t.integer(), noIpv6),
    Ipv6IpamPoolId: refused(t.text(), noIpv6),
    Ipv6Isp: refused(t.text(), noIpv6),
    Ipv4CidrMask: refused(t.integer(), noPool),
    Ipv4IpamPoolId: refused(t.text(), noPool),
    EnableDnsHostname: refused(t.boolean, 'networks have no DNS of their own', { allow: [false] }),
    UserCidr: refused(t.text(), 'every range is routed in the same way'),
    ...resourceGroup,
    ...tagFields,
    ...clientToken,
    ...dryRun,
  },
  rules: [...tagRules, ...regionRules],
  response,
  shownBy,
  errors: { 'quota-exhausted': { status: 400, code: 'QuotaExceeded.Vpc', message: 'VPC quota exceeded.' } },
  neverOccurs: {
    'InvalidUserCidr.Quota': 'UserCidr is refused',
    'InvalidUserCidr.Malformed': 'UserCidr is refused',
  },
  async run(context: CallContext, request) {
    const resource = newResource(context, 'vpc', request.VpcName, readLabels(request))
    const made = await executed(context, 'network', createNetwork, {
      ...resource,
      prefix: request.CidrBlock,
      quota: quotaOf(context, 'vpc_quota_instances_num'),
    })
    return made.ok ? ok({ network: made.value }) : made
  },
})

export const createDefaultVpc = operation({
  ...about('CreateDefaultVpc', vpc, 'vpc/*'),
  summary: 'Creates the default VPC of a region, of which there is one at the most.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    EnableIpv6: refused(t.boolean, noIpv6, { allow: [false] }),
    Ipv6CidrBlock: refused(t.text(), noIpv6),
    ...resourceGroup,
    ...clientToken,
  },
  rules: regionRules,
  response,
  shownBy,
  errors: { 'default-network-exists': true },
  async run(context: CallContext, { ResourceGroupId }) {
    const labels = readLabels({ Tag: undefined, Tags: undefined, ResourceGroupId })
    const made = await executed(context, 'network', createDefaultNetwork, {
      ...newResource(context, 'vpc', undefined, labels),
      prefix: '172.16.0.0/16' as Ipv4Prefix,
    })
    return made.ok ? ok({ network: made.value }) : made
  },
})
