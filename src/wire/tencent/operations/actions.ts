/** Every action of the products that are spoken for here: offered, not yet, or out of scope, with the reason. */
import { Catalogue, notYet, outOfScope, product } from '../../../operations/catalogue.ts'
import type { CallContext } from '../../http/context.ts'
import { nouns } from './all.ts'
import type { documentedActions } from './documented-actions.ts'
import { service } from './shared/service.ts'

type Documented = { [Service in keyof typeof documentedActions]: (typeof documentedActions)[Service][number] }

const noBilling = 'nothing is billed yet'
const tagService =
  'tags of resources are set and taken away by TagResources, UnTagResources and ModifyResourceTags, and listed by GetResources and DescribeResourceTagsByResourceIds; not by this action yet'

const vpc = product<Documented['vpc 2017-03-12']>()([
  nouns['assistant-cidr'],
  nouns.ccn,
  nouns['ccn-instance'],
  nouns['ccn-route'],
  nouns['customer-gateway'],
  nouns['peer-configuration'],
  nouns.route,
  nouns['route-table'],
  nouns.subnet,
  nouns.task,
  nouns.vpc,
  nouns['vpc-limit'],
  nouns['vpn-connection'],
  nouns['vpn-gateway'],
  nouns['vpn-gateway-ccn-route'],
  nouns['vpn-gateway-route'],
  notYet(
    noBilling,
    'InquiryPriceCreateVpnGateway',
    'InquiryPriceRenewVpnGateway',
    'InquiryPriceResetVpnGatewayInternetMaxBandwidth',
    'RenewVpnGateway',
    'SetVpnGatewaysRenewFlag',
  ),
  notYet(
    'single clients cannot connect over SSL-VPN yet: gateways join networks, over IPsec',
    'CreateVpnGatewaySslServer',
    'ModifyVpnGatewaySslServer',
    'DeleteVpnGatewaySslServer',
    'DescribeVpnGatewaySslServers',
    'CreateVpnGatewaySslClient',
    'DeleteVpnGatewaySslClient',
    'DescribeVpnGatewaySslClients',
    'DownloadVpnGatewaySslClientCert',
    'ModifyVpnGatewaySslClientCert',
    'EnableVpnGatewaySslClientCert',
    'DisableVpnGatewaySslClientCert',
  ),
  notYet('there are no default VPCs and subnets yet', 'CreateDefaultVpc', 'CheckDefaultSubnet'),
  notYet(
    'what a VPC holds besides subnets and gateways is not counted yet',
    'DescribeUsedIpAddress',
    'DescribeVpcInstances',
    'DescribeVpcPrivateIpAddresses',
    'DescribeVpcResourceDashboard',
  ),
  notYet('which features an account has is not told over this API yet', 'DescribeAccountAttributes'),
  notYet('DescribeVpcTaskResult tells how far a task is', 'DescribeTaskResult'),
  notYet('routes of a VPC lead to VPN gateways alone, which no CCN is told of', 'NotifyRoutes', 'WithdrawNotifyRoutes'),
  notYet(
    'a CCN has the one route table that each has yet, and no others',
    'CreateCcnRouteTables',
    'ModifyCcnRouteTables',
    'DeleteCcnRouteTables',
    'DescribeCcnRouteTables',
    'DescribeRouteTableAssociatedInstances',
    'AssociateInstancesToCcnRouteTable',
    'ReplaceCcnRouteTableInputPolicys',
    'DescribeCcnRouteTableInputPolicys',
    'ReplaceCcnRouteTableBroadcastPolicys',
    'DescribeCcnRouteTableBroadcastPolicys',
  ),
  outOfScope(
    'resources are not shared between accounts',
    'AcceptAttachCcnInstances',
    'RejectAttachCcnInstances',
    'ResetAttachCcnInstances',
    'DescribeTenantCcns',
    'LockCcns',
    'UnlockCcns',
    'LockCcnBandwidths',
    'UnlockCcnBandwidths',
  ),
  outOfScope(
    'networks are not joined across regions',
    'SetCcnRegionBandwidthLimits',
    'GetCcnRegionBandwidthLimits',
    'DescribeCcnRegionBandwidthLimits',
    'ModifyCcnRegionBandwidthLimitsType',
    'DescribeCrossBorderCcnRegionBandwidthLimits',
  ),
  outOfScope(
    'policy routing of a CCN is for firewalls of the platform, of which there are none',
    'CreateCcnPolicyBasedRoutingRules',
    'DeleteCcnPolicyBasedRoutingRule',
    'ModifyCcnPolicyBasedRoutingRuleAttribute',
    'DescribeCcnPolicyBasedRoutingRule',
    'CreateCcnPolicyBasedRoutingNextHop',
    'DeleteCcnPolicyBasedRoutingNextHop',
    'ModifyCcnPolicyBasedRoutingNextHopAttribute',
    'DescribeCcnPolicyBasedRoutingNextHop',
  ),
  outOfScope(
    'what single addresses send through a gateway is neither measured nor limited',
    'CheckGatewayFlowMonitor',
    'EnableGatewayFlowMonitor',
    'DisableGatewayFlowMonitor',
    'DescribeGatewayFlowMonitorDetail',
    'DescribeGatewayFlowQos',
    'ModifyGatewayFlowQos',
  ),
  outOfScope('there are no virtual machines, so no address moves between them', 'HaVipAssociateAddressIp'),
  outOfScope(
    'probes are sent from hosts of the lab, over the admin port',
    'CreateNetDetect',
    'ModifyNetDetect',
    'DeleteNetDetect',
    'DescribeNetDetects',
    'DescribeNetDetectStates',
    'CheckNetDetectState',
  ),
])

const tag = product<Documented['tag 2018-08-13']>()([
  nouns.tag,
  notYet(
    tagService,
    'AddResourceTag',
    'AttachResourcesTag',
    'CreateTag',
    'CreateTags',
    'DeleteResourceTag',
    'DeleteTag',
    'DeleteTags',
    'DescribeResourceTags',
    'DescribeResourceTagsByResourceIdsSeq',
    'DescribeResourceTagsByTagKeys',
    'DescribeResourcesByTags',
    'DescribeResourcesByTagsUnion',
    'DescribeTagKeys',
    'DescribeTagValues',
    'DescribeTags',
    'DescribeTagsSeq',
    'DetachResourcesTag',
    'GetTagKeys',
    'GetTagValues',
    'GetTags',
    'ModifyResourcesTagValue',
    'UpdateResourceTagValue',
  ),
])

const sts = product<Documented['sts 2018-08-13']>()([
  notYet(
    'there are no roles or temporary keys yet',
    'AssumeRole',
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'GetFederationToken',
    'GetSessionToken',
  ),
  notYet('who an access key stands for is not told over this API yet', 'GetCallerIdentity', 'QueryApiKey'),
])

export const operations = new Catalogue<CallContext>(nouns, {
  [service]: vpc,
  'tag 2018-08-13': tag,
  'sts 2018-08-13': sts,
  'region 2022-06-27': product<Documented['region 2022-06-27']>()([nouns.region]),
  'api 2020-11-06': product<Documented['api 2020-11-06']>()([nouns.api]),
  'cvm 2017-03-12': product<Documented['cvm 2017-03-12']>()([nouns.cvm]),
})
