import * as r from '../../../../operations/response.ts'
import { ownerOf } from '../shared/owner.ts'
import { bareTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'
import { blockResponse, blockViews } from '../transit-router-cidr/response.ts'
import type { RouterView } from './view.ts'

export const routerFields = {
  AliUid: r.integer(r.stored('the account'), ({ router }) => ownerOf(router)),
  CenId: r.string(r.given('CenId'), ({ router }) => router.spec.group),
  CreationTime: r.string(r.stored('when it was created'), ({ router }) => toMinute(router.createdAt)),
  RegionId: r.string(r.given('RegionId'), ({ router }) => router.region),
  Status: r.string(r.derived('whether the data plane has been brought to the router'), ({ status }) => status),
  SupportMulticast: r.constant(false, 'it is refused'),
  Tags: bareTags(({ router }) => router.labels.tags),
  TransitRouterCidrList: r.structures(
    r.given('TransitRouterCidrList'),
    ({ router }) => blockViews(router),
    r.pick(blockResponse, 'Cidr', 'Description', 'Name', 'PublishCidrRoute', 'TransitRouterCidrId'),
  ),
  TransitRouterDescription: r.string(
    r.given('TransitRouterDescription'),
    ({ router }) => router.labels.description ?? '',
  ),
  TransitRouterId: r.string(r.stored('its id'), ({ router }: Pick<RouterView, 'router'>) => router.id),
  TransitRouterName: r.string(r.given('TransitRouterName'), ({ router }) => router.name),
  Type: r.constant('Enterprise', 'VPNs attach to no other'),
} satisfies r.ResponseFields<RouterView>
