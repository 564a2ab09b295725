import { type Provoke, tagServiceCodes, testDocumentedCodes } from '../../testing/documented-codes.ts'
import { siteAddress, speaking } from '../../testing/site.ts'
import { createCustomerGateway } from './create.ts'
import { deleteCustomerGateway } from './delete.ts'
import { describeCustomerGateways } from './describe.ts'
import { modifyCustomerGatewayAttribute } from './modify.ts'

const created =
  (more: object): Provoke =>
  () => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.20', ...more })

const tagged = (...Tags: object[]): Provoke => created({ Tags })

const named =
  (CustomerGatewayId: string, more: object = {}): Provoke =>
  () => ({ CustomerGatewayId, ...more })

const other = { CustomerGatewayName: 'other' }

testDocumentedCodes([
  [
    createCustomerGateway,
    {
      'InvalidParameterValue.Duplicate': created({ IpAddress: siteAddress }),
      'InvalidParameterValue.TooLong': created({ CustomerGatewayName: 'n'.repeat(61) }),
      'InvalidParameterValue.TagDuplicateKey': tagged({ Key: 'a' }, { Key: 'a' }),
      'InvalidParameterValue.TagInvalidKey': tagged({ Key: '' }),
      'InvalidParameterValue.TagInvalidKeyLen': tagged({ Key: 'k'.repeat(128) }),
      'InvalidParameterValue.TagInvalidVal': tagged({ Key: 'a', Value: '\n' }),
      'LimitExceeded.TagKeyPerResourceExceeded': tagged(...Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}` }))),
      'UnsupportedOperation.TagSystemReservedTagKey': tagged({ Key: 'project' }),
      ...tagServiceCodes(created({})),
      async LimitExceeded(site) {
        await site.set({ 'quota.appid-max-custom-gateways': 1, 'quota.tag-values': null })
        return created({})(site)
      },
      // The last: from here on the caller may not.
      async 'UnsupportedOperation.TagNotPermit'(site) {
        await site.deny('tag:TagResources')
        return tagged({ Key: 'a' })(site)
      },
    },
  ],
  [
    modifyCustomerGatewayAttribute,
    {
      'InvalidParameterValue.Malformed': named('x', other),
      'InvalidParameterValue.TooLong': ({ peer }) => ({ CustomerGatewayId: peer, CustomerGatewayName: 'n'.repeat(61) }),
      ResourceNotFound: named('cgw-00000000', other),
      async 'UnsupportedOperation.VpnUnsupportedModifyBgpAsn'({ make, makePeer, connect, vpc, installation }) {
        const gateway = { VpcId: vpc, VpnGatewayName: 'bgp', InternetMaxBandwidthOut: 200, BgpAsn: 64551 }
        const VpnGatewayId = await make('CreateVpnGateway', gateway, 'VpnGateway.VpnGatewayId')
        const CustomerGatewayId = await makePeer('198.51.100.21', { BgpAsn: 65001 })
        await installation.settle()
        await connect({ ...speaking, VpnGatewayId, CustomerGatewayId })
        return { CustomerGatewayId, ...other, BgpAsn: 65002 }
      },
    },
  ],
  [
    deleteCustomerGateway,
    {
      'InvalidParameterValue.Malformed': named('x'),
      async ResourceInUse({ connect, peer }) {
        await connect()
        return { CustomerGatewayId: peer }
      },
      ResourceNotFound: named('cgw-00000000'),
    },
  ],
  [
    describeCustomerGateways,
    {
      'InvalidParameter.FilterInvalidKey': () => ({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
      'InvalidParameterValue.Malformed': () => ({ CustomerGatewayIds: ['x'] }),
    },
  ],
])
