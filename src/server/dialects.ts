import type { PrincipalRules } from '../domain/principal-rules.ts'
import type { SettingTable } from '../domain/setting.ts'
import { alibaba } from '../wire/alibaba/dialect.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import { tencent } from '../wire/tencent/dialect.ts'

/** Each is asked in turn whether a request is in its form; the first answers what none of them knows. */
export const dialects: readonly Dialect[] = [tencent, alibaba]

/** What can be set of the accounts of a dialect. */
export const settingsOf = (dialect: string): SettingTable =>
  dialects.find(({ name }) => name === dialect)?.settings() ?? new Map()

/** What users, groups, policies and roles of such accounts are held to; undefined where there are none. */
export const principalRulesOf = async (dialect: string): Promise<PrincipalRules | undefined> =>
  dialects.find(({ name }) => name === dialect)?.principalRules?.()
