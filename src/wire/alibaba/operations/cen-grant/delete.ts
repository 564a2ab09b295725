import { revokeGrant } from '../../../../commands/grant.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { grantedKinds, grantee, instanceErrors } from '../shared/grants.ts'
import { anyRegion, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'

export const revokeInstanceFromTransitRouter = operation({
  ...about('RevokeInstanceFromTransitRouter', cen, '*'),
  summary: 'Takes back what was granted to a CEN instance; what is attached by it has to be detached before.',
  effect: 'write',
  request: { ...anyRegion, InstanceId: required(id), InstanceType: required(t.word('VPC', 'VPN')), ...grantee },
  response: {},
  errors: {
    ...instanceErrors,
    'grant-not-found': true,
    'in-use': {
      status: 400,
      code: 'InvalidOperation.AttachedChildInstanceExist',
      message: 'The operation is invalid, because there are attached child instances: %d.',
    },
  },
  async run(context: CallContext, { InstanceId: target, InstanceType, CenId: group, CenOwnerId }) {
    const input = { kind: grantedKinds[InstanceType], target, group, grantee: CenOwnerId }
    const revoked = await context.acrossRegions().execute(revokeGrant, input)
    return revoked.ok ? ok({}) : revoked
  },
})
