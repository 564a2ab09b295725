import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { toSecond } from '../shared/times.ts'

type Group = Resource<'user-group'>

export const groupFields = {
  Comments: r.string(r.given(['NewComments', 'Comments']), ({ labels }) => labels.description ?? ''),
  CreateDate: r.string(r.stored('when the group was made'), ({ createdAt }) => toSecond(createdAt)),
  GroupId: r.string(r.stored('the group’s id'), ({ id }) => id),
  GroupName: r.string(r.given(['NewGroupName', 'GroupName']), ({ name }) => name),
  UpdateDate: r.string(r.stored('when it was last updated'), ({ spec }) => toSecond(spec.updatedAt)),
} satisfies r.ResponseFields<Group>

/** "Group": {…}. */
export const oneGroup = <F extends r.ResponseFields<Group>>(fields: F) => ({
  Group: r.structure(r.derived('the group'), (group: Group) => group, fields),
})
