/** Users, groups, policies and roles of a site, made as a client makes them. */
import type { PrincipalKind } from '../../../domain/principal-kinds.ts'
import { crowd as crowded } from '../../http/testing/principals.ts'
import { looking, trusting } from './cam.ts'
import type { Parameters, TestClient } from './client.ts'

const number = (value: unknown): number => Number(value)

/** Answers the uin. */
export const userIn = async (client: TestClient, Name: string, rest: Parameters = {}): Promise<number> =>
  number((await client.ask('AddUser', { Name, ...rest })).Uin)

export const groupIn = async (client: TestClient, GroupName: string): Promise<number> =>
  number((await client.ask('CreateGroup', { GroupName })).GroupId)

export const policyIn = async (client: TestClient, PolicyName: string, PolicyDocument = looking): Promise<number> =>
  number((await client.ask('CreatePolicy', { PolicyName, PolicyDocument })).PolicyId)

export const roleIn = async (client: TestClient, RoleName: string, PolicyDocument = trusting()): Promise<string> =>
  String((await client.ask('CreateRole', { RoleName, PolicyDocument })).RoleId)

/** As many more of a kind as fill an account up to its limit. */
export const crowd = ({ installation }: TestClient, kind: PrincipalKind, count: number): Promise<void> =>
  crowded(installation, kind, count)

/** Preset: every account has it. */
export const readOnly = 2

export const nothing = 999_999_999
