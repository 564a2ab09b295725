import { connectionParameters } from './alibaba-side.ts'
import { alibabaCaller, alibabaRegion, RefusedByCloud, refusalOf } from './caller.ts'
import type { Installation } from './installation.ts'
import type { Side } from './side.ts'

/** An end of a connection on a VPN gateway. */
export function alibabaGatewaySide(installation: Installation): Side {
  const call = alibabaCaller(installation)
  const made = { vpc: '', subnet: '', gateway: '', peer: '', connection: '' }
  const gone = (action: string, parameters: Readonly<Record<string, string>>) =>
    installation.until(`${action} to find nothing`, () =>
      call(action, parameters).then(
        () => false,
        (error: unknown) => {
          if (error instanceof RefusedByCloud && error.code.endsWith('.NotFound')) return true
          throw error
        },
      ),
    )
  const describe = () => call('DescribeVpnConnection', { VpnConnectionId: made.connection })
  const gateway = () => call('DescribeVpnGateway', { VpnGatewayId: made.gateway })
  const active = () => installation.until('the connection', async () => (await describe()).State === 'active')
  return {
    dialect: 'alibaba',
    get subnet() {
      return made.subnet
    },
    async prepare(prefix, subnet) {
      made.vpc = String((await call('CreateVpc', { CidrBlock: prefix })).VpcId)
      const where = { VpcId: made.vpc, CidrBlock: subnet, ZoneId: `${alibabaRegion}-h` }
      made.subnet = String((await call('CreateVSwitch', where)).VSwitchId)
      const input = { VpcId: made.vpc, VSwitchId: made.subnet, Bandwidth: '10' }
      made.gateway = String((await call('CreateVpnGateway', input)).VpnGatewayId)
      await installation.until('the gateway', async () => (await gateway()).Status === 'active')
    },
    outerAddress: async () => String((await gateway()).InternetIp),
    async connect(input) {
      const peer = await call('CreateCustomerGateway', { IpAddress: input.peer, Name: 'peer' })
      made.peer = String(peer.CustomerGatewayId)
      const created = await call('CreateVpnConnection', {
        VpnGatewayId: made.gateway,
        CustomerGatewayId: made.peer,
        ...connectionParameters(input),
      })
      made.connection = String(created.VpnConnectionId)
      await active()
    },
    async changePreSharedKey(key) {
      const change = { VpnConnectionId: made.connection, IkeConfig: JSON.stringify({ Psk: key }) }
      await call('ModifyVpnConnectionAttribute', change)
      await active()
    },
    async status() {
      const words = String((await describe()).Status)
      return { up: words === 'ipsec_sa_established', words }
    },
    async disconnect() {
      await call('DeleteVpnConnection', { VpnConnectionId: made.connection })
      await gone('DescribeVpnConnection', { VpnConnectionId: made.connection })
      await call('DeleteCustomerGateway', { CustomerGatewayId: made.peer })
    },
    async tearDown() {
      await call('DeleteVpnGateway', { VpnGatewayId: made.gateway })
      await gone('DescribeVpnGateway', { VpnGatewayId: made.gateway })
      await call('DeleteVSwitch', { VSwitchId: made.subnet })
      await gone('DescribeVSwitchAttributes', { VSwitchId: made.subnet })
      await call('DeleteVpc', { VpcId: made.vpc })
    },
    refusalOfDeletingPeer: () => refusalOf(call('DeleteCustomerGateway', { CustomerGatewayId: made.peer })),
    async customerGatewaysFromOneToken() {
      const input = { IpAddress: '192.0.2.77', Name: 'token', ClientToken: 'one-token' }
      const ids = [await call('CreateCustomerGateway', input), await call('CreateCustomerGateway', input)]
      return new Set(ids.map(({ CustomerGatewayId }) => CustomerGatewayId)).size
    },
  }
}
