import type { Resource, Tag } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { toSecond } from '../shared/times.ts'
import { noConsole } from './request.ts'

type Role = Resource<'role'>

export const roleArn = ({ account, name }: Pick<Role, 'account' | 'name'>): string =>
  `acs:ram::${account}:role/${name.toLowerCase()}`

export const roleFields = {
  AllowConsoleLogin: r.constant(false, noConsole),
  Arn: r.string(r.derived('the role’s name as AssumeRole has it'), roleArn),
  AssumeRolePolicyDocument: r.string(
    r.given(['NewAssumeRolePolicyDocument', 'AssumeRolePolicyDocument']),
    ({ spec }) => spec.trust,
  ),
  CreateDate: r.string(r.stored('when the role was made'), ({ createdAt }) => toSecond(createdAt)),
  Description: r.string(r.given(['NewDescription', 'Description']), ({ labels }) => labels.description ?? ''),
  IsServiceLinkedRole: r.constant(false, 'no service needs a role here'),
  MaxSessionDuration: r.integer(
    r.given(['NewMaxSessionDuration', 'MaxSessionDuration']),
    ({ spec }) => spec.longestSessionSeconds,
  ),
  RoleId: r.string(r.stored('the role’s id'), ({ id }) => id),
  RoleName: r.string(r.given('RoleName'), ({ name }) => name),
  RolePrincipalName: r.string(
    r.derived('the role’s name and its account'),
    ({ account, name }) => `${name}@role.${account}.onaliyunservice.com`,
  ),
  Tags: r.structure(r.derived('the role’s'), ({ labels }) => labels.tags, {
    Tag: r.structures(r.derived('the role’s'), (tags: readonly Tag[]) => tags, {
      TagKey: r.string(r.derived('the tag’s'), ({ key }) => key),
      TagValue: r.string(r.derived('the tag’s'), ({ value }) => value),
    }),
  }),
  UpdateDate: r.string(r.stored('when it was last updated'), ({ spec }) => toSecond(spec.updatedAt)),
} satisfies r.ResponseFields<Role>

const names = [
  'AllowConsoleLogin',
  'Arn',
  'CreateDate',
  'Description',
  'MaxSessionDuration',
  'RoleId',
  'RoleName',
] as const

export const newRoleFields = r.pick(roleFields, ...names, 'AssumeRolePolicyDocument')
export const updatedRoleFields = r.pick(roleFields, ...names, 'AssumeRolePolicyDocument', 'UpdateDate')
export const fullRoleFields = r.pick(
  roleFields,
  ...names,
  'AssumeRolePolicyDocument',
  'IsServiceLinkedRole',
  'RolePrincipalName',
  'UpdateDate',
)
export const listedRoleFields = r.pick(roleFields, ...names, 'Tags', 'UpdateDate')

/** "Role": {…}. */
export const oneRole = <F extends r.ResponseFields<Role>>(fields: F) => ({
  Role: r.structure(r.derived('the role'), (role: Role) => role, fields),
})
