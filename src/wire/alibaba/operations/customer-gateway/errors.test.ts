import { granted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { single } from '../../testing/resources.ts'

await testDeclaredErrors(import.meta.dirname, {
  CreateCustomerGateway: {
    'quota-exhausted': granted('vpn_quota_cgw_num', async () => ({ IpAddress: '203.0.113.1' })),
    'customer-gateway-exists': async (caller) => {
      await caller.ok('CreateCustomerGateway', { IpAddress: '203.0.113.1' })
      return { IpAddress: '203.0.113.1' }
    },
  },
  DescribeCustomerGateway: { 'customer-gateway-not-found': async () => ({ CustomerGatewayId: 'cgw-none' }) },
  ModifyCustomerGatewayAttribute: { 'customer-gateway-not-found': async () => ({ CustomerGatewayId: 'cgw-none' }) },
  DeleteCustomerGateway: {
    'customer-gateway-not-found': async () => ({ CustomerGatewayId: 'cgw-none' }),
    'in-use': async (caller) => {
      const request = await single(caller)
      await caller.ok('CreateVpnAttachment', request)
      return { CustomerGatewayId: request.CustomerGatewayId }
    },
  },
})
