import { createSubnet as createSubnetCommand } from '../../../../commands/network.ts'
import { parseIpv4Prefix } from '../../../../domain/address.ts'
import { ok } from '../../../../domain/result.ts'
import { refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { id, newId } from '../../ids.ts'
import { isZoneOf } from '../../regions.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { documentedTagErrors, tagErrorsThatNeverOccur, tagsField } from '../shared/tags.ts'
import { ipv6Fields } from '../vpc/create.ts'
import { subnetFields } from './response.ts'
import { type SubnetView, viewSubnet } from './view.ts'

const quota = 'quotas of an account are not set yet: it may have any number of subnets'

export const createSubnet = operation({
  ...about('CreateSubnet', 'vpc/{VpcId}', 'subnet/*'),
  summary: 'Creates a subnet of a VPC, in one zone.',
  effect: 'write',
  request: {
    VpcId: required(id('vpc')),
    SubnetName: required(name('bytes')),
    CidrBlock: required(
      t.coded(
        t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['10.1.8.0/24', '10.1.9.0/24']),
        'InvalidParameterValue.Malformed',
      ),
    ),
    Zone: required(t.text(), { worldless: 'zones are names here' }),
    Tags: tagsField,
    ...ipv6Fields,
    CdcId: refused(t.text(), 'there are no dedicated clusters', { allow: [''] }),
  },
  rules: [
    {
      code: 'InvalidParameterValue.ZoneConflict',
      demand: 'must be a zone of the region, such as ap-guangzhou-3',
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
  errors: { 'network-not-found': true, 'subnet-outside-network': true, 'subnet-overlaps': true },
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
    'InvalidParameterValue.SubnetOverlapRoute': 'no route may lead into its VPC’s own range, where subnets are',
    'UnsupportedOperation.RecordExists': 'names may repeat',
    ...tagErrorsThatNeverOccur,
  },
  notYet: { LimitExceeded: quota },
  async run(context: CallContext, request) {
    const made = await executed(context, 'subnet', createSubnetCommand, {
      ...newResource(context, newId(context.random, 'subnet'), request.SubnetName, request.Tags),
      network: request.VpcId,
      prefix: request.CidrBlock,
      zone: request.Zone,
    })
    return made.ok ? ok(await viewSubnet(context, made.value)) : made
  },
})
