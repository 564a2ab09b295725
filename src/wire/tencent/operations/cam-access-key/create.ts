import { createAccessKey as command } from '../../../../commands/access/user.ts'
import type { AccessKey } from '../../../../domain/principal.ts'
import { ok } from '../../../../domain/result.ts'
import { refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { newAccessKey } from '../../ids.ts'
import { everywhere, limits } from '../shared/cam.ts'
import { aboutOther } from '../shared/service.ts'
import { keyCodes, neverOfKeys, ownerErrors, ownerOf, ownerOfKey } from './request.ts'
import { accessKeyFields } from './response.ts'

export const createAccessKey = operation({
  ...aboutOther('cam', 'CreateAccessKey'),
  summary: 'Makes an access key of a user, and tells its secret, which is told no second time.',
  effect: 'write',
  request: {
    ...ownerOfKey,
    Description: refused(t.text(), 'a key has its id and its user alone', { allow: [''] }),
  },
  response: { AccessKey: r.structure(r.derived('the key'), (key: AccessKey) => key, accessKeyFields) },
  shownBy: { operation: 'ListAccessKeys', by: 'TargetUin', id: 'TargetUin', at: 'AccessKeys' },
  errors: { ...ownerErrors, 'access-keys-exhausted': true },
  documented: [...keyCodes, 'OperationDenied.AccessKeyOverLimit'],
  neverOccurs: neverOfKeys(),
  async run(context: CallContext, { TargetUin }) {
    const owner = await ownerOf(context, TargetUin)
    if (!owner.ok) return owner
    const key = { ...owner.value, ...newAccessKey(context.random), createdAt: context.now, most: limits.accessKeys }
    const made = await everywhere(context).execute(command, key)
    if (!made.ok) return made
    const [added] = made.value.keys ?? []
    if (added === undefined) throw new TypeError('a key was made and is not there')
    return ok(added)
  },
})
