import type { Tag } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import type { ShownPolicy } from '../shared/cam-policies.ts'

export const timeOf = (at: number | undefined): string => (at === undefined ? '' : formatTime(at))

export const typeNumber = ({ ref }: ShownPolicy): number => (ref.kind === 'custom' ? 1 : 2)

export const written = 'policies are written as documents here'
export const allServed = 'no product goes out of service here'

export const policyFields = {
  PolicyName: r.string(r.given('PolicyName'), ({ name }) => name),
  Description: r.string(r.given('Description'), ({ description }) => description),
  Type: r.integer(r.derived('1 of one that the account has made, 2 of a preset one'), typeNumber),
  AddTime: r.string(r.stored('when it was made; empty of a preset one'), ({ createdAt }) => timeOf(createdAt)),
  UpdateTime: r.string(r.stored('when it was changed last; empty of a preset one'), ({ updatedAt }) =>
    timeOf(updatedAt),
  ),
  PolicyDocument: r.string(r.given('PolicyDocument'), ({ document }) => document),
  PresetAlias: r.constant('', 'preset policies have one name'),
  IsServiceLinkedRolePolicy: r.constant(0, 'no service needs a role here'),
  Tags: r.structures(r.given('Tags'), ({ tags }) => tags, {
    Key: r.string(r.given('Key'), ({ key }: Tag) => key),
    Value: r.string(r.given('Value'), ({ value }: Tag) => value),
  }),
} satisfies r.ResponseFields<ShownPolicy>

/** A policy of a list, and how many have it. */
export interface CountedPolicy {
  readonly policy: ShownPolicy
  readonly count: number
}

const counted = r.derived('how many users, groups and roles have it')

export const listedPolicyFields = {
  PolicyId: r.integer(r.stored('the policy’s id'), ({ policy }) => policy.id),
  PolicyName: r.string(r.stored('the policy’s name'), ({ policy }) => policy.name),
  AddTime: r.string(r.stored('when it was made; empty of a preset one'), ({ policy }) => timeOf(policy.createdAt)),
  UpdateTime: r.string(r.stored('when it was changed last'), ({ policy }) => timeOf(policy.updatedAt)),
  Type: r.integer(r.derived('1 of one that the account has made, 2 of a preset one'), ({ policy }) =>
    typeNumber(policy),
  ),
  Description: r.string(r.stored('the policy’s description'), ({ policy }) => policy.description),
  CreateMode: r.constant(2, written),
  Attachments: r.integer(counted, ({ count }) => count),
  AttachEntityCount: r.integer(counted, ({ count }) => count),
  AttachEntityBoundaryCount: r.constant(0, 'there are no boundaries of permissions'),
  ServiceType: r.constant('', written),
  IsAttached: r.constant(0, 'nobody is asked about'),
  Deactived: r.constant(0, allServed),
  DeactivedDetail: r.constant([], allServed),
  IsServiceLinkedPolicy: r.constant(0, 'no service needs a role here'),
  Tags: r.structures(r.stored('the policy’s tags'), ({ policy }) => policy.tags, {
    Key: r.string(r.stored('the key'), ({ key }: Tag) => key),
    Value: r.string(r.stored('the value'), ({ value }: Tag) => value),
  }),
} satisfies r.ResponseFields<CountedPolicy>
