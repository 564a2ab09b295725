/** Connections with customer gateways of their own, and what carries them. */
import type { Caller, Parameters } from './caller.ts'

export const subnets = { LocalSubnet: '10.1.1.0/24,10.1.2.0/24', RemoteSubnet: '10.1.3.0/24, 10.1.4.0/24' }

export async function peers(caller: Caller): Promise<readonly [string, string]> {
  return [
    await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.1', Asn: '65530' }),
    await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.2', Asn: '65531' }),
  ]
}

export async function single(caller: Caller, parameters: Parameters = {}): Promise<string> {
  const [CustomerGatewayId] = await peers(caller)
  return caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters })
}

export async function dual(caller: Caller, tunnels: readonly [object, object] = [{}, {}], parameters: Parameters = {}) {
  const ids = await peers(caller)
  const TunnelOptionsSpecification = tunnels.map((tunnel, index) => ({ CustomerGatewayId: ids[index], ...tunnel }))
  return caller.make('CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification, ...parameters })
}

export const describe = (caller: Caller, VpnConnectionId: string) =>
  caller.ok('DescribeVpnConnection', { VpnConnectionId })

export async function attach(caller: Caller, VpnId: string, parameters: Parameters = {}): Promise<string> {
  const CenId = await caller.make('CreateCen', { Name: 'net' })
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId, TransitRouterName: 'hub' })
  return caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId, ...parameters })
}
