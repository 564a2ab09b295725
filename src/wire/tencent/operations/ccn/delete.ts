import { deleteRouter } from '../../../../commands/router.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { foundCcn } from '../shared/ccn.ts'
import { about } from '../shared/service.ts'
import { ccnField } from './request.ts'

export const deleteCcn = operation({
  ...about('DeleteCcn', 'ccn/{CcnId}'),
  summary: 'Deletes a CCN that nothing is attached to.',
  effect: 'write',
  request: ccnField,
  response: {},
  errors: {
    'router-not-found': true,
    'in-use': wireError(
      'UnsupportedOperation.ExistCcnInstancesNotSupportDeleteCcn',
      'Instances are attached to the CCN `%s`: %d.',
    ),
  },
  documented: [
    'InvalidParameter',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.ParameterMismatch',
    'ResourceInUse',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.AppIdMismatch',
    'UnsupportedOperation.BandwidthNotExpired',
    'UnsupportedOperation.CcnHasFlowLog',
    'UnsupportedOperation.DeleteCcnExistCcnExpressConnect',
    'UnsupportedOperation.ExistCcnCustomRouteTablesNotSupportDeleteCcn',
    'UnsupportedOperation.ExistCcnInstancesNotSupportDeleteCcn',
    'UnsupportedOperation.RouteTableCanNotDelete',
  ],
  neverOccurs: {
    'InvalidParameterValue.ParameterMismatch': 'there is nothing in it that could not fit',
    ResourceInUse: 'told as ExistCcnInstancesNotSupportDeleteCcn, which clients do not try again',
    UnsupportedOperation: 'what is in the way has a code of its own',
    'UnsupportedOperation.AppIdMismatch': 'what is another account’s is not there',
    'UnsupportedOperation.BandwidthNotExpired': 'nothing crosses regions, so no bandwidth is bought',
    'UnsupportedOperation.CcnHasFlowLog': 'there are no flow logs',
    'UnsupportedOperation.DeleteCcnExistCcnExpressConnect': 'there are no leased lines',
    'UnsupportedOperation.RouteTableCanNotDelete': 'its own table goes with it',
  },
  notYet: {
    'UnsupportedOperation.ExistCcnCustomRouteTablesNotSupportDeleteCcn': 'a CCN has no route tables of its own yet',
  },
  async run(context: CallContext, { CcnId }) {
    const ccn = await foundCcn(context, CcnId)
    if (!ccn.ok) return ccn
    const deleted = await context.execute(deleteRouter, { id: CcnId, letsGo: true })
    return deleted.ok ? ok({}) : deleted
  },
})
