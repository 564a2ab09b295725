import { notFound, type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'

const month = { InstanceChargePrepaid: { Period: 1 } }

const absent = (more: object): Provocation => ({
  code: notFound,
  provoke: () => ({ VpnGatewayId: 'vpngw-00000000', ...more }),
})

await testDeclaredErrors(import.meta.dirname, {
  InquiryPriceRenewVpnGateway: {
    'gateway-not-found': absent(month),
    'term-missing': {
      code: 'UnsupportedOperation',
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, ...month }),
    },
    busy: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ ask, gateway }) {
        await ask('DeleteVpnGateway', { VpnGatewayId: gateway })
        return { VpnGatewayId: gateway, ...month }
      },
    },
  },
  InquiryPriceResetVpnGatewayInternetMaxBandwidth: {
    'gateway-not-found': absent({ InternetMaxBandwidthOut: 10 }),
    'bandwidth-fixed': {
      code: 'UnsupportedOperation',
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, InternetMaxBandwidthOut: 200 }),
    },
  },
})
