import {
  notFound,
  tagQuotaProvocations,
  testDeclaredErrors,
  untaggable,
  usedUp,
} from '../../testing/declared-errors.ts'
import { numbered, speaking } from '../../testing/site.ts'

await testDeclaredErrors(import.meta.dirname, {
  CreateCustomerGateway: {
    'tag-denied': untaggable(() => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.1' })),
    ...tagQuotaProvocations(() => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.10' })),
    'customer-gateway-exists': {
      code: 'InvalidParameterValue.Duplicate',
      provoke: () => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.9' }),
    },
    'quota-exhausted': usedUp('appid-max-custom-gateways', () => ({
      CustomerGatewayName: 'c',
      IpAddress: '198.51.100.10',
    })),
  },
  ModifyCustomerGatewayAttribute: {
    'customer-gateway-not-found': {
      code: notFound,
      provoke: () => ({ CustomerGatewayId: 'cgw-00000000', CustomerGatewayName: 'n' }),
    },
    'bgp-as-number-in-use': {
      ...numbered,
      code: 'UnsupportedOperation.VpnUnsupportedModifyBgpAsn',
      async provoke({ connect, peer }) {
        await connect(speaking)
        return { CustomerGatewayId: peer, CustomerGatewayName: 'n', BgpAsn: 65002 }
      },
    },
  },
  DeleteCustomerGateway: {
    'customer-gateway-not-found': {
      code: notFound,
      provoke: () => ({ CustomerGatewayId: 'cgw-00000000' }),
    },
    'in-use': {
      code: 'ResourceInUse',
      async provoke({ connect, peer }) {
        await connect()
        return { CustomerGatewayId: peer }
      },
    },
  },
})
