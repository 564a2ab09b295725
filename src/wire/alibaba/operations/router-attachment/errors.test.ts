import { type Caller, region } from '../../testing/caller.ts'
import { deleted, granted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import {
  attached,
  attachedVpc,
  attachment,
  bgp,
  healthCheck,
  insideVpc,
  peer,
  peerOfEveryAddress,
  router,
  secondVpc,
  single,
  subnets,
  vpc,
  vSwitch,
} from '../../testing/resources.ts'

const zones = (VSwitchId: string) => [{ VSwitchId, ZoneId: 'cn-hangzhou-h' }]

import { systemTableId } from '../transit-router-route-table/view.ts'

const detached = (action: string, make: (caller: Caller) => Promise<{ readonly id: string }>) =>
  deleted(action, 'TransitRouterAttachmentId', async (caller) => (await make(caller)).id)

/** An attachment that somebody has put in a route table. */
function inTable(make: (caller: Caller) => Promise<{ readonly id: string; readonly TransitRouterId: string }>) {
  const putBy = (action: string) => async (caller: Caller) => {
    const { id: TransitRouterAttachmentId, TransitRouterId } = await make(caller)
    const TransitRouterRouteTableId = await caller.make('CreateTransitRouterRouteTable', { TransitRouterId })
    await caller.ok(action, { TransitRouterAttachmentId, TransitRouterRouteTableId })
    return { TransitRouterAttachmentId }
  }
  return {
    'attachment-routed': async (caller: Caller) => {
      const { id: TransitRouterRouteEntryNextHopId, TransitRouterId } = await make(caller)
      await caller.ok('CreateTransitRouterRouteEntry', {
        TransitRouterRouteTableId: systemTableId(TransitRouterId),
        TransitRouterRouteEntryDestinationCidrBlock: '192.168.0.0/16',
        TransitRouterRouteEntryNextHopType: 'Attachment',
        TransitRouterRouteEntryNextHopId,
      })
      return { TransitRouterAttachmentId: TransitRouterRouteEntryNextHopId }
    },
    'association-exists': putBy('AssociateTransitRouterAttachmentWithRouteTable'),
    'propagation-exists': putBy('EnableTransitRouterRouteTablePropagation'),
  }
}

await testDeclaredErrors(import.meta.dirname, {
  CreateTransitRouterVpnAttachment: {
    'region-unsupported': async (caller) => {
      await caller.set({ [`region.${region}.transit-router`]: false })
      return { TransitRouterId: await router(caller), VpnId: await attachment(caller) }
    },
    'quota-exhausted': granted('cen_quota_vpn_attachments_num', async (caller) => ({
      TransitRouterId: await router(caller),
      VpnId: await attachment(caller),
    })),
    'router-not-found': async (caller) => ({ TransitRouterId: 'tr-none', VpnId: await attachment(caller) }),
    'connection-not-found': async (caller) => ({ TransitRouterId: await router(caller), VpnId: 'vco-none' }),
    'not-granted': async (caller) => ({ TransitRouterId: await router(caller), VpnId: 'vco-1', VpnOwnerId: '1' }),
    'already-attached': async (caller) => {
      const { VpnId, TransitRouterId } = await attached(caller)
      return { VpnId, TransitRouterId }
    },
    'peer-address-own': async (caller) => {
      const free = await caller.store.read((reader) =>
        reader.scoped({ account: caller.account.id, region }).freeAddresses(caller.account.outerPool, 1),
      )
      const CustomerGatewayId = await peerOfEveryAddress(caller, free)
      const VpnId = await caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId })
      return { VpnId, TransitRouterId: await router(caller) }
    },
    'bgp-prefix-overlaps': async (caller) => {
      const BgpConfig = '{"TunnelCidr":"169.254.10.0/30"}'
      const VpnId = await caller.make('CreateVpnAttachment', await single(caller, { BgpConfig }))
      const TransitRouterId = await router(caller)
      await caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
      const second = await caller.make('CreateVpnAttachment', await single(caller, { BgpConfig }))
      return { VpnId: second, TransitRouterId }
    },
    'health-check-address-invalid': async (caller) => {
      const everywhere = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }
      const speaks = { ...everywhere, ...bgp({ TunnelCidr: '169.254.10.0/30', LocalBgpIp: '169.254.10.1' }) }
      const speaker = { ...speaks, CustomerGatewayId: await peer(caller, { Asn: '65001' }) }
      const TransitRouterId = await router(caller)
      await caller.make('CreateTransitRouterVpnAttachment', {
        VpnId: await caller.make('CreateVpnAttachment', speaker),
        TransitRouterId,
      })
      const probes = { ...everywhere, ...healthCheck({ sip: '10.1.1.1', dip: '169.254.10.1' }) }
      return { VpnId: await caller.make('CreateVpnAttachment', await single(caller, probes)), TransitRouterId }
    },
    'remote-overlaps-network': async (caller) => {
      const { request } = await attachedVpc(caller)
      const VpnId = await caller.make('CreateVpnAttachment', await single(caller, insideVpc))
      return { VpnId, TransitRouterId: request.TransitRouterId }
    },
    'addresses-exhausted': async (caller) => {
      await attached(caller)
      return { VpnId: await attachment(caller), TransitRouterId: await router(caller) }
    },
  },
  CreateTransitRouterVpcAttachment: {
    'router-not-found': async (caller) => ({
      ...(await attachedVpc(caller)).request,
      TransitRouterId: 'tr-none',
    }),
    'router-group-not-found': async (caller) => ({
      ...(await attachedVpc(caller)).request,
      TransitRouterId: undefined,
      CenId: 'cen-none',
    }),
    'network-not-found': async (caller) => ({
      TransitRouterId: await router(caller),
      VpcId: 'vpc-none',
      ZoneMappings: [{ VSwitchId: 'vsw-none', ZoneId: 'cn-hangzhou-h' }],
    }),
    'not-granted': async (caller) => ({ ...(await attachedVpc(caller)).request, VpcOwnerId: '1' }),
    'subnet-not-found': async (caller) => ({
      TransitRouterId: await router(caller),
      VpcId: await vpc(caller),
      ZoneMappings: [{ VSwitchId: 'vsw-none', ZoneId: 'cn-hangzhou-h' }],
    }),
    'not-in-network': async (caller) => {
      const VpcId = await vpc(caller)
      const VSwitchId = await vSwitch(caller, VpcId)
      return { TransitRouterId: await router(caller), VpcId, ZoneMappings: [{ VSwitchId, ZoneId: 'cn-hangzhou-g' }] }
    },
    'already-attached': async (caller) => (await attachedVpc(caller)).request,
    'prefixes-overlap': async (caller) => (await secondVpc(caller, 'FULL')).request,
    'remote-overlaps-network': async (caller) => {
      const { request, id } = await attachedVpc(caller)
      await caller.ok('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId: id })
      await caller.settle()
      const VpnId = await caller.make('CreateVpnAttachment', await single(caller, insideVpc))
      await caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId: request.TransitRouterId })
      return request
    },
  },
  UpdateTransitRouterVpnAttachmentAttribute: {
    'attachment-not-found': async (caller) => ({ TransitRouterAttachmentId: (await attachedVpc(caller)).id }),
    busy: detached('DeleteTransitRouterVpnAttachment', attached),
  },
  UpdateTransitRouterVpcAttachmentAttribute: {
    'attachment-not-found': async (caller) => ({ TransitRouterAttachmentId: (await attached(caller)).id }),
    busy: detached('DeleteTransitRouterVpcAttachment', attachedVpc),
  },
  UpdateTransitRouterVpcAttachmentZones: {
    'attachment-not-found': async (caller) => ({
      TransitRouterAttachmentId: (await attached(caller)).id,
      AddZoneMappings: zones('vsw-none'),
    }),
    busy: async (caller) => ({
      ...(await detached('DeleteTransitRouterVpcAttachment', attachedVpc)(caller)),
      AddZoneMappings: zones('vsw-none'),
    }),
    'attached-subnets-invalid': async (caller) => {
      const { id, request } = await attachedVpc(caller)
      return { TransitRouterAttachmentId: id, RemoveZoneMappings: request.ZoneMappings }
    },
    'subnet-not-found': async (caller) => ({
      TransitRouterAttachmentId: (await attachedVpc(caller)).id,
      AddZoneMappings: zones('vsw-none'),
    }),
    'not-in-network': async (caller) => {
      const { id } = await attachedVpc(caller)
      const VSwitchId = await vSwitch(caller, await vpc(caller, '10.9.0.0/16'), '10.9.1.0/24')
      return { TransitRouterAttachmentId: id, AddZoneMappings: zones(VSwitchId) }
    },
  },
  DeleteTransitRouterVpnAttachment: {
    'attachment-not-found': async () => ({ TransitRouterAttachmentId: 'tr-attach-none' }),
    ...inTable(attached),
    busy: deleted(
      'DeleteTransitRouterVpnAttachment',
      'TransitRouterAttachmentId',
      async (caller) => (await attached(caller)).id,
    ),
  },
  DeleteTransitRouterVpcAttachment: {
    'attachment-not-found': async (caller) => ({ TransitRouterAttachmentId: (await attached(caller)).id }),
    ...inTable(async (caller) => {
      const { id, request } = await attachedVpc(caller)
      return { id, ...request }
    }),
    busy: deleted(
      'DeleteTransitRouterVpcAttachment',
      'TransitRouterAttachmentId',
      async (caller) => (await attachedVpc(caller)).id,
    ),
  },
})
