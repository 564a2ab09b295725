import { attachmentCount } from '../../../../domain/policy-holders.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { systemPolicies } from '../../policy/system.ts'
import { everywhere, type MarkerPage, type MarkerRequest, markerFields, markerPage, noRegion } from '../shared/ram.ts'
import {
  type CountedPolicy,
  customPolicy,
  defaultVersionFields,
  policyNamed,
  policyType,
  type ShownPolicy,
  systemPolicy,
  thatPolicy,
  typedCodes,
  typedPolicy,
} from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { fullPolicyFields, listedPolicyFields, onePolicy } from './response.ts'

const counted = async (context: CallContext, policy: ShownPolicy): Promise<CountedPolicy> => ({
  policy,
  count: await attachmentCount(everywhere(context).reader, policy.ref),
})

export const getPolicy = operation({
  ...about('GetPolicy', ram, thatPolicy),
  summary: 'Describes a policy, and its version that holds.',
  effect: 'read',
  request: { ...noRegion, ...typedPolicy },
  response: {
    ...onePolicy(fullPolicyFields),
    DefaultPolicyVersion: r.structure(
      r.derived('the version that holds'),
      ({ policy }: CountedPolicy) => policy.versions.find(({ holds }) => holds),
      defaultVersionFields,
    ),
  },
  errors: { 'policy-not-found': true },
  documented: [...typedCodes, 'EntityNotExist.Policy'],
  async run(context: CallContext, request) {
    const policy = await policyNamed(context, request)
    return policy.ok ? ok(await counted(context, policy.value)) : policy
  },
})

type Conditions = ReturnType<typeof withTags>

/** The account's own follow those that every account has; a page may have some of both. */
async function policies(
  context: CallContext,
  system: readonly ShownPolicy[],
  where: Conditions | undefined,
  { Marker: position = 0, MaxItems: size }: MarkerRequest,
): Promise<MarkerPage<ShownPolicy>> {
  const items = system.slice(position, position + size)
  const end = position + items.length
  if (end < system.length) return { items, next: end }
  if (where === undefined) return { items, next: undefined }
  const after = Math.max(position - system.length, 0)
  const limit = size - items.length
  const page = await everywhere(context).reader.page('policy', {
    where,
    limit: Math.max(limit, 1),
    ...(after === 0 ? {} : { after }),
  })
  if (limit === 0) return { items, next: page.total > 0 ? end : undefined }
  const next = page.next === undefined ? undefined : system.length + page.next
  return { items: [...items, ...page.items.map(customPolicy)], next }
}

export const listPolicies = operation({
  ...about('ListPolicies', ram, 'policy/*'),
  summary: 'Lists policies: those that every account has, then those that were made in this one.',
  effect: 'read',
  request: {
    ...noRegion,
    PolicyType: optional(policyType),
    ...tagFilter,
    ...markerFields,
    MaxResults: optional(t.integerBetween(1, 1000), {
      note: 'as MaxItems, and before it: Terraform’s provider sends it for system policies',
      noFilter: 'it says how many are shown',
    }),
  },
  response: markerPage('Policies', 'Policy', listedPolicyFields),
  errors: {},
  async run(context: CallContext, request) {
    const { PolicyType: type, Tag, Marker, MaxItems, MaxResults = MaxItems } = request
    const where = withTags(Tag)
    // A system policy has no tags.
    const system = type?.kind === 'custom' || where.length > 0 ? [] : [...systemPolicies.values()].map(systemPolicy)
    const own = type?.kind === 'system' ? undefined : where
    const { items, next } = await policies(context, system, own, { Marker, MaxItems: MaxResults })
    return ok({ items: await Promise.all(items.map((policy) => counted(context, policy))), next })
  },
})
