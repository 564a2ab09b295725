import { region } from '../../testing/client.ts'
import {
  notFound,
  tagQuotaProvocations,
  testDeclaredErrors,
  untaggable,
  usedUp,
} from '../../testing/declared-errors.ts'
import type { Site } from '../../testing/site.ts'

const makeSubnet = ({ make, vpc }: Site, CidrBlock: string) =>
  make('CreateSubnet', { VpcId: vpc, SubnetName: 's', CidrBlock, Zone: `${region}-1` }, 'Subnet.SubnetId')

const made = (CidrBlock: string) => ({ SubnetName: 's', CidrBlock, Zone: `${region}-1` })

await testDeclaredErrors(import.meta.dirname, {
  CreateSubnet: {
    'tag-denied': untaggable(({ vpc }) => ({
      VpcId: vpc,
      SubnetName: 's',
      CidrBlock: '10.1.0.0/24',
      Zone: `${region}-1`,
    })),
    ...tagQuotaProvocations(({ vpc }) => ({
      VpcId: vpc,
      SubnetName: 's',
      CidrBlock: '10.1.0.0/24',
      Zone: `${region}-1`,
    })),
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
    'quota-exhausted': usedUp('vpc-max-subnets', ({ vpc }) => ({
      VpcId: vpc,
      SubnetName: 's',
      CidrBlock: '10.1.0.0/24',
      Zone: `${region}-1`,
    })),
  },
  CreateSubnets: {
    ...tagQuotaProvocations(({ vpc }) => ({ VpcId: vpc, Subnets: [made('10.1.0.0/24')] })),
    'quota-exhausted': usedUp('vpc-max-subnets', ({ vpc }) => ({ VpcId: vpc, Subnets: [made('10.1.0.0/24')] })),
    'tag-denied': untaggable(({ vpc }) => ({ VpcId: vpc, Subnets: [made('10.1.0.0/24')] })),
    'network-not-found': { code: notFound, provoke: () => ({ VpcId: 'vpc-00000000', Subnets: [made('10.1.0.0/24')] }) },
    'subnet-outside-network': {
      code: 'InvalidParameterValue.SubnetRange',
      provoke: ({ vpc }) => ({ VpcId: vpc, Subnets: [made('10.1.0.0/24'), made('10.2.0.0/24')] }),
    },
    'subnet-overlaps': {
      code: 'InvalidParameterValue.SubnetConflict',
      provoke: ({ vpc }) => ({ VpcId: vpc, Subnets: [made('10.1.0.0/24'), made('10.1.0.128/25')] }),
    },
    'network-table-not-found': {
      code: notFound,
      provoke: ({ vpc }) => ({ VpcId: vpc, Subnets: [{ ...made('10.1.0.0/24'), RouteTableId: 'rtb-00000000' }] }),
    },
    'not-in-network': {
      code: notFound,
      async provoke({ make, vpc }) {
        const other = await make('CreateVpc', { VpcName: 'o', CidrBlock: '10.2.0.0/16' }, 'Vpc.VpcId')
        const RouteTableId = other.replace('vpc', 'rtb')
        return { VpcId: vpc, Subnets: [{ ...made('10.1.0.0/24'), RouteTableId }] }
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
