/** Route tables of transit routers, and attachments' places among them. */
import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import { standsAt } from '../../../http/testing/request-places.ts'
import { attachment, cen, made, named, one, router, singleTunnel, Tag, vpcToAttach } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const table = (client: OperationClient, TransitRouterId: unknown, labels = {}) =>
  made(client, 'CreateTransitRouterRouteTable', { TransitRouterId, ...labels }, 'TransitRouterRouteTableId')

/** A router that a VPC and a connection are attached to, and another route table of it. */
async function tabled(client: OperationClient, far?: string) {
  const TransitRouterId = await router(client, await cen(client))
  const attached = (action: string, target: object) =>
    made(client, action, { TransitRouterId, ...target }, 'TransitRouterAttachmentId')
  return {
    vpc: await attached('CreateTransitRouterVpcAttachment', await vpcToAttach(client)),
    vpn: await attached('CreateTransitRouterVpnAttachment', {
      VpnId: await attachment(client, await singleTunnel(client, far)),
    }),
    table: await table(client, TransitRouterId),
  }
}

async function tabledVpc(client: OperationClient, far?: string) {
  const { vpc, table: TransitRouterRouteTableId } = await tabled(client, far)
  return { TransitRouterAttachmentId: vpc, TransitRouterRouteTableId }
}

/** The connection is routed by the table that the VPC may propagate into. */
async function followed(client: OperationClient, far?: string) {
  const { vpc, vpn, table: TransitRouterRouteTableId } = await tabled(client, far)
  const associated = { TransitRouterAttachmentId: vpn, TransitRouterRouteTableId }
  await made(client, 'AssociateTransitRouterAttachmentWithRouteTable', associated, 'RequestId')
  return { TransitRouterAttachmentId: vpc, TransitRouterRouteTableId }
}

/** The system's table of the attachment's router, and the one that was made. */
const twoTables: Values = async (client, { TransitRouterAttachmentId, TransitRouterRouteTableId }) => {
  const action = 'ListTransitRouterRouteTablePropagations'
  const { body } = await client.send(action, { TransitRouterAttachmentId })
  return [standsAt(body, 'TransitRouterPropagations.TransitRouterRouteTableId'), TransitRouterRouteTableId]
}

const twoVpcs = (make: typeof followed): Values => {
  const each = async (client: OperationClient, far: string) => {
    const { TransitRouterAttachmentId, ...beside } = await make(client, far)
    return new Together(TransitRouterAttachmentId, beside)
  }
  return async (client) => [await each(client, '192.0.2.21'), await each(client, '192.0.2.22')]
}

const resource = { ResourceId: 'ResourceId', ResourceType: 'ResourceType' }
const shownOf = (action: string) =>
  Object.fromEntries(
    Object.entries(resource).map(([name, shown]) => [`${action} TransitRouterAttachment${name}`, shown]),
  )

const associated = one(async (client) => {
  await tabled(client)
  return {}
})

export const transitRouterTablesFixture: NounFixture = {
  requests: {
    CreateTransitRouterRouteTable: named('TransitRouterId', (client) => router(client)),
    ListTransitRouterRouteTables: one(async (client) => {
      await table(client, await router(client), { TransitRouterRouteTableName: 'a', Tag })
      await router(client, undefined, { RegionId: 'cn-beijing' })
      return {}
    }),
    UpdateTransitRouterRouteTable: named('TransitRouterRouteTableId', async (client) =>
      table(client, await router(client)),
    ),
    DeleteTransitRouterRouteTable: named('TransitRouterRouteTableId', async (client) =>
      table(client, await router(client)),
    ),
    AssociateTransitRouterAttachmentWithRouteTable: one((client) => tabledVpc(client)),
    ReplaceTransitRouterRouteTableAssociation: one((client) => tabledVpc(client)),
    ListTransitRouterRouteTableAssociations: associated,
    DissociateTransitRouterAttachmentFromRouteTable: one(async (client) => {
      const pair = await tabledVpc(client)
      await made(client, 'AssociateTransitRouterAttachmentWithRouteTable', pair, 'RequestId')
      return pair
    }),
    EnableTransitRouterRouteTablePropagation: one((client) => followed(client)),
    ListTransitRouterRouteTablePropagations: associated,
    DisableTransitRouterRouteTablePropagation: one(async (client) => {
      const pair = await tabledVpc(client)
      await made(client, 'EnableTransitRouterRouteTablePropagation', pair, 'RequestId')
      return pair
    }),
  },
  values: {
    TransitRouterRouteTableId: twoTables,
    'AssociateTransitRouterAttachmentWithRouteTable TransitRouterAttachmentId': twoVpcs(tabledVpc),
    'ReplaceTransitRouterRouteTableAssociation TransitRouterAttachmentId': twoVpcs(tabledVpc),
    'EnableTransitRouterRouteTablePropagation TransitRouterAttachmentId': twoVpcs(followed),
  },
  shownAs: {
    'ListTransitRouterRouteTables TransitRouterRouteTableNames': 'TransitRouterRouteTableName',
    ...shownOf('ListTransitRouterRouteTableAssociations'),
    ...shownOf('ListTransitRouterRouteTablePropagations'),
  },
}
