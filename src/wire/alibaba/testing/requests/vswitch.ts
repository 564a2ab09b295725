import { region } from '../caller.ts'
import { grouped, named, one, Tag, vpc, vSwitch, zone } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const vswitchFixture: NounFixture = {
  requests: {
    CreateVSwitch: one(async (client) => ({ VpcId: await vpc(client), CidrBlock: '10.0.7.0/24', ZoneId: zone })),
    DescribeVSwitchAttributes: named('VSwitchId', async (client) => vSwitch(client, await vpc(client))),
    ModifyVSwitchAttribute: named('VSwitchId', async (client) => vSwitch(client, await vpc(client))),
    DeleteVSwitch: named('VSwitchId', async (client) => vSwitch(client, await vpc(client))),
    CreateDefaultVSwitch: one(async (client) => {
      await client.send('CreateDefaultVpc', {})
      return { ZoneId: zone }
    }),
    DescribeVSwitches: one(async (client) => {
      await client.send('CreateDefaultVpc', {})
      await client.send('CreateDefaultVSwitch', { ZoneId: zone })
      await vSwitch(client, await vpc(client))
      const VpcId = await vpc(client, '10.1.0.0/16', grouped)
      await vSwitch(client, VpcId, '10.1.1.0/24', `${region}-g`, { VSwitchName: 'a', Tag })
      return {}
    }),
  },
  shownAs: {
    VSwitchOwnerId: 'OwnerId',
    'DescribeVSwitches RouteTableId': 'RouteTable.RouteTableId',
  },
}
