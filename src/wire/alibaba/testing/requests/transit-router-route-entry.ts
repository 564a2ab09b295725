import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { attachment, made, named, one, onePeer, router, subnets, vpcToAttach } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** A router's table that what is attached there is routed by, and the attachments. */
async function tabled(client: OperationClient) {
  const TransitRouterId = await router(client)
  const attached = (action: string, target: object) =>
    made(client, action, { TransitRouterId, ...target }, 'TransitRouterAttachmentId')
  const vpc = await attached('CreateTransitRouterVpcAttachment', await vpcToAttach(client))
  const vpn = await attached('CreateTransitRouterVpnAttachment', {
    VpnId: await attachment(client, { ...subnets, CustomerGatewayId: await onePeer(client) }),
  })
  const TransitRouterRouteTableId = await made(
    client,
    'CreateTransitRouterRouteTable',
    { TransitRouterId },
    'TransitRouterRouteTableId',
  )
  const pair = { TransitRouterAttachmentId: vpc, TransitRouterRouteTableId }
  await made(client, 'AssociateTransitRouterAttachmentWithRouteTable', pair, 'RequestId')
  return { TransitRouterRouteTableId, vpc, vpn }
}

async function intoVpn(client: OperationClient) {
  const { TransitRouterRouteTableId, vpn } = await tabled(client)
  return {
    TransitRouterRouteTableId,
    TransitRouterRouteEntryDestinationCidrBlock: '172.20.0.0/16',
    TransitRouterRouteEntryNextHopType: 'Attachment',
    TransitRouterRouteEntryNextHopId: vpn,
  }
}

const entry = async (client: OperationClient) =>
  made(client, 'CreateTransitRouterRouteEntry', await intoVpn(client), 'TransitRouterRouteEntryId')

export const transitRouterRouteEntryFixture: NounFixture = {
  requests: {
    CreateTransitRouterRouteEntry: one((client) => intoVpn(client)),
    ListTransitRouterRouteEntries: one(async (client) => {
      const { TransitRouterRouteTableId } = await intoVpn(client)
      return { TransitRouterRouteTableId }
    }),
    UpdateTransitRouterRouteEntry: named('TransitRouterRouteEntryId', entry),
    DeleteTransitRouterRouteEntry: named('TransitRouterRouteEntryId', entry),
  },
  values: {
    'CreateTransitRouterRouteEntry TransitRouterRouteEntryNextHopId': async (client, request) => {
      const { body } = await client.send('ListTransitRouterRouteTableAssociations', {})
      const pairs = body.TransitRouterAssociations as readonly Tree[]
      const other = pairs.find(({ TransitRouterAttachmentId: id }) => id !== request.TransitRouterRouteEntryNextHopId)
      return [request.TransitRouterRouteEntryNextHopId, other?.TransitRouterAttachmentId]
    },
    'CreateTransitRouterRouteEntry TransitRouterRouteEntryNextHopType': async (_, request) => [
      'Attachment',
      new Together('BlackHole', { ...request, TransitRouterRouteEntryNextHopId: undefined }),
    ],
    'CreateTransitRouterRouteEntry TransitRouterRouteTableId': async (client) => {
      const place = async () => {
        const { TransitRouterRouteTableId, ...beside } = await intoVpn(client)
        return new Together(TransitRouterRouteTableId, beside)
      }
      return [await place(), await place()]
    },
  },
}
