import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'

const CustomerGatewayVendor = { Platform: 'comware', SoftwareVersion: 'V1.0', VendorName: 'h3c' }

await testDeclaredErrors(import.meta.dirname, {
  DownloadCustomerGatewayConfiguration: {
    'connection-not-found': {
      code: notFound,
      provoke: ({ gateway }) => ({
        VpnGatewayId: gateway,
        VpnConnectionId: 'vpnx-00000000',
        CustomerGatewayVendor,
        InterfaceName: 'eth0',
      }),
    },
  },
})
