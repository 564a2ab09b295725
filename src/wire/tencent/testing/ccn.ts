/** A fixture: CCNs, and what is attached to them, at a site. */
import { type Parameters, region, type TestClient } from './client.ts'
import { at, type Site } from './site.ts'

export const instanceOf = (InstanceId: string, more: Parameters = {}): Parameters => ({
  InstanceId,
  InstanceRegion: region,
  InstanceType: InstanceId.startsWith('vpngw-') ? 'VPNGW' : 'VPC',
  ...more,
})

export const makeCcn = ({ make }: Pick<Site, 'make'>, more: Parameters = {}): Promise<string> =>
  make('CreateCcn', { CcnName: 'ccn', ...more }, 'Ccn.CcnId')

/** A VPC that a CCN leads to by its whole range, or by a subnet where one is named. */
export async function makeVpc({ make }: Pick<Site, 'make'>, CidrBlock: string, subnet?: string): Promise<string> {
  const publishing = { EnableRouteVpcPublish: subnet === undefined }
  const VpcId = await make('CreateVpc', { VpcName: 'vpc', CidrBlock, ...publishing }, 'Vpc.VpcId')
  if (subnet === undefined) return VpcId
  const within = { VpcId, SubnetName: 'subnet', CidrBlock: subnet, Zone: `${region}-3` }
  await make('CreateSubnet', within, 'Subnet.SubnetId')
  return VpcId
}

/** A gateway of type CCN that is there. */
export async function makeCcnGateway({ make, installation }: Site): Promise<string> {
  const parameters = { VpcId: '', VpnGatewayName: 'ccn', InternetMaxBandwidthOut: 200, Type: 'CCN', BgpAsn: 64551 }
  const id = await make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId')
  await installation.settle()
  return id
}

export const attach = ({ ask }: Pick<TestClient, 'ask'>, CcnId: string, ...ids: readonly string[]) =>
  ask('AttachCcnInstances', { CcnId, Instances: ids.map((id) => instanceOf(id)) })

export interface CcnRoute {
  readonly RouteId: string
  readonly DestinationCidrBlock: string
  readonly InstanceId: string
  readonly Enabled: boolean
}

export const routesOf = async ({ ask }: Pick<TestClient, 'ask'>, CcnId: string): Promise<readonly CcnRoute[]> =>
  at(await ask('DescribeCcnRoutes', { CcnId }), 'RouteSet') as readonly CcnRoute[]

/** Where the routes of a CCN lead, and whether packets take them. */
export const tableOf = async (client: Pick<TestClient, 'ask'>, CcnId: string): Promise<readonly string[]> =>
  (await routesOf(client, CcnId)).map(
    ({ DestinationCidrBlock, Enabled }) => `${DestinationCidrBlock} ${Enabled ? 'enabled' : 'disabled'}`,
  )
