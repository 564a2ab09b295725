import { changeAccessKey as command } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutAccess, everywhere, paramError } from '../shared/cam.ts'
import { aboutOther } from '../shared/service.ts'
import { keyCodes, namedKey, neverOfKeys, ownerErrors, ownerOf } from './request.ts'

const status = aboutAccess(t.coded(t.oneOf({ Active: 'active', Inactive: 'inactive' }), paramError))

export const updateAccessKey = operation({
  ...aboutOther('cam', 'UpdateAccessKey'),
  summary: 'Switches an access key of a user on or off.',
  effect: 'write',
  request: { ...namedKey, Status: required(status) },
  response: {},
  shownBy: { operation: 'ListAccessKeys', by: 'TargetUin', id: 'TargetUin', at: 'AccessKeys' },
  errors: { ...ownerErrors, 'access-key-not-found': true },
  documented: [...keyCodes, 'OperationDenied.AccessKeyOverLimit', 'ResourceNotFound.SecretNotExist'],
  neverOccurs: neverOfKeys('OperationDenied.AccessKeyOverLimit'),
  async run(context: CallContext, { TargetUin, AccessKeyId: id, Status: become }) {
    const owner = await ownerOf(context, TargetUin)
    if (!owner.ok) return owner
    const changed = await everywhere(context).execute(command, { ...owner.value, id, become })
    return changed.ok ? ok({}) : changed
  },
})
