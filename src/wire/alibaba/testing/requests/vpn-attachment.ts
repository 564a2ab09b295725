import type { Requests } from '../../../http/testing/operation-fixture.ts'
import {
  attach,
  attachedVpn,
  attachment,
  BgpConfig,
  dualSpeaker,
  dualTunnel,
  HealthCheckConfig,
  named,
  one,
  singleSpeaker,
  singleTunnel,
} from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const modification: Requests = async (client) => [
  { VpnConnectionId: await attachment(client, await singleTunnel(client)) },
  {
    VpnConnectionId: await attachment(client, await dualTunnel(client)),
    TunnelOptionsSpecification: [{ EnableDpd: false }],
  },
  { VpnConnectionId: await attachment(client, await singleSpeaker(client)), HealthCheckConfig, BgpConfig },
  { VpnConnectionId: await attachment(client, await dualSpeaker(client)), EnableTunnelsBgp: true },
]

export const vpnAttachmentFixture: NounFixture = {
  requests: {
    CreateVpnAttachment: async (client) => [
      await singleTunnel(client),
      await dualTunnel(client),
      { ...(await singleSpeaker(client)), HealthCheckConfig },
      await dualSpeaker(client),
    ],
    ModifyVpnAttachmentAttribute: modification,
    DescribeVpnAttachments: one(async (client) => {
      await attachedVpn(client)
      await attachment(client, await dualTunnel(client))
      return {}
    }),
    DeleteVpnAttachment: named('VpnConnectionId', async (client) => attachment(client, await singleTunnel(client))),
  },
  joined: {
    CreateVpnAttachment: (client, _sent, { body }) => attach(client, String(body.VpnConnectionId)),
    ModifyVpnAttachmentAttribute: (client, { VpnConnectionId }) => attach(client, String(VpnConnectionId)),
  },
  shownAs: {
    'DescribeVpnAttachments VpnConnectionId': 'InstanceId',
  },
}
