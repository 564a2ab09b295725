import { createGroup as command } from '../../../../commands/access/group.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newPrincipalId } from '../../ids.ts'
import { everywhere, groupName, labelled, limits, newPrincipal, remark } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'

export const createGroup = operation({
  ...aboutOther('cam', 'CreateGroup'),
  summary: 'Makes a group of users, with nobody in it.',
  effect: 'write',
  request: { GroupName: required(groupName), Remark: optional(remark) },
  response: { GroupId: r.integer(r.stored('the group’s id'), ({ id }: Resource<'user-group'>) => Number(id)) },
  shownBy: { operation: 'GetGroup', by: 'GroupId', id: 'GroupId', at: '' },
  errors: { 'group-exists': true, 'groups-exhausted': true },
  documented: [
    'FailedOperation',
    'InvalidParameter.GroupFull',
    'InvalidParameter.GroupNameInUse',
    'InvalidParameter.ParamError',
  ],
  neverOccurs: neverOf('FailedOperation'),
  async run(context: CallContext, { GroupName, Remark }) {
    const id = newPrincipalId['user-group'](context.random)
    const group = newPrincipal(context, id, GroupName, labelled(Remark))
    return executed(everywhere(context), 'user-group', command, { ...group, most: limits.groups })
  },
})
