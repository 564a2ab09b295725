import { revokeGrant } from '../../../../commands/grant.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { grantedKinds, grantee, incorrectStatus, instanceErrors } from '../shared/grants.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'

export const revokeInstanceFromCen = operation({
  ...about('RevokeInstanceFromCen', vpc, 'vpc/{InstanceId}'),
  summary: 'Takes back what was granted to a CEN instance; a VPC that is attached by it has to be detached before.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    InstanceId: required(id),
    InstanceType: required(t.word('VPC')),
    ...grantee,
    ...clientToken,
  },
  response: {},
  errors: {
    'network-not-found': instanceErrors['network-not-found'],
    'grant-not-found': true,
    // The code that Terraform's provider asks again after.
    'in-use': { ...incorrectStatus, message: 'Current Instance status does not support this operation: %d.' },
  },
  async run(context: CallContext, { InstanceId: target, InstanceType, CenId: group, CenOwnerId }) {
    const input = { kind: grantedKinds[InstanceType], target, group, grantee: CenOwnerId }
    const revoked = await context.execute(revokeGrant, input)
    return revoked.ok ? ok({}) : revoked
  },
})
