import { makeCcnGateway } from '../../testing/ccn.ts'
import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { at, policy } from '../../testing/site.ts'

const unknown = { VpnGatewayId: 'vpngw-00000000', Routes: [{ RouteId: 'vpnr-00000000' }] }

await testDeclaredErrors(import.meta.dirname, {
  DescribeVpnGatewayCcnRoutes: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: unknown.VpnGatewayId }) },
  },
  ModifyVpnGatewayCcnRoutes: {
    'gateway-not-found': { code: notFound, provoke: () => unknown },
    'route-not-found': {
      code: notFound,
      provoke: async (site) => ({ ...unknown, VpnGatewayId: await makeCcnGateway(site) }),
    },
    'route-destination-invalid': {
      code: 'InvalidParameterValue.Malformed',
      async provoke(site) {
        const VpnGatewayId = await makeCcnGateway(site)
        const policies = { RouteType: 'Policy', SecurityPolicyDatabases: [policy('10.1.0.0/16', '172.16.0.0/24')] }
        await site.connect({ VpnGatewayId, ...policies })
        const RouteId = at(await site.ask('DescribeVpnGatewayCcnRoutes', { VpnGatewayId }), 'RouteSet.0.RouteId')
        return { VpnGatewayId, Routes: [{ RouteId, DestinationCidrBlock: '172.17.0.0/24' }] }
      },
    },
  },
})
