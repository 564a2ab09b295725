import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { routerOf, routeTableOf } from '../../ids.ts'
import { toSecond } from '../shared/times.ts'
import type { VpcView } from '../vpc/view.ts'

const ofVpc = r.derived('what its VPC has')

/** Of the router of a VPC. */
export const vRouterFields = {
  CreationTime: r.string(r.stored('when its VPC was created'), ({ network }) => toSecond(network.createdAt)),
  Description: r.string(r.given('Description'), ({ network }) => extras.network.read(network).routerDescription),
  RegionId: r.string(ofVpc, ({ network }) => network.region),
  RouteTableIds: r.structure(ofVpc, (view) => view, {
    RouteTableId: r.strings(ofVpc, ({ network }: VpcView) => [routeTableOf(network.id)]),
  }),
  VRouterId: r.string(r.stored('its id'), ({ network }) => routerOf(network.id)),
  VRouterName: r.string(r.given('VRouterName'), ({ network }) => extras.network.read(network).routerName),
  VpcId: r.string(ofVpc, ({ network }) => network.id),
} satisfies r.ResponseFields<VpcView>
