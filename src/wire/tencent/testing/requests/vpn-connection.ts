import {
  type OperationClient,
  type OperationFixture,
  Together,
  type Values,
} from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree } from '../../../http/testing/request-places.ts'
import {
  bgpConnectionOf,
  connection,
  connectionIn,
  connectionOf,
  described,
  gateway,
  inside,
  named,
  one,
  twoConnections,
} from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** A health check, and policies that carry its probes. */
const checked = {
  EnableHealthCheck: true,
  SecurityPolicyDatabases: [{ LocalCidrBlock: '0.0.0.0/0', RemoteCidrBlock: ['0.0.0.0/0'] }],
}

const fqdn = { LocalIdentity: 'FQDN', LocalFqdnName: 'a.example', RemoteIdentity: 'FQDN', RemoteFqdnName: 'b.example' }

const idOf = async (client: OperationClient, more?: Tree) => String((await connection(client, more)).VpnConnectionId)

const policies = 'SecurityPolicyDatabases'

/** The three of a BgpConfig go together. */
const configs: Readonly<Record<string, readonly Tree[]>> = {
  TunnelCidr: [inside(132), inside(133)],
  LocalBgpIp: [inside(132), inside(132, 2)],
  RemoteBgpIp: [inside(132), inside(132, 2)],
}

const bgpValues = Object.fromEntries(
  Object.entries(configs).map(([name, [first = {}, other = {}]]): [string, Values] => [
    `BgpConfig.${name}`,
    async () => [first, other].map((BgpConfig) => new Together(BgpConfig[name], { BgpConfig })),
  ]),
)

const shownPolicies = 'SecurityPolicyDatabaseSet'
const ike = 'IKEOptionsSpecification'

/** The policies are replaced as a set; an identity of another kind does not keep what the old kind had. */
const follows: OperationFixture['follows'] = {
  [`${policies}.LocalCidrBlock`]: [`${shownPolicies}.RemoteCidrBlock`],
  [`${policies}.RemoteCidrBlock`]: [`${shownPolicies}.LocalCidrBlock`],
  'BgpConfig.TunnelCidr': ['BgpConfig.LocalBgpIp', 'BgpConfig.RemoteBgpIp'],
  'BgpConfig.LocalBgpIp': ['BgpConfig.TunnelCidr', 'BgpConfig.RemoteBgpIp'],
  'BgpConfig.RemoteBgpIp': ['BgpConfig.TunnelCidr', 'BgpConfig.LocalBgpIp'],
  [`${ike}.LocalIdentity`]: [`${ike}.LocalAddress`, `${ike}.LocalFqdnName`],
  [`${ike}.RemoteIdentity`]: [`${ike}.RemoteFqdnName`],
}

export const vpnConnectionFixture: NounFixture = {
  requests: {
    CreateVpnConnection: async (client) => {
      const good = await connectionOf(client)
      return [
        good,
        { ...good, DpdEnable: 1 },
        { ...good, IKEOptionsSpecification: fqdn },
        { ...good, ...checked },
        await bgpConnectionOf(client),
      ]
    },
    ModifyVpnConnectionAttribute: async (client) => {
      const VpnConnectionId = await idOf(client)
      return [
        { VpnConnectionId },
        { VpnConnectionId, DpdEnable: 1 },
        { VpnConnectionId, IKEOptionsSpecification: fqdn },
        { VpnConnectionId, ...checked },
        { VpnConnectionId: await connectionIn(client, await bgpConnectionOf(client)), BgpConfig: inside(131) },
      ]
    },
    GenerateVpnConnectionDefaultHealthCheckIp: named('VpnGatewayId', (client) => gateway(client)),
    ResetVpnConnection: one((client) => connection(client)),
    DeleteVpnConnection: one((client) => connection(client)),
    DescribeVpnConnections: described('VpnConnectionIds', (client) =>
      idOf(client, {
        HealthCheckLocalIp: '169.254.131.1',
        [policies]: [{ LocalCidrBlock: '10.1.7.0/24', RemoteCidrBlock: ['192.168.1.0/24'] }],
      }),
    ),
  },
  follows,
  values: {
    'ResetVpnConnection VpnGatewayId': async (client) =>
      (await twoConnections(client)).map((each) => new Together(each.VpnGatewayId, each)),
    'ResetVpnConnection VpnConnectionId': async (client) =>
      (await twoConnections(client)).map((each) => new Together(each.VpnConnectionId, each)),
    ...bgpValues,
    'SecurityPolicyDatabases.LocalCidrBlock': async () => ['10.1.8.0/24', '10.1.9.0/24'],
    'SecurityPolicyDatabases.RemoteCidrBlock': async () => [['192.168.1.0/24'], ['192.168.2.0/24']],
    'CreateVpnConnection VpcId': async (client, { VpnGatewayId }) => {
      const { body } = await client.send('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] })
      return [standsAt(body, 'VpnGatewaySet.VpcId')]
    },
  },
}
