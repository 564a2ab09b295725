import * as t from '../../../../operations/wire-type.ts'
import { aboutAccess, paramError } from '../shared/cam.ts'

/** The longest that any session may last, in seconds. */
export const longest = 43_200

export const usualLongest = 7200

export const sessionDuration = aboutAccess(t.coded(t.integerBetween(1, longest), paramError))
