import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { region } from '../caller.ts'
import {
  attachedVpc,
  attachedVpn,
  attachment,
  cen,
  made,
  named,
  peer,
  router,
  singleSpeaker,
  singleTunnel,
  subnets,
  Tag,
  vpc,
  vpcToAttach,
  vSwitch,
  zone,
} from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { twice, twoSubnets, twoZones } from './values.ts'

async function mappingOf(client: OperationClient, ZoneId: string): Promise<Tree> {
  const VpcId = await vpc(client)
  return { VpcId, ZoneMappings: [{ VSwitchId: await vSwitch(client, VpcId, '10.0.1.0/24', ZoneId), ZoneId }] }
}

export const routerAttachmentFixture: NounFixture = {
  requests: {
    CreateTransitRouterVpnAttachment: async (client) => [
      { VpnId: await attachment(client, await singleTunnel(client)), TransitRouterId: await router(client) },
      { VpnId: await attachment(client, await singleSpeaker(client)), TransitRouterId: await router(client) },
    ],
    ListTransitRouterVpnAttachments: async (client) => {
      await attachedVpn(client)
      await attachedVpn(client, { Tag }, '192.0.2.2')
      return [{}]
    },
    DeleteTransitRouterVpnAttachment: named('TransitRouterAttachmentId', (client) => attachedVpn(client)),
    CreateTransitRouterVpcAttachment: async (client) => [
      { ...(await vpcToAttach(client)), TransitRouterId: await router(client) },
      { ...(await vpcToAttach(client)), CenId: await cen(client) },
    ],
    ListTransitRouterVpcAttachments: async (client) => {
      await attachedVpc(client)
      await attachedVpc(client, { Tag })
      return [{}]
    },
    DeleteTransitRouterVpcAttachment: named('TransitRouterAttachmentId', (client) => attachedVpc(client)),
  },
  joined: {
    // Something that the router can publish to the VPC.
    async CreateTransitRouterVpcAttachment(client, { TransitRouterId }) {
      if (TransitRouterId === undefined) return
      const VpnId = await attachment(client, await singleTunnel(client))
      await made(client, 'CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId }, 'TransitRouterAttachmentId')
    },
  },
  values: {
    'CreateTransitRouterVpcAttachment VpcId': twice(async (client) => {
      const mapping = await mappingOf(client, zone)
      return new Together(mapping.VpcId, mapping)
    }),
    'ZoneMappings.ZoneId': twice(async (client, which) => {
      const ZoneId = `${region}-${'hg'[which]}`
      return new Together(ZoneId, await mappingOf(client, ZoneId))
    }),
    'Zone.ZoneId': twoZones,
    VpnId: async (client) => [
      await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, '192.0.2.8') }),
      await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, '192.0.2.9') }),
    ],
    'ZoneMappings.VSwitchId': twoSubnets,
  },
  shownAs: {
    'ListTransitRouterVpcAttachments RegionId': 'VpcRegionId',
    'ListTransitRouterVpnAttachments RegionId': 'VpnRegionId',
  },
}
