import type { Resource, Tag } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { formatTime } from '../../times.ts'

const noService = 'no service needs a role here'

/** A role, and the uin of its account. */
export interface ShownRole {
  readonly role: Resource<'role'>
  readonly owner: string
}

export const ownerOf = ({ account }: Pick<CallContext, 'account'>): string => extras.account.read(account).uin

/** As policies name it. */
export const roleArn = (owner: string, name: string): string => `qcs::cam::uin/${owner}:roleName/${name}`

export const roleFields = {
  RoleId: r.string(r.stored('the role’s id'), ({ role }) => role.id),
  RoleName: r.string(r.stored('the role’s name'), ({ role }) => role.name),
  PolicyDocument: r.string(r.given('PolicyDocument'), ({ role }) => role.spec.trust),
  Description: r.string(r.given('Description'), ({ role }) => role.labels.description ?? ''),
  AddTime: r.string(r.stored('when the role was made'), ({ role }) => formatTime(role.createdAt)),
  UpdateTime: r.string(r.stored('when it was changed last'), ({ role }) => formatTime(role.spec.updatedAt)),
  ConsoleLogin: r.integer(r.given('ConsoleLogin'), ({ role }) => (extras.role.read(role).consoleLogin ? 1 : 0)),
  RoleType: r.constant('user', noService),
  SessionDuration: r.integer(r.given('SessionDuration'), ({ role }) => role.spec.longestSessionSeconds),
  DeletionTaskId: r.constant('', noService),
  Tags: r.structures(r.given('Tags'), ({ role }) => role.labels.tags, {
    Key: r.string(r.given('Key'), ({ key }: Tag) => key),
    Value: r.string(r.given('Value'), ({ value }: Tag) => value),
  }),
  RoleArn: r.string(r.derived('the role as AssumeRole takes it'), ({ role, owner }) => roleArn(owner, role.name)),
} satisfies r.ResponseFields<ShownRole>

/** The same, of roles that other operations have made. */
export const listedRoleFields = {
  ...roleFields,
  PolicyDocument: r.string(r.stored('who may take it on'), ({ role }) => role.spec.trust),
  Description: r.string(r.stored('the role’s description'), ({ role }) => role.labels.description ?? ''),
  ConsoleLogin: r.integer(r.stored('whether it is for the console'), ({ role }) =>
    extras.role.read(role).consoleLogin ? 1 : 0,
  ),
  SessionDuration: r.integer(r.stored('in seconds'), ({ role }) => role.spec.longestSessionSeconds),
} satisfies r.ResponseFields<ShownRole>
