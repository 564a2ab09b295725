import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { uidOf } from '../../ids.ts'
import { formatTime } from '../../times.ts'

type Group = Resource<'user-group'>

export const groupFields = {
  GroupId: r.integer(r.stored('the group’s id'), ({ id }) => Number(id)),
  GroupName: r.string(r.given('GroupName'), ({ name }) => name),
  CreateTime: r.string(r.stored('when the group was made'), ({ createdAt }) => formatTime(createdAt)),
  Remark: r.string(r.given('Remark'), ({ labels }) => labels.description ?? ''),
} satisfies r.ResponseFields<Group>

/** The same, of groups that other operations have made. */
export const joinedGroupFields = {
  ...groupFields,
  GroupId: r.integer(r.given('Info.GroupId'), ({ id }) => Number(id)),
  GroupName: r.string(r.stored('the group’s name'), ({ name }) => name),
  Remark: r.string(r.stored('the group’s remark'), ({ labels }) => labels.description ?? ''),
} satisfies r.ResponseFields<Group>

const unverified = 'nobody is written to'

export const memberFields = {
  Uid: r.integer(r.derived('the last digits of the uin'), ({ id }) => uidOf(id)),
  Uin: r.integer(r.stored('the user’s id'), ({ id }) => Number(id)),
  Name: r.string(r.stored('the user’s name'), ({ name }) => name),
  PhoneNum: r.string(r.stored('as the user has it'), (user) => extras.user.read(user).phoneNumber),
  CountryCode: r.string(r.stored('as the user has it'), (user) => extras.user.read(user).countryCode),
  PhoneFlag: r.constant(0, unverified),
  Email: r.string(r.stored('as the user has it'), (user) => extras.user.read(user).email),
  EmailFlag: r.constant(0, unverified),
  UserType: r.constant(1, 'users that the account has made'),
  CreateTime: r.string(r.stored('when the user was made'), ({ createdAt }) => formatTime(createdAt)),
  IsReceiverOwner: r.constant(0, unverified),
  Remark: r.string(r.stored('as the user has it'), ({ labels }) => labels.description ?? ''),
} satisfies r.ResponseFields<Resource<'user'>>
