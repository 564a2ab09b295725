import { region } from '../../testing/client.ts'
import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'
import type { Site } from '../../testing/site.ts'

const makeSubnet = ({ make, vpc }: Site, CidrBlock: string) =>
  make('CreateSubnet', { VpcId: vpc, SubnetName: 's', CidrBlock, Zone: `${region}-1` }, 'Subnet.SubnetId')

await testDeclaredErrors(import.meta.dirname, {
  CreateSubnet: {
    'network-not-found': {
      code: notFound,
      provoke: () => ({ VpcId: 'vpc-00000000', SubnetName: 's', CidrBlock: '10.1.0.0/24', Zone: `${region}-1` }),
    },
    'subnet-outside-network': {
      code: 'InvalidParameterValue.SubnetRange',
      provoke: ({ vpc }) => ({ VpcId: vpc, SubnetName: 's', CidrBlock: '10.2.0.0/24', Zone: `${region}-1` }),
    },
    'subnet-overlaps': {
      code: 'InvalidParameterValue.SubnetOverlap',
      async provoke(site) {
        await makeSubnet(site, '10.1.0.0/24')
        return { VpcId: site.vpc, SubnetName: 's', CidrBlock: '10.1.0.128/25', Zone: `${region}-1` }
      },
    },
  },
  ModifySubnetAttribute: {
    'subnet-not-found': { code: notFound, provoke: () => ({ SubnetId: 'subnet-00000000' }) },
  },
  DeleteSubnet: {
    'subnet-not-found': { code: notFound, provoke: () => ({ SubnetId: 'subnet-00000000' }) },
    'in-use': {
      code: 'ResourceInUse',
      async provoke(site) {
        const subnet = await makeSubnet(site, '10.1.0.0/24')
        await site.putHost(subnet, '10.1.0.9')
        return { SubnetId: subnet }
      },
    },
  },
})
