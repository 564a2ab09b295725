/** Users, roles and sessions of a caller's account, each as a caller of its own. */
import type { Account } from '../../../store/port.ts'
import { addRole, addUser, type Policies } from '../../http/testing/principals.ts'
import type { Caller } from './caller.ts'

interface Statement {
  readonly Effect?: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: unknown
}

export const policyDocument = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '1',
    Statement: statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each })),
  })

/** One that allows these actions on everything. */
export const allowing = (...Action: readonly string[]) => ({ document: policyDocument({ Action }) })

export const userOf = async (caller: Caller, name: string, ...policies: Policies): Promise<Caller> =>
  caller.as(await addUser(caller, name, policies))

/** The document of a role that everybody of the account may take on whose own policies let him. */
export const trustOf = ({ account }: { readonly account: Pick<Account, 'id'> }, rest: object = {}): string =>
  JSON.stringify({
    Version: '1',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${account.id}:root`] }, ...rest },
    ],
  })

export const roleArn = ({ account }: Caller, name: string): string => `acs:ram::${account.id}:role/${name}`

export async function roleOf(caller: Caller, name: string, ...policies: Policies): Promise<string> {
  await addRole(caller, name, trustOf(caller), policies)
  return roleArn(caller, name)
}

interface Credentials {
  readonly AccessKeyId: string
  readonly AccessKeySecret: string
  readonly SecurityToken: string
  readonly Expiration: string
}

/** What a role is as that the caller takes on. */
export async function sessionOf(caller: Caller, RoleArn: string, rest: object = {}): Promise<Caller> {
  const { Credentials: key } = await caller.ok('AssumeRole', { RoleArn, RoleSessionName: 'session', ...rest })
  const { AccessKeyId: id, AccessKeySecret: secret, SecurityToken: token } = key as Credentials
  return caller.as({ id, secret, token })
}
