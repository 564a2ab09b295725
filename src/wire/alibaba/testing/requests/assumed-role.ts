import { addRole, addUser } from '../../../http/testing/principals.ts'
import type { NounFixture } from './noun-fixture.ts'

const trustOf = (account: string) =>
  JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${account}:root`] } }],
  })

export const assumedRoleFixture: NounFixture = {
  requests: {
    AssumeRole: async (client) => {
      const { installation } = client
      const { account } = installation
      const trust = trustOf(account.id)
      await addRole(installation, 'deploy', trust)
      await addRole(installation, 'build', trust)
      client.signer = await addUser(installation, 'dev', [{ system: 'AliyunSTSAssumeRoleAccess' }])
      return [{ RoleArn: `acs:ram::${account.id}:role/deploy`, RoleSessionName: 'session' }]
    },
  },
  values: {
    'AssumeRole RoleArn': async (client) =>
      ['deploy', 'build'].map((name) => `acs:ram::${client.installation.account.id}:role/${name}`),
  },
}
