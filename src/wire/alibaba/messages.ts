import type { WireError } from '../../operations/operation.ts'

type Message = Pick<WireError, 'status' | 'message'>

const bad = (message: string): Message => ({ status: 400, message })

/** Of each of RAM's parameters that is a text: what it may hold, and how much of it. */
const ofRamTexts = (faults: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, Message>> =>
  Object.fromEntries(
    Object.entries(faults).flatMap(([fault, parameters]) =>
      parameters.map((parameter) => [`InvalidParameter.${parameter}.${fault}`, bad(ramFaults[fault] ?? '')]),
    ),
  )

const ramFaults: Readonly<Record<string, string>> = {
  InvalidChars: 'The parameter - "%p" contains invalid chars.',
  Length: 'The parameter - "%p" beyond the length limit.',
  Format: 'The format of the parameter - "%p" is incorrect.',
}

const ramNames = ['UserName', 'NewUserName', 'DisplayName', 'NewDisplayName', 'GroupName', 'NewGroupName'].concat(
  'PolicyName',
  'RoleName',
)

/**
 * The words of the codes that a field or a rule of a declaration is refused with, as the cloud's error tables have
 * them. `%s` stands for the value, `%p` for the parameter's path.
 */
export const messages: Readonly<Record<string, Message>> = {
  'Abs.InvaliTableName.Malformed': bad('Table name format is invalid.'),
  'Duplicated.TagKey': bad('The specified parameter TagKey is duplicated.'),
  'Duplicated.ZoneMapping': bad('The parameter ZoneMapping is duplicated.'),
  'ChargeType.NotSupport': bad('The specified charge type is not support.'),
  'IllegalParam.BgpConfig': bad('The specified BgpConfig is invalid.'),
  'IllegalParam.ChargeType': bad('The specified ChargeType is illegal.'),
  'IllegalParam.LocalAsn': bad('The specified LocalAsn is invalid.'),
  'IllegalParam.LocalBgpIp': bad('The specified LocalBgpIp is invalid.'),
  'IllegalParam.LocalSubnet': bad('The specified "LocalSubnet" (%s) is invalid.'),
  'IllegalParam.NetworkType': bad('The specified NetworkType (%s) is invalid.'),
  'IllegalParam.RemoteSubnet': bad('The specified "RemoteSubnet" (%s) is invalid.'),
  'IllegalParam.RouteDest': bad('The specified "RouteDest" (%s) is invalid.'),
  'IllegalParam.RouteSource': bad('The specified "RouteSource" (%s) is invalid.'),
  'IllegalParam.TransitRouterRouteEntryNextHopId': bad('The specified TransitRouterRouteEntryNextHopId is illegal.'),
  'IllegalParam.TunnelCidr': bad('The specified TunnelCidr is invalid.'),
  'IllegalParam.ZoneId': bad('The specified ZoneId is illegal.'),
  'InvalidCidrBlock.Malformed': bad('Specified CIDR block is not valid.'),
  InvalidDescription: bad('The description is not valid'),
  'InvalidInstanceType.NotFound': bad('The instance type is not found'),
  'InvalidIpAddress.WrongFormat': bad('Specified IpAddress is not valid.'),
  'InvalidLocalBgpIp.Malformed': bad('The specified LocalBgpIp is malformed.'),
  InvalidName: bad('The name is not valid'),
  InvalidParameter: bad('The specified parameter "%p" is not valid.'),
  'InvalidParameter.DurationSeconds': bad('The Min/Max value of DurationSeconds is 15min/1hr.'),
  'InvalidParameter.ExternalId': bad('The parameter ExternalId is wrongly formed.'),
  'InvalidParameter.PolicyGrammar': bad('The parameter Policy has not passed grammar check.'),
  'InvalidParameter.PolicySize': bad('The size of Policy must be smaller than 2048 characters.'),
  'InvalidParameter.RoleArn': bad('The parameter RoleArn is wrongly formed.'),
  'InvalidParameter.RoleSessionName': bad('The parameter RoleSessionName is wrongly formed.'),
  'InvalidParameter.BgpConfig': bad('The specified BgpConfig is invalid.'),
  'InvalidParameter.TagKey': bad('The specified parameter TagKey is invalid.'),
  'InvalidParameter.TagValue': bad('The specified parameter TagValue is invalid.'),
  'InvalidParameter.VpnConnectionName': bad('The specified vpn connection name is invalid.'),
  InvalidPeriod: bad('The specified period is not valid'),
  'InvalidSpec.NotFound': bad('The specified Spec does not exist in our records.'),
  'InvalidTunnelCidr.Malformed': bad('The specified TunnelCidr is malformed.'),
  'InvalidVRouterDescription.Malformed': bad('Specified virtual router description is not valid.'),
  'InvalidVRouterName.Malformed': bad('Specified virtual router name is not valid.'),
  'InvalidVSwitchDiscription.Malformed': bad('Specified virtual switch description is not valid.'),
  'InvalidVSwitchName.Malformed': bad('Specified virtual switch name is not valid.'),
  InvalidVpnEnable: bad('Either IPsec or SSL VPN must be set enable.'),
  'InvalidVpcDiscription.Malformed': bad('Specified VPC description is not valid.'),
  'InvalidVpcName.Malformed': bad('Specified VPC name is not valid.'),
  'InvalidZoneId.NotFound': { status: 404, message: 'Specified zone does not exist.' },
  'MissingParam.CenIdOrRegionId': bad('Either CenId or RegionId must be specified.'),
  MissingParameter: bad('The input parameter "%p" that is mandatory for processing this request is not supplied.'),
  'MissingParameter.TunnelOptionsSpecification': bad(
    'The required parameters are missing when creating a tunnel for dual-tunnel VPN.',
  ),
  'NotSupportVpnConnectionParameter.IpsecAuthAlg': bad('The specified vpn connection ipsec Auth Alg is not support.'),
  'NotSupportVpnConnectionParameter.IpsecPfs': bad('The specified vpn connection ipsec Ipsec Pfs is not support.'),
  'OperationFailed.NetworkTypeNotMatch': bad('Create NationalStandard vpn with private networkType is unsupported.'),
  'OperationFailed.SslNotSupport': bad('Enable ssl vpn with private networkType is unsupported.'),
  ResourceNotAvailable: bad('Resource you requested is not available in this region or zone.'),
  'ResourceNotAvailable.Vpc': bad('Resource you requested is not available in this region or zone.'),
  'InvalidVSwitchId.NotFound': bad('The specified vswitchId is not found.'),
  'InvalidVSwitchId.SecondVswitchNotSupport': bad('The available zone of vswitch2 not supported.'),
  'OperationUnsupported.EnableBgp': bad('Current region does not support enable BGP.'),
  'OperationUnsupported.SupportMulticast': bad('The multicast is not supported in the specified region.'),
  'OperationUnsupported.TransitRouterCidrList': bad(
    'The TransitRouterCidrList is not support in the specified Region.',
  ),
  'SizeLimitExceeded.ResourceId': bad('The maximum number of resource IDs is exceeded.'),
  'SizeLimitExceeded.TagNum': bad('The maximum number of tags is exceeded.'),
  'VpnRouteEntry.InvalidWeight': bad('Invalid route entry weight value.'),
  ...ofRamTexts({
    InvalidChars: ramNames,
    Length: [
      ...ramNames,
      'Comments',
      'NewComments',
      'Description',
      'NewDescription',
      'PolicyDocument',
      'AssumeRolePolicyDocument',
      'NewAssumeRolePolicyDocument',
    ],
    Format: ['MobilePhone', 'NewMobilePhone', 'Email', 'NewEmail', 'VersionId'],
  }),
  'InvalidParameter.PolicyType': bad('The parameter - "%p" is incorrect.'),
  MalformedPolicyDocument: bad('The policy document is not well formed.'),
  UnnecessarySslConnection: bad('The SSL connection is unnecessary for ssl vpn disabled.'),
}
