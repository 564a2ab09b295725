import {
  createDefaultNetwork,
  createDefaultSubnet,
  defaultSubnetIn,
  loadDefaultNetwork,
} from '../../../../commands/default-network.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import { ignored } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newId } from '../../ids.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { newVpcExtras } from '../vpc/create.ts'
import { bits, firstZoneOf, knownZone, zoneField } from './request.ts'

const prefix = '172.16.0.0/16' as Ipv4Prefix

interface Made {
  readonly vpc: Resource<'network'>
  readonly subnet: Resource<'subnet'>
}

const makeVpc = (context: CallContext): Promise<Result<Resource<'network'>, DomainError>> =>
  executed(context, 'network', createDefaultNetwork, {
    ...newResource(context, newId(context.random, 'vpc'), 'Default-VPC', undefined, newVpcExtras()),
    prefix,
  })

const makeSubnet = (context: CallContext, zone: string): Promise<Result<Resource<'subnet'>, DomainError>> =>
  executed(context, 'subnet', createDefaultSubnet, {
    ...newResource(context, newId(context.random, 'subnet'), 'Default-Subnet', undefined),
    zone,
    bits,
  })

export const createDefaultVpc = operation({
  ...about('CreateDefaultVpc', '*'),
  summary:
    'Answers with the region’s default VPC and its default subnet in a zone, which are made where they are not there.',
  effect: 'write',
  request: {
    Zone: zoneField,
    Force: ignored('there are no accounts with a classic network, which would have none without it', {
      type: t.boolean,
    }),
  },
  rules: [knownZone],
  response: {
    Vpc: r.structure<Made, Made>(r.derived('both'), (made) => made, {
      VpcId: r.string(r.stored('the VPC’s id'), ({ vpc }) => vpc.id),
      SubnetId: r.string(r.stored('the subnet’s id'), ({ subnet }) => subnet.id),
      VpcName: r.string(r.stored('the VPC’s name'), ({ vpc }) => vpc.name),
      SubnetName: r.string(r.stored('the subnet’s name'), ({ subnet }) => subnet.name),
      CidrBlock: r.string(r.stored('the subnet’s range'), ({ subnet }) => subnet.spec.prefix),
    }),
  },
  shownBy: { operation: 'DescribeSubnets', by: 'SubnetIds', id: 'Vpc.SubnetId', at: 'SubnetSet' },
  errors: { 'network-full': true },
  documented: [
    'InvalidParameterValue.Empty',
    'InvalidParameterValue.SubnetOverlap',
    'LimitExceeded',
    'LimitExceeded.DefaultVpcLimitExceeded',
    'ResourceInsufficient.CidrBlock',
    'ResourceNotFound',
    'UnsupportedOperation.RecordExists',
  ],
  neverOccurs: {
    'InvalidParameterValue.Empty': 'nothing has to be given',
    'InvalidParameterValue.SubnetOverlap': 'the subnet is put where there is room',
    LimitExceeded: 'a default VPC does not count among the VPCs of an account',
    'LimitExceeded.DefaultVpcLimitExceeded': 'the one that is there is answered',
    'UnsupportedOperation.RecordExists': 'what is there is answered',
  },
  async run(context: CallContext, { Zone }) {
    const standing = await loadDefaultNetwork(context.reader)
    const vpc = standing.network === undefined ? await makeVpc(context) : ok(standing.network)
    if (!vpc.ok) return vpc
    const there =
      Zone === undefined ? standing.subnets.find(({ spec }) => spec.isDefault) : defaultSubnetIn(Zone, standing)
    const subnet = there === undefined ? await makeSubnet(context, Zone ?? firstZoneOf(context)) : ok(there)
    return subnet.ok ? ok({ vpc: vpc.value, subnet: subnet.value }) : subnet
  },
})
