import { required } from '../../../../operations/field.ts'
import { groupName } from '../shared/ram.ts'

export const namedGroup = { GroupName: required(groupName('GroupName')) }
