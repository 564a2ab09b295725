import { attachNetwork } from '../../../../commands/router.ts'
import { attachGateway } from '../../../../commands/router-gateway.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { noLabels } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { extras } from '../../extras.ts'
import { newId, routeTableOfCcn } from '../../ids.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { foundCcn } from '../shared/ccn.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import {
  attachedFields,
  type DescribedInstance,
  instanceRules,
  isGatewayId,
  onceEach,
  shownBy,
  type WireInstance,
} from './request.ts'

const notShared = 'resources are not shared between accounts'
const inOneRegion = 'networks are not joined across regions'

/** Why a table cannot be what packets of the CCN's instances are routed by. */
export function checkTable(ccn: string, { RouteTableId }: WireInstance): DomainError | undefined {
  if (RouteTableId === undefined || RouteTableId === routeTableOfCcn(ccn)) return undefined
  return domainError('router-table-not-found', `is no table of ${ccn}`, RouteTableId)
}

function attached(context: CallContext, ccn: string, { InstanceId, Description: description = '' }: DescribedInstance) {
  const fresh = newResource(context, newId(context.random, 'ccnAttachment'), '', undefined)
  const common = {
    ...fresh,
    labels: { ...noLabels, ...(description === '' ? {} : { description }) },
    router: ccn,
    quota: quotaOf(context, 'ccn-instances'),
  }
  return isGatewayId(InstanceId)
    ? context.execute(attachGateway, { ...common, gateway: InstanceId })
    : context.execute(attachNetwork, { ...common, network: InstanceId, subnets: [], publishesRoutes: true })
}

export const attachCcnInstances = operation({
  ...about(
    'AttachCcnInstances',
    'ccn/{CcnId}',
    'vpc/{Instances.InstanceId^vpc-?}',
    'vpngw/{Instances.InstanceId^vpngw-?}',
  ),
  summary: 'Attaches VPCs and VPN gateways of type CCN to a CCN, all of them or none.',
  effect: 'write',
  request: {
    ...attachedFields,
    CcnUin: optional(t.text(), {
      note: 'Only CCNs of the caller’s own account are there.',
      worldless: 'a CCN of another account is not there',
    }),
  },
  rules: [...instanceRules('InvalidParameterValue.Malformed'), onceEach],
  response: {},
  shownBy,
  errors: {
    'router-not-found': true,
    'network-not-found': true,
    'gateway-not-found': true,
    'router-table-not-found': wireError(
      'UnsupportedOperation.CcnRouteTableNotExist',
      'The CCN route table `%s` does not exist: it %d.',
    ),
    'gateway-has-network': wireError('UnsupportedOperation', 'The VPN gateway `%s` is not of the type CCN: it %d.'),
    'already-attached': wireError(
      'UnsupportedOperation.CcnAttached',
      'The instance `%s` has been attached to the CCN.',
    ),
    'attached-elsewhere': wireError(
      'LimitExceeded.CurrentInstanceAttachedCcnInstances',
      'The instance `%s` is attached to as many CCNs as it may be: %d.',
    ),
    'quota-exhausted': true,
  },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.CcnAttachBmvpcLimitExceeded',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'LimitExceeded',
    'LimitExceeded.CurrentInstanceAttachedCcnInstances',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.AppIdNotFound',
    'UnsupportedOperation.CcnAttached',
    'UnsupportedOperation.CcnCrossAccount',
    'UnsupportedOperation.CcnOrdinaryAccountRefuseAttach',
    'UnsupportedOperation.CcnRouteTableNotExist',
    'UnsupportedOperation.CcnTrafficMeteringUnableCrossBorder',
    'UnsupportedOperation.InstanceAndRtbNotMatch',
    'UnsupportedOperation.InstanceCdcIdNotMatchCcnCdcId',
    'UnsupportedOperation.InstanceOrdinaryAccountRefuseAttach',
    'UnsupportedOperation.InvalidState',
    'UnsupportedOperation.IsNotFinanceAccount',
    'UnsupportedOperation.MultipleVpcNotSupportAttachAccountHasIpv6',
    'UnsupportedOperation.NotSupportAttachEdgeAndCrossBorderInstance',
    'UnsupportedOperation.PurchaseLimit',
    'UnsupportedOperation.UinNotFound',
    'UnsupportedOperation.UnableCrossBorder',
    'UnsupportedOperation.UnableCrossFinance',
  ],
  neverOccurs: {
    'InvalidParameterValue.CcnAttachBmvpcLimitExceeded': 'there are no networks of physical machines',
    'UnsupportedOperation.AppIdNotFound': notShared,
    'UnsupportedOperation.CcnCrossAccount': notShared,
    'UnsupportedOperation.CcnOrdinaryAccountRefuseAttach': notShared,
    'UnsupportedOperation.CcnTrafficMeteringUnableCrossBorder': inOneRegion,
    'UnsupportedOperation.InstanceAndRtbNotMatch': 'a table that is none of the CCN’s is CcnRouteTableNotExist',
    'UnsupportedOperation.InstanceCdcIdNotMatchCcnCdcId': 'there are no dedicated clusters',
    'UnsupportedOperation.InstanceOrdinaryAccountRefuseAttach': notShared,
    'UnsupportedOperation.InvalidState': 'an instance may be attached while it is being made',
    'UnsupportedOperation.IsNotFinanceAccount': inOneRegion,
    'UnsupportedOperation.MultipleVpcNotSupportAttachAccountHasIpv6': 'networks here are IPv4 only',
    'UnsupportedOperation.NotSupportAttachEdgeAndCrossBorderInstance': inOneRegion,
    'UnsupportedOperation.PurchaseLimit': 'what stays in a region costs nothing',
    'UnsupportedOperation.UinNotFound': 'a CCN of another account is ResourceNotFound',
    'UnsupportedOperation.UnableCrossBorder': inOneRegion,
    'UnsupportedOperation.UnableCrossFinance': inOneRegion,
  },
  async run(context: CallContext, { CcnId, CcnUin = '', Instances }) {
    if (CcnUin !== '' && CcnUin !== extras.account.read(context.account).uin) {
      return fail(domainError('router-not-found', 'is another account’s', CcnId))
    }
    const ccn = await foundCcn(context, CcnId)
    if (!ccn.ok) return ccn
    for (const instance of Instances) {
      const misplaced = checkTable(CcnId, instance)
      if (misplaced !== undefined) return fail(misplaced)
      const made = await attached(context, CcnId, instance)
      if (!made.ok) return made
    }
    return ok({})
  },
})
