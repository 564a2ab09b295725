import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { formatTime } from '../../times.ts'
import { tagSet } from '../shared/tags.ts'
import type { CcnView } from './view.ts'

const notHere = 'there is no such feature here'

export const ccnFields = {
  CcnId: r.string(r.stored('the CCN’s id'), ({ ccn }) => ccn.id),
  CcnName: r.string(r.given('CcnName'), ({ ccn }) => ccn.name),
  CcnDescription: r.string(
    r.given('CcnDescription', { otherwise: 'empty' }),
    ({ ccn }) => ccn.labels.description ?? '',
  ),
  InstanceCount: r.integer(r.derived('how many instances are attached'), ({ instances }) => instances),
  CreateTime: r.string(r.stored('when it was created, in Beijing time'), ({ ccn }) => formatTime(ccn.createdAt)),
  State: r.constant('AVAILABLE', 'nothing has to be made before instances can be attached'),
  QosLevel: r.string(r.given('QosLevel', { otherwise: 'AU' }), ({ ccn }) => extras.router.read(ccn).qosLevel),
  InstanceChargeType: r.string(
    r.given('InstanceChargeType', { otherwise: 'POSTPAID' }),
    ({ ccn }) => extras.router.read(ccn).chargeType,
  ),
  InstanceMeteringType: r.string(
    r.given('InstanceMeteringType', { otherwise: 'BANDWIDTH' }),
    ({ ccn }) => extras.router.read(ccn).meteringType,
  ),
  BandwidthLimitType: r.string(
    r.given('BandwidthLimitType', { otherwise: 'OUTER_REGION_LIMIT' }),
    ({ ccn }) => extras.router.read(ccn).bandwidthLimitType,
  ),
  TagSet: tagSet(({ ccn }) => ccn.labels.tags),
  RoutePriorityFlag: r.constant(false, 'routes of one prefix do not share the traffic, and have no order'),
  RouteTableCount: r.constant(1, 'it has the table that each has, and no others yet'),
  RouteTableFlag: r.constant(false, 'it has the table that each has, and no others yet'),
  IsSecurityLock: r.constant(false, 'nothing is ever locked'),
  RouteBroadcastPolicyFlag: r.constant(false, 'its one table has no policies'),
  RouteECMPFlag: r.constant(false, 'routes of one prefix do not share the traffic'),
  RouteOverlapFlag: r.boolean(
    r.given('RouteOverlapFlag', { otherwise: 'false' }),
    ({ ccn }) => ccn.spec.prefixes === 'nested',
  ),
  TrafficMarkingPolicyFlag: r.constant(false, notHere),
  RouteSelectPolicyFlag: r.constant(false, notHere),
  DirectConnectAccelerateChannelFlag: r.constant(false, notHere),
  Ipv6Flag: r.constant(false, 'networks here are IPv4 only'),
  MrtbAggregatePolicyFlag: r.constant(false, notHere),
  MrtbPolicyValueFlag: r.constant(false, notHere),
  RouteTablePolicyValueCommunityFlag: r.constant(false, notHere),
  PolicyBasedRoutingFlag: r.constant(false, notHere),
  ServiceLevelMode: r.constant(0, notHere),
} satisfies r.ResponseFields<CcnView>
