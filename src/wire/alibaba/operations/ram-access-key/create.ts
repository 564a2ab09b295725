import { createAccessKey as command } from '../../../../commands/access/user.ts'
import type { AccessKey } from '../../../../domain/principal.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { newAccessKey } from '../../ids.ts'
import { everywhere, limits, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { ownerOfKey, userOf } from './request.ts'
import { accessKeyFields } from './response.ts'

export const createAccessKey = operation({
  ...about('CreateAccessKey', ram, 'user/{UserName}'),
  summary: 'Makes an access key of a user, and tells its secret, which is told no second time.',
  effect: 'write',
  request: { ...noRegion, ...ownerOfKey },
  response: {
    AccessKey: r.structure(r.derived('the key'), (key: AccessKey) => key, accessKeyFields),
  },
  shownBy: {
    operation: 'ListAccessKeys',
    by: 'UserName',
    id: 'UserName',
    at: 'AccessKeys.AccessKey',
  },
  errors: { 'user-not-found': true, 'access-keys-exhausted': true },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'LimitExceeded.User.AccessKey',
  ],
  async run(context: CallContext, { UserName }) {
    const { random, now: createdAt } = context
    const key = { ...userOf(context, UserName), ...newAccessKey(random), createdAt, most: limits.accessKeys }
    const made = await everywhere(context).execute(command, key)
    if (!made.ok) return made
    const [added] = made.value.keys ?? []
    if (added === undefined) throw new TypeError('a key was made and is not there')
    return ok(added)
  },
})
