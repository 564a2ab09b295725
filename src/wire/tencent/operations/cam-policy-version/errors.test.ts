import { everything } from '../../testing/cam.ts'
import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { nothing, policyIn } from '../../testing/principals.ts'
import { limits } from '../shared/cam.ts'

const version = { PolicyDocument: everything, SetAsDefault: false }

const noPolicy = (rest: object = {}): Provocation => ({
  code: 'ResourceNotFound.PolicyIdNotFound',
  provoke: () => ({ PolicyId: nothing, ...rest }),
})

const ofPolicy = (code: string, rest: object): Provocation => ({
  code,
  provoke: async (site) => ({ PolicyId: await policyIn(site, 'look'), ...rest }),
})

const noVersion = 'InvalidParameter.PolicyVersionNotExists'
const holds = 'FailedOperation.PolicyVersionAlreadyDefault'

await testDeclaredErrors(import.meta.dirname, {
  CreatePolicyVersion: {
    'policy-not-found': noPolicy(version),
    'versions-exhausted': {
      code: 'FailedOperation.PolicyVersionFull',
      async provoke(site) {
        const PolicyId = await policyIn(site, 'look')
        for (let made = 1; made < limits.versions; made += 1) {
          await site.ask('CreatePolicyVersion', { PolicyId, ...version })
        }
        return { PolicyId, ...version }
      },
    },
  },
  ListPolicyVersions: { 'policy-not-found': noPolicy() },
  GetPolicyVersion: {
    'policy-not-found': noPolicy({ VersionId: 1 }),
    'policy-version-not-found': ofPolicy(noVersion, { VersionId: 2 }),
  },
  SetDefaultPolicyVersion: {
    'policy-not-found': noPolicy({ VersionId: 1 }),
    'policy-version-not-found': ofPolicy(noVersion, { VersionId: 2 }),
    'version-holds': ofPolicy(holds, { VersionId: 1 }),
  },
  DeletePolicyVersion: {
    'policy-not-found': noPolicy({ VersionId: [1] }),
    'policy-version-not-found': ofPolicy(noVersion, { VersionId: [2] }),
    'version-holds': ofPolicy(holds, { VersionId: [1] }),
  },
})
