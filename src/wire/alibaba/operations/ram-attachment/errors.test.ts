import type { Caller } from '../../testing/caller.ts'
import { type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { allowing, trusting } from '../../testing/ram.ts'
import { limits } from '../shared/ram.ts'

const more = {
  User: {},
  Group: {},
  Role: { AssumeRolePolicyDocument: trusting('1234567890123456') },
} as const

const most = {
  User: limits.policiesOf.user.custom,
  Group: limits.policiesOf['user-group'].custom,
  Role: limits.policiesOf.role.custom,
} as const

type HolderName = keyof typeof more

const nameOf = (kind: HolderName, name = 'dev') => ({ [`${kind}Name`]: name })

const custom = async (caller: Caller, PolicyName: string) => {
  await caller.ok('CreatePolicy', { PolicyName, PolicyDocument: allowing('vpc:Describe*') })
  return { PolicyName, PolicyType: 'Custom' }
}

const both = (kind: HolderName) => async (caller: Caller) => {
  await caller.ok(`Create${kind}`, { ...nameOf(kind), ...more[kind] })
  return { ...nameOf(kind), ...(await custom(caller, 'look')) }
}

const notFound = { User: 'user-not-found', Group: 'group-not-found', Role: 'role-not-found' } as const

const missing = (kind: HolderName): Readonly<Record<string, Provoke>> => ({
  [notFound[kind]]: async (caller) => ({ ...(await both(kind)(caller)), ...nameOf(kind, 'nobody') }),
  // What the account has made is no system policy.
  'policy-not-found': async (caller) => ({ ...(await both(kind)(caller)), PolicyType: 'System' }),
})

const attaching = (kind: HolderName): Readonly<Record<string, Provoke>> => ({
  ...missing(kind),
  'policy-attached': async (caller) => {
    const attachment = await both(kind)(caller)
    await caller.ok(`AttachPolicyTo${kind}`, attachment)
    return attachment
  },
  'attachments-exhausted': async (caller) => {
    const attachment = await both(kind)(caller)
    for (let number = 0; number < most[kind]; number += 1) {
      const another = await custom(caller, `look-${number}`)
      await caller.ok(`AttachPolicyTo${kind}`, { ...nameOf(kind), ...another })
    }
    return attachment
  },
})

await testDeclaredErrors(import.meta.dirname, {
  AttachPolicyToUser: attaching('User'),
  AttachPolicyToGroup: attaching('Group'),
  AttachPolicyToRole: attaching('Role'),
  ListPoliciesForUser: { 'user-not-found': async () => nameOf('User') },
  ListPoliciesForGroup: { 'group-not-found': async () => nameOf('Group') },
  ListPoliciesForRole: { 'role-not-found': async () => nameOf('Role') },
  ListEntitiesForPolicy: { 'policy-not-found': async () => ({ PolicyName: 'none', PolicyType: 'Custom' }) },
  DetachPolicyFromUser: { ...missing('User'), 'policy-not-attached': both('User') },
  DetachPolicyFromGroup: { ...missing('Group'), 'policy-not-attached': both('Group') },
  DetachPolicyFromRole: { ...missing('Role'), 'policy-not-attached': both('Role') },
})
