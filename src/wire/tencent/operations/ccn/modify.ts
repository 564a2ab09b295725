import { modifyRouter } from '../../../../commands/router-prefix.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'
import { ccnField, descriptionField, shownBy } from './request.ts'

const noQos = 'traffic is not marked, nor told apart by marks'

export const modifyCcnAttribute = operation({
  ...about('ModifyCcnAttribute', 'ccn/{CcnId}'),
  summary: 'Changes what is given of a CCN, and nothing else.',
  effect: 'write',
  request: {
    ...ccnField,
    CcnName: optional(name('bytes')),
    CcnDescription: descriptionField,
    RouteECMPFlag: refused(t.boolean, 'routes of one prefix do not share the traffic', { allow: [false] }),
    RouteOverlapFlag: optional(t.boolean, {
      note: 'Where it is true, only routes of the same prefix exclude one another.',
    }),
    TrafficMarkingPolicyFlag: refused(t.boolean, noQos, { allow: [false] }),
    MixedBillingFlag: refused(t.boolean, 'what stays in a region costs nothing', { allow: [false] }),
  },
  response: {},
  shownBy: { ...shownBy, id: 'CcnId' },
  errors: {
    'router-not-found': true,
    'prefixes-overlap': wireError(
      'UnsupportedOperation.CcnRouteOverlapFlagDisableNotSupported',
      'Routes of the CCN overlap: `%s` %d.',
    ),
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
    'UnsupportedOperation.CcnRouteOverlapFlagDisableNotSupported',
    'UnsupportedOperation.EnableMultiCcnBandwidth',
    'UnsupportedOperation.ExistCcnRouteMatchRule',
    'UnsupportedOperation.ExistTrafficQosPolicy',
    'UnsupportedOperation.OnlyInterRegionLimitSupportedCreateTrafficQosPolicy',
    'UnsupportedOperation.TrafficQosPolicyBandwidth',
    'UnsupportedOperation.WhiteListNotAdd',
  ],
  neverOccurs: {
    'UnsupportedOperation.EnableMultiCcnBandwidth': 'nothing crosses regions, so there are no bandwidths between them',
    'UnsupportedOperation.ExistCcnRouteMatchRule': 'routes are matched by their prefixes alone',
    'UnsupportedOperation.ExistTrafficQosPolicy': noQos,
    'UnsupportedOperation.OnlyInterRegionLimitSupportedCreateTrafficQosPolicy': noQos,
    'UnsupportedOperation.TrafficQosPolicyBandwidth': noQos,
    'UnsupportedOperation.WhiteListNotAdd': 'nothing has to be applied for',
  },
  async run(context: CallContext, { CcnId, CcnName, CcnDescription, RouteOverlapFlag }) {
    const modified = await context.execute(modifyRouter, {
      router: CcnId,
      ...(CcnName === undefined ? {} : { name: CcnName }),
      ...(CcnDescription === undefined ? {} : { description: CcnDescription }),
      ...(RouteOverlapFlag === undefined ? {} : { prefixes: RouteOverlapFlag ? 'nested' : 'distinct' }),
    })
    return modified.ok ? ok({}) : modified
  },
})
