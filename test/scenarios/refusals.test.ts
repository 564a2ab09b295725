import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alibabaCaller, tencentCaller } from './caller.ts'
import { alibabaCloud, type Cloud, type Outcome, tencentCloud } from './cloud.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { DialectName } from './side.ts'

interface Refusal {
  readonly situation: string
  /** What it ends in: the cloud's own code, or "accepted". Leaving a dialect out does not compile. */
  readonly expected: Readonly<Record<DialectName, string>>
  run(cloud: Cloud, installation: Installation): Promise<Outcome>
}

const idOf = async (work: Promise<Outcome>): Promise<string> => {
  const outcome = await work
  assert.ok('id' in outcome, `refused with ${'code' in outcome ? outcome.code : ''}`)
  return outcome.id
}

/** A network with a subnet, and a gateway that is ready. */
async function site(cloud: Cloud, installation: Installation) {
  const network = await idOf(cloud.createNetwork('10.1.0.0/16'))
  const subnet = await idOf(cloud.createSubnet(network, '10.1.1.0/24'))
  const gateway = await idOf(cloud.createGateway(network, subnet))
  await installation.until('the gateway', () => cloud.gatewayIsReady(gateway))
  return { network, subnet, gateway }
}

const refusals: readonly Refusal[] = [
  {
    situation: 'a subnet in an unknown network',
    expected: { alibaba: 'InvalidVpcId.NotFound', tencent: 'ResourceNotFound' },
    run: (cloud) => cloud.createSubnet(cloud.dialect === 'tencent' ? 'vpc-00000000' : 'vpc-none', '10.1.1.0/24'),
  },
  {
    situation: 'a subnet outside its network',
    expected: { alibaba: 'InvalidParameter', tencent: 'InvalidParameterValue.SubnetRange' },
    run: async (cloud) => cloud.createSubnet(await idOf(cloud.createNetwork('10.1.0.0/16')), '10.2.1.0/24'),
  },
  {
    situation: 'a subnet that overlaps another',
    expected: { alibaba: 'InvalidCidrBlock.Overlapped', tencent: 'InvalidParameterValue.SubnetOverlap' },
    async run(cloud) {
      const network = await idOf(cloud.createNetwork('10.1.0.0/16'))
      await idOf(cloud.createSubnet(network, '10.1.0.0/20'))
      return cloud.createSubnet(network, '10.1.1.0/24')
    },
  },
  {
    situation: 'a subnet in place of one that was just deleted',
    expected: { alibaba: 'accepted', tencent: 'accepted' },
    async run(cloud) {
      const network = await idOf(cloud.createNetwork('10.1.0.0/16'))
      await idOf(cloud.deleteSubnet(await idOf(cloud.createSubnet(network, '10.1.1.0/24'))))
      return cloud.createSubnet(network, '10.1.1.0/24')
    },
  },
  {
    situation: 'the deletion of a network right after its subnet’s',
    expected: { alibaba: 'accepted', tencent: 'accepted' },
    async run(cloud) {
      const network = await idOf(cloud.createNetwork('10.1.0.0/16'))
      await idOf(cloud.deleteSubnet(await idOf(cloud.createSubnet(network, '10.1.1.0/24'))))
      return cloud.deleteNetwork(network)
    },
  },
  {
    situation: 'the deletion of a network that has a subnet',
    expected: { alibaba: 'DependencyViolation', tencent: 'ResourceInUse' },
    async run(cloud) {
      const network = await idOf(cloud.createNetwork('10.1.0.0/16'))
      await idOf(cloud.createSubnet(network, '10.1.1.0/24'))
      return cloud.deleteNetwork(network)
    },
  },
  {
    situation: 'a gateway in an unknown network',
    expected: { alibaba: 'InvalidVpcId.NotFound', tencent: 'ResourceNotFound' },
    run: (cloud) => cloud.createGateway(cloud.dialect === 'tencent' ? 'vpc-00000000' : 'vpc-none', 'vsw-none'),
  },
  {
    situation: 'the deletion of a network that has a gateway',
    expected: { alibaba: 'DependencyViolation', tencent: 'ResourceInUse' },
    run: async (cloud, installation) => cloud.deleteNetwork((await site(cloud, installation)).network),
  },
  {
    situation: 'a customer gateway with the address of another',
    expected: { alibaba: 'InvalidIpAddress.AlreadyExist', tencent: 'InvalidParameterValue.Duplicate' },
    async run(cloud) {
      await idOf(cloud.createCustomerGateway('192.0.2.1'))
      return cloud.createCustomerGateway('192.0.2.1')
    },
  },
  {
    situation: 'the second deletion of a customer gateway',
    expected: { alibaba: 'InvalidCustomerGatewayInstanceId.NotFound', tencent: 'ResourceNotFound' },
    async run(cloud) {
      const id = await idOf(cloud.createCustomerGateway('192.0.2.1'))
      await idOf(cloud.deleteCustomerGateway(id))
      return cloud.deleteCustomerGateway(id)
    },
  },
  {
    situation: 'a connection whose local and remote prefixes overlap',
    expected: { alibaba: 'IllegalParam.RemoteSubnet', tencent: 'InvalidParameterValue.VpnConnSpdCidrConflict' },
    async run(cloud, installation) {
      const { gateway } = await site(cloud, installation)
      const peer = await idOf(cloud.createCustomerGateway('192.0.2.1'))
      return cloud.createConnection({ gateway, peer, local: '10.1.0.0/16', remote: '10.1.9.0/24' })
    },
  },
  {
    situation: 'a connection whose remote prefix overlaps its network',
    expected: { alibaba: 'VpnRouteEntry.Conflict', tencent: 'InvalidParameterValue.VpcCidrConflict' },
    async run(cloud, installation) {
      const { gateway } = await site(cloud, installation)
      const peer = await idOf(cloud.createCustomerGateway('192.0.2.1'))
      return cloud.createConnection({ gateway, peer, local: '10.9.0.0/16', remote: '10.1.9.0/24' })
    },
  },
  {
    situation: 'a connection whose peer is its own gateway',
    expected: { alibaba: 'CustomerGateway.ConflictVpnIp', tencent: 'UnsupportedOperation' },
    async run(cloud, installation) {
      const { gateway } = await site(cloud, installation)
      const peer = await idOf(cloud.createCustomerGateway(await cloud.gatewayAddress(gateway)))
      return cloud.createConnection({ gateway, peer, local: '10.1.0.0/16', remote: '10.2.0.0/16' })
    },
  },
]

const clouds: Readonly<Record<DialectName, (installation: Installation) => Cloud>> = {
  alibaba: (installation) => alibabaCloud(alibabaCaller(installation)),
  tencent: (installation) => tencentCloud(tencentCaller(installation, 'ap-guangzhou')),
}

for (const { situation, expected, run } of refusals) {
  for (const dialect of ['alibaba', 'tencent'] as const) {
    const code = expected[dialect]
    test(`${dialect}: ${situation} is ${code}`, async () => {
      await using installation = await openInstallation()
      const outcome = await run(clouds[dialect](installation), installation)
      assert.equal('code' in outcome ? outcome.code : 'accepted', code)
    })
  }
}
