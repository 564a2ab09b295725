import type { Nouns } from '../../../operations/catalogue.ts'
import type { CallContext } from '../../http/context.ts'

/** Every operation that the dialect answers, by noun; each is loaded when it is asked for first. */
export const nouns = {
  'assumed-role': {
    AssumeRole: async () => (await import('./assumed-role/create.ts')).assumeRole,
  },
  'bss-account': {
    QueryAccountBalance: async () => (await import('./bss-account/describe.ts')).queryAccountBalance,
  },
  'bss-instance': {
    QueryAvailableInstances: async () => (await import('./bss-instance/describe.ts')).queryAvailableInstances,
    RenewInstance: async () => (await import('./bss-instance/modify.ts')).renewInstance,
    SetRenewal: async () => (await import('./bss-instance/modify.ts')).setRenewal,
  },
  'bss-order': {
    QueryOrders: async () => (await import('./bss-order/describe.ts')).queryOrders,
    GetOrderDetail: async () => (await import('./bss-order/describe.ts')).getOrderDetail,
    PayOrder: async () => (await import('./bss-order/modify.ts')).payOrder,
    CancelOrder: async () => (await import('./bss-order/modify.ts')).cancelOrder,
  },
  'caller-identity': {
    GetCallerIdentity: async () => (await import('./caller-identity/describe.ts')).getCallerIdentity,
  },
  cen: {
    CreateCen: async () => (await import('./cen/create.ts')).createCen,
    DescribeCens: async () => (await import('./cen/describe.ts')).describeCens,
    ModifyCenAttribute: async () => (await import('./cen/modify.ts')).modifyCenAttribute,
    DeleteCen: async () => (await import('./cen/delete.ts')).deleteCen,
  },
  'cen-grant': {
    GrantInstanceToTransitRouter: async () => (await import('./cen-grant/create.ts')).grantInstanceToTransitRouter,
    DescribeGrantRulesToCen: async () => (await import('./cen-grant/describe.ts')).describeGrantRulesToCen,
    DescribeGrantRulesToResource: async () => (await import('./cen-grant/describe.ts')).describeGrantRulesToResource,
    ListGrantVSwitchesToCen: async () => (await import('./cen-grant/describe.ts')).listGrantVSwitchesToCen,
    ModifyGrantInstanceToTransitRouter: async () =>
      (await import('./cen-grant/modify.ts')).modifyGrantInstanceToTransitRouter,
    RevokeInstanceFromTransitRouter: async () =>
      (await import('./cen-grant/delete.ts')).revokeInstanceFromTransitRouter,
  },
  'cen-region': {
    ListTransitRouterAvailableResource: async () =>
      (await import('./cen-region/describe.ts')).listTransitRouterAvailableResource,
    CheckTransitRouterService: async () => (await import('./cen-region/describe.ts')).checkTransitRouterService,
    OpenTransitRouterService: async () => (await import('./cen-region/describe.ts')).openTransitRouterService,
    DescribeChildInstanceRegions: async () => (await import('./cen-region/describe.ts')).describeChildInstanceRegions,
  },
  'cen-resource-group': {
    MoveResourceGroup: async () => (await import('./cen-resource-group/modify.ts')).moveResourceGroup,
  },
  'cen-tag': {
    TagResources: async () => (await import('./cen-tag/create.ts')).tagResources,
    ListTagResources: async () => (await import('./cen-tag/describe.ts')).listTagResources,
    UntagResources: async () => (await import('./cen-tag/delete.ts')).untagResources,
  },
  'customer-gateway': {
    CreateCustomerGateway: async () => (await import('./customer-gateway/create.ts')).createCustomerGateway,
    DescribeCustomerGateway: async () => (await import('./customer-gateway/describe.ts')).describeCustomerGateway,
    DescribeCustomerGateways: async () => (await import('./customer-gateway/describe.ts')).describeCustomerGateways,
    ModifyCustomerGatewayAttribute: async () =>
      (await import('./customer-gateway/modify.ts')).modifyCustomerGatewayAttribute,
    DeleteCustomerGateway: async () => (await import('./customer-gateway/delete.ts')).deleteCustomerGateway,
  },
  diagnosis: {
    DiagnoseVpnConnections: async () => (await import('./diagnosis/describe.ts')).diagnoseVpnConnections,
    DescribeVpnConnectionLogs: async () => (await import('./diagnosis/describe.ts')).describeVpnConnectionLogs,
  },
  ecs: {
    DescribeAvailableResource: async () => (await import('./ecs/describe.ts')).describeAvailableResource,
    DescribeRegions: async () => (await import('./ecs/describe.ts')).describeRegions,
    DescribeZones: async () => (await import('./ecs/describe.ts')).describeZones,
  },
  endpoint: {
    DescribeEndpoints: async () => (await import('./endpoint/describe.ts')).describeEndpoints,
  },
  'enhanced-vpn-gateway': {
    CreateEnhancedVpnGateway: async () => (await import('./enhanced-vpn-gateway/create.ts')).createEnhancedVpnGateway,
    UpdateEnhancedVpnGateway: async () => (await import('./enhanced-vpn-gateway/modify.ts')).updateEnhancedVpnGateway,
    DeleteEnhancedVpnGateway: async () => (await import('./enhanced-vpn-gateway/delete.ts')).deleteEnhancedVpnGateway,
  },
  'gateway-diagnosis': {
    DiagnoseVpnGateway: async () => (await import('./gateway-diagnosis/create.ts')).diagnoseVpnGateway,
    GetVpnGatewayDiagnoseResult: async () =>
      (await import('./gateway-diagnosis/describe.ts')).getVpnGatewayDiagnoseResult,
  },
  grant: {
    GrantInstanceToCen: async () => (await import('./grant/create.ts')).grantInstanceToCen,
    DescribeGrantRulesToCen: async () => (await import('./grant/describe.ts')).describeGrantRulesToCen,
    DescribeVpnCrossAccountAuthorizations: async () =>
      (await import('./grant/describe.ts')).describeVpnCrossAccountAuthorizations,
    RevokeInstanceFromCen: async () => (await import('./grant/delete.ts')).revokeInstanceFromCen,
  },
  'peer-configuration': {
    DownloadVpnConnectionConfig: async () =>
      (await import('./peer-configuration/describe.ts')).downloadVpnConnectionConfig,
  },
  'ram-access-key': {
    CreateAccessKey: async () => (await import('./ram-access-key/create.ts')).createAccessKey,
    ListAccessKeys: async () => (await import('./ram-access-key/describe.ts')).listAccessKeys,
    UpdateAccessKey: async () => (await import('./ram-access-key/modify.ts')).updateAccessKey,
    DeleteAccessKey: async () => (await import('./ram-access-key/delete.ts')).deleteAccessKey,
  },
  'ram-attachment': {
    AttachPolicyToUser: async () => (await import('./ram-attachment/create.ts')).attachPolicyToUser,
    AttachPolicyToGroup: async () => (await import('./ram-attachment/create.ts')).attachPolicyToGroup,
    AttachPolicyToRole: async () => (await import('./ram-attachment/create.ts')).attachPolicyToRole,
    ListPoliciesForUser: async () => (await import('./ram-attachment/describe.ts')).listPoliciesForUser,
    ListPoliciesForGroup: async () => (await import('./ram-attachment/describe.ts')).listPoliciesForGroup,
    ListPoliciesForRole: async () => (await import('./ram-attachment/describe.ts')).listPoliciesForRole,
    ListEntitiesForPolicy: async () => (await import('./ram-attachment/describe.ts')).listEntitiesForPolicy,
    DetachPolicyFromUser: async () => (await import('./ram-attachment/delete.ts')).detachPolicyFromUser,
    DetachPolicyFromGroup: async () => (await import('./ram-attachment/delete.ts')).detachPolicyFromGroup,
    DetachPolicyFromRole: async () => (await import('./ram-attachment/delete.ts')).detachPolicyFromRole,
  },
  'ram-group': {
    CreateGroup: async () => (await import('./ram-group/create.ts')).createGroup,
    GetGroup: async () => (await import('./ram-group/describe.ts')).getGroup,
    ListGroups: async () => (await import('./ram-group/describe.ts')).listGroups,
    UpdateGroup: async () => (await import('./ram-group/modify.ts')).updateGroup,
    DeleteGroup: async () => (await import('./ram-group/delete.ts')).deleteGroup,
  },
  'ram-login': {
    GetLoginProfile: async () => (await import('./ram-login/describe.ts')).getLoginProfile,
    GetUserMFAInfo: async () => (await import('./ram-login/describe.ts')).getUserMFAInfo,
    DeleteLoginProfile: async () => (await import('./ram-login/delete.ts')).deleteLoginProfile,
    UnbindMFADevice: async () => (await import('./ram-login/delete.ts')).unbindMFADevice,
  },
  'ram-membership': {
    AddUserToGroup: async () => (await import('./ram-membership/create.ts')).addUserToGroup,
    ListGroupsForUser: async () => (await import('./ram-membership/describe.ts')).listGroupsForUser,
    ListUsersForGroup: async () => (await import('./ram-membership/describe.ts')).listUsersForGroup,
    RemoveUserFromGroup: async () => (await import('./ram-membership/delete.ts')).removeUserFromGroup,
  },
  'ram-policy': {
    CreatePolicy: async () => (await import('./ram-policy/create.ts')).createPolicy,
    GetPolicy: async () => (await import('./ram-policy/describe.ts')).getPolicy,
    ListPolicies: async () => (await import('./ram-policy/describe.ts')).listPolicies,
    UpdatePolicyDescription: async () => (await import('./ram-policy/modify.ts')).updatePolicyDescription,
    DeletePolicy: async () => (await import('./ram-policy/delete.ts')).deletePolicy,
  },
  'ram-policy-version': {
    CreatePolicyVersion: async () => (await import('./ram-policy-version/create.ts')).createPolicyVersion,
    GetPolicyVersion: async () => (await import('./ram-policy-version/describe.ts')).getPolicyVersion,
    ListPolicyVersions: async () => (await import('./ram-policy-version/describe.ts')).listPolicyVersions,
    SetDefaultPolicyVersion: async () => (await import('./ram-policy-version/modify.ts')).setDefaultPolicyVersion,
    DeletePolicyVersion: async () => (await import('./ram-policy-version/delete.ts')).deletePolicyVersion,
  },
  'ram-role': {
    CreateRole: async () => (await import('./ram-role/create.ts')).createRole,
    GetRole: async () => (await import('./ram-role/describe.ts')).getRole,
    ListRoles: async () => (await import('./ram-role/describe.ts')).listRoles,
    UpdateRole: async () => (await import('./ram-role/modify.ts')).updateRole,
    DeleteRole: async () => (await import('./ram-role/delete.ts')).deleteRole,
  },
  'ram-tag': {
    TagResources: async () => (await import('./ram-tag/create.ts')).tagResources,
    ListTagResources: async () => (await import('./ram-tag/describe.ts')).listTagResources,
    UntagResources: async () => (await import('./ram-tag/delete.ts')).untagResources,
  },
  'ram-user': {
    CreateUser: async () => (await import('./ram-user/create.ts')).createUser,
    GetUser: async () => (await import('./ram-user/describe.ts')).getUser,
    ListUsers: async () => (await import('./ram-user/describe.ts')).listUsers,
    UpdateUser: async () => (await import('./ram-user/modify.ts')).updateUser,
    DeleteUser: async () => (await import('./ram-user/delete.ts')).deleteUser,
  },
  region: {
    DescribeRegions: async () => (await import('./region/describe.ts')).describeRegions,
    DescribeZones: async () => (await import('./region/describe.ts')).describeZones,
    DescribeVpnGatewayAvailableZones: async () =>
      (await import('./region/describe.ts')).describeVpnGatewayAvailableZones,
    CheckVpnBgpEnabled: async () => (await import('./region/describe.ts')).checkVpnBgpEnabled,
  },
  'resource-group': {
    ListResourceGroups: async () => (await import('./resource-group/describe.ts')).listResourceGroups,
    MoveVpnResourceGroup: async () => (await import('./resource-group/modify.ts')).moveVpnResourceGroup,
    MoveResourceGroup: async () => (await import('./resource-group/modify.ts')).moveResourceGroup,
    ChangeResourceGroup: async () => (await import('./resource-group/modify.ts')).changeResourceGroup,
  },
  'route-entry': {
    CreateRouteEntry: async () => (await import('./route-entry/create.ts')).createRouteEntry,
    CreateRouteEntries: async () => (await import('./route-entry/create.ts')).createRouteEntries,
    DescribeRouteEntryList: async () => (await import('./route-entry/describe.ts')).describeRouteEntryList,
    ListVpcPublishedRouteEntries: async () => (await import('./route-entry/describe.ts')).listVpcPublishedRouteEntries,
    GetVpcRouteEntrySummary: async () => (await import('./route-entry/describe.ts')).getVpcRouteEntrySummary,
    ModifyRouteEntry: async () => (await import('./route-entry/modify.ts')).modifyRouteEntry,
    DeleteRouteEntry: async () => (await import('./route-entry/delete.ts')).deleteRouteEntry,
    DeleteRouteEntries: async () => (await import('./route-entry/delete.ts')).deleteRouteEntries,
  },
  'route-table': {
    CreateRouteTable: async () => (await import('./route-table/create.ts')).createRouteTable,
    DescribeRouteTableList: async () => (await import('./route-table/describe.ts')).describeRouteTableList,
    DescribeRouteTables: async () => (await import('./route-table/describe.ts')).describeRouteTables,
    ModifyRouteTableAttributes: async () => (await import('./route-table/modify.ts')).modifyRouteTableAttributes,
    DeleteRouteTable: async () => (await import('./route-table/delete.ts')).deleteRouteTable,
  },
  'route-table-association': {
    AssociateRouteTable: async () => (await import('./route-table-association/create.ts')).associateRouteTable,
    UnassociateRouteTable: async () => (await import('./route-table-association/delete.ts')).unassociateRouteTable,
  },
  'router-attachment': {
    CreateTransitRouterVpcAttachment: async () =>
      (await import('./router-attachment/create.ts')).createTransitRouterVpcAttachment,
    CreateTransitRouterVpnAttachment: async () =>
      (await import('./router-attachment/create.ts')).createTransitRouterVpnAttachment,
    ListTransitRouterVpcAttachments: async () =>
      (await import('./router-attachment/describe.ts')).listTransitRouterVpcAttachments,
    ListTransitRouterVpnAttachments: async () =>
      (await import('./router-attachment/describe.ts')).listTransitRouterVpnAttachments,
    UpdateTransitRouterVpcAttachmentAttribute: async () =>
      (await import('./router-attachment/modify.ts')).updateTransitRouterVpcAttachmentAttribute,
    UpdateTransitRouterVpcAttachmentZones: async () =>
      (await import('./router-attachment/modify.ts')).updateTransitRouterVpcAttachmentZones,
    UpdateTransitRouterVpnAttachmentAttribute: async () =>
      (await import('./router-attachment/modify.ts')).updateTransitRouterVpnAttachmentAttribute,
    DeleteTransitRouterVpcAttachment: async () =>
      (await import('./router-attachment/delete.ts')).deleteTransitRouterVpcAttachment,
    DeleteTransitRouterVpnAttachment: async () =>
      (await import('./router-attachment/delete.ts')).deleteTransitRouterVpnAttachment,
  },
  tag: {
    TagResources: async () => (await import('./tag/create.ts')).tagResources,
    ListTagResources: async () => (await import('./tag/describe.ts')).listTagResources,
    DescribeTags: async () => (await import('./tag/describe.ts')).describeTags,
    DescribeTagKeys: async () => (await import('./tag/describe.ts')).describeTagKeys,
    UnTagResources: async () => (await import('./tag/delete.ts')).unTagResources,
  },
  'transit-router': {
    CreateTransitRouter: async () => (await import('./transit-router/create.ts')).createTransitRouter,
    ListTransitRouters: async () => (await import('./transit-router/describe.ts')).listTransitRouters,
    UpdateTransitRouter: async () => (await import('./transit-router/modify.ts')).updateTransitRouter,
    DeleteTransitRouter: async () => (await import('./transit-router/delete.ts')).deleteTransitRouter,
  },
  'transit-router-association': {
    AssociateTransitRouterAttachmentWithRouteTable: async () =>
      (await import('./transit-router-association/create.ts')).associateTransitRouterAttachmentWithRouteTable,
    ListTransitRouterRouteTableAssociations: async () =>
      (await import('./transit-router-association/describe.ts')).listTransitRouterRouteTableAssociations,
    ReplaceTransitRouterRouteTableAssociation: async () =>
      (await import('./transit-router-association/modify.ts')).replaceTransitRouterRouteTableAssociation,
    DissociateTransitRouterAttachmentFromRouteTable: async () =>
      (await import('./transit-router-association/delete.ts')).dissociateTransitRouterAttachmentFromRouteTable,
  },
  'transit-router-cidr': {
    CreateTransitRouterCidr: async () => (await import('./transit-router-cidr/create.ts')).createTransitRouterCidr,
    ListTransitRouterCidr: async () => (await import('./transit-router-cidr/describe.ts')).listTransitRouterCidr,
    ListTransitRouterCidrAllocation: async () =>
      (await import('./transit-router-cidr/describe.ts')).listTransitRouterCidrAllocation,
    ModifyTransitRouterCidr: async () => (await import('./transit-router-cidr/modify.ts')).modifyTransitRouterCidr,
    DeleteTransitRouterCidr: async () => (await import('./transit-router-cidr/delete.ts')).deleteTransitRouterCidr,
  },
  'transit-router-propagation': {
    EnableTransitRouterRouteTablePropagation: async () =>
      (await import('./transit-router-propagation/create.ts')).enableTransitRouterRouteTablePropagation,
    ListTransitRouterRouteTablePropagations: async () =>
      (await import('./transit-router-propagation/describe.ts')).listTransitRouterRouteTablePropagations,
    DisableTransitRouterRouteTablePropagation: async () =>
      (await import('./transit-router-propagation/delete.ts')).disableTransitRouterRouteTablePropagation,
  },
  'transit-router-route-entry': {
    CreateTransitRouterRouteEntry: async () =>
      (await import('./transit-router-route-entry/create.ts')).createTransitRouterRouteEntry,
    ListTransitRouterRouteEntries: async () =>
      (await import('./transit-router-route-entry/describe.ts')).listTransitRouterRouteEntries,
    UpdateTransitRouterRouteEntry: async () =>
      (await import('./transit-router-route-entry/modify.ts')).updateTransitRouterRouteEntry,
    DeleteTransitRouterRouteEntry: async () =>
      (await import('./transit-router-route-entry/delete.ts')).deleteTransitRouterRouteEntry,
  },
  'transit-router-route-table': {
    CreateTransitRouterRouteTable: async () =>
      (await import('./transit-router-route-table/create.ts')).createTransitRouterRouteTable,
    ListTransitRouterRouteTables: async () =>
      (await import('./transit-router-route-table/describe.ts')).listTransitRouterRouteTables,
    UpdateTransitRouterRouteTable: async () =>
      (await import('./transit-router-route-table/modify.ts')).updateTransitRouterRouteTable,
    DeleteTransitRouterRouteTable: async () =>
      (await import('./transit-router-route-table/delete.ts')).deleteTransitRouterRouteTable,
  },
  'vco-route-entry': {
    CreateVcoRouteEntry: async () => (await import('./vco-route-entry/create.ts')).createVcoRouteEntry,
    DescribeVcoRouteEntries: async () => (await import('./vco-route-entry/describe.ts')).describeVcoRouteEntries,
    ModifyVcoRouteEntryWeight: async () => (await import('./vco-route-entry/modify.ts')).modifyVcoRouteEntryWeight,
    DeleteVcoRouteEntry: async () => (await import('./vco-route-entry/delete.ts')).deleteVcoRouteEntry,
  },
  vpc: {
    CreateVpc: async () => (await import('./vpc/create.ts')).createVpc,
    CreateDefaultVpc: async () => (await import('./vpc/create.ts')).createDefaultVpc,
    DescribeVpcAttribute: async () => (await import('./vpc/describe.ts')).describeVpcAttribute,
    DescribeVpcs: async () => (await import('./vpc/describe.ts')).describeVpcs,
    ModifyVpcAttribute: async () => (await import('./vpc/modify.ts')).modifyVpcAttribute,
    DeleteVpc: async () => (await import('./vpc/delete.ts')).deleteVpc,
  },
  'vpc-cidr-block': {
    AssociateVpcCidrBlock: async () => (await import('./vpc-cidr-block/create.ts')).associateVpcCidrBlock,
    UnassociateVpcCidrBlock: async () => (await import('./vpc-cidr-block/delete.ts')).unassociateVpcCidrBlock,
  },
  'vpn-attachment': {
    CreateVpnAttachment: async () => (await import('./vpn-attachment/create.ts')).createVpnAttachment,
    DescribeVpnAttachments: async () => (await import('./vpn-attachment/describe.ts')).describeVpnAttachments,
    ModifyVpnAttachmentAttribute: async () => (await import('./vpn-attachment/modify.ts')).modifyVpnAttachmentAttribute,
    DeleteVpnAttachment: async () => (await import('./vpn-attachment/delete.ts')).deleteVpnAttachment,
  },
  'vpn-certificate': {
    AssociateVpnGatewayWithCertificate: async () =>
      (await import('./vpn-certificate/create.ts')).associateVpnGatewayWithCertificate,
    ListVpnCertificateAssociations: async () =>
      (await import('./vpn-certificate/describe.ts')).listVpnCertificateAssociations,
    DissociateVpnGatewayWithCertificate: async () =>
      (await import('./vpn-certificate/delete.ts')).dissociateVpnGatewayWithCertificate,
  },
  'vpn-connection': {
    CreateVpnConnection: async () => (await import('./vpn-connection/create.ts')).createVpnConnection,
    DescribeVpnConnection: async () => (await import('./vpn-connection/describe.ts')).describeVpnConnection,
    DescribeVpnConnections: async () => (await import('./vpn-connection/describe.ts')).describeVpnConnections,
    ModifyVpnConnectionAttribute: async () => (await import('./vpn-connection/modify.ts')).modifyVpnConnectionAttribute,
    ModifyTunnelAttribute: async () => (await import('./vpn-connection/modify.ts')).modifyTunnelAttribute,
    DeleteVpnConnection: async () => (await import('./vpn-connection/delete.ts')).deleteVpnConnection,
  },
  'vpn-gateway': {
    CreateVpnGateway: async () => (await import('./vpn-gateway/create.ts')).createVpnGateway,
    DescribeVpnGateway: async () => (await import('./vpn-gateway/describe.ts')).describeVpnGateway,
    DescribeVpnGateways: async () => (await import('./vpn-gateway/describe.ts')).describeVpnGateways,
    ModifyVpnGatewayAttribute: async () => (await import('./vpn-gateway/modify.ts')).modifyVpnGatewayAttribute,
    DeleteVpnGateway: async () => (await import('./vpn-gateway/delete.ts')).deleteVpnGateway,
  },
  'vpn-pbr-route-entry': {
    CreateVpnPbrRouteEntry: async () => (await import('./vpn-pbr-route-entry/create.ts')).createVpnPbrRouteEntry,
    DescribeVpnPbrRouteEntries: async () =>
      (await import('./vpn-pbr-route-entry/describe.ts')).describeVpnPbrRouteEntries,
    ModifyVpnPbrRouteEntryWeight: async () =>
      (await import('./vpn-pbr-route-entry/modify.ts')).modifyVpnPbrRouteEntryWeight,
    ModifyVpnPbrRouteEntryPriority: async () =>
      (await import('./vpn-pbr-route-entry/modify.ts')).modifyVpnPbrRouteEntryPriority,
    ModifyVpnPbrRouteEntryAttribute: async () =>
      (await import('./vpn-pbr-route-entry/modify.ts')).modifyVpnPbrRouteEntryAttribute,
    DeleteVpnPbrRouteEntry: async () => (await import('./vpn-pbr-route-entry/delete.ts')).deleteVpnPbrRouteEntry,
  },
  'vpn-route-entry': {
    CreateVpnRouteEntry: async () => (await import('./vpn-route-entry/create.ts')).createVpnRouteEntry,
    DescribeVpnRouteEntries: async () => (await import('./vpn-route-entry/describe.ts')).describeVpnRouteEntries,
    ModifyVpnRouteEntryWeight: async () => (await import('./vpn-route-entry/modify.ts')).modifyVpnRouteEntryWeight,
    PublishVpnRouteEntry: async () => (await import('./vpn-route-entry/modify.ts')).publishVpnRouteEntry,
    DeleteVpnRouteEntry: async () => (await import('./vpn-route-entry/delete.ts')).deleteVpnRouteEntry,
  },
  vrouter: {
    DescribeVRouters: async () => (await import('./vrouter/describe.ts')).describeVRouters,
    ModifyVRouterAttribute: async () => (await import('./vrouter/modify.ts')).modifyVRouterAttribute,
  },
  vswitch: {
    CreateVSwitch: async () => (await import('./vswitch/create.ts')).createVSwitch,
    CreateDefaultVSwitch: async () => (await import('./vswitch/create.ts')).createDefaultVSwitch,
    DescribeVSwitchAttributes: async () => (await import('./vswitch/describe.ts')).describeVSwitchAttributes,
    DescribeVSwitches: async () => (await import('./vswitch/describe.ts')).describeVSwitches,
    ModifyVSwitchAttribute: async () => (await import('./vswitch/modify.ts')).modifyVSwitchAttribute,
    DeleteVSwitch: async () => (await import('./vswitch/delete.ts')).deleteVSwitch,
  },
} satisfies Nouns<CallContext>
