import { changeAccessKey as command } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere } from '../shared/cam.ts'
import { aboutOther } from '../shared/service.ts'
import { keyCodes, namedKey, neverOfKeys, ownerErrors, ownerOf } from './request.ts'

export const deleteAccessKey = operation({
  ...aboutOther('cam', 'DeleteAccessKey'),
  summary: 'Deletes an access key of a user.',
  effect: 'write',
  request: namedKey,
  response: {},
  errors: { ...ownerErrors, 'access-key-not-found': true },
  documented: [...keyCodes, 'OperationDenied.AccessKeyOverLimit', 'ResourceNotFound.SecretNotExist'],
  neverOccurs: neverOfKeys('OperationDenied.AccessKeyOverLimit'),
  async run(context: CallContext, { TargetUin, AccessKeyId: id }) {
    const owner = await ownerOf(context, TargetUin)
    if (!owner.ok) return owner
    const deleted = await everywhere(context).execute(command, { ...owner.value, id, become: 'gone' })
    return deleted.ok ? ok({}) : deleted
  },
})
