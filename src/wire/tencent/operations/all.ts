import type { Nouns } from '../../../operations/catalogue.ts'
import type { CallContext } from '../../http/context.ts'

/** Every operation that the dialect answers, by noun; each is loaded when it is asked for first. */
export const nouns = {
  'account-attribute': {
    DescribeAccountAttributes: async () => (await import('./account-attribute/describe.ts')).describeAccountAttributes,
  },
  'account-tag': {
    CreateTag: async () => (await import('./account-tag/create.ts')).createTag,
    CreateTags: async () => (await import('./account-tag/create.ts')).createTags,
    DescribeTags: async () => (await import('./account-tag/describe.ts')).describeTags,
    DescribeTagsSeq: async () => (await import('./account-tag/describe.ts')).describeTagsSeq,
    DescribeTagKeys: async () => (await import('./account-tag/describe.ts')).describeTagKeys,
    DescribeTagValues: async () => (await import('./account-tag/describe.ts')).describeTagValues,
    GetTags: async () => (await import('./account-tag/describe.ts')).getTags,
    GetTagKeys: async () => (await import('./account-tag/describe.ts')).getTagKeys,
    GetTagValues: async () => (await import('./account-tag/describe.ts')).getTagValues,
    DeleteTag: async () => (await import('./account-tag/delete.ts')).deleteTag,
    DeleteTags: async () => (await import('./account-tag/delete.ts')).deleteTags,
  },
  api: {
    DescribeRegions: async () => (await import('./api/describe.ts')).describeRegions,
    DescribeZones: async () => (await import('./api/describe.ts')).describeZones,
  },
  'assistant-cidr': {
    CreateAssistantCidr: async () => (await import('./assistant-cidr/create.ts')).createAssistantCidr,
    DescribeAssistantCidr: async () => (await import('./assistant-cidr/describe.ts')).describeAssistantCidr,
    CheckAssistantCidr: async () => (await import('./assistant-cidr/describe.ts')).checkAssistantCidr,
    ModifyAssistantCidr: async () => (await import('./assistant-cidr/modify.ts')).modifyAssistantCidr,
    DeleteAssistantCidr: async () => (await import('./assistant-cidr/delete.ts')).deleteAssistantCidr,
  },
  'assumed-role': {
    AssumeRole: async () => (await import('./assumed-role/create.ts')).assumeRole,
  },
  'caller-identity': {
    GetCallerIdentity: async () => (await import('./caller-identity/describe.ts')).getCallerIdentity,
  },
  'cam-access-key': {
    CreateAccessKey: async () => (await import('./cam-access-key/create.ts')).createAccessKey,
    ListAccessKeys: async () => (await import('./cam-access-key/describe.ts')).listAccessKeys,
    UpdateAccessKey: async () => (await import('./cam-access-key/modify.ts')).updateAccessKey,
    DeleteAccessKey: async () => (await import('./cam-access-key/delete.ts')).deleteAccessKey,
  },
  'cam-account': {
    GetUserAppId: async () => (await import('./cam-account/describe.ts')).getUserAppId,
    GetAccountSummary: async () => (await import('./cam-account/describe.ts')).getAccountSummary,
  },
  'cam-attachment': {
    AttachUserPolicy: async () => (await import('./cam-attachment/create.ts')).attachUserPolicy,
    AttachGroupPolicy: async () => (await import('./cam-attachment/create.ts')).attachGroupPolicy,
    AttachRolePolicy: async () => (await import('./cam-attachment/create.ts')).attachRolePolicy,
    ListAttachedUserPolicies: async () => (await import('./cam-attachment/describe.ts')).listAttachedUserPolicies,
    ListAttachedGroupPolicies: async () => (await import('./cam-attachment/describe.ts')).listAttachedGroupPolicies,
    ListAttachedRolePolicies: async () => (await import('./cam-attachment/describe.ts')).listAttachedRolePolicies,
    ListAttachedUserAllPolicies: async () => (await import('./cam-attachment/describe.ts')).listAttachedUserAllPolicies,
    ListEntitiesForPolicy: async () => (await import('./cam-attachment/describe.ts')).listEntitiesForPolicy,
    DetachUserPolicy: async () => (await import('./cam-attachment/delete.ts')).detachUserPolicy,
    DetachGroupPolicy: async () => (await import('./cam-attachment/delete.ts')).detachGroupPolicy,
    DetachRolePolicy: async () => (await import('./cam-attachment/delete.ts')).detachRolePolicy,
  },
  'cam-group': {
    CreateGroup: async () => (await import('./cam-group/create.ts')).createGroup,
    GetGroup: async () => (await import('./cam-group/describe.ts')).getGroup,
    ListGroups: async () => (await import('./cam-group/describe.ts')).listGroups,
    UpdateGroup: async () => (await import('./cam-group/modify.ts')).updateGroup,
    DeleteGroup: async () => (await import('./cam-group/delete.ts')).deleteGroup,
  },
  'cam-membership': {
    AddUserToGroup: async () => (await import('./cam-membership/create.ts')).addUserToGroup,
    ListGroupsForUser: async () => (await import('./cam-membership/describe.ts')).listGroupsForUser,
    ListUsersForGroup: async () => (await import('./cam-membership/describe.ts')).listUsersForGroup,
    RemoveUserFromGroup: async () => (await import('./cam-membership/delete.ts')).removeUserFromGroup,
  },
  'cam-policy': {
    CreatePolicy: async () => (await import('./cam-policy/create.ts')).createPolicy,
    GetPolicy: async () => (await import('./cam-policy/describe.ts')).getPolicy,
    ListPolicies: async () => (await import('./cam-policy/describe.ts')).listPolicies,
    UpdatePolicy: async () => (await import('./cam-policy/modify.ts')).updatePolicy,
    DeletePolicy: async () => (await import('./cam-policy/delete.ts')).deletePolicy,
  },
  'cam-policy-version': {
    CreatePolicyVersion: async () => (await import('./cam-policy-version/create.ts')).createPolicyVersion,
    GetPolicyVersion: async () => (await import('./cam-policy-version/describe.ts')).getPolicyVersion,
    ListPolicyVersions: async () => (await import('./cam-policy-version/describe.ts')).listPolicyVersions,
    SetDefaultPolicyVersion: async () => (await import('./cam-policy-version/modify.ts')).setDefaultPolicyVersion,
    DeletePolicyVersion: async () => (await import('./cam-policy-version/delete.ts')).deletePolicyVersion,
  },
  'cam-role': {
    CreateRole: async () => (await import('./cam-role/create.ts')).createRole,
    GetRole: async () => (await import('./cam-role/describe.ts')).getRole,
    DescribeRoleList: async () => (await import('./cam-role/describe.ts')).describeRoleList,
    UpdateRoleDescription: async () => (await import('./cam-role/modify.ts')).updateRoleDescription,
    UpdateAssumeRolePolicy: async () => (await import('./cam-role/modify.ts')).updateAssumeRolePolicy,
    UpdateRoleConsoleLogin: async () => (await import('./cam-role/modify.ts')).updateRoleConsoleLogin,
    UpdateRoleSessionDuration: async () => (await import('./cam-role/modify.ts')).updateRoleSessionDuration,
    DeleteRole: async () => (await import('./cam-role/delete.ts')).deleteRole,
  },
  'cam-role-tag': {
    TagRole: async () => (await import('./cam-role-tag/create.ts')).tagRole,
    UntagRole: async () => (await import('./cam-role-tag/delete.ts')).untagRole,
  },
  'cam-user': {
    AddUser: async () => (await import('./cam-user/create.ts')).addUser,
    GetUser: async () => (await import('./cam-user/describe.ts')).getUser,
    ListUsers: async () => (await import('./cam-user/describe.ts')).listUsers,
    DescribeSubAccounts: async () => (await import('./cam-user/describe.ts')).describeSubAccounts,
    UpdateUser: async () => (await import('./cam-user/modify.ts')).updateUser,
    DeleteUser: async () => (await import('./cam-user/delete.ts')).deleteUser,
  },
  ccn: {
    CreateCcn: async () => (await import('./ccn/create.ts')).createCcn,
    DescribeCcns: async () => (await import('./ccn/describe.ts')).describeCcns,
    ModifyCcnAttribute: async () => (await import('./ccn/modify.ts')).modifyCcnAttribute,
    DeleteCcn: async () => (await import('./ccn/delete.ts')).deleteCcn,
  },
  'ccn-instance': {
    AttachCcnInstances: async () => (await import('./ccn-instance/create.ts')).attachCcnInstances,
    DescribeCcnAttachedInstances: async () => (await import('./ccn-instance/describe.ts')).describeCcnAttachedInstances,
    ModifyCcnAttachedInstancesAttribute: async () =>
      (await import('./ccn-instance/modify.ts')).modifyCcnAttachedInstancesAttribute,
    DetachCcnInstances: async () => (await import('./ccn-instance/delete.ts')).detachCcnInstances,
  },
  'ccn-route': {
    DescribeCcnRoutes: async () => (await import('./ccn-route/describe.ts')).describeCcnRoutes,
    EnableCcnRoutes: async () => (await import('./ccn-route/modify.ts')).enableCcnRoutes,
    DisableCcnRoutes: async () => (await import('./ccn-route/modify.ts')).disableCcnRoutes,
  },
  'customer-gateway': {
    CreateCustomerGateway: async () => (await import('./customer-gateway/create.ts')).createCustomerGateway,
    DescribeCustomerGateways: async () => (await import('./customer-gateway/describe.ts')).describeCustomerGateways,
    DescribeCustomerGatewayVendors: async () =>
      (await import('./customer-gateway/describe.ts')).describeCustomerGatewayVendors,
    ModifyCustomerGatewayAttribute: async () =>
      (await import('./customer-gateway/modify.ts')).modifyCustomerGatewayAttribute,
    DeleteCustomerGateway: async () => (await import('./customer-gateway/delete.ts')).deleteCustomerGateway,
  },
  cvm: {
    DescribeRegions: async () => (await import('./cvm/describe.ts')).describeRegions,
    DescribeZones: async () => (await import('./cvm/describe.ts')).describeZones,
  },
  'default-vpc': {
    CreateDefaultVpc: async () => (await import('./default-vpc/create.ts')).createDefaultVpc,
    CheckDefaultSubnet: async () => (await import('./default-vpc/describe.ts')).checkDefaultSubnet,
  },
  'federation-token': {
    GetFederationToken: async () => (await import('./federation-token/create.ts')).getFederationToken,
  },
  'peer-configuration': {
    DownloadCustomerGatewayConfiguration: async () =>
      (await import('./peer-configuration/describe.ts')).downloadCustomerGatewayConfiguration,
  },
  region: {
    DescribeProducts: async () => (await import('./region/describe.ts')).describeProducts,
    DescribeRegions: async () => (await import('./region/describe.ts')).describeRegions,
    DescribeZones: async () => (await import('./region/describe.ts')).describeZones,
  },
  'resource-tag': {
    AddResourceTag: async () => (await import('./resource-tag/create.ts')).addResourceTag,
    AttachResourcesTag: async () => (await import('./resource-tag/create.ts')).attachResourcesTag,
    DescribeResourceTags: async () => (await import('./resource-tag/describe.ts')).describeResourceTags,
    DescribeResourcesByTags: async () => (await import('./resource-tag/describe.ts')).describeResourcesByTags,
    DescribeResourcesByTagsUnion: async () => (await import('./resource-tag/describe.ts')).describeResourcesByTagsUnion,
    UpdateResourceTagValue: async () => (await import('./resource-tag/modify.ts')).updateResourceTagValue,
    ModifyResourcesTagValue: async () => (await import('./resource-tag/modify.ts')).modifyResourcesTagValue,
    DeleteResourceTag: async () => (await import('./resource-tag/delete.ts')).deleteResourceTag,
    DetachResourcesTag: async () => (await import('./resource-tag/delete.ts')).detachResourcesTag,
  },
  route: {
    CreateRoutes: async () => (await import('./route/create.ts')).createRoutes,
    DescribeRoutes: async () => (await import('./route/describe.ts')).describeRoutes,
    DescribeRouteList: async () => (await import('./route/describe.ts')).describeRouteList,
    DescribeRouteConflicts: async () => (await import('./route/describe.ts')).describeRouteConflicts,
    ReplaceRoutes: async () => (await import('./route/modify.ts')).replaceRoutes,
    EnableRoutes: async () => (await import('./route/modify.ts')).enableRoutes,
    DisableRoutes: async () => (await import('./route/modify.ts')).disableRoutes,
    ResetRoutes: async () => (await import('./route/modify.ts')).resetRoutes,
    DeleteRoutes: async () => (await import('./route/delete.ts')).deleteRoutes,
  },
  'route-table': {
    CreateRouteTable: async () => (await import('./route-table/create.ts')).createRouteTable,
    DescribeRouteTables: async () => (await import('./route-table/describe.ts')).describeRouteTables,
    ModifyRouteTableAttribute: async () => (await import('./route-table/modify.ts')).modifyRouteTableAttribute,
    ReplaceRouteTableAssociation: async () => (await import('./route-table/modify.ts')).replaceRouteTableAssociation,
    DeleteRouteTable: async () => (await import('./route-table/delete.ts')).deleteRouteTable,
  },
  subnet: {
    CreateSubnet: async () => (await import('./subnet/create.ts')).createSubnet,
    CreateSubnets: async () => (await import('./subnet/create.ts')).createSubnets,
    DescribeSubnets: async () => (await import('./subnet/describe.ts')).describeSubnets,
    ModifySubnetAttribute: async () => (await import('./subnet/modify.ts')).modifySubnetAttribute,
    DeleteSubnet: async () => (await import('./subnet/delete.ts')).deleteSubnet,
  },
  tag: {
    TagResources: async () => (await import('./tag/create.ts')).tagResources,
    DescribeResourceTagsByResourceIds: async () =>
      (await import('./tag/describe.ts')).describeResourceTagsByResourceIds,
    DescribeResourceTagsByResourceIdsSeq: async () =>
      (await import('./tag/describe.ts')).describeResourceTagsByResourceIdsSeq,
    DescribeResourceTagsByTagKeys: async () => (await import('./tag/describe.ts')).describeResourceTagsByTagKeys,
    GetResources: async () => (await import('./tag/describe.ts')).getResources,
    ModifyResourceTags: async () => (await import('./tag/modify.ts')).modifyResourceTags,
    UnTagResources: async () => (await import('./tag/delete.ts')).unTagResources,
  },
  task: {
    DescribeVpcTaskResult: async () => (await import('./task/describe.ts')).describeVpcTaskResult,
  },
  'used-address': {
    DescribeUsedIpAddress: async () => (await import('./used-address/describe.ts')).describeUsedIpAddress,
    DescribeVpcPrivateIpAddresses: async () =>
      (await import('./used-address/describe.ts')).describeVpcPrivateIpAddresses,
  },
  vpc: {
    CreateVpc: async () => (await import('./vpc/create.ts')).createVpc,
    DescribeVpcs: async () => (await import('./vpc/describe.ts')).describeVpcs,
    ModifyVpcAttribute: async () => (await import('./vpc/modify.ts')).modifyVpcAttribute,
    DeleteVpc: async () => (await import('./vpc/delete.ts')).deleteVpc,
  },
  'vpc-limit': {
    DescribeVpcLimits: async () => (await import('./vpc-limit/describe.ts')).describeVpcLimits,
  },
  'vpc-resource': {
    DescribeVpcResourceDashboard: async () => (await import('./vpc-resource/describe.ts')).describeVpcResourceDashboard,
    DescribeVpcInstances: async () => (await import('./vpc-resource/describe.ts')).describeVpcInstances,
  },
  'vpn-connection': {
    CreateVpnConnection: async () => (await import('./vpn-connection/create.ts')).createVpnConnection,
    DescribeVpnConnections: async () => (await import('./vpn-connection/describe.ts')).describeVpnConnections,
    GenerateVpnConnectionDefaultHealthCheckIp: async () =>
      (await import('./vpn-connection/describe.ts')).generateVpnConnectionDefaultHealthCheckIp,
    ModifyVpnConnectionAttribute: async () => (await import('./vpn-connection/modify.ts')).modifyVpnConnectionAttribute,
    ResetVpnConnection: async () => (await import('./vpn-connection/modify.ts')).resetVpnConnection,
    DeleteVpnConnection: async () => (await import('./vpn-connection/delete.ts')).deleteVpnConnection,
  },
  'vpn-gateway': {
    CreateVpnGateway: async () => (await import('./vpn-gateway/create.ts')).createVpnGateway,
    DescribeVpnGateways: async () => (await import('./vpn-gateway/describe.ts')).describeVpnGateways,
    ModifyVpnGatewayAttribute: async () => (await import('./vpn-gateway/modify.ts')).modifyVpnGatewayAttribute,
    ResetVpnGatewayInternetMaxBandwidth: async () =>
      (await import('./vpn-gateway/modify.ts')).resetVpnGatewayInternetMaxBandwidth,
    RenewVpnGateway: async () => (await import('./vpn-gateway/modify.ts')).renewVpnGateway,
    SetVpnGatewaysRenewFlag: async () => (await import('./vpn-gateway/modify.ts')).setVpnGatewaysRenewFlag,
    DeleteVpnGateway: async () => (await import('./vpn-gateway/delete.ts')).deleteVpnGateway,
  },
  'vpn-gateway-ccn-route': {
    DescribeVpnGatewayCcnRoutes: async () =>
      (await import('./vpn-gateway-ccn-route/describe.ts')).describeVpnGatewayCcnRoutes,
    ModifyVpnGatewayCcnRoutes: async () =>
      (await import('./vpn-gateway-ccn-route/modify.ts')).modifyVpnGatewayCcnRoutes,
  },
  'vpn-gateway-price': {
    InquiryPriceCreateVpnGateway: async () =>
      (await import('./vpn-gateway-price/describe.ts')).inquiryPriceCreateVpnGateway,
    InquiryPriceRenewVpnGateway: async () =>
      (await import('./vpn-gateway-price/describe.ts')).inquiryPriceRenewVpnGateway,
    InquiryPriceResetVpnGatewayInternetMaxBandwidth: async () =>
      (await import('./vpn-gateway-price/describe.ts')).inquiryPriceResetVpnGatewayInternetMaxBandwidth,
  },
  'vpn-gateway-route': {
    CreateVpnGatewayRoutes: async () => (await import('./vpn-gateway-route/create.ts')).createVpnGatewayRoutes,
    DescribeVpnGatewayRoutes: async () => (await import('./vpn-gateway-route/describe.ts')).describeVpnGatewayRoutes,
    ModifyVpnGatewayRoutes: async () => (await import('./vpn-gateway-route/modify.ts')).modifyVpnGatewayRoutes,
    DeleteVpnGatewayRoutes: async () => (await import('./vpn-gateway-route/delete.ts')).deleteVpnGatewayRoutes,
  },
} satisfies Nouns<CallContext>
