import * as r from '../../../../operations/response.ts'
import { routeTableOfCcn } from '../../ids.ts'
import { formatTime } from '../../times.ts'
import { typeOf } from '../shared/ccn.ts'
import type { NamedRouteView } from './view.ts'

const noAlias = 'an instance stands for itself'

export const ccnRouteFields = {
  RouteId: r.string(r.derived('an id made of the instance and the destination'), ({ id }) => id),
  DestinationCidrBlock: r.string(r.derived('where it leads to'), ({ prefix }) => prefix),
  InstanceType: r.string(r.derived('the type of what it leads into'), ({ attachment }) => typeOf(attachment)),
  InstanceId: r.string(r.derived('what it leads into'), ({ attachment }) => attachment.spec.target.id),
  InstanceName: r.string(r.derived('the name of what it leads into'), ({ instanceName }) => instanceName),
  InstanceRegion: r.string(r.derived('the region of what it leads into'), ({ attachment }) => attachment.region),
  UpdateTime: r.string(r.stored('when it was there first, in Beijing time'), ({ since }) => formatTime(since)),
  Enabled: r.boolean(r.given('RouteIds', { spelt: 'whether packets take it' }), ({ enabled }) => enabled),
  InstanceUin: r.string(r.derived('the account’s'), ({ uin }) => uin),
  ExtraState: r.constant('Running', 'it has no state but Enabled'),
  IsBgp: r.boolean(r.derived('whether a neighbor has told it'), ({ asPath }) => asPath !== undefined),
  RoutePriority: r.constant(0, 'routes of one prefix exclude one another'),
  InstanceExtraName: r.constant('', noAlias),
  AliasType: r.constant('', noAlias),
  AliasInstanceId: r.constant('', noAlias),
  RouteTableId: r.string(r.derived('the CCN’s own table'), ({ attachment }) => routeTableOfCcn(attachment.spec.router)),
  AsPath: r.string(r.observed('the path by which a neighbor has told it'), ({ asPath = [] }) => asPath.join('/')),
} satisfies r.ResponseFields<NamedRouteView>
