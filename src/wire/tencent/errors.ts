/**
 * Every error in Tencent Cloud's words. Codes: "Error Codes" of the VPC API 2017-03-12 and "Common Error Codes" of API 3.0.
 * An error's status is 200: clients read the code only from a successful answer.
 */
import type { DomainErrorCode } from '../../domain/error.ts'
import type { Problem } from '../../operations/decode.ts'
import type { WireError } from '../../operations/operation.ts'
import type { Call, Denial, Refusal } from '../http/dialect.ts'
import { accessErrors } from './access-errors.ts'
import type { SignatureProblem } from './signature.ts'

export const wireError = (code: string, message: string): WireError => ({ status: 200, code, message })

const notFound = wireError('ResourceNotFound', 'The resource `%s` does not exist: %d.')
const inUse = wireError('ResourceInUse', 'The resource `%s` is occupied: %d.')
const unsupported = wireError('UnsupportedOperation', 'The operation is not supported for `%s`: %d.')
const badValue = wireError('InvalidParameterValue', 'The value `%s` is not valid: %d.')
const soldOut = wireError('ResourceInsufficient', 'The resource is insufficient: %s %d.')

const limitExceeded = wireError('LimitExceeded', 'Quota limit is reached: %d.')

/** Where an operation's document has a word of its own, the operation says so; this is the word for all others. */
export const domainErrors = {
  'network-not-found': notFound,
  'subnet-not-found': notFound,
  'customer-gateway-not-found': notFound,
  'gateway-not-found': notFound,
  'connection-not-found': notFound,
  'tunnel-not-found': notFound,
  'router-group-not-found': notFound,
  'router-not-found': notFound,
  'attachment-not-found': notFound,
  'router-table-not-found': notFound,
  'network-table-not-found': notFound,
  'network-table-static': unsupported,
  'router-table-own': unsupported,
  'association-not-found': notFound,
  'grant-not-found': notFound,
  'certificate-exists': inUse,
  'certificate-not-found': notFound,
  'diagnosis-not-found': notFound,
  'grant-exists': inUse,
  'not-granted': notFound,
  'of-another-account': unsupported,
  'propagation-not-found': notFound,
  'association-exists': inUse,
  'propagation-exists': inUse,
  'host-not-found': notFound,
  'workload-not-found': notFound,
  'workload-exists': inUse,
  'workload-unfit': unsupported,
  'route-not-found': notFound,
  'task-not-found': notFound,
  'order-not-found': notFound,
  busy: wireError('UnsupportedOperation.InvalidState', 'The state of the resource `%s` does not allow this: %d.'),
  'in-use': inUse,
  'term-not-over': unsupported,
  'term-missing': unsupported,
  suspended: wireError('UnsupportedOperation.InvalidState', 'The state of the resource `%s` does not allow this: %d.'),
  'balance-negative': wireError('UnsupportedOperation.InsufficientFunds', 'The account balance is insufficient: %d.'),
  'balance-insufficient': wireError(
    'UnsupportedOperation.InsufficientFunds',
    'The account balance is insufficient: %d.',
  ),
  'bills-frozen': wireError('UnsupportedOperation.BillingFailed', 'The order cannot be placed: %d.'),
  'owner-unidentified': wireError(
    'UnauthorizedOperation.NoRealNameAuthentication',
    'The account has not passed real-name authentication: %d.',
  ),
  'bandwidth-fixed': wireError(
    'UnsupportedOperation.VpnUnsupportedModifyBandwidth',
    'The bandwidth of the VPN gateway `%s` cannot be changed so: %d.',
  ),
  'order-settled': unsupported,
  'router-exists': wireError('InvalidParameterValue.Duplicate', 'The value `%s` already exists: %d.'),
  'customer-gateway-exists': wireError('InvalidParameterValue.Duplicate', 'The value `%s` already exists: %d.'),
  'connection-exists': wireError('InvalidParameterValue.Duplicate', 'The tunnel already exists: `%s`: %d.'),
  'connection-leaving': inUse,
  'already-attached': inUse,
  'attached-elsewhere': inUse,
  'route-led-by-router': wireError(
    'UnsupportedOperation.EcmpWithCcnRoute',
    'A route of a CCN is in the way of `%s`: %d.',
  ),
  'gateway-has-network': unsupported,
  'prefix-not-found': notFound,
  'prefixes-overlap': unsupported,
  'prefixes-equal': unsupported,
  'binding-wrong': inUse,
  'not-attached': unsupported,
  'network-prefix-invalid': wireError('InvalidParameterValue.Malformed', 'The CIDR block `%s` is not valid: %d.'),
  'subnet-outside-network': wireError('InvalidParameterValue.SubnetRange', 'Invalid subnet CIDR block `%s`: %d.'),
  'subnet-overlaps': wireError(
    'InvalidParameterValue.SubnetOverlap',
    'The CIDR block `%s` overlaps with another subnet of the VPC: %d.',
  ),
  'default-network-exists': unsupported,
  'default-subnet-exists': unsupported,
  'network-full': wireError('ResourceInsufficient.CidrBlock', 'The VPC `%s` has no CIDR block left: %d.'),
  'not-in-network': wireError('ResourceNotFound', 'The resource `%s` does not exist there: %d.'),
  'subnets-in-one-zone': unsupported,
  'zone-unsupported': unsupported,
  'zone-exhausted': soldOut,
  'subnet-exhausted': wireError('ResourceInsufficient.Subnet', 'The subnet `%s` has no address left.'),
  'region-unsupported': unsupported,
  'attached-subnets-invalid': badValue,
  'tunnels-incomplete': unsupported,
  'tunnel-count-fixed': unsupported,
  'peer-address-own': unsupported,
  'selectors-overlap': wireError(
    'InvalidParameterValue.VpnConnSpdCidrConflict',
    'The local and remote CIDR blocks of the SPD policy conflict: `%s` %d.',
  ),
  'remote-overlaps-network': wireError(
    'InvalidParameterValue.VpcCidrConflict',
    'Destination IP address range `%s` conflicts with CIDR of the current VPC: %d.',
  ),
  'remote-overlaps-connection': wireError(
    'InvalidParameterValue.VpnConnCidrConflict',
    'Destination IP address range `%s` conflicts with CIDR block of the current VPC tunnel: %d.',
  ),
  'ikev1-several-selectors': unsupported,
  'ikev1-aead': wireError('UnsupportedOperation', 'The operation is not supported: %d.'),
  'attachment-routed': unsupported,
  'range-overlaps': unsupported,
  'range-not-found': unsupported,
  'range-in-use': unsupported,
  'ranges-exhausted': unsupported,
  'route-place-invalid': badValue,
  'route-exists': wireError(
    'InvalidParameterValue.VpnGatewayRouteDuplicate',
    'The route of the VPN gateway `%s` already exists: %d.',
  ),
  'route-alternatives-full': limitExceeded,
  'route-preference-taken': wireError(
    'UnsupportedOperation.VpnUnsupportedRouteEcmpForCvmVpn',
    'The VPN gateway does not support ECMP routes: `%s`: %d.',
  ),
  'route-destination-invalid': badValue,
  'route-source-invalid': badValue,
  'route-conflict': wireError('InvalidParameterValue.Duplicate', 'The route `%s` already exists: %d.'),
  'route-derived': wireError('UnsupportedOperation', 'The route `%s` cannot be changed: it %d.'),
  'routes-exhausted': wireError(
    'LimitExceeded.VpnGatewayRoutesLimitExceeded',
    'The number of routes of the VPN gateway `%s` reaches the limit: %d.',
  ),
  'peer-inside-route': unsupported,
  'health-check-address-invalid': wireError(
    'InvalidParameterValue.VpnConnHealthCheckIpConflict',
    'The health check IP `%s` cannot be used: it %d.',
  ),
  'health-check-outside-selectors': wireError(
    'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck',
    'The CIDR block of the VPN tunnel does not support health check: `%s` %d.',
  ),
  'health-check-timing-invalid': badValue,
  'bgp-mixed': wireError(
    'UnsupportedOperation.VpnConnRouteTypeMixed',
    'BGP and other route types cannot be used by one VPN gateway: `%s` %d.',
  ),
  'bgp-as-number-in-use': wireError(
    'UnsupportedOperation.VpnUnsupportedModifyBgpAsn',
    'The BGP ASN cannot be modified: `%s`: %d.',
  ),
  'bgp-unsupported': wireError('UnsupportedOperation.VpnUnsupportedBgp', 'VPN does not support BGP: %d.'),
  'bgp-as-number-missing': wireError(
    'UnsupportedOperation.VpnUnsupportedNotExistBgpAsn',
    'VPN is not configured with BGP ASN: `%s`: %d.',
  ),
  'bgp-prefix-missing': wireError('InvalidParameterValue.Empty', 'Missing parameters: %d.'),
  'bgp-prefix-overlaps': wireError(
    'InvalidParameterValue.VpnConnBgpTunnelCidrConflict',
    'The BGP tunnel subnet `%s` conflicts with that of another tunnel: %d.',
  ),
  'bgp-as-numbers-equal': wireError(
    'UnsupportedOperation.VpnUnsupportedBgpAsnEqual',
    'The BGP ASNs of the VPN gateway and of `%s` must differ: %d.',
  ),
  'bgp-prefix-invalid': wireError(
    'InvalidParameterValue.VpnConnBgpTunnelCidrMask',
    'The BGP tunnel subnet must be a /30 subnet: `%s` %d.',
  ),
  'bgp-outside-selectors': wireError('UnsupportedOperation', 'The SPD policies do not support BGP: `%s` %d.'),
  'bgp-address-outside-prefix': wireError(
    'InvalidParameterValue.VpnConnBgpTunnelCidrNotSupported',
    'The cloud-side or user-side BGP address `%s` must be within the BGP tunnel subnet: %d.',
  ),
  'tags-exhausted': limitExceeded,
  'tag-exists': wireError('ResourceInUse.TagDuplicate', 'The tag `%s` already exists.'),
  'tag-not-found': wireError('ResourceNotFound.TagNonExist', 'The tag `%s` does not exist.'),
  'tag-in-use': wireError('FailedOperation.TagAttachedResource', 'The tag `%s` is attached to a resource: %d.'),
  'tag-attached': wireError('ResourceInUse.TagKeyAttached', 'The resource has a tag of the key `%s` already: %d.'),
  'tag-not-attached': wireError('ResourceNotFound.AttachedTagKeyNotFound', 'The resource has no tag of the key `%s`.'),
  'tag-keys-exhausted': limitExceeded,
  'tag-values-exhausted': limitExceeded,
  'account-tags-exhausted': limitExceeded,
  'tag-uses-exhausted': limitExceeded,
  'block-not-found': notFound,
  'block-overlaps': badValue,
  'block-allocated': inUse,
  'blocks-exhausted': limitExceeded,
  'addresses-fixed': unsupported,
  'quota-exhausted': limitExceeded,
  'automatic-routes-exhausted': limitExceeded,
  'published-routes-exhausted': limitExceeded,
  'algorithms-unsupported': wireError('UnsupportedOperation', 'The operation is not supported: %d.'),
  'algorithms-mixed': wireError('UnsupportedOperation', 'The operation is not supported: %d.'),
  'certificate-missing': wireError('UnsupportedOperation', 'The operation is not supported: %d.'),
  'remote-identity-missing': wireError('UnsupportedOperation', 'The operation is not supported: %d.'),
  'addresses-exhausted': limitExceeded,
  'address-in-use': badValue,
  ...accessErrors,
  'token-reused': wireError('InvalidParameterValue.Duplicate', 'The token `%s` was used before: %d.'),
} satisfies Record<DomainErrorCode, WireError>

export const missingParameter = (name: string): WireError =>
  wireError('MissingParameter', `The request is missing a required parameter \`${name}\`.`)

const tooOften = (calls = '', most = ''): WireError =>
  wireError(
    'RequestLimitExceeded',
    `Your current request times equals to \`${calls}\` in a second, which exceeds the frequency limit \`${most}\` for a second. Please reduce the frequency of calls.`,
  )

/** A key that is disabled is told as one that is not there: the common error's own text names both. */
const unknownKey = wireError(
  'AuthFailure.SecretIdNotFound',
  'The SecretId is not found, please ensure that your SecretId is correct.',
)

export function refuse(refusal: Refusal, subject: string): WireError {
  switch (refusal) {
    case 'unknown-key':
    case 'inactive-key':
      return unknownKey
    case 'signature-mismatch':
      return wireError(
        'AuthFailure.SignatureFailure',
        'The provided credentials could not be validated. Please check your signature is correct.',
      )
    case 'token-mismatch':
      return wireError('AuthFailure.TokenFailure', 'The token is not one of the key.')
    case 'token-expired':
      return wireError('AuthFailure.TokenFailure', 'The token has expired.')
    case 'expired':
      return wireError(
        'AuthFailure.SignatureExpire',
        'The signature has expired: Timestamp must be within 300 seconds of the server time.',
      )
    case 'throttled':
      return tooOften(...subject.split('/'))
    case 'replayed':
      return wireError('AuthFailure.SignatureFailure', 'This Nonce was used before. Sign every request anew.')
    case 'unknown-action':
      return wireError('InvalidAction', `The action \`${subject}\` does not exist, or is not offered here.`)
    case 'not-offered':
      return wireError('InvalidAction', subject)
    case 'unknown-version':
      return wireError('NoSuchVersion', 'The API version does not exist, or is not offered here.')
    case 'missing-region':
      return missingParameter('Region')
    case 'unknown-region':
      return subject === ''
        ? wireError(
            'InvalidParameterValue',
            'A value specified in `X-TC-Region` is not valid, is unsupported, or cannot be used.',
          )
        : wireError('UnsupportedRegion', `The region \`${subject}\` is not supported.`)
    case 'body-too-large':
      return wireError('RequestSizeLimitExceeded', 'The request is larger than the limit for its form.')
    case 'dry-run':
      return wireError('DryRunOperation', 'The request would have succeeded, but DryRun was set.')
    case 'unavailable':
      return wireError('ServiceUnavailable', 'The service cannot store anything just now. Nothing was changed.')
    case 'internal':
      return wireError('InternalError', 'An internal error has occurred.')
  }
}

/** The common code of every product ("Common Error Codes"), with the sentence that cvm's reports show. */
export const deny = ({ action, decision, requestId }: Denial): WireError =>
  wireError(
    'AuthFailure.UnauthorizedOperation',
    `[request id:${requestId}]you are not authorized to perform operation (${action})\nresource (${decision.resource}) has no permission\n`,
  )

/** Which code each kind becomes is written beside the kinds themselves. */
export function explainSignature(problem: SignatureProblem): WireError {
  switch (problem.kind) {
    case 'missing-key-id':
    case 'missing-timestamp':
    case 'missing-nonce':
      return wireError('MissingParameter', problem.detail)
    case 'malformed-parameters':
    case 'malformed-timestamp':
      return wireError('InvalidParameter', problem.detail)
    case 'scope-mismatch':
      return wireError('AuthFailure.SignatureFailure', problem.detail)
    default:
      return wireError('AuthFailure.InvalidAuthorization', problem.detail)
  }
}

/** A parameter's value as it was sent, or undefined when the path leads nowhere. */
function valueAt(parameters: unknown, path: string): unknown {
  let value = parameters
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[part]
  }
  return value
}

const longestEcho = 60

/** What was sent, for the message. */
function echo(parameters: unknown, path: string): string {
  const value = valueAt(parameters, path)
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > longestEcho ? `${text.slice(0, longestEcho)}…` : text
}

function explainOne({ path, kind, detail, code, secret }: Problem, call: Call): WireError {
  switch (kind) {
    case 'missing':
      return { ...missingParameter(path), code: code ?? 'MissingParameter' }
    case 'unknown':
      return wireError('UnknownParameter', `The parameter \`${path}\` is not recognized.`)
    case 'type':
      return wireError('InvalidParameter', `The value type of parameter \`${path}\` is not valid.`)
    case 'value': {
      if (code === 'MissingParameter') return missingParameter(path)
      const value = secret ? '***' : echo(call.parameters, path)
      const told = `The value \`${value}\` specified in the parameter \`${path}\` is not valid: ${detail}.`
      return wireError(code ?? 'InvalidParameterValue', told)
    }
    case 'refused':
      return wireError(
        code ?? 'UnsupportedOperation',
        `The parameter \`${path}\` is not supported as given: ${detail}.`,
      )
  }
}

/** The API's front checks names, presence and types before the business behind it looks at values. */
const looksAtValues = ({ kind }: Problem): boolean => kind === 'value' || kind === 'refused'

export function explain(problems: readonly Problem[], call: Call): WireError {
  const first = problems.find((problem) => !looksAtValues(problem)) ?? problems[0]
  return first === undefined ? refuse('internal', '') : explainOne(first, call)
}
