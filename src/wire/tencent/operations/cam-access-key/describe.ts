import { findUser } from '../../../../commands/access/user.ts'
import type { AccessKey } from '../../../../domain/principal.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere } from '../shared/cam.ts'
import { aboutOther } from '../shared/service.ts'
import { keyCodes, neverOfKeys, ownerErrors, ownerOf, ownerOfKey } from './request.ts'
import { listedKeyFields } from './response.ts'

export const listAccessKeys = operation({
  ...aboutOther('cam', 'ListAccessKeys'),
  summary: 'Lists the access keys of a user, without their secrets.',
  effect: 'read',
  request: ownerOfKey,
  response: {
    AccessKeys: r.structures(r.derived('all that there are'), (keys: readonly AccessKey[]) => keys, listedKeyFields),
  },
  errors: ownerErrors,
  documented: [
    ...keyCodes,
    'InternalError.UnknownError',
    'OperationDenied.AccessKeyOverLimit',
    'ResourceNotFound.SecretNotExist',
  ],
  neverOccurs: neverOfKeys(
    'InternalError.UnknownError',
    'OperationDenied.AccessKeyOverLimit',
    'ResourceNotFound.SecretNotExist',
  ),
  async run(context: CallContext, { TargetUin }) {
    const owner = await ownerOf(context, TargetUin)
    if (!owner.ok) return owner
    const { reader } = everywhere(context)
    const user = await findUser(reader, owner.value)
    return ok(user === undefined ? [] : await reader.keysOf(user.id))
  },
})
