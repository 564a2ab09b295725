/** Policies that every account has: "VPC" and "Policy Examples" (October 2024), VPC documentation; "ours" where no page gives the text. */

export interface PresetPolicy {
  /** Ours. */
  readonly id: number
  readonly name: string
  readonly description: string
  readonly document: string
}

const allowing = (id: number, name: string, description: string, action: readonly string[], resource: string) => ({
  id,
  name,
  description,
  document: JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource: [resource] }] }),
})

const all: readonly PresetPolicy[] = [
  allowing(1, 'AdministratorAccess', 'Full access to all resources and finances of the account.', ['*'], '*'),
  // Ours.
  allowing(
    2,
    'ReadOnlyAccess',
    'Read-only access to all resources of the account.',
    ['Describe*', 'Get*', 'List*', 'Inquiry*'].map((action) => `*:${action}`),
    '*',
  ),
  allowing(3, 'QcloudVPCFullAccess', 'Full access to Virtual Private Cloud.', ['name/vpc:*'], '*'),
  allowing(
    4,
    'QcloudVPCReadOnlyAccess',
    'Read-only access to Virtual Private Cloud.',
    ['Describe*', 'Inquiry*', 'Get*'].map((action) => `name/vpc:${action}`),
    '*',
  ),
  allowing(5, 'QcloudVPCFinanceAccess', 'Payments of Virtual Private Cloud.', ['finance:*'], 'qcs::vpc:::*'),
  // These are ours too.
  allowing(
    6,
    'QcloudCCNFullAccess',
    'Full access to Cloud Connect Network.',
    ['name/vpc:*Ccn*', 'name/vpc:DescribeVpcs'],
    '*',
  ),
  allowing(7, 'QcloudTagFullAccess', 'Full access to tags.', ['name/tag:*'], '*'),
  allowing(8, 'QcloudCamFullAccess', 'Full access to Cloud Access Management.', ['name/cam:*'], '*'),
  allowing(
    9,
    'QcloudCamReadOnlyAccess',
    'Read-only access to Cloud Access Management.',
    ['Describe*', 'Get*', 'List*'].map((action) => `name/cam:${action}`),
    '*',
  ),
  allowing(10, 'QcloudSTSFullAccess', 'Full access to temporary credentials.', ['name/sts:*'], '*'),
]

/** By name. */
export const presetPolicies: ReadonlyMap<string, PresetPolicy> = new Map(all.map((policy) => [policy.name, policy]))

/** By id. */
export const presetPoliciesById: ReadonlyMap<number, PresetPolicy> = new Map(all.map((policy) => [policy.id, policy]))
