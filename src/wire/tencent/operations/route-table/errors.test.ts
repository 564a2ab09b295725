import { routeTableOf } from '../../ids.ts'
import { region } from '../../testing/client.ts'
import { notFound, testDeclaredErrors } from '../../testing/declared-errors.ts'
import type { Site } from '../../testing/site.ts'

const subnetIn = ({ make }: Site, VpcId: string, CidrBlock: string) =>
  make('CreateSubnet', { VpcId, SubnetName: 's', CidrBlock, Zone: `${region}-3` }, 'Subnet.SubnetId')

await testDeclaredErrors(import.meta.dirname, {
  ModifyRouteTableAttribute: {
    'network-not-found': {
      code: notFound,
      provoke: () => ({ RouteTableId: 'rtb-00000000', RouteTableName: 'n' }),
    },
  },
  ReplaceRouteTableAssociation: {
    'network-not-found': {
      code: notFound,
      provoke: async (site) => ({
        RouteTableId: 'rtb-00000000',
        SubnetId: await subnetIn(site, site.vpc, '10.1.4.0/24'),
      }),
    },
    'subnet-not-found': {
      code: notFound,
      provoke: ({ vpc }) => ({ RouteTableId: routeTableOf(vpc), SubnetId: 'subnet-00000000' }),
    },
    'not-in-network': {
      code: 'UnsupportedOperation.VpcMismatch',
      async provoke(site) {
        const other = await site.make('CreateVpc', { VpcName: 'o', CidrBlock: '10.2.0.0/16' }, 'Vpc.VpcId')
        return { RouteTableId: routeTableOf(site.vpc), SubnetId: await subnetIn(site, other, '10.2.4.0/24') }
      },
    },
  },
})
