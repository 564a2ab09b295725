import type { AccessKey } from '../../../../domain/principal.ts'
import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { uidOf } from '../../ids.ts'
import { formatTime } from '../../times.ts'

type User = Resource<'user'>

export const noConsole = 'there is no console to log in to'

export const userFields = {
  ConsoleLogin: r.integer(r.given('ConsoleLogin'), (user) => (extras.user.read(user).consoleLogin ? 1 : 0)),
  CountryCode: r.string(r.given('CountryCode'), (user) => extras.user.read(user).countryCode),
  CreateTime: r.string(r.stored('when the user was made'), ({ createdAt }) => formatTime(createdAt)),
  Email: r.string(r.given('Email'), (user) => extras.user.read(user).email),
  LastLoginIp: r.constant('', noConsole),
  LastLoginTime: r.constant('', noConsole),
  Name: r.string(r.given('Name'), ({ name }) => name),
  NickName: r.constant('', 'users have one name'),
  PhoneNum: r.string(r.given('PhoneNum'), (user) => extras.user.read(user).phoneNumber),
  RecentlyLoginIP: r.constant('', noConsole),
  RecentlyLoginTime: r.constant('', noConsole),
  Remark: r.string(r.given('Remark'), ({ labels }) => labels.description ?? ''),
  Uid: r.integer(r.derived('the last digits of the uin'), ({ id }) => uidOf(id)),
  Uin: r.integer(r.stored('the user’s id'), ({ id }) => Number(id)),
  UserType: r.constant(2, 'users that the account has made'),
} satisfies r.ResponseFields<User>

const contact = ['Uin', 'Name', 'Uid', 'Remark', 'ConsoleLogin', 'PhoneNum', 'CountryCode', 'Email'] as const

export const oneUserFields = r.pick(userFields, ...contact, 'RecentlyLoginIP', 'RecentlyLoginTime')
export const listedUserFields = r.pick(userFields, ...contact, 'CreateTime', 'NickName')
export const subAccountFields = r.pick(
  userFields,
  'Uin',
  'Name',
  'Uid',
  'Remark',
  'CreateTime',
  'UserType',
  'LastLoginIp',
  'LastLoginTime',
)

/** A user, and the key that came with it. */
export interface NewUser {
  readonly user: User
  readonly key?: AccessKey
  /** Kept nowhere. */
  readonly password: string
}

export const newUserFields = {
  Uin: r.integer(r.stored('the user’s id'), ({ user }) => Number(user.id)),
  Uid: r.integer(r.derived('the last digits of the uin'), ({ user }) => uidOf(user.id)),
  Name: r.string(r.given('Name'), ({ user }) => user.name),
  Password: r.string(
    r.given('Password', { otherwise: 'one that is made up for whoever is to log in' }),
    ({ password }) => password,
  ),
  SecretId: r.string(r.stored('the id of the key that UseApi asks for; empty without it'), ({ key }) => key?.id ?? ''),
  SecretKey: r.string(r.stored('its secret, which is told this once'), ({ key }) => key?.secret ?? ''),
} satisfies r.ResponseFields<NewUser>
