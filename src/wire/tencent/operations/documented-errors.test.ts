/** Every error code that the cloud documents for an operation is one that it can end in here, or has a reason not to be. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fields } from '../../../operations/decode.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../../http/context.ts'
import { domainErrors } from '../errors.ts'
import { operations } from './actions.ts'

const allOperations = await operations.all()

/** Of every operation with tags ("Error Code", CreateVpnConnection, Tencent Cloud VPC API 2017-03-12). */
const tagCodes = [
  'InvalidParameterValue.TagDuplicateKey',
  'InvalidParameterValue.TagDuplicateResourceType',
  'InvalidParameterValue.TagInvalidKey',
  'InvalidParameterValue.TagInvalidKeyLen',
  'InvalidParameterValue.TagInvalidVal',
  'InvalidParameterValue.TagKeyNotExists',
  'InvalidParameterValue.TagNotAllocatedQuota',
  'InvalidParameterValue.TagNotExisted',
  'InvalidParameterValue.TagNotSupportTag',
  'InvalidParameterValue.TagResourceFormatError',
  'InvalidParameterValue.TagTimestampExceeded',
  'InvalidParameterValue.TagValNotExists',
  'LimitExceeded.TagKeyExceeded',
  'LimitExceeded.TagKeyPerResourceExceeded',
  'LimitExceeded.TagNotEnoughQuota',
  'LimitExceeded.TagQuota',
  'LimitExceeded.TagQuotaExceeded',
  'LimitExceeded.TagTagsExceeded',
  'UnsupportedOperation.TagAllocate',
  'UnsupportedOperation.TagFree',
  'UnsupportedOperation.TagNotPermit',
  'UnsupportedOperation.TagSystemReservedTagKey',
]

/** As the documents list them; `Value` and `Unsupported` stand for InvalidParameterValue and UnsupportedOperation. */
const documented: Readonly<Record<string, string>> = {
  CreateVpnConnection: `InvalidParameter.Coexist Value.Duplicate Value.Empty Value.Malformed Value.TooLong
    Value.VpcCidrConflict Value.VpnConnBgpTunnelCidrConflict Value.VpnConnBgpTunnelCidrMask
    Value.VpnConnBgpTunnelCidrNotSupported Value.VpnConnCidrConflict Value.VpnConnHealthCheckIpConflict
    Value.VpnConnSpdCidrConflict LimitExceeded ResourceInUse ResourceNotFound Unsupported Unsupported.InvalidState
    Unsupported.VpnConnCidrNotSupportedHealthCheck Unsupported.VpnConnDestCidrConflictWithPrivateNet
    Unsupported.VpnConnRouteTypeMixed Unsupported.VpnUnsupportedBgp Unsupported.VpnUnsupportedBgpAsnEqual
    Unsupported.VpnUnsupportedNotExistBgpAsn Tags`,
  ModifyVpnConnectionAttribute: `Value.LimitExceeded Value.Malformed Value.TooLong Value.VpnConnCidrConflict
    Value.VpnConnHealthCheckIpConflict ResourceNotFound Unsupported Unsupported.InvalidState
    Unsupported.VpnConnCidrNotSupportedHealthCheck Unsupported.VpnConnInvalidState Unsupported.VpnConnSPDOverlap
    Unsupported.VpnUnsupportedUsrGwNotExistBgpAsn`,
  DeleteVpnConnection: `Value.Malformed ResourceNotFound Unsupported.DeleteVpnConnInvalidState Unsupported.InvalidState
    Unsupported.MutexOperationTaskRunning Unsupported.RecordNotExists`,
  DescribeVpnConnections: `InternalError.ModuleError InvalidParameter.Coexist InvalidParameter.FilterInvalidKey
    Value.LimitExceeded Value.Malformed ResourceNotFound Unsupported`,
  CreateVpnGateway: `FailedOperation.CreateVpnGatewayFailed Value Value.AccessSubnetMask Value.AccessSubnetPrefix
    Value.Duplicate Value.Empty Value.Malformed Value.TooLong Value.VpnConnCidrConflict InvalidVpcId.Malformed
    InvalidVpcId.NotFound LimitExceeded ResourceNotFound UnauthorizedOperation.NoRealNameAuthentication Unsupported
    Unsupported.BillingFailed Unsupported.InsufficientFunds Unsupported.NotSupportCreateIpv6VpnGateway
    Unsupported.PrivateBgpVpnGateway Unsupported.PrivateSslVpnGateway Unsupported.PrivateVpnGateway
    Unsupported.VpnGatewayVpcNoIpv6Subnet Unsupported.VpnGwVpcIdMustHave Unsupported.VpnGwVpcIdNotHave
    Unsupported.VpnUnsupportedBgp Tags`,
  DescribeVpnGateways: `InternalError.ModuleError InvalidParameter.Coexist InvalidParameter.FilterInvalidKey
    InvalidParameter.FilterNotDict InvalidParameter.FilterValuesNotList Value.LimitExceeded Value.Malformed Value.Range
    InvalidVpnGatewayId.Malformed InvalidVpnGatewayId.NotFound ResourceNotFound Unsupported`,
  DeleteVpnGateway: `Value.Malformed InvalidVpnGatewayId.Malformed InvalidVpnGatewayId.NotFound ResourceNotFound
    Unsupported Unsupported.BindCloudFirewall`,
  CreateCustomerGateway: `Value.Duplicate Value.TooLong LimitExceeded Unsupported.RecordExists
    Unsupported.VpnUnsupportedBgp VpcLimitExceeded Tags`,
  DescribeCustomerGateways: `InternalError.ModuleError InvalidParameter.FilterInvalidKey Value.Malformed
    ResourceNotFound`,
  DeleteCustomerGateway: 'Value.Malformed ResourceInUse ResourceNotFound Unsupported.RecordNotExists',
  CreateVpc: `Value Value.LimitExceeded Value.Malformed Value.SubnetOverlap Value.TooLong LimitExceeded
    MissingParameter ResourceInsufficient ResourceNotFound Unsupported Unsupported.AppIdMismatch
    Unsupported.EnableMulticast Unsupported.RecordExists Tags`,
  DeleteVpc: `ResourceInUse ResourceNotFound Value.Malformed Unsupported.RecordNotExists
    Unsupported.RouteTableHasSubnetRule LimitExceeded.ActionLimited`,
  CreateSubnet: `Value Value.Duplicate Value.Empty Value.LimitExceeded Value.Malformed Value.SubnetConflict
    Value.SubnetOverlap Value.SubnetOverlapRoute Value.SubnetRange Value.TooLong Value.ZoneConflict LimitExceeded
    ResourceNotFound Unsupported Unsupported.RecordExists Tags`,
  DeleteSubnet: 'Value.Malformed ResourceInUse ResourceNotFound Unsupported.RecordNotExists',
  DescribeVpcTaskResult: `InternalError.ModuleError Value ResourceNotFound UnauthorizedOperation Unsupported`,
}

const spellOut = (text: string): readonly string[] =>
  text.split(/\s+/).flatMap((word) => {
    if (word === 'Tags') return tagCodes
    return [word.replace(/^Value\b/, 'InvalidParameterValue').replace(/^Unsupported\b/, 'UnsupportedOperation')]
  })

/** What a field's values may be refused with: its own codes, or the one that stands for a kind of problem. */
function* codesOf(fields: Fields): Generator<string> {
  for (const field of Object.values(fields)) {
    if (field.use === 'ignored') continue
    if (field.use === 'refused') yield field.code ?? 'UnsupportedOperation'
    yield* field.type.codes ?? []
    if (field.type.accepts !== '' && (field.type.codes ?? []).length === 0) yield 'InvalidParameterValue'
    if (field.use === 'used' && field.type.members !== undefined) yield* codesOf(field.type.members)
  }
}

/** Of the front that every operation is behind. */
const front = ['MissingParameter', 'UnknownParameter', 'InvalidParameter']

function producible({ request, rules, errors }: Operation<CallContext>): ReadonlySet<string> {
  const declared = Object.entries(errors).map(([name, error]) =>
    error === true ? domainErrors[name as keyof typeof domainErrors].code : (error?.code ?? ''),
  )
  return new Set([...front, ...codesOf(request), ...rules.map(({ code }) => code), ...declared])
}

describe('documented errors', () => {
  for (const [action, text] of Object.entries(documented)) {
    test(`${action}: each is produced, or has its reason, and not both`, () => {
      const operation = allOperations.find((each) => each.action === action)
      assert.ok(operation)
      const produced = producible(operation)
      const never = operation.neverOccurs ?? {}
      const codes = spellOut(text)
      assert.deepEqual(
        codes.filter((code) => !produced.has(code) && !Object.hasOwn(never, code)),
        [],
        'unaccounted for',
      )
      assert.deepEqual(
        Object.keys(never).filter((code) => produced.has(code)),
        [],
        'said never to occur',
      )
      assert.deepEqual(
        Object.keys(never).filter((code) => !codes.includes(code)),
        [],
        'a reason for what is not documented',
      )
    })
  }
})
