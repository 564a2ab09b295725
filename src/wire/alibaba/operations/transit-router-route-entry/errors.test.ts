import type { Caller } from '../../testing/caller.ts'
import { granted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { router, tabledVpc } from '../../testing/resources.ts'

const blackHole = { TransitRouterRouteEntryNextHopType: 'BlackHole' }
const to = (prefix: string) => ({ TransitRouterRouteEntryDestinationCidrBlock: prefix })

async function table(caller: Caller) {
  const TransitRouterId = await router(caller)
  return {
    TransitRouterRouteTableId: await caller.make('CreateTransitRouterRouteTable', { TransitRouterId }),
    ...blackHole,
    ...to('172.20.0.0/16'),
  }
}

const noTable = async () => ({ TransitRouterRouteTableId: 'vtb-none', ...blackHole, ...to('172.20.0.0/16') })
const noEntry = async () => ({ TransitRouterRouteEntryId: 'rte-none' })

await testDeclaredErrors(import.meta.dirname, {
  CreateTransitRouterRouteEntry: {
    'quota-exhausted': granted('cen_quota_routes_num', table),
    'router-table-not-found': noTable,
    'attachment-not-found': async (caller) => {
      const { TransitRouterAttachmentId } = await tabledVpc(caller)
      const hop = { TransitRouterRouteEntryNextHopType: 'Attachment' }
      return { ...(await table(caller)), ...hop, TransitRouterRouteEntryNextHopId: TransitRouterAttachmentId }
    },
    'route-destination-invalid': async (caller) => ({ ...(await table(caller)), ...to('127.0.0.0/8') }),
    'route-exists': async (caller) => {
      const entry = await table(caller)
      await caller.ok('CreateTransitRouterRouteEntry', entry)
      return entry
    },
  },
  ListTransitRouterRouteEntries: { 'router-table-not-found': noTable },
  UpdateTransitRouterRouteEntry: { 'route-not-found': noEntry },
  DeleteTransitRouterRouteEntry: { 'route-not-found': noEntry, 'router-table-not-found': noTable },
})
