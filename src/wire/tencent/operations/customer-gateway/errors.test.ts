import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  CreateCustomerGateway: {
    'customer-gateway-exists': {
      code: 'InvalidParameterValue.Duplicate',
      provoke: () => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.9' }),
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
