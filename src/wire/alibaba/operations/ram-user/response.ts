import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { toSecond } from '../shared/times.ts'

type User = Resource<'user'>

export const userFields = {
  Comments: r.string(r.given(['NewComments', 'Comments']), ({ labels }) => labels.description ?? ''),
  CreateDate: r.string(r.stored('when the user was made'), ({ createdAt }) => toSecond(createdAt)),
  DisplayName: r.string(r.given(['NewDisplayName', 'DisplayName']), (user) => extras.user.read(user).displayName),
  Email: r.string(r.given(['NewEmail', 'Email']), (user) => extras.user.read(user).email),
  LastLoginDate: r.constant('', 'users have access keys alone: there is no console to log in to'),
  MobilePhone: r.string(r.given(['NewMobilePhone', 'MobilePhone']), (user) => extras.user.read(user).mobilePhone),
  UpdateDate: r.string(r.stored('when it was last updated'), ({ spec }) => toSecond(spec.updatedAt)),
  UserId: r.string(r.stored('the user’s id'), ({ id }) => id),
  UserName: r.string(r.given(['NewUserName', 'UserName']), ({ name }) => name),
} satisfies r.ResponseFields<User>

const contact = ['Comments', 'DisplayName', 'Email', 'MobilePhone', 'UserId', 'UserName'] as const

export const newUserFields = r.pick(userFields, 'CreateDate', ...contact)
export const listedUserFields = r.pick(userFields, 'CreateDate', 'UpdateDate', ...contact)

/** "User": {…}. */
export const oneUser = <F extends r.ResponseFields<User>>(fields: F) => ({
  User: r.structure(r.derived('the user'), (user: User) => user, fields),
})
