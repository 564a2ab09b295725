/** Users, groups, policies and roles, made as a client makes them. */
import type { OperationClient } from '../../http/testing/operation-fixture.ts'
import type { Tree } from '../../http/testing/request-places.ts'
import { policyDocument } from './access.ts'
import { made } from './made.ts'

let counted = 0

/** Names are the account's alone. */
const fresh = (): string => {
  counted += 1
  return `n${counted}`
}

export const looking = policyDocument({ action: ['vpc:Describe*'] })
export const everything = policyDocument({ action: ['vpc:*'] })

/** Whom a role admits: everybody of the account. */
export const trusting = (who = 'root'): string =>
  JSON.stringify({
    version: '2.0',
    statement: [
      { effect: 'allow', action: ['name/sts:AssumeRole'], principal: { qcs: [`qcs::cam::uin/100000000001:${who}`] } },
    ],
  })

/** Answers the name, by which users are asked for. */
export async function userNamed(client: OperationClient): Promise<string> {
  const Name = fresh()
  await made(client, 'AddUser', { Name }, 'Uin')
  return Name
}

export const user = async (client: OperationClient): Promise<number> =>
  Number(await made(client, 'AddUser', { Name: fresh() }, 'Uin'))

export const group = async (client: OperationClient): Promise<number> =>
  Number(await made(client, 'CreateGroup', { GroupName: fresh() }, 'GroupId'))

export const policy = async (client: OperationClient, rest: Tree = {}): Promise<number> =>
  Number(await made(client, 'CreatePolicy', { PolicyName: fresh(), PolicyDocument: looking, ...rest }, 'PolicyId'))

export const role = (client: OperationClient, rest: Tree = {}): Promise<string> =>
  made(client, 'CreateRole', { RoleName: fresh(), PolicyDocument: trusting(), ...rest }, 'RoleId')
