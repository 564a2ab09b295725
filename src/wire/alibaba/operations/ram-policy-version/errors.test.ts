import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { allowing } from '../../testing/ram.ts'
import { limits } from '../shared/ram.ts'

const look = { PolicyName: 'look' }
const PolicyDocument = allowing('vpc:Describe*')

async function made(caller: Caller) {
  await caller.ok('CreatePolicy', { ...look, PolicyDocument })
  return look
}

const missing = { PolicyName: 'none', VersionId: 'v1' }
const another = async (caller: Caller) => ({ ...(await made(caller)), VersionId: 'v2' })

await testDeclaredErrors(import.meta.dirname, {
  CreatePolicyVersion: {
    'policy-not-found': async () => ({ PolicyName: 'none', PolicyDocument }),
    'versions-exhausted': async (caller) => {
      const version = { ...(await made(caller)), PolicyDocument }
      for (let more = 1; more < limits.versions; more += 1) await caller.ok('CreatePolicyVersion', version)
      return version
    },
  },
  GetPolicyVersion: {
    'policy-not-found': async () => ({ ...missing, PolicyType: 'Custom' }),
    'policy-version-not-found': async (caller) => ({ ...(await another(caller)), PolicyType: 'Custom' }),
  },
  ListPolicyVersions: { 'policy-not-found': async () => ({ PolicyName: 'none', PolicyType: 'Custom' }) },
  SetDefaultPolicyVersion: { 'policy-not-found': async () => missing, 'policy-version-not-found': another },
  DeletePolicyVersion: {
    'policy-not-found': async () => missing,
    'policy-version-not-found': another,
    'version-holds': async (caller) => ({ ...(await made(caller)), VersionId: 'v1' }),
  },
})
