/** Every refusal in Alibaba Cloud's words: domain errors, the request's own faults, and what is wrong with its fields. */
import type { DomainErrorCode } from '../../domain/error.ts'
import type { Problem } from '../../operations/decode.ts'
import type { WireError } from '../../operations/operation.ts'
import { fillTemplate } from '../../operations/template.ts'
import type { Call, Refusal } from '../http/dialect.ts'
import { accessErrors } from './access-errors.ts'
import { valueAt } from './decode.ts'
import { messages } from './messages.ts'
import type { SignatureProblem } from './signature.ts'

const bad = (code: string, message: string): WireError => ({ status: 400, code, message })
const missing = (code: string, message: string): WireError => ({ status: 404, code, message })

/** An operation whose document has another word for one of them declares that word. */
export const domainErrors = {
  'network-not-found': missing('InvalidVpcId.NotFound', 'Specified VPC does not exist.'),
  'subnet-not-found': missing('InvalidVSwitchId.NotFound', 'The specified vswitchId is not found.'),
  'customer-gateway-not-found': missing(
    'InvalidCustomerGatewayInstanceId.NotFound',
    'The specified customer gateway instance id does not exist.',
  ),
  'gateway-not-found': missing(
    'InvalidVpnGatewayInstanceId.NotFound',
    'The specified vpn gateway instance id does not exist.',
  ),
  'connection-not-found': missing(
    'InvalidVpnConnectionInstanceId.NotFound',
    'The specified vpn connection instance id does not exist.',
  ),
  // Not 404: Terraform's provider takes any 404 to mean that the connection itself is gone.
  'tunnel-not-found': bad('IllegalParam.TunnelId', 'The specified TunnelId (%s) is invalid.'),
  'router-group-not-found': bad('InvalidCenId.NotFound', 'CenId is not found.'),
  'router-not-found': bad('InvalidTransitRouterId.NotFound', 'The specified TransitRouterId is not found.'),
  'attachment-not-found': bad('InvalidTransitRouterAttachmentId.NotFound', 'TransitRouterAttachmentId is not found.'),
  'router-table-not-found': bad(
    'InvalidTransitRouterRouteTableId.NotFound',
    'The specified TransitRouterRouteTableId does not exist.',
  ),
  'network-table-not-found': missing('InvalidRouteTable.NotFound', 'The specified route table does not exist.'),
  'network-table-static': bad('OperationUnsupported.RoutePropagation', 'The operation is not supported: the table %d.'),
  'router-table-own': bad('InvalidOperation.SystemRouteTable', 'The operation is not supported: the route table %d.'),
  'association-not-found': bad('OperationFailed.RouteTableAssociationNotExist', 'Operation failed because it %d.'),
  'propagation-not-found': bad('OperationFailed.RouteTablePropagationNotExist', 'Operation failed because it %d.'),
  // Terraform's provider takes these for a grant that is gone already.
  'grant-not-found': missing('InvalidInstanceId.NotFound', 'The specified InstanceId does not exist: it %d.'),
  'diagnosis-not-found': missing('InvalidDiagnoseId.NotFound', 'The specified DiagnoseId does not exist.'),
  'grant-exists': bad('InstanceExist.GrantRule', 'The instance already exists: it %d.'),
  'not-granted': bad('InvalidOperation.InstanceNotGranted', 'The operation is not permitted on the instance: %d.'),
  'of-another-account': bad('Forbidden.OperateShareResource', 'Operating shared resources is forbidden.'),
  'association-exists': bad('OperationFailed.RouteTableAssociationExist', 'Operation failed because it %d.'),
  'propagation-exists': bad('OperationFailed.RouteTablePropagationExist', 'Operation failed because it %d.'),
  'host-not-found': missing('InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.'),
  'workload-not-found': missing('InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.'),
  'workload-exists': bad('OperationDenied.InstanceExist', 'The operation is denied: it %d.'),
  'workload-unfit': bad('OperationDenied.InstanceUnfit', 'The operation is denied: %d.'),
  'route-not-found': missing('InvalidRouteEntry.NotFound', 'The specified route entry does not exist.'),
  'task-not-found': missing('InvalidTaskId.NotFound', 'The specified TaskId does not exist.'),
  'order-not-found': bad('InvalidOrderId.NotFound', 'The specified OrderId does not exist.'),
  busy: bad('VpnTask.CONFLICT', 'Vpn task has conflict.'),
  'in-use': bad('DependencyViolation', 'Specified object has dependent resources: %d.'),
  'term-not-over': {
    status: 403,
    code: 'ForbiddenRelease',
    message: 'The specified service is not allowed to be released: %d.',
  },
  'term-missing': bad('NotApplicable', 'The specified instance is not a subscription: %d.'),
  suspended: bad('VpnGateway.FinancialLocked', 'The specified service is financial locked.'),
  'balance-negative': bad(
    'OperationFailed.NoAvailableAmount',
    'The available amount of your account is less than 0, please recharge before attempting to purchase.',
  ),
  'balance-insufficient': bad('AccountMoneyValidateError', 'The available amount of the account is insufficient.'),
  'tag-keys-exhausted': bad('SizeLimitExceeded.TagNum', 'The maximum number of tags is exceeded: %d.'),
  'tag-values-exhausted': bad('SizeLimitExceeded.TagNum', 'The maximum number of tags is exceeded: %d.'),
  'account-tags-exhausted': bad('SizeLimitExceeded.TagNum', 'The maximum number of tags is exceeded: %d.'),
  'tag-uses-exhausted': bad('SizeLimitExceeded.TagNum', 'The maximum number of tags is exceeded: %d.'),
  'bills-frozen': bad('AccountBalanceForVpn.NotFull', 'The account cannot order anything: %d.'),
  'owner-unidentified': bad('Forbidden', 'The account cannot order anything: %d.'),
  'bandwidth-fixed': bad('InvalidSpec.NotFound', 'The specified bandwidth is not supported: %d.'),
  'order-settled': bad('InvalidOrderStatus', 'The specified order can neither be paid nor cancelled: it %d.'),
  'router-exists': bad('InstanceExist.TransitRouterInstance', 'The instance already exists.'),
  'customer-gateway-exists': bad('InvalidIpAddress.AlreadyExist', 'Specified IpAddress is already exist.'),
  'connection-leaving': bad('InvalidVpnConnection.AlreadyExists', 'Vpn connection already exists.'),
  'connection-exists': bad('InvalidVpnConnection.AlreadyExists', 'Vpn connection already exists.'),
  'route-led-by-router': bad('OperationUnsupported.action', 'The operation is not supported: %d.'),
  'attached-elsewhere': bad('IncorrectStatus.VpnConnection', 'The specified resource is already attached: %d.'),
  'gateway-has-network': bad('OperationUnsupported.action', 'The operation is not supported: %d.'),
  'prefix-not-found': bad('InvalidParameter', 'The specified prefix is not there: %d.'),
  'prefixes-overlap': bad('OperationUnsupported.action', 'The operation is not supported: %d.'),
  'prefixes-equal': bad('OperationUnsupported.action', 'The operation is not supported: %d.'),
  'already-attached': bad('IncorrectStatus.VpnConnection', 'The specified VPN connection is already attached: %d.'),
  'binding-wrong': bad('IncorrectStatus.VpnConnection', 'The specified VPN connection is of another kind: it %d.'),
  'not-attached': bad(
    'IncorrectStatus.VpnConnection',
    'The specified VPN connection is not attached to a transit router.',
  ),
  'network-prefix-invalid': bad('InvalidParameter', 'Specified CIDR block is not valid'),
  'subnet-outside-network': bad('InvalidParameter', 'Specified CIDR block is not valid in VPC.'),
  'subnet-overlaps': bad('InvalidCidrBlock.Overlapped', 'Specified CIDR block overlapped with other subnets.'),
  'default-network-exists': bad('OperationFailed.DefaultVpcExist', 'The default VPC already exists: %s.'),
  'default-subnet-exists': bad('OperationFailed.DefaultVSwitchExist', 'The default vSwitch already exists: %s.'),
  'network-full': bad('OperationFailed.CidrBlockExhausted', 'The VPC %s has no CIDR block left: it %d.'),
  'not-in-network': missing('InvalidVSwitchId.NotFound', 'The specified vswitchId is not found.'),
  'subnets-in-one-zone': bad('OperationFailed.VSwitchConflict', "The vswitch can't create vpn. Try another vswitch."),
  'region-unsupported': bad(
    'OperationUnsupported.Region',
    'The operation is not supported in the specified region: %d.',
  ),
  'zone-unsupported': bad(
    'OperationFailed.AzNotSupport',
    "Current available zone can't create vpn. Try another vswitch with different available zone.",
  ),
  'zone-exhausted': bad(
    'OperationFailed.InventoryNotEnough',
    'No enough available resource. Try another vswitch with different available zone.',
  ),
  'attached-subnets-invalid': bad(
    'IllegalParam.ZoneMappings',
    'The Specified Parameter ZoneMappings is illegal: %s %d.',
  ),
  'tunnels-incomplete': bad(
    'MissingParameter.TunnelOptionsSpecification',
    'The required parameters are missing when creating a tunnel for dual-tunnel VPN.',
  ),
  'tunnel-count-fixed': bad('InvalidParameter', 'The tunnel mode of an IPsec-VPN connection cannot be changed: %d.'),
  'peer-address-own': bad(
    'CustomerGateway.ConflictVpnIp',
    'The customer gateway associated with the IPSec connection should not have the same IP address as the VPN gateway.',
  ),
  'selectors-overlap': bad('IllegalParam.RemoteSubnet', 'The specified "RemoteSubnet" (%s) is invalid. It %d.'),
  'remote-overlaps-network': bad('VpnRouteEntry.Conflict', 'The specified route entry has conflict: %s %d.'),
  'remote-overlaps-connection': bad('VpnRouteEntry.AlreadyExists', 'The specified route entry is already exist.'),
  'ikev1-several-selectors': bad(
    'ModifyIkeV1WithMultiRoutes.Invalid',
    'Failed to modify VPN connection parameters. Multi-network is configured while using IkeV1 protocol.',
  ),
  'ikev1-aead': bad('InvalidParameter', 'The algorithms of the tunnel are not valid: %d.'),
  'attachment-routed': bad('OperationFailed.RouteEntryExist', 'Operation failed because RouteEntry exists: %d.'),
  'route-place-invalid': bad('IllegalParam.NextHop', 'The specified "NextHop" (%s) is invalid: %d.'),
  'route-exists': bad('VpnRouteEntry.AlreadyExists', 'The specified route entry is already exist.'),
  'route-alternatives-full': bad('VpnRouteEntry.BackupRoute', 'Validate backup route entry failed: %d.'),
  'route-preference-taken': bad('VpnRouteEntry.BackupRoute', 'Validate backup route entry failed: %d.'),
  'route-destination-invalid': bad('IllegalParam.RouteDest', 'The specified "RouteDest" (%s) is invalid. It %d.'),
  'route-source-invalid': bad('IllegalParam.RouteSource', 'The specified "RouteSource" (%s) is invalid. It %d.'),
  'route-conflict': bad('VpnRouteEntry.Conflict', 'The specified route entry has conflict: %s %d.'),
  'route-derived': bad('OperationDenied', 'Specified operation is denied as route entry type is system.'),
  'routes-exhausted': bad('Resource.QuotaFull', 'The quota of resource is full'),
  'automatic-routes-exhausted': bad(
    'QuotaExceeded.PolicyBasedRoute',
    'The maximum number of policy-based routes is exceeded. %d',
  ),
  'published-routes-exhausted': bad('Resource.QuotaFull', 'The quota of resource is full'),
  'peer-inside-route': bad(
    'CustomerGateway.ConflictRouteEntry',
    'The specified customer gateway has conflict with route entry: %d.',
  ),
  'health-check-address-invalid': bad(
    'IllegalParam.HealthCheckConfig',
    'The specified "HealthCheckConfig" (%s) is invalid. It %d.',
  ),
  'health-check-outside-selectors': bad(
    'IllegalParam.HealthCheckConfig',
    'The specified "HealthCheckConfig" (%s) is invalid. It %d.',
  ),
  'health-check-timing-invalid': bad(
    'IllegalParam.HealthCheckConfig',
    'The specified "HealthCheckConfig" (%s) is invalid: %d.',
  ),
  'bgp-mixed': bad('IllegalParam.EnableBgp', 'The specified EnableBgp is invalid: %s %d.'),
  'bgp-as-number-in-use': bad('OperationUnsupported.ModifyAsn', 'The AS number is in use: %d.'),
  'bgp-unsupported': bad('OperationUnsupported.EnableBgp', 'Current region does not support enable BGP.'),
  'bgp-as-number-missing': bad(
    'MissingParam.CustomerGatewayAsn',
    'Asn of customer gateway is mandatory when BGP is enabled.',
  ),
  'bgp-prefix-missing': bad(
    'MissingParameter.TunnelCidr',
    'The parameter TunnelCidr is mandatory when BGP is enabled.',
  ),
  'bgp-prefix-overlaps': bad('IllegalParam.TunnelCidr', 'The specified TunnelCidr is invalid: %d.'),
  'bgp-as-numbers-equal': bad('IllegalParam.LocalAsn', 'The specified LocalAsn is invalid: %d.'),
  'bgp-prefix-invalid': bad('IllegalParam.TunnelCidr', 'The specified TunnelCidr is invalid.'),
  'bgp-outside-selectors': bad('IllegalParam.BgpConfig', 'The specified BgpConfig is invalid: %s %d.'),
  'bgp-address-outside-prefix': bad('IllegalParam.LocalBgpIp', 'The specified LocalBgpIp is invalid.'),
  'quota-exhausted': bad('Resource.QuotaFull', 'The quota of resource is full'),
  'tag-exists': bad('Duplicate.Tag', 'The tag %s already exists.'),
  'tag-not-found': missing('InvalidTag.NotFound', 'The tag %s does not exist.'),
  'tag-in-use': bad('OperationDenied.TagInUse', 'The tag %s is in use.'),
  'tag-attached': bad('Duplicate.TagKey', 'The resource has a tag of the key %s already.'),
  'tag-not-attached': missing('InvalidTagKey.NotFound', 'The resource has no tag of the key %s.'),
  'tags-exhausted': bad('SizeLimitExceeded.TagNum', 'The maximum number of tags is exceeded.'),
  'range-overlaps': bad('InvalidCidrBlock.Overlapped', 'The specified CIDR block overlaps with another: %s %d.'),
  'range-not-found': bad('InvalidCidrBlock.NotFound', 'The specified CIDR block is not associated with the VPC: %s.'),
  'range-in-use': bad('OperationFailed.CidrInUse', 'The specified CIDR block is in use: %d.'),
  'ranges-exhausted': bad('QuotaExceeded.SecondaryCidr', 'The maximum number of secondary CIDR blocks is reached: %d.'),
  'block-not-found': bad('OperationFailed.CidrNotExist', 'Operation failed because the CIDR block does not exist.'),
  'block-overlaps': bad('IllegalParam.Cidr', 'The specified "Cidr" (%s) is invalid. It %d.'),
  'block-allocated': bad(
    'OperationFailed.CidrBlockAllocated',
    'Operation failed because the CIDR block is allocated: %d.',
  ),
  'blocks-exhausted': bad('Resource.QuotaFull', 'The quota of resource is full'),
  'addresses-fixed': bad('IllegalParam.NetworkType', 'The specified NetworkType is invalid: %d.'),
  'algorithms-unsupported': bad('OperationUnsupported.VpnType', 'The specified VpnType is not supported: %d.'),
  'algorithms-mixed': bad('InvalidParameter', 'The algorithms of the tunnel are not valid: %d.'),
  'certificate-missing': bad(
    'OperationFailed.MissCertificate',
    'The VPN connecton has not associated any certificates.',
  ),
  'certificate-exists': bad('IllegalParam.CertificateType', 'The specified certificate type is invalid: %s %d.'),
  'certificate-not-found': missing('InvalidCertificateId.NotFound', 'The specified CertificateId does not exist: %s.'),
  'remote-identity-missing': bad(
    'MissingParam.RemoteId',
    'The remote ID is mandatory when creating national standard VPN connection.',
  ),
  'subnet-exhausted': bad(
    'OperationFailed.IpNotEnough',
    'Operation failed because private ip address of the virtual switch is not enough.',
  ),
  'addresses-exhausted': bad('InventoryNotEnough', 'The inventory is not enough.'),
  'address-in-use': bad('InvalidIpAddress.AlreadyExist', 'Specified IpAddress is already exist.'),
  ...accessErrors,
  'token-reused': bad(
    'IdempotentParameterMismatch',
    'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.',
  ),
} satisfies Record<DomainErrorCode, WireError>

const notSupplied = (name: string): WireError =>
  bad(
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  )

export function refuse(refusal: Refusal, subject: string): WireError {
  switch (refusal) {
    case 'unknown-key':
      return missing('InvalidAccessKeyId.NotFound', 'Specified access key is not found.')
    case 'inactive-key':
      return { status: 403, code: 'InvalidAccessKeyId.Inactive', message: 'Specified access key is disabled.' }
    case 'signature-mismatch': {
      // Go clients look for the text up to the colon, to tell a wrong secret from a wrong canonical form.
      const told = `Specified signature is not matched with our calculation. server string to sign is:${subject}`
      return bad('SignatureDoesNotMatch', told)
    }
    case 'token-mismatch':
      return bad('InvalidSecurityToken.MismatchWithAccessKey', 'Specified SecurityToken mismatch with the AccessKey.')
    case 'token-expired':
      return bad('InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.')
    case 'expired':
      return bad('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.')
    case 'throttled':
      return bad('Throttling.User', 'Request was denied due to user flow control.')
    case 'replayed':
      return bad('SignatureNonceUsed', 'Specified signature nonce was used already.')
    case 'unknown-action':
      // The cloud says 404, which Terraform's provider takes to mean that what it asked about is gone.
      return bad('InvalidAction.NotFound', 'Specified api is not found, please check your url and method.')
    case 'not-offered':
      return bad('InvalidAction.NotFound', `Specified api is not found: ${subject}`)
    case 'unknown-version':
      return bad('InvalidVersion', 'Specified parameter Version is not valid.')
    case 'missing-region':
      return notSupplied('RegionId')
    case 'unknown-region':
      return missing('InvalidRegionId.NotFound', 'The specified region is not found during access authentication.')
    case 'body-too-large':
      return { status: 413, code: 'RequestEntityTooLarge', message: 'The request body is larger than 1 MiB.' }
    case 'dry-run':
      return bad('DryRunOperation', 'Request validation has been passed with DryRun flag set.')
    case 'unavailable':
      return {
        status: 503,
        code: 'ServiceUnavailable',
        message: 'The request has failed due to a temporary failure of the server.',
      }
    case 'internal':
      return {
        status: 500,
        code: 'InternalError',
        message: 'The request processing has failed due to some unknown error, exception or failure.',
      }
  }
}

const fallbackCodes = {
  missing: 'MissingParameter',
  unknown: 'InvalidParameter',
  type: 'InvalidParameter',
  value: 'InvalidParameter',
} as const

/** What is refused for want of the feature is an unsupported operation, named after the parameter. */
function codeOf({ kind, path, code }: Problem): string {
  if (code !== undefined) return code
  return kind === 'refused' ? `OperationUnsupported.${path.split('.').at(-1) ?? ''}` : fallbackCodes[kind]
}

const unsupported = { status: 400, message: 'The parameter "%p" is not supported.' }

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** The document's sentence, then what was wrong, for a person. An absence says it all by itself. */
function toWireError(problem: Problem, call: Call): WireError {
  const code = codeOf(problem)
  const { status, message } = messages[code] ?? unsupported
  const told = fillTemplate(message, {
    p: problem.path,
    s: problem.secret ? '***' : asText(valueAt(call.parameters, problem.path)),
  })
  if (problem.kind === 'missing') return { status, code, message: told }
  // Why something is not supported is a sentence of its own; what is wrong with a value goes on from its name.
  const reason = problem.kind === 'refused' ? `${problem.path}: ${problem.detail}` : `${problem.path} ${problem.detail}`
  return { status, code, message: `${told} (${reason}.)` }
}

/** The gateway in front of the cloud's services finds what is missing before a service looks at values. */
export function explain(problems: readonly Problem[], call: Call): WireError {
  const first = problems.find((problem) => codeOf(problem) === 'MissingParameter') ?? problems[0]
  return first === undefined ? refuse('internal', '') : toWireError(first, call)
}

/** What is wrong with a signature that cannot even be compared. */
export function signatureError(problem: SignatureProblem): WireError {
  switch (problem.kind) {
    case 'missing-key-id':
    case 'missing-nonce':
    case 'missing-body-hash':
      return notSupplied(problem.parameter)
    case 'missing-timestamp':
      return bad(
        'IllegalTimestamp',
        'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.',
      )
    case 'malformed-timestamp':
      return bad(
        'InvalidTimeStamp.Format',
        `Specified time stamp or date value is not well formatted. (${problem.detail})`,
      )
    case 'malformed-parameters':
      return bad('InvalidParameter', problem.detail)
    case 'body-hash-mismatch':
      return bad(
        'SignatureDoesNotMatch',
        `Specified signature is not matched with our calculation. (${problem.detail})`,
      )
    case 'unsigned':
    case 'malformed':
    case 'unsupported-scheme':
    case 'header-not-signed':
    case 'signed-header-absent':
      return bad(
        'IncompleteSignature',
        `The request signature does not conform to Aliyun standards. (${problem.detail})`,
      )
  }
}
