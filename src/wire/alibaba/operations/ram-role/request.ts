import { required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { aboutAccess, freeText, roleName } from '../shared/ram.ts'

export const namedRole = { RoleName: required(roleName('RoleName')) }

/** Codes that the documents have for a role's name. */
export const roleCodes = ['InvalidParameter.RoleName.InvalidChars', 'InvalidParameter.RoleName.Length'] as const

export const description = (parameter: string) => freeText(parameter, 1024)

export const longestSession = aboutAccess(t.integerBetween(3600, 43_200))

export const noConsole = 'roles are taken on by AssumeRole alone: there is no console to log in to'
