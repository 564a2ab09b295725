import type { Holder, HolderKind } from '../../../../domain/principal-kinds.ts'
import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import { allServed, typeNumber, written } from '../cam-policy/response.ts'
import type { AttachmentPage, ShownAttachment } from './view.ts'

const who = 'who has attached it is in the events of the account'

export const attachedFields = {
  PolicyId: r.integer(r.given('PolicyId'), ({ policy }) => policy.id),
  PolicyName: r.string(r.stored('the policy’s name'), ({ policy }) => policy.name),
  AddTime: r.string(r.stored('when it was attached'), ({ at }) => formatTime(at)),
  CreateMode: r.constant(2, written),
  PolicyType: r.string(r.derived('User of one that the account has made, QCS of a preset one'), ({ policy }) =>
    policy.ref.kind === 'custom' ? 'User' : 'QCS',
  ),
  Remark: r.string(r.stored('the policy’s description'), ({ policy }) => policy.description),
  Description: r.string(r.stored('the policy’s description'), ({ policy }) => policy.description),
  OperateOwnerUin: r.constant('', who),
  OperateUin: r.constant('', who),
  OperateUinType: r.constant(0, who),
  Deactived: r.constant(0, allServed),
  DeactivedDetail: r.constant([], allServed),
} satisfies r.ResponseFields<ShownAttachment>

const ofUser = r.pick(
  attachedFields,
  'PolicyId',
  'PolicyName',
  'AddTime',
  'CreateMode',
  'PolicyType',
  'Remark',
  'OperateOwnerUin',
  'OperateUin',
  'OperateUinType',
  'Deactived',
  'DeactivedDetail',
)

const ofRole = r.pick(
  attachedFields,
  'PolicyId',
  'PolicyName',
  'AddTime',
  'PolicyType',
  'CreateMode',
  'Deactived',
  'DeactivedDetail',
  'Description',
)

export const allAttachedFields = {
  PolicyId: r.string(r.stored('the policy’s id, as text'), ({ policy }) => String(policy.id)),
  PolicyName: r.string(r.stored('the policy’s name'), ({ policy }) => policy.name),
  Description: r.string(r.stored('the policy’s description'), ({ policy }) => policy.description),
  AddTime: r.string(r.stored('when it was attached'), ({ at }) => formatTime(at)),
  StrategyType: r.string(r.derived('1 of one that the account has made, 2 of a preset one'), ({ policy }) =>
    String(typeNumber(policy)),
  ),
  CreateMode: r.constant('2', written),
  Groups: r.structures(r.stored('the groups that the user has it of'), ({ groups }) => groups, {
    GroupId: r.integer(r.stored('the group’s id'), ({ id }: Resource<'user-group'>) => Number(id)),
    GroupName: r.string(r.stored('the group’s name'), ({ name }: Resource<'user-group'>) => name),
  }),
  Deactived: r.constant(0, allServed),
  DeactivedDetail: r.constant([], allServed),
} satisfies r.ResponseFields<ShownAttachment>

const page = <F extends r.ResponseFields<ShownAttachment>>(list: string, fields: F) => ({
  TotalNum: r.integer(r.derived('how many there are'), ({ total }: AttachmentPage) => total),
  [list]: r.structures(r.derived('the page that Page and Rp ask for'), ({ items }: AttachmentPage) => items, fields),
})

export const attachmentsOfUser = page('List', ofUser)
export const attachmentsOfRole = page('List', ofRole)
export const attachmentsOfAll = page('PolicyList', allAttachedFields)

/** Somebody who has a policy. */
export interface ShownHolder {
  readonly holder: Holder
  /** When it was attached, in milliseconds since the epoch. */
  readonly at: number
}

const relations = { user: 1, 'user-group': 2, role: 3 } as const satisfies Record<HolderKind, number>

export const holderFields = {
  Id: r.string(r.stored('the user’s, the group’s or the role’s id'), ({ holder }) => holder.id),
  Name: r.string(r.stored('its name'), ({ holder }) => holder.name),
  Uin: r.integer(r.stored('a user’s uin; 0 of others'), ({ holder }) =>
    holder.kind === 'user' ? Number(holder.id) : 0,
  ),
  RelatedType: r.integer(
    r.derived('1 of a user, 2 of a group, 3 of a role'),
    ({ holder }) => relations[holder.kind as HolderKind],
  ),
  AttachmentTime: r.string(r.stored('when it was attached'), ({ at }) => formatTime(at)),
} satisfies r.ResponseFields<ShownHolder>
