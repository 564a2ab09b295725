import type { OperationClient } from '../../../http/testing/operation-fixture.ts'
import { gatewayIn, made, one, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

/** A VPC with a secondary range. */
export async function ranged(client: OperationClient, CidrBlock = '10.1.0.0/16', range = '172.18.0.0/16') {
  const VpcId = await vpc(client, CidrBlock)
  await made(client, 'CreateAssistantCidr', { VpcId, CidrBlocks: [range] }, 'AssistantCidrSet.VpcId')
  return VpcId
}

async function twiceRanged(client: OperationClient): Promise<string> {
  const VpcId = await ranged(client)
  await made(client, 'CreateAssistantCidr', { VpcId, CidrBlocks: ['172.17.0.0/16'] }, 'AssistantCidrSet.VpcId')
  return VpcId
}

/** A VPC that a gateway carries. */
async function carried(client: OperationClient, VpcId: string): Promise<string> {
  await gatewayIn(client, VpcId)
  return VpcId
}

const lists = async () => [['172.20.0.0/16'], ['172.21.0.0/16']]

export const assistantCidrFixture: NounFixture = {
  requests: {
    CreateAssistantCidr: one(async (client) => ({
      VpcId: await carried(client, await vpc(client)),
      CidrBlocks: ['172.19.0.0/16'],
    })),
    ModifyAssistantCidr: async (client) => [
      { VpcId: await carried(client, await vpc(client)), NewCidrBlocks: ['172.19.0.0/16'] },
      { VpcId: await carried(client, await twiceRanged(client)), OldCidrBlocks: ['172.18.0.0/16'] },
    ],
    CheckAssistantCidr: async (client) => [
      { VpcId: await vpc(client), NewCidrBlocks: ['172.19.0.0/16'] },
      { VpcId: await ranged(client), OldCidrBlocks: ['172.18.0.0/16'] },
    ],
    DeleteAssistantCidr: one(async (client) => ({ VpcId: await ranged(client), CidrBlocks: ['172.18.0.0/16'] })),
    async DescribeAssistantCidr(client) {
      const VpcId = await ranged(client)
      await ranged(client, '10.2.0.0/16', '172.17.0.0/16')
      return [{}, { VpcIds: [VpcId] }]
    },
  },
  values: {
    CidrBlocks: lists,
    NewCidrBlocks: lists,
    'ModifyAssistantCidr OldCidrBlocks': async () => [['172.18.0.0/16'], ['172.17.0.0/16']],
  },
}
