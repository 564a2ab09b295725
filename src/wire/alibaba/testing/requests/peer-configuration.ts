import { attachment, named, singleTunnel } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const peerConfigurationFixture: NounFixture = {
  requests: {
    DownloadVpnConnectionConfig: named('VpnConnectionId', async (client) =>
      attachment(client, await singleTunnel(client)),
    ),
  },
}
