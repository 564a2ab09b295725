import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import { region } from '../client.ts'
import { connectionIn, described, labelled, made, named, one, peer, vpc, zone } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const ccn = (client: OperationClient, more: Tree = {}) =>
  made(client, 'CreateCcn', { CcnName: 'n', ...more }, 'Ccn.CcnId')

export const ccnGateway = (client: OperationClient) => {
  const parameters = { VpcId: '', VpnGatewayName: 'g', InternetMaxBandwidthOut: 5, Type: 'CCN' }
  return made(client, 'CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId')
}

export const instance = (InstanceId: string, more: Tree = {}): Tree => ({
  InstanceId,
  InstanceRegion: region,
  InstanceType: InstanceId.startsWith('vpngw-') ? 'VPNGW' : 'VPC',
  ...more,
})

const whole = { EnableRouteVpcPublish: true }

export async function attach(client: OperationClient, CcnId: string, ...Instances: readonly Tree[]): Promise<void> {
  await made(client, 'AttachCcnInstances', { CcnId, Instances }, 'RequestId')
}

/** A CCN with a VPC, and the VPC. */
async function attached(client: OperationClient, CidrBlock?: string): Promise<{ CcnId: string; VpcId: string }> {
  const CcnId = await ccn(client)
  const VpcId = await vpc(client, CidrBlock, whole)
  await attach(client, CcnId, instance(VpcId))
  return { CcnId, VpcId }
}

/** Two VPCs, of which the second has a route that overlaps the first's. */
async function overlapping(client: OperationClient, CcnId: unknown): Promise<void> {
  const VpcId = await vpc(client)
  const subnet = { VpcId, SubnetName: 's', CidrBlock: '10.1.7.0/24', Zone: zone }
  await made(client, 'CreateSubnet', subnet, 'Subnet.SubnetId')
  await attach(client, String(CcnId), instance(await vpc(client, '10.1.0.0/16', whole)), instance(VpcId))
}

const routesOf = async (client: OperationClient, CcnId: unknown): Promise<readonly string[]> => {
  const { body } = await client.send('DescribeCcnRoutes', { CcnId })
  return (body.RouteSet as readonly Tree[]).map(({ RouteId }) => String(RouteId))
}

const withRoutes = async (client: OperationClient) => {
  const { CcnId } = await attached(client)
  await attach(client, CcnId, instance(await vpc(client, '10.2.0.0/16', whole)))
  return { CcnId, RouteIds: await routesOf(client, CcnId) }
}

const oneOfTwo = async (client: OperationClient, { CcnId }: Tree) =>
  (await routesOf(client, CcnId)).map((routeId) => [routeId])

/** A gateway of type CCN that is attached to a CCN with a VPC, and whose connection has policies. */
export async function policied(client: OperationClient): Promise<{ VpnGatewayId: string; CcnId: string }> {
  const VpnGatewayId = await ccnGateway(client)
  const { CcnId } = await attached(client)
  await attach(client, CcnId, instance(VpnGatewayId))
  const SecurityPolicyDatabases = [
    { LocalCidrBlock: '10.1.0.0/16', RemoteCidrBlock: ['192.168.6.0/24', '192.168.7.0/24'] },
  ]
  const parameters = { VpnGatewayId, CustomerGatewayId: await peer(client), RouteType: 'Policy' }
  await connectionIn(client, { ...parameters, SecurityPolicyDatabases })
  return { VpnGatewayId, CcnId }
}

const ccnRoutesOf = async (client: OperationClient, VpnGatewayId: unknown): Promise<readonly Tree[]> => {
  const { body } = await client.send('DescribeVpnGatewayCcnRoutes', { VpnGatewayId })
  return body.RouteSet as readonly Tree[]
}

export const ccnFixture: NounFixture = {
  requests: {
    CreateCcn: async () => [{ CcnName: 'n' }, { CcnName: 'n', BandwidthLimitType: 'INTER_REGION_LIMIT' }],
    DescribeCcns: described('CcnIds', async (client) => {
      await ccn(client, { CcnName: 'other', ...labelled })
      return ccn(client)
    }),
    ModifyCcnAttribute: named('CcnId', (client) => ccn(client)),
    DeleteCcn: named('CcnId', (client) => ccn(client)),
    AttachCcnInstances: one(async (client) => ({
      CcnId: await ccn(client),
      Instances: [instance(await vpc(client, '10.1.0.0/16', whole)), instance(await vpc(client, '10.2.0.0/16', whole))],
    })),
    async DescribeCcnAttachedInstances(client) {
      await attached(client)
      const { CcnId } = await attached(client, '10.2.0.0/16')
      await attach(client, CcnId, instance(await ccnGateway(client)))
      return [{}]
    },
    ModifyCcnAttachedInstancesAttribute: one(async (client) => {
      const { CcnId, VpcId } = await attached(client)
      const other = await vpc(client, '10.2.0.0/16', whole)
      await attach(client, CcnId, instance(other))
      return { CcnId, Instances: [instance(VpcId), instance(other)] }
    }),
    DetachCcnInstances: one(async (client) => {
      const { CcnId, VpcId } = await attached(client)
      return { CcnId, Instances: [instance(VpcId)] }
    }),
    DescribeCcnRoutes: async (client) => {
      const { CcnId, RouteIds } = await withRoutes(client)
      return [{ CcnId }, { CcnId, RouteIds }]
    },
    EnableCcnRoutes: one(async (client) => {
      const routes = await withRoutes(client)
      await made(client, 'DisableCcnRoutes', routes, 'RequestId')
      return routes
    }),
    DisableCcnRoutes: one(withRoutes),
    DescribeVpnGatewayCcnRoutes: one(async (client) => ({ VpnGatewayId: (await policied(client)).VpnGatewayId })),
    ModifyVpnGatewayCcnRoutes: one(async (client) => {
      const { VpnGatewayId } = await policied(client)
      const routes = await ccnRoutesOf(client, VpnGatewayId)
      return { VpnGatewayId, Routes: routes.map(({ RouteId }) => ({ RouteId })) }
    }),
  },
  joined: {
    ModifyCcnAttribute: (client, { CcnId }) => overlapping(client, CcnId),
  },
  values: {
    'AttachCcnInstances Instances.InstanceId': async (client) => [
      await vpc(client, '10.3.0.0/16', whole),
      await vpc(client, '10.4.0.0/16', whole),
    ],
    'ModifyCcnAttachedInstancesAttribute Instances.InstanceId': async (client) => {
      const both = [await attached(client, '10.3.0.0/16'), await attached(client, '10.4.0.0/16')]
      return both.map(({ CcnId, VpcId }) => new Together(VpcId, { CcnId, Instances: [instance(VpcId)] }))
    },
    'EnableCcnRoutes RouteIds': oneOfTwo,
    'DisableCcnRoutes RouteIds': oneOfTwo,
    // One is enabled, or the other.
    'ModifyVpnGatewayCcnRoutes Routes.RouteId': async (client, { VpnGatewayId }) =>
      (await ccnRoutesOf(client, VpnGatewayId)).map(
        ({ RouteId }) => new Together(RouteId, { Routes: [{ RouteId, Status: 'ENABLE' }] }),
      ),
    'ModifyVpnGatewayCcnRoutes Routes.DestinationCidrBlock': async (client, { VpnGatewayId, Routes }) => {
      const RouteId = standsAt(Routes, 'RouteId')
      const own = (await ccnRoutesOf(client, VpnGatewayId)).find((route) => route.RouteId === RouteId)
      return [own?.DestinationCidrBlock]
    },
    'Instances.RouteTableId': async (_client, { CcnId }) => [String(CcnId).replace('ccn-', 'ccnrtb-')],
  },
}
