import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import { standsAt, type Tree, valuesAt } from '../../../http/testing/request-places.ts'
import { region } from '../caller.ts'
import {
  attachedVpc,
  attachedVpn,
  attachment,
  cen,
  made,
  named,
  one,
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

/** A vSwitch in each of two zones. */
async function inTwoZones(client: OperationClient, VpcId: string) {
  const [one, other] = [`${region}-h`, `${region}-g`]
  return [
    { VSwitchId: await vSwitch(client, VpcId, '10.0.40.0/24', one), ZoneId: one },
    { VSwitchId: await vSwitch(client, VpcId, '10.0.41.0/24', other), ZoneId: other },
  ]
}

/** What the attachment of a VPC is shown with. */
async function shownVpc(client: OperationClient, TransitRouterAttachmentId: unknown) {
  const { body } = await client.send('ListTransitRouterVpcAttachments', { TransitRouterAttachmentId })
  const shown = (name: string) => standsAt(body, `TransitRouterAttachments.${name}`)
  return { VpcId: String(shown('VpcId')), ZoneMappings: shown('ZoneMappings') }
}

const attached =
  (name: string): Values =>
  async (client, { TransitRouterAttachmentId }) => {
    const { ZoneMappings } = await shownVpc(client, TransitRouterAttachmentId)
    return valuesAt(ZoneMappings, name)
  }

/** Something that the router can publish to a VPC. */
async function publishing(client: OperationClient, TransitRouterId: unknown): Promise<void> {
  if (TransitRouterId === undefined) return
  const VpnId = await attachment(client, await singleTunnel(client))
  await made(client, 'CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId }, 'TransitRouterAttachmentId')
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
    UpdateTransitRouterVpnAttachmentAttribute: named('TransitRouterAttachmentId', async (client) => {
      const parameters = {
        VpnId: await attachment(client, await singleSpeaker(client)),
        TransitRouterId: await router(client),
      }
      return made(client, 'CreateTransitRouterVpnAttachment', parameters, 'TransitRouterAttachmentId')
    }),
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
    UpdateTransitRouterVpcAttachmentAttribute: named('TransitRouterAttachmentId', (client) => attachedVpc(client)),
    UpdateTransitRouterVpcAttachmentZones: one(async (client) => {
      const TransitRouterAttachmentId = await attachedVpc(client)
      const { VpcId, ZoneMappings } = await shownVpc(client, TransitRouterAttachmentId)
      const VSwitchId = await vSwitch(client, VpcId, '10.0.30.0/24')
      const AddZoneMappings = [{ VSwitchId, ZoneId: zone }]
      return { TransitRouterAttachmentId, AddZoneMappings, RemoveZoneMappings: ZoneMappings }
    }),
    DeleteTransitRouterVpcAttachment: named('TransitRouterAttachmentId', (client) => attachedVpc(client)),
  },
  joined: {
    CreateTransitRouterVpcAttachment: (client, { TransitRouterId }) => publishing(client, TransitRouterId),
    async UpdateTransitRouterVpcAttachmentAttribute(client, { TransitRouterAttachmentId }) {
      const { body } = await client.send('ListTransitRouterVpcAttachments', { TransitRouterAttachmentId })
      await publishing(client, standsAt(body, 'TransitRouterAttachments.TransitRouterId'))
    },
  },
  values: {
    'CreateTransitRouterVpcAttachment VpcId': twice(async (client) => {
      const mapping = await mappingOf(client, zone)
      return new Together(mapping.VpcId, mapping)
    }),
    'ZoneMappings.ZoneId': async (client) => {
      const VpcId = await vpc(client)
      return (await inTwoZones(client, VpcId)).map((one) => new Together(one.ZoneId, { VpcId, ZoneMappings: [one] }))
    },
    'Zone.ZoneId': twoZones,
    'AddZoneMappings.ZoneId': async (client, { TransitRouterAttachmentId }) => {
      const { VpcId } = await shownVpc(client, TransitRouterAttachmentId)
      return (await inTwoZones(client, VpcId)).map((one) => new Together(one.ZoneId, { AddZoneMappings: [one] }))
    },
    'AddZoneMappings.VSwitchId': async (client, { TransitRouterAttachmentId }) =>
      twoSubnets(client, await shownVpc(client, TransitRouterAttachmentId)),
    'RemoveZoneMappings.ZoneId': attached('ZoneId'),
    'RemoveZoneMappings.VSwitchId': attached('VSwitchId'),
    VpnId: async (client) => [
      await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, '192.0.2.8') }),
      await attachment(client, { ...subnets, CustomerGatewayId: await peer(client, '192.0.2.9') }),
    ],
    'ZoneMappings.VSwitchId': twoSubnets,
  },
  follows: {
    // One setting by two names.
    'Options.Ipv6Support': ['TransitRouterVPCAttachmentOptions.ipv6Support'],
    'TransitRouterVPCAttachmentOptions.ipv6Support': ['Options.Ipv6Support'],
    // Shown after those that are attached already.
    'AddZoneMappings.ZoneId': ['ZoneMappings.ZoneId', 'ZoneMappings.VSwitchId'],
    'AddZoneMappings.VSwitchId': ['ZoneMappings.ZoneId', 'ZoneMappings.VSwitchId'],
  },
  shownAs: {
    'ListTransitRouterVpcAttachments RegionId': 'VpcRegionId',
    'ListTransitRouterVpnAttachments RegionId': 'VpnRegionId',
  },
}
