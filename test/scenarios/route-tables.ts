import type { Answer } from './caller.ts'
import type { Deployment } from './deployment.ts'
import { connectProbed } from './failing-health-check.ts'
import { answered, here, there } from './two-clouds.ts'

/**
 * A VPC is put in a route table of its own, and reaches by the connection what propagates into that, or what an entry leads
 * there, unless another entry drops it; its check goes on.
 */
export async function routeTables(at: Deployment): Promise<void> {
  const { callers, near, far, describe } = await connectProbed(at)
  const { cen } = callers
  const host = await at.addHost(near.subnet, here.host)
  const other = await at.addHost(far.subnet, there.host)
  const both = () => answered(at, [host, there.host], [other, here.host])
  const until = (what: string, pings: string) => at.until(what, async () => (await both()) === pings)
  await until('pings', '3,3')
  const attachment = async (kind: 'Vpc' | 'Vpn') => {
    const listed = await cen(`ListTransitRouter${kind}Attachments`, { TransitRouterId: near.router })
    return String((listed.TransitRouterAttachments as readonly Answer[])[0]?.TransitRouterAttachmentId)
  }
  const [vpc, vpn] = [await attachment('Vpc'), await attachment('Vpn')]
  const created = await cen('CreateTransitRouterRouteTable', { TransitRouterId: near.router })
  const TransitRouterRouteTableId = String(created.TransitRouterRouteTableId)
  const pair = (TransitRouterAttachmentId: string) => ({ TransitRouterAttachmentId, TransitRouterRouteTableId })
  await cen('AssociateTransitRouterAttachmentWithRouteTable', pair(vpc))
  await until('the VPC to reach nothing', '0,0')
  await cen('EnableTransitRouterRouteTablePropagation', pair(vpn))
  await until('pings by the table', '3,3')
  await cen('ReplaceTransitRouterRouteTableAssociation', pair(vpn))
  await until('the connection to reach nothing', '0,0')
  await cen('EnableTransitRouterRouteTablePropagation', pair(vpc))
  await until('pings both ways by the table', '3,3')
  const entry = async (to: string, hop?: string): Promise<Answer> => {
    const { TransitRouterRouteEntryId } = await cen('CreateTransitRouterRouteEntry', {
      TransitRouterRouteTableId,
      TransitRouterRouteEntryDestinationCidrBlock: to,
      TransitRouterRouteEntryNextHopType: hop === undefined ? 'BlackHole' : 'Attachment',
      ...(hop === undefined ? {} : { TransitRouterRouteEntryNextHopId: hop }),
    })
    return { TransitRouterRouteEntryId }
  }
  const hole = await entry(there.subnet)
  await until('an entry to drop what goes there', '0,0')
  await cen('DeleteTransitRouterRouteEntry', hole)
  await until('pings without the entry', '3,3')
  await cen('DisableTransitRouterRouteTablePropagation', pair(vpn))
  await until('the VPC to reach nothing again', '0,0')
  await entry(there.prefix, vpn)
  await until('pings by an entry', '3,3')
  await cen('DissociateTransitRouterAttachmentFromRouteTable', pair(vpn))
  await until('the connection to be routed nowhere', '0,0')
  const health = async () => ((await describe()).VcoHealthCheck as Answer | undefined)?.Status
  await at.until('the check to pass all the same', async () => (await health()) === 'success')
}
