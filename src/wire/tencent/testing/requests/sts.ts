import { looking, role } from '../cam.ts'
import { one } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const arnOf = (id: string) => `qcs::cam::uin/100000000001:role/${id}`

export const stsFixture: NounFixture = {
  requests: {
    AssumeRole: one(async (client) => ({ RoleArn: arnOf(await role(client)), RoleSessionName: 'session' })),
    GetFederationToken: async () => [{ Name: 'reader', Policy: encodeURIComponent(looking) }],
  },
  values: {
    'AssumeRole RoleArn': async (client) => [arnOf(await role(client)), arnOf(await role(client))],
  },
}
