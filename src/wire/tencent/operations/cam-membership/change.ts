/** What adding to groups and taking out of them have in common. */
import { addToGroup, type Member, removeFromGroup } from '../../../../commands/access/group.ts'
import type { DomainError, DomainErrorCode } from '../../../../domain/error.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { uinOf } from '../../ids.ts'
import { aboutAccess, everywhere, groupId, limits, paramError, uin } from '../shared/cam.ts'
import { groupWithId, userWithUin } from '../shared/cam-holders.ts'

const what = 'the uid of a user'

/** As the uin that goes with it. */
export const uid = aboutAccess(
  t.coded(
    t.checked(
      t.integer(what, (value) => value > 0),
      what,
      uinOf,
    ),
    paramError,
  ),
)

export const nobodyNamed = 'InvalidParameter.UserUinAndUinNotAllNull'

const membership = t.structure({
  GroupId: required(groupId),
  Uid: optional(uid, { note: 'or Uin' }),
  Uin: optional(uin),
})

const most = 100

/** Pairs of a group and a user. */
export const info = required(
  t.refined(t.list(membership, { most }), `at most ${most}, each with Uid or Uin`, [nobodyNamed], (pairs) => {
    const at = pairs.findIndex(({ Uid, Uin }) => Uid === undefined && Uin === undefined)
    return at < 0 ? undefined : { code: nobodyNamed, detail: 'Uid or Uin must say who', at: `${at}.Uid` }
  }),
)

interface Pair {
  readonly GroupId: string
  readonly Uid: string | undefined
  readonly Uin: string | undefined
}

/** The documents have no code for what is as it is to be. */
const change =
  (command: typeof addToGroup, already: DomainErrorCode) =>
  async (context: CallContext, pairs: readonly Pair[]): Promise<Result<object, DomainError>> => {
    for (const { GroupId, Uid, Uin } of pairs) {
      const group = await groupWithId(context, GroupId)
      if (!group.ok) return group
      const user = await userWithUin(context, Uin ?? Uid ?? '')
      if (!user.ok) return user
      const member: Member = {
        account: context.account.id,
        user: user.value.name,
        group: group.value.name,
        now: context.now,
        most: limits.memberships,
      }
      const changed = await everywhere(context).execute(command, member)
      if (!changed.ok && changed.error.code !== already) return changed
    }
    return ok({})
  }

export const add = change(addToGroup, 'membership-exists')
export const remove = change(removeFromGroup, 'membership-not-found')

export const groupNotExist = wireError('InvalidParameter.GroupNotExist', 'The group `%s` does not exist: %d.')
