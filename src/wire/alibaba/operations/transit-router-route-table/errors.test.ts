import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { router, tabledVpc } from '../../testing/resources.ts'
import { systemTableId } from './view.ts'

const none = async () => ({ TransitRouterRouteTableId: 'vtb-none' })
const system = async (caller: Caller) => ({ TransitRouterRouteTableId: systemTableId(await router(caller)) })

await testDeclaredErrors(import.meta.dirname, {
  CreateTransitRouterRouteTable: {
    'router-not-found': async () => ({ TransitRouterId: 'tr-none' }),
  },
  UpdateTransitRouterRouteTable: { 'router-table-not-found': none, 'router-table-own': system },
  DeleteTransitRouterRouteTable: {
    'router-table-not-found': none,
    'router-table-own': system,
    'in-use': async (caller) => {
      const { TransitRouterRouteTableId, ...attachment } = await tabledVpc(caller)
      const pair = { ...attachment, TransitRouterRouteTableId }
      await caller.ok('AssociateTransitRouterAttachmentWithRouteTable', pair)
      return { TransitRouterRouteTableId }
    },
  },
})
