import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { connection, readyGateway, secondVpc, vpc, vSwitch } from '../../testing/resources.ts'

const none = async () => ({ VpcId: 'vpc-none', SecondaryCidrBlock: '10.8.0.0/16' })

/** A VPC that has these secondary ranges. */
async function ranged(caller: Caller, ...blocks: readonly string[]): Promise<string> {
  const VpcId = await vpc(caller)
  for (const SecondaryCidrBlock of blocks) await caller.ok('AssociateVpcCidrBlock', { VpcId, SecondaryCidrBlock })
  return VpcId
}

const five = [1, 2, 3, 4, 5].map((n) => `172.${16 + n}.0.0/16`)

await testDeclaredErrors(import.meta.dirname, {
  AssociateVpcCidrBlock: {
    'network-not-found': none,
    'range-overlaps': async (caller) => ({ VpcId: await vpc(caller), SecondaryCidrBlock: '10.0.0.0/8' }),
    'ranges-exhausted': async (caller) => ({
      VpcId: await ranged(caller, ...five),
      SecondaryCidrBlock: '192.168.0.0/16',
    }),
    'prefixes-overlap': async (caller) => {
      const { request } = await secondVpc(caller, 'FULL')
      const VpcId = await vpc(caller, '172.16.0.0/12')
      const ZoneMappings = [{ VSwitchId: await vSwitch(caller, VpcId, '172.16.1.0/24'), ZoneId: 'cn-hangzhou-h' }]
      await caller.ok('CreateTransitRouterVpcAttachment', { ...request, VpcId, ZoneMappings })
      return { VpcId, SecondaryCidrBlock: '10.0.0.0/9' }
    },
    'remote-overlaps-network': async (caller) => {
      const VpnGatewayId = await readyGateway(caller)
      await connection(caller, { VpnGatewayId })
      const { VpcId } = await caller.ok('DescribeVpnGateway', { VpnGatewayId })
      return { VpcId, SecondaryCidrBlock: '172.0.0.0/8' }
    },
  },
  UnassociateVpcCidrBlock: {
    'network-not-found': none,
    'range-not-found': async (caller) => ({ VpcId: await vpc(caller), SecondaryCidrBlock: '10.0.0.0/16' }),
    'range-in-use': async (caller) => {
      const VpcId = await ranged(caller, '10.8.0.0/16')
      await vSwitch(caller, VpcId, '10.8.1.0/24')
      return { VpcId, SecondaryCidrBlock: '10.8.0.0/16' }
    },
  },
})
