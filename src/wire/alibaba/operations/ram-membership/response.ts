import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { toSecond } from '../shared/times.ts'

/** A user in a group. */
export interface Membership {
  readonly user: Resource<'user'>
  readonly group: Resource<'user-group'>
}

const joined = ({ user, group }: Membership): string | undefined => {
  const since = user.spec.groups.find((each) => each.group === group.id)?.since
  return since === undefined ? undefined : toSecond(since)
}

const JoinDate = r.string(r.stored('when the user was put into the group'), joined)

export const memberFields = {
  DisplayName: r.string(r.derived('the user’s'), ({ user }) => extras.user.read(user).displayName),
  JoinDate,
  UserName: r.string(r.given('UserName'), ({ user }) => user.name),
} satisfies r.ResponseFields<Membership>

export const groupOfUserFields = {
  Comments: r.string(r.derived('the group’s'), ({ group }) => group.labels.description ?? ''),
  GroupId: r.string(r.derived('the group’s'), ({ group }) => group.id),
  GroupName: r.string(r.derived('the group’s'), ({ group }) => group.name),
  JoinDate,
} satisfies r.ResponseFields<Membership>
