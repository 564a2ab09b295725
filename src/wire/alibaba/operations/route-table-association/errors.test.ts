import { routeTableOf } from '../../ids.ts'
import type { Caller } from '../../testing/caller.ts'
import { type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { customTable, vpc, vSwitch } from '../../testing/resources.ts'

const ofSystem: Provoke = async (caller) => {
  const VpcId = await vpc(caller)
  return { RouteTableId: routeTableOf(VpcId), VSwitchId: await vSwitch(caller, VpcId) }
}

const ofOther: Provoke = async (caller) => ({
  ...(await customTable(caller)),
  VSwitchId: await vSwitch(caller, await vpc(caller)),
})

const associated: Provoke = async (caller) => {
  const good = await customTable(caller)
  await caller.ok('AssociateRouteTable', good)
  return good
}

const association = {
  'network-table-not-found': async (caller: Caller) => ({ ...(await customTable(caller)), RouteTableId: 'vtb-none' }),
  'router-table-own': ofSystem,
  'subnet-not-found': async (caller: Caller) => ({ ...(await customTable(caller)), VSwitchId: 'vsw-none' }),
  'not-in-network': ofOther,
}

await testDeclaredErrors(import.meta.dirname, {
  AssociateRouteTable: { ...association, 'association-exists': associated },
  UnassociateRouteTable: { ...association, 'association-not-found': customTable },
})
