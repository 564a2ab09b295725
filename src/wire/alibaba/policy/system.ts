/** Policies that every account has: pages of the system policies, RAM documentation; "ours" where no page gives the text. */

export interface SystemPolicy {
  readonly name: string
  readonly description: string
  readonly document: string
}

/** Actions of one product, without its name. */
const of = (product: string, ...actions: readonly string[]): readonly string[] =>
  actions.map((action) => `${product}:${action}`)

const allowing = (name: string, description: string, ...actions: readonly string[]): SystemPolicy => ({
  name,
  description,
  document: JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: actions.length === 1 ? actions[0] : actions, Resource: '*' }],
  }),
})

/** Version 12, 2023. It allows routes and tags of VPN, and no gateway, customer gateway or connection. */
const vpcActions = [
  '*HaVip*',
  '*RouteTable*',
  '*VRouter*',
  '*RouteEntry*',
  '*RouteEntries*',
  '*VSwitch*',
  '*Vpc*',
  '*Cen*',
  '*Tag*',
  '*NetworkAcl*',
  '*FlowLog*',
  '*Ipv4Gateway*',
  '*PrefixList*',
  '*DhcpOptionsSet*',
  'DeletionProtection',
  '*TagResource*',
  'MoveResourceGroup',
]

/** Version 9, 2025. */
const vpcReadActions = [
  'DescribeHaVip*',
  'DescribeRouteTable*',
  'DescribeRouteEntry*',
  'DescribeVSwitch*',
  'DescribeVRouter*',
  'DescribeVpc*',
  'Describe*Cen*',
  'ListTag*',
  'DescribeTag*',
  'DescribeNetworkAcl*',
  'DescribeFlowLog*',
  'CheckCanAllocateVpcPrivateIpAddress',
  'ListIpv4Gateways',
  'GetIpv4GatewayAttribute',
  'ListDhcpOptionsSets',
  'GetDhcpOptionsSet',
]

/** Version 9, June 2026. */
const vpnReadActions = [
  'DescribeVpnGateway*',
  'DescribeVpnConnection*',
  'DescribeCustomerGateway*',
  'DescribeSslVpnServer*',
  'DescribeSslVpnClientCert*',
  'DescribeSslVpnClients',
  'DescribeVpn*',
  'GetVpn*',
  'ListVpn*',
  'ListIpsecServer*',
  'DescribeVpnCrossAccountAuthorizations',
  'DescribeVcoRouteEntries',
  'DescribeVpnAttachments',
  'CheckVpnBgpEnabled',
  'GetVpnReplacementStatus',
  'DownloadVpnConnectionConfig',
]

/** Ours. */
const vpnActions = [
  '*Vpn*',
  '*CustomerGateway*',
  '*IpsecServer*',
  '*VcoRouteEntr*',
  'ModifyTunnelAttribute',
  'DescribeRegions',
  'DescribeZones',
  'DescribeVpcs',
  'DescribeVSwitches',
  'DescribeVpcAttribute',
  'DescribeVSwitchAttributes',
  'DescribeRouteTableList',
  '*TagResources',
]

const all: readonly SystemPolicy[] = [
  allowing('AdministratorAccess', 'Provides full access to Alibaba Cloud services and resources.', '*'),
  allowing(
    'ReadOnlyAccess',
    'Provides read-only access to Alibaba Cloud services and resources.',
    // Ours: no page gives it.
    ...of('*', 'Describe*', 'List*', 'Get*', 'Query*', 'BatchGet*'),
  ),
  allowing('AliyunVPCFullAccess', 'Provides full access to VPC.', ...of('vpc', ...vpcActions)),
  allowing('AliyunVPCReadOnlyAccess', 'Provides read-only access to VPC.', ...of('vpc', ...vpcReadActions)),
  allowing(
    'AliyunVPNGatewayFullAccess',
    'Provides full access to VPN Gateway.',
    ...of('vpc', ...vpnActions),
    'ram:CreateServiceLinkedRole',
  ),
  allowing(
    'AliyunVPNGatewayReadOnlyAccess',
    'Provides read-only access to VPN Gateway.',
    ...of('vpc', ...vpnReadActions),
  ),
  // These are ours too.
  allowing(
    'AliyunCENFullAccess',
    'Provides full access to Cloud Enterprise Network.',
    'cen:*',
    ...of('vpc', 'Describe*', 'GrantInstanceToCen', 'RevokeInstanceFromCen'),
  ),
  allowing(
    'AliyunCENReadOnlyAccess',
    'Provides read-only access to Cloud Enterprise Network.',
    ...of('cen', 'Describe*', 'List*', 'CheckTransitRouterService'),
  ),
  allowing('AliyunSTSAssumeRoleAccess', 'Provides access to AssumeRole of STS.', 'sts:AssumeRole'),
  allowing('AliyunRAMFullAccess', 'Provides full access to Resource Access Management.', 'ram:*'),
  allowing(
    'AliyunRAMReadOnlyAccess',
    'Provides read-only access to Resource Access Management.',
    ...of('ram', 'Get*', 'List*'),
  ),
]

/** By name. */
export const systemPolicies: ReadonlyMap<string, SystemPolicy> = new Map(all.map((policy) => [policy.name, policy]))
