import { crowd } from '../../../http/testing/principals.ts'
import type { Caller, Parameters } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { allowing, trusting } from '../../testing/ram.ts'
import { limits } from '../shared/ram.ts'

const look = { PolicyName: 'look' }
const PolicyDocument = allowing('vpc:Describe*')
const none = async () => ({ PolicyName: 'none' })

const attached =
  (kind: 'User' | 'Group' | 'Role', more: Parameters = {}) =>
  async (caller: Caller) => {
    const holder = { [`${kind}Name`]: 'dev' }
    await caller.ok('CreatePolicy', { ...look, PolicyDocument })
    await caller.ok(`Create${kind}`, { ...holder, ...more })
    await caller.ok(`AttachPolicyTo${kind}`, { ...holder, ...look, PolicyType: 'Custom' })
    return { ...look, CascadingDelete: true }
  }

await testDeclaredErrors(import.meta.dirname, {
  CreatePolicy: {
    'policy-exists': async (caller) => {
      await caller.ok('CreatePolicy', { ...look, PolicyDocument })
      return { PolicyName: 'Look', PolicyDocument }
    },
    'policies-exhausted': async (caller) => {
      await crowd(caller, 'policy', limits.policies)
      return { ...look, PolicyDocument }
    },
  },
  GetPolicy: { 'policy-not-found': async () => ({ PolicyName: 'none', PolicyType: 'System' }) },
  UpdatePolicyDescription: { 'policy-not-found': none },
  DeletePolicy: {
    'policy-not-found': none,
    'attached-to-user': attached('User'),
    'attached-to-group': attached('Group'),
    'attached-to-role': attached('Role', { AssumeRolePolicyDocument: trusting('1234567890123456') }),
    'has-versions': async (caller) => {
      await caller.ok('CreatePolicy', { ...look, PolicyDocument })
      await caller.ok('CreatePolicyVersion', { ...look, PolicyDocument })
      return look
    },
  },
})
