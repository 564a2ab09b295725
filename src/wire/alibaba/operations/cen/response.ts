import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { resourceGroupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'

/** Of an operation on the CEN instance itself. */
export const noSuchCen = {
  status: 400,
  code: 'ParameterCenInstanceId',
  message: 'The specified CEN instance does not exist.',
} as const

/** Of an attachment or a range that FULL does not let in; no page at hand has a code for it. */
export const rangesOverlap = {
  status: 400,
  code: 'InvalidOperation.CidrConflict',
  message: 'The CIDR blocks of VPCs of the CEN instance overlap: %d.',
} as const

const levels = ['REDUCED', 'FULL'] as const

export const protectionLevel = t.oneOf({ REDUCED: false, FULL: true })

export const protectionNotes = {
  worldless: 'it decides which VPCs may be attached, and how packets go is decided by these',
  note: 'FULL: ranges of attached VPCs may not overlap',
}

export const cenFields = {
  CenBandwidthPackageIds: r.constant(
    { CenBandwidthPackageId: [] },
    'transit routers are not joined across regions, which bandwidth is bought for',
  ),
  CenId: r.string(r.stored('the id of the CEN instance'), ({ id }) => id),
  CreationTime: r.string(r.stored('when it was created'), ({ createdAt }) => toMinute(createdAt)),
  Description: r.string(r.given('Description'), (group) => group.labels.description ?? ''),
  Ipv6Level: r.constant('DISABLED', 'networks carry IPv4 alone'),
  Name: r.string(r.given('Name'), ({ name }) => name),
  ProtectionLevel: r.string(r.given('ProtectionLevel'), ({ spec: { disjoint = false } }) => levels[Number(disjoint)]),
  ResourceGroupId: resourceGroupOf((group) => group),
  Status: r.constant('Active', 'nothing in the data plane stands for it'),
  Tags: wrappedTags((group) => group.labels.tags),
} satisfies r.ResponseFields<Resource<'router-group'>>
