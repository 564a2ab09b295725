import { type Answer, alibabaCaller, alibabaRegion, RefusedByCloud, refusalOf } from './caller.ts'
import type { Installation } from './installation.ts'
import type { ConnectionInput, Side } from './side.ts'

const encryptions = { aes128: 'aes', aes256: 'aes256' }

export const connectionParameters = (input: ConnectionInput): Readonly<Record<string, string>> => ({
  LocalSubnet: input.local,
  RemoteSubnet: input.remote,
  EffectImmediately: String(input.startAction === 'start'),
  IkeConfig: JSON.stringify({
    Psk: input.preSharedKey,
    IkeVersion: `ikev${input.ikeVersion}`,
    IkeEncAlg: encryptions[input.encryption],
    IkeAuthAlg: 'sha256',
    IkePfs: 'group14',
  }),
  IpsecConfig: JSON.stringify({
    IpsecEncAlg: encryptions[input.encryption],
    IpsecAuthAlg: 'sha256',
    IpsecPfs: 'group14',
  }),
})

export function alibabaSide(installation: Installation): Side {
  const call = alibabaCaller(installation)
  const cen = alibabaCaller(installation, '2017-09-12')
  const made = { vpc: '', subnet: '', cen: '', router: '', network: '', peer: '', connection: '', attachment: '' }
  const gone = async (work: Promise<Answer>): Promise<boolean> =>
    work.then(
      () => false,
      (error: unknown) => {
        if (error instanceof RefusedByCloud && error.code.includes('NotFound')) return true
        throw error
      },
    )
  /** Deletes what may still be needed by something that is on its way out. */
  const deleted = (what: string, remove: () => Promise<Answer>) =>
    installation.until(what, () =>
      remove().then(
        () => true,
        (error: unknown) => {
          if (error instanceof RefusedByCloud) return false
          throw error
        },
      ),
    )
  const describe = () => call('DescribeVpnConnection', { VpnConnectionId: made.connection })
  const attachments = async (kind: 'Vpn' | 'Vpc', id: string) => {
    const answer = await cen(`ListTransitRouter${kind}Attachments`, { TransitRouterAttachmentId: id })
    return answer.TransitRouterAttachments as readonly Answer[]
  }
  return {
    dialect: 'alibaba',
    get subnet() {
      return made.subnet
    },
    async prepare(prefix, subnet) {
      made.vpc = String((await call('CreateVpc', { CidrBlock: prefix })).VpcId)
      const zone = `${alibabaRegion}-h`
      made.subnet = String(
        (await call('CreateVSwitch', { VpcId: made.vpc, CidrBlock: subnet, ZoneId: zone })).VSwitchId,
      )
      made.cen = String((await cen('CreateCen', { Name: 'scenario' })).CenId)
      made.router = String((await cen('CreateTransitRouter', { CenId: made.cen })).TransitRouterId)
      const mapping = { 'ZoneMappings.1.ZoneId': zone, 'ZoneMappings.1.VSwitchId': made.subnet }
      const where = { CenId: made.cen, TransitRouterId: made.router, VpcId: made.vpc }
      const attached = await cen('CreateTransitRouterVpcAttachment', {
        ...where,
        ...mapping,
        AutoPublishRouteEnabled: true,
      })
      made.network = String(attached.TransitRouterAttachmentId)
      await installation.until(
        'the network',
        async () => (await attachments('Vpc', made.network))[0]?.Status === 'Attached',
      )
    },
    async outerAddress() {
      if (made.connection === '') return undefined
      const { InternetIp: address } = await describe()
      return address === undefined ? undefined : String(address)
    },
    async connect(input) {
      const peer = await call('CreateCustomerGateway', { IpAddress: input.peer, Name: 'peer' })
      made.peer = String(peer.CustomerGatewayId)
      const created = await call('CreateVpnAttachment', {
        CustomerGatewayId: made.peer,
        ...connectionParameters(input),
      })
      made.connection = String(created.VpnConnectionId)
      const where = { CenId: made.cen, TransitRouterId: made.router, VpnId: made.connection }
      const zone = { 'Zone.1.ZoneId': `${alibabaRegion}-h` }
      const attached = await cen('CreateTransitRouterVpnAttachment', { ...where, ...zone })
      made.attachment = String(attached.TransitRouterAttachmentId)
      await installation.until('the connection', async () => (await describe()).State === 'attached')
    },
    async changePreSharedKey(key) {
      const change = { VpnConnectionId: made.connection, IkeConfig: JSON.stringify({ Psk: key }) }
      await call('ModifyVpnAttachmentAttribute', change)
    },
    async status() {
      const words = String((await describe()).Status)
      return { up: words === 'ipsec_sa_established', words }
    },
    async disconnect() {
      await cen('DeleteTransitRouterVpnAttachment', { TransitRouterAttachmentId: made.attachment })
      await installation.until('the detachment', async () => (await attachments('Vpn', made.attachment)).length === 0)
      await call('DeleteVpnAttachment', { VpnConnectionId: made.connection })
      await installation.until('the connection to go', () => gone(describe()))
      await call('DeleteCustomerGateway', { CustomerGatewayId: made.peer })
    },
    async tearDown() {
      await cen('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId: made.network })
      await installation.until('the detachment', async () => (await attachments('Vpc', made.network)).length === 0)
      await cen('DeleteTransitRouter', { TransitRouterId: made.router })
      await deleted('the router group', () => cen('DeleteCen', { CenId: made.cen }))
      await deleted('the subnet', () => call('DeleteVSwitch', { VSwitchId: made.subnet }))
      await deleted('the network', () => call('DeleteVpc', { VpcId: made.vpc }))
    },
    refusalOfDeletingPeer: () => refusalOf(call('DeleteCustomerGateway', { CustomerGatewayId: made.peer })),
    async customerGatewaysFromOneToken() {
      const input = { IpAddress: '192.0.2.77', Name: 'token', ClientToken: 'one-token' }
      const first = await call('CreateCustomerGateway', input)
      const second = await call('CreateCustomerGateway', input)
      const listed = await call('DescribeCustomerGateways', { PageSize: '50' })
      const all = (listed.CustomerGateways as { CustomerGateway: readonly Answer[] }).CustomerGateway
      if (first.CustomerGatewayId !== second.CustomerGatewayId) return 2
      return all.filter(({ IpAddress }) => IpAddress === input.IpAddress).length
    },
  }
}
