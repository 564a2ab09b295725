import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { resourceGroupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'

/** Of an operation on the CEN instance itself. */
export const noSuchCen = {
  status: 400,
  code: 'ParameterCenInstanceId',
  message: 'The specified CEN instance does not exist.',
} as const

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
  ProtectionLevel: r.string(
    r.stored('the one level that there is'),
    (group) => extras.routerGroup.read(group).protectionLevel,
  ),
  ResourceGroupId: resourceGroupOf((group) => group),
  Status: r.constant('Active', 'nothing in the data plane stands for it'),
  Tags: wrappedTags((group) => group.labels.tags),
} satisfies r.ResponseFields<Resource<'router-group'>>
