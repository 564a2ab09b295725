import { createRouter } from '../../../../commands/router.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { newId } from '../../ids.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { isNamed } from '../../settings/standing.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { refuseTags, tagQuotaErrors, tagRules } from '../shared/tag-service.ts'
import { documentedTagErrors, tagsField } from '../shared/tags.ts'
import { descriptionField, shownBy } from './request.ts'
import { ccnFields } from './response.ts'
import type { CcnView } from './view.ts'

const acrossRegions = {
  note: 'Kept and shown: it is about what crosses regions, and nothing does.',
  worldless: 'nothing crosses regions',
}

/** The document has the first two; Terraform’s own configurations ask for the third. */
const metering = t.word('BANDWIDTH', 'TRAFFIC', 'INTER_REGION_BANDWIDTH')

const freeOfCharge = 'what stays in a region costs nothing'

export const createCcn = operation({
  ...about('CreateCcn', 'ccn/*'),
  summary: 'Creates a CCN, which joins the VPCs and VPN gateways of its region that are attached to it.',
  effect: 'write',
  request: {
    CcnName: required(name('bytes')),
    CcnDescription: descriptionField,
    QosLevel: withDefault(t.word('PT', 'AU', 'AG'), 'AU', acrossRegions),
    InstanceChargeType: withDefault(t.word('POSTPAID', 'PREPAID'), 'POSTPAID', acrossRegions),
    InstanceMeteringType: withDefault(metering, 'BANDWIDTH', acrossRegions),
    BandwidthLimitType: withDefault(
      t.word('OUTER_REGION_LIMIT', 'INTER_REGION_LIMIT'),
      'OUTER_REGION_LIMIT',
      acrossRegions,
    ),
    Tags: tagsField,
  },
  rules: [
    ...tagRules('ccn'),
    {
      code: 'UnsupportedOperation.PrepaidCcnOnlySupportInterRegionLimit',
      demand: 'must be INTER_REGION_LIMIT beside PREPAID',
      brokenBy: ({ InstanceChargeType: charge, BandwidthLimitType: limit }) =>
        charge === 'PREPAID' && limit !== 'INTER_REGION_LIMIT' ? 'BandwidthLimitType' : undefined,
    },
    {
      code: 'UnsupportedOperation.PrepaidCcnOnlySupportBandwidthMetering',
      demand: 'must be BANDWIDTH beside PREPAID',
      brokenBy: ({ InstanceChargeType: charge, InstanceMeteringType: metering }) =>
        charge === 'PREPAID' && metering !== 'BANDWIDTH' ? 'InstanceMeteringType' : undefined,
    },
  ],
  response: {
    Ccn: r.structure<CcnView, CcnView>(r.derived('the CCN, as Describe shows it'), (view) => view, ccnFields),
  },
  shownBy: { ...shownBy, id: 'Ccn.CcnId' },
  errors: { 'quota-exhausted': true, 'owner-unidentified': true, 'tag-denied': true, ...tagQuotaErrors },
  documented: [
    'FailedOperation.CreateCcnFailed',
    'InvalidParameter',
    'InvalidParameterValue',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.ParameterMismatch',
    'InvalidParameterValue.TooLong',
    'LimitExceeded',
    'MissingParameter',
    'UnauthorizedOperation.NoRealNameAuthentication',
    'UnsupportedOperation',
    'UnsupportedOperation.CopperCcnNotSupportedCreate',
    'UnsupportedOperation.CopperCcnSupportedPrepaid',
    'UnsupportedOperation.InsufficientFunds',
    'UnsupportedOperation.NotSupportedCreateTrafficMeteringTypeCcn',
    'UnsupportedOperation.PrepaidCcnOnlySupportBandwidthMetering',
    'UnsupportedOperation.PrepaidCcnOnlySupportInterRegionLimit',
    'UnsupportedOperation.UserAndCcnChargeTypeNotMatch',
    ...documentedTagErrors,
  ],
  neverOccurs: {
    'FailedOperation.CreateCcnFailed': 'what fails in the data plane is tried again',
    'InvalidParameterValue.LimitExceeded': 'there may be as many as the account may have, which is LimitExceeded',
    'InvalidParameterValue.Malformed': 'nothing in it has a form of its own',
    'InvalidParameterValue.ParameterMismatch': 'what does not fit PREPAID has codes of its own',
    UnsupportedOperation: 'nothing in it is refused as such',
    'UnsupportedOperation.CopperCcnNotSupportedCreate': 'every level may be asked for',
    'UnsupportedOperation.CopperCcnSupportedPrepaid': 'every level may be asked for',
    'UnsupportedOperation.InsufficientFunds': freeOfCharge,
    'UnsupportedOperation.NotSupportedCreateTrafficMeteringTypeCcn': 'either way of metering may be asked for',
    'UnsupportedOperation.UserAndCcnChargeTypeNotMatch': freeOfCharge,
  },
  async run(context: CallContext, request) {
    const untaggable = await refuseTags(context, 'router', request.Tags)
    if (untaggable !== undefined) return fail(untaggable)
    if (!isNamed(context.account.settings)) {
      return fail(domainError('owner-unidentified', 'it may not have a CCN', context.account.id))
    }
    const { CcnDescription: description = '' } = request
    const known = extras.router.write({
      qosLevel: request.QosLevel,
      chargeType: request.InstanceChargeType,
      meteringType: request.InstanceMeteringType,
      bandwidthLimitType: request.BandwidthLimitType,
    })
    const fresh = newResource(context, newId(context.random, 'ccn'), request.CcnName, request.Tags, known)
    const made = await executed(context, 'router', createRouter, {
      ...fresh,
      labels: { tags: request.Tags ?? [], ...(description === '' ? {} : { description }) },
      prefixes: 'distinct',
      quota: quotaOf(context, 'ccns'),
    })
    return made.ok ? ok({ ccn: made.value, instances: 0 }) : made
  },
})
