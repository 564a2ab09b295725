import { findUser, noUser } from '../../../../commands/access/user.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named, uin } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { namedUser } from './request.ts'
import { listedUserFields, oneUserFields, subAccountFields } from './response.ts'

export const getUser = operation({
  ...aboutOther('cam', 'GetUser'),
  summary: 'Describes a user.',
  effect: 'read',
  request: namedUser,
  response: oneUserFields,
  errors: { 'user-not-found': true },
  documented: ['FailedOperation', 'ResourceNotFound.UserNotExist'],
  neverOccurs: neverOf('FailedOperation'),
  async run(context: CallContext, { Name }) {
    const user = await findUser(everywhere(context).reader, named(context, Name))
    return user === undefined ? fail(noUser(Name)) : ok(user)
  },
})

type Users = readonly Resource<'user'>[]

export const listUsers = operation({
  ...aboutOther('cam', 'ListUsers'),
  summary: 'Lists all users.',
  effect: 'read',
  request: {},
  response: { Data: r.structures(r.derived('all users, newest first'), (users: Users) => users, listedUserFields) },
  errors: {},
  documented: ['FailedOperation'],
  neverOccurs: neverOf('FailedOperation'),
  run: async (context: CallContext) => ok(await allOf(everywhere(context).reader, 'user', [])),
})

export const describeSubAccounts = operation({
  ...aboutOther('cam', 'DescribeSubAccounts'),
  summary: 'Describes users by their uins.',
  effect: 'read',
  request: { FilterSubAccountUin: required(t.list(uin, { most: 50 })) },
  response: {
    SubAccounts: r.structures(r.derived('those that are there'), (users: Users) => users, subAccountFields),
  },
  errors: {},
  documented: ['FailedOperation', 'InternalError.SystemError', 'InvalidParameter'],
  neverOccurs: neverOf('FailedOperation', 'InternalError.SystemError'),
  run: async (context: CallContext, { FilterSubAccountUin: anyOf }) =>
    ok(await allOf(everywhere(context).reader, 'user', [{ by: 'id', anyOf }])),
})
