import { createSubnet as createSubnetCommand } from '../../../../commands/network.ts'
import { rerouteSubnet } from '../../../../commands/network-table.ts'
import { type Ipv4Prefix, parseIpv4Prefix } from '../../../../domain/address.ts'
import type { Tag } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { wireError } from '../../errors.ts'
import { id, newId } from '../../ids.ts'
import { isZoneOf } from '../../regions.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { findTable, placeOf } from '../route-table/view.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { refuseTags, tagQuotaErrors, tagRules } from '../shared/tag-service.ts'
import { documentedTagErrors, tagsField } from '../shared/tags.ts'
import { ipv6Fields } from '../vpc/create.ts'
import { subnetFields } from './response.ts'
import { type Subnet, type SubnetView, viewSubnet } from './view.ts'

const prefix = t.coded(
  t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['10.1.8.0/24', '10.1.9.0/24']),
  'InvalidParameterValue.Malformed',
)

/** What one subnet is made of. */
const ownFields = {
  SubnetName: required(name('bytes')),
  CidrBlock: required(prefix),
  Zone: required(t.text(), { worldless: 'zones are names here' }),
}

const cluster = refused(t.text(), 'there are no dedicated clusters', { allow: [''] })

const zoneConflict = {
  code: 'InvalidParameterValue.ZoneConflict',
  demand: 'must be a zone of the region, such as ap-guangzhou-3',
}

interface NewSubnet {
  readonly VpcId: string
  readonly SubnetName: string
  readonly CidrBlock: Ipv4Prefix
  readonly Zone: string
  readonly Tags: readonly Tag[] | undefined
}

async function makeSubnet(context: CallContext, { VpcId, SubnetName, CidrBlock, Zone, Tags }: NewSubnet) {
  const untaggable = await refuseTags(context, 'subnet', Tags)
  if (untaggable !== undefined) return fail(untaggable)
  return executed(context, 'subnet', createSubnetCommand, {
    ...newResource(context, newId(context.random, 'subnet'), SubnetName, Tags),
    network: VpcId,
    prefix: CidrBlock,
    zone: Zone,
    quota: quotaOf(context, 'vpc-max-subnets'),
  })
}

const noRouteInside = 'no route may lead into its VPC’s own range, where subnets are'

export const createSubnet = operation({
  ...about('CreateSubnet', 'vpc/{VpcId}', 'subnet/*'),
  summary: 'Creates a subnet of a VPC, in one zone.',
  effect: 'write',
  request: {
    VpcId: required(id('vpc')),
    ...ownFields,
    Tags: tagsField,
    ...ipv6Fields,
    CdcId: cluster,
  },
  rules: [
    ...tagRules('subnet'),
    {
      ...zoneConflict,
      brokenBy: ({ Zone }, { region }) => (isZoneOf(Zone, region) ? undefined : 'Zone'),
    },
  ],
  response: {
    Subnet: r.structure<SubnetView, SubnetView>(
      r.derived('the subnet, as Describe shows it'),
      (view) => view,
      subnetFields,
    ),
  },
  shownBy: { operation: 'DescribeSubnets', by: 'SubnetIds', id: 'Subnet.SubnetId', at: 'SubnetSet' },
  errors: {
    'tag-denied': true,
    ...tagQuotaErrors,
    'network-not-found': true,
    'subnet-outside-network': true,
    'subnet-overlaps': true,
    'quota-exhausted': true,
  },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Empty',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetConflict',
    'InvalidParameterValue.SubnetOverlap',
    'InvalidParameterValue.SubnetOverlapRoute',
    'InvalidParameterValue.SubnetRange',
    'InvalidParameterValue.TooLong',
    'InvalidParameterValue.ZoneConflict',
    'LimitExceeded',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.RecordExists',
    ...documentedTagErrors,
  ],
  neverOccurs: {
    InvalidParameterValue: 'what its fields refuse has codes of its own',
    'InvalidParameterValue.Duplicate': 'names may repeat; prefixes that repeat are SubnetOverlap',
    'InvalidParameterValue.LimitExceeded': 'nothing in it has a limit of its own',
    'InvalidParameterValue.SubnetConflict': 'told as SubnetOverlap',
    'InvalidParameterValue.SubnetOverlapRoute': noRouteInside,
    'UnsupportedOperation.RecordExists': 'names may repeat',
  },
  async run(context: CallContext, request) {
    const made = await makeSubnet(context, request)
    return made.ok ? ok(await viewSubnet(context, made.value)) : made
  },
})

const tooMany = 'InvalidParameterValue.LimitExceeded'

/** In one request. */
const most = 100

const newSubnets = t.refined(
  t.list(
    t.structure({
      ...ownFields,
      RouteTableId: optional(id('routeTable'), { defaultText: 'the VPC’s main one' }),
    }),
  ),
  `1 to ${most}`,
  [tooMany],
  ({ length }) => (length === 0 || length > most ? { code: tooMany, detail: `must be 1 to ${most}` } : undefined),
)

export const createSubnets = operation({
  ...about('CreateSubnets', 'vpc/{VpcId}', 'subnet/*', 'rtb/{Subnets.RouteTableId?}'),
  summary: 'Creates several subnets of a VPC, all of them or none, each routed by the table that is named with it.',
  effect: 'write',
  request: { VpcId: required(id('vpc')), Subnets: required(newSubnets), Tags: tagsField, CdcId: cluster },
  rules: [
    ...tagRules('subnet'),
    {
      ...zoneConflict,
      brokenBy({ Subnets }, { region }) {
        const index = Subnets.findIndex(({ Zone }) => !isZoneOf(Zone, region))
        return index < 0 ? undefined : `Subnets.${index}.Zone`
      },
    },
  ],
  response: {
    SubnetSet: r.structures<readonly SubnetView[], SubnetView>(
      r.derived('the subnets, as Describe shows them'),
      (all) => all,
      subnetFields,
    ),
  },
  shownBy: { operation: 'DescribeSubnets', by: 'SubnetIds', id: 'SubnetSet.SubnetId', at: 'SubnetSet' },
  errors: {
    'network-not-found': true,
    'subnet-outside-network': true,
    'subnet-overlaps': wireError(
      'InvalidParameterValue.SubnetConflict',
      'The CIDR block `%s` conflicts with another subnet of the VPC: it %d.',
    ),
    'network-table-not-found': true,
    'not-in-network': true,
    'quota-exhausted': true,
    'tag-denied': true,
    ...tagQuotaErrors,
  },
  documented: [
    'InvalidParameter',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetConflict',
    'InvalidParameterValue.SubnetOverlapRoute',
    'InvalidParameterValue.SubnetRange',
    'InvalidParameterValue.TooLong',
    'InvalidParameterValue.ZoneConflict',
    'LimitExceeded',
    'MissingParameter',
    'ResourceNotFound',
    'UnknownParameter.WithGuess',
    'UnsupportedOperation.AppIdMismatch',
    'UnsupportedOperation.CdcVpgNotExists',
    'UnsupportedOperation.DcGatewaysNotFoundInVpc',
    'UnsupportedOperation.NoCdcDcGw',
    'UnsupportedOperation.RecordExists',
    ...documentedTagErrors,
  ],
  neverOccurs: {
    'InvalidParameterValue.SubnetOverlapRoute': noRouteInside,
    'UnknownParameter.WithGuess': 'told as UnknownParameter',
    'UnsupportedOperation.AppIdMismatch': 'an account has one app id',
    'UnsupportedOperation.CdcVpgNotExists': 'there are no dedicated clusters',
    'UnsupportedOperation.DcGatewaysNotFoundInVpc': 'there are no dedicated clusters',
    'UnsupportedOperation.NoCdcDcGw': 'there are no dedicated clusters',
    'UnsupportedOperation.RecordExists': 'names may repeat',
  },
  async run(context: CallContext, { VpcId, Subnets, Tags }) {
    const all: SubnetView[] = []
    for (const { RouteTableId, ...subnet } of Subnets) {
      const created = await makeSubnet(context, { VpcId, ...subnet, Tags })
      const made =
        created.ok && RouteTableId !== undefined ? await routed(context, created.value, RouteTableId) : created
      if (!made.ok) return made
      all.push(await viewSubnet(context, made.value))
    }
    return ok(all)
  },
})

async function routed(context: CallContext, { id: subnet }: Subnet, routeTable: string) {
  const table = await findTable(context, routeTable)
  return table.ok ? executed(context, 'subnet', rerouteSubnet, { subnet, place: placeOf(table.value) }) : table
}
