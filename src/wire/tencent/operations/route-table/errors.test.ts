import { routeTableOf } from '../../ids.ts'
import { region } from '../../testing/client.ts'
import {
  notFound,
  tagQuotaProvocations,
  testDeclaredErrors,
  untaggable,
  usedUp,
} from '../../testing/declared-errors.ts'
import type { Site } from '../../testing/site.ts'

const subnetIn = ({ make }: Site, VpcId: string, CidrBlock: string) =>
  make('CreateSubnet', { VpcId, SubnetName: 's', CidrBlock, Zone: `${region}-3` }, 'Subnet.SubnetId')

const tableIn = ({ make }: Site, VpcId: string) =>
  make('CreateRouteTable', { VpcId, RouteTableName: 't' }, 'RouteTable.RouteTableId')

await testDeclaredErrors(import.meta.dirname, {
  CreateRouteTable: {
    'tag-denied': untaggable(({ vpc }) => ({ VpcId: vpc, RouteTableName: 't' })),
    'network-not-found': { code: notFound, provoke: () => ({ VpcId: 'vpc-00000000', RouteTableName: 't' }) },
    'quota-exhausted': usedUp('vpc-max-route-tables', ({ vpc }) => ({ VpcId: vpc, RouteTableName: 't' })),
    ...tagQuotaProvocations(({ vpc }) => ({ VpcId: vpc, RouteTableName: 't' })),
  },
  DeleteRouteTable: {
    'network-table-not-found': { code: notFound, provoke: () => ({ RouteTableId: 'rtb-00000000' }) },
    'router-table-own': {
      code: 'UnsupportedOperation.NotSupportDeleteDefaultRouteTable',
      provoke: ({ vpc }) => ({ RouteTableId: routeTableOf(vpc) }),
    },
    'in-use': {
      code: 'UnsupportedOperation.DelRouteWithSubnet',
      async provoke(site) {
        const RouteTableId = await tableIn(site, site.vpc)
        const SubnetId = await subnetIn(site, site.vpc, '10.1.4.0/24')
        await site.ask('ReplaceRouteTableAssociation', { RouteTableId, SubnetId })
        return { RouteTableId }
      },
    },
  },
  ModifyRouteTableAttribute: {
    'network-table-not-found': {
      code: notFound,
      provoke: () => ({ RouteTableId: 'rtb-00000000', RouteTableName: 'n' }),
    },
  },
  ReplaceRouteTableAssociation: {
    'network-table-not-found': {
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
