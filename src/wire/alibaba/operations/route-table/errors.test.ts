import { routeTableOf } from '../../ids.ts'
import { granted, type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { customTable, vpc, vSwitch } from '../../testing/resources.ts'

const ofSystem: Provoke = async (caller) => {
  const VpcId = await vpc(caller)
  return { RouteTableId: routeTableOf(VpcId), VSwitchId: await vSwitch(caller, VpcId) }
}

const associated: Provoke = async (caller) => {
  const good = await customTable(caller)
  await caller.ok('AssociateRouteTable', good)
  return good
}

const onlyTable =
  (from: Provoke): Provoke =>
  async (caller) => ({ RouteTableId: (await from(caller)).RouteTableId })

await testDeclaredErrors(import.meta.dirname, {
  CreateRouteTable: {
    'network-not-found': async () => ({ VpcId: 'vpc-none' }),
    'quota-exhausted': granted('vpc_quota_route_tables_num', async (caller) => ({ VpcId: await vpc(caller) })),
  },
  DeleteRouteTable: {
    'network-table-not-found': async () => ({ RouteTableId: 'vtb-none' }),
    'router-table-own': onlyTable(ofSystem),
    'in-use': onlyTable(associated),
  },
  ModifyRouteTableAttributes: {
    'network-not-found': async () => ({ RouteTableId: 'vtb-none' }),
    'network-table-static': async (caller) => ({
      ...(await onlyTable(customTable)(caller)),
      RoutePropagationEnable: true,
    }),
  },
})
