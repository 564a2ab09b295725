import type { AlibabaKey } from './alibaba-calls.ts'
import { alibabaCalls, region } from './alibaba-calls.ts'
import { until } from './two-ends.ts'

type Answer = Readonly<Record<string, unknown>>

const cen = '2017-09-12'
const zone = `${region}-h`
export const localPrefix = '10.1.0.0/16'
const subnetPrefix = '10.1.1.0/24'

/** A transit router with one VPC, to which connections are attached. */
export class AlibabaNetwork {
  readonly #call: ReturnType<typeof alibabaCalls>
  readonly #ids: { readonly CenId: string; readonly TransitRouterId: string }
  readonly vSwitch: string

  private constructor(
    call: ReturnType<typeof alibabaCalls>,
    ids: { CenId: string; TransitRouterId: string },
    vSwitch: string,
  ) {
    this.#call = call
    this.#ids = ids
    this.vSwitch = vSwitch
  }

  get router(): string {
    return this.#ids.TransitRouterId
  }

  static async make(api: string, key: AlibabaKey): Promise<AlibabaNetwork> {
    const call = alibabaCalls(api, key)
    const { VpcId } = await call('CreateVpc', { CidrBlock: localPrefix })
    const { VSwitchId } = await call('CreateVSwitch', { VpcId, CidrBlock: subnetPrefix, ZoneId: zone })
    const { CenId } = await call('CreateCen', { Name: 'bench' }, cen)
    const { TransitRouterId } = await call('CreateTransitRouter', { CenId }, cen)
    const ids = { CenId: String(CenId), TransitRouterId: String(TransitRouterId) }
    await until('the transit router', async () => {
      const found = await call('ListTransitRouters', { CenId, TransitRouterId }, cen)
      return (found.TransitRouters as readonly Answer[])[0]?.Status === 'Active'
    })
    const mapping = { 'ZoneMappings.1.ZoneId': zone, 'ZoneMappings.1.VSwitchId': String(VSwitchId) }
    await call('CreateTransitRouterVpcAttachment', { ...ids, VpcId, ...mapping, AutoPublishRouteEnabled: true }, cen)
    return new AlibabaNetwork(call, ids, String(VSwitchId))
  }

  async addPeer(address: string, asNumber?: number): Promise<string> {
    const named = asNumber === undefined ? {} : { Asn: String(asNumber) }
    const { CustomerGatewayId } = await this.#call('CreateCustomerGateway', { IpAddress: address, ...named })
    return String(CustomerGatewayId)
  }

  /** Makes a connection and attaches it; answers with its id and the addresses of its tunnels. */
  async connect(parameters: Readonly<Record<string, string>>): Promise<{ id: string; addresses: readonly string[] }> {
    const { VpnConnectionId } = await this.#call('CreateVpnAttachment', { EffectImmediately: 'true', ...parameters })
    const id = String(VpnConnectionId)
    await this.#call('CreateTransitRouterVpnAttachment', { ...this.#ids, VpnId: id, 'Zone.1.ZoneId': zone }, cen)
    let addresses: readonly string[] = []
    await until('the addresses of a connection', async () => {
      const found = await this.#call('DescribeVpnConnection', { VpnConnectionId: id })
      const options = found.TunnelOptionsSpecification as { readonly TunnelOptions?: readonly Answer[] } | undefined
      const each = options?.TunnelOptions?.map(({ InternetIp }) => InternetIp) ?? [found.InternetIp]
      addresses = each.filter((address) => typeof address === 'string' && address !== '').map(String)
      return addresses.length === each.length
    })
    return { id, addresses }
  }
}
