import { containsAddress, type Ipv4Address, parseIpv4Address } from '../../../../domain/address.ts'
import { domainError } from '../../../../domain/error.ts'
import { rangesOf } from '../../../../domain/network-ranges.ts'
import { fail, ok } from '../../../../domain/result.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { id } from '../../ids.ts'
import { eitherIdsOrFilters, type Filter, filtersField, integerPage } from '../../paging.ts'
import { formatTime } from '../../times.ts'
import { pageResponse } from '../shared/page-response.ts'
import { about } from '../shared/service.ts'
import { findVpc, subnetsOf, type UsedAddress, usedIn } from './view.ts'

const tooMany = 'InvalidParameterValue.LimitExceeded'

const most = 100

const address = t.coded(
  t.parsed('an IPv4 address', parseIpv4Address, ['10.1.7.9', '10.1.7.10']),
  'InvalidParameterValue.Malformed',
)

const addresses: WireType<readonly Ipv4Address[]> = t.refined(
  t.list(address),
  `at most ${most}`,
  [tooMany],
  ({ length }) => (length > most ? { code: tooMany, detail: `must be at most ${most}` } : undefined),
)

/** Of everything that could have an address, machines are what is here. */
const kind = 'hosts of the lab and workloads are what has addresses here'

const meets = ({ holder, address }: UsedAddress, { name, values }: Filter): boolean =>
  values.includes(name === 'resource-id' ? holder.id : address)

export const describeUsedIpAddress = operation({
  ...about('DescribeUsedIpAddress', 'vpc/{VpcId}'),
  summary: 'Lists which addresses of a VPC are used, and by what.',
  effect: 'read',
  request: {
    VpcId: required(id('vpc')),
    SubnetId: optional(id('subnet')),
    IpAddresses: optional(addresses),
    Filters: filtersField(['ip-addresses', 'resource-id']),
    ...integerPage,
  },
  rules: [eitherIdsOrFilters('IpAddresses')],
  response: pageResponse<UsedAddress>('IpAddressStates', 'addresses', {
    VpcId: r.string(r.derived('the VPC'), ({ subnet }) => subnet.spec.network),
    SubnetId: r.string(r.derived('the subnet that it is of'), ({ subnet }) => subnet.id),
    IpAddress: r.string(r.stored('the address'), ({ address }) => address),
    ResourceType: r.constant('CVM', kind),
    ResourceId: r.string(r.stored('the host’s or workload’s id'), ({ holder }) => holder.id),
  }),
  errors: {
    'network-not-found': true,
    'not-in-network': wireError('InvalidParameterValue.ParameterMismatch', 'The parameter `%s` does not match: it %d.'),
  },
  documented: ['InvalidParameterValue.Malformed', 'InvalidParameterValue.ParameterMismatch'],
  async run(context: CallContext, { VpcId, SubnetId, IpAddresses = [], Filters = [], Offset, Limit }) {
    const vpc = await findVpc(context, VpcId)
    if (!vpc.ok) return vpc
    const all = await subnetsOf(context, VpcId)
    const subnets = SubnetId === undefined ? all : all.filter((subnet) => subnet.id === SubnetId)
    if (SubnetId !== undefined && subnets.length === 0) {
      return fail(domainError('not-in-network', `is not one of ${VpcId}`, SubnetId))
    }
    const ranges = SubnetId === undefined ? rangesOf(vpc.value.spec) : subnets.map(({ spec }) => spec.prefix)
    const stray = IpAddresses.find((one) => !ranges.some((range) => containsAddress(range, one)))
    if (stray !== undefined) return fail(domainError('not-in-network', `lies outside of ${ranges.join(', ')}`, stray))
    const isNamed = ({ address }: UsedAddress) => IpAddresses.length === 0 || IpAddresses.includes(address)
    const found = (await usedIn(context, subnets)).filter(
      (used) => isNamed(used) && Filters.every((filter) => meets(used, filter)),
    )
    return ok({ total: found.length, items: found.slice(Offset, Offset + Limit) })
  },
})

export const describeVpcPrivateIpAddresses = operation({
  ...about('DescribeVpcPrivateIpAddresses', 'vpc/{VpcId}'),
  summary: 'Tells of addresses of a VPC which are used.',
  effect: 'read',
  request: { VpcId: required(id('vpc')), PrivateIpAddresses: required(addresses) },
  response: {
    VpcPrivateIpAddressSet: r.structures<readonly UsedAddress[], UsedAddress>(
      r.derived('those that are used'),
      (all) => all,
      {
        PrivateIpAddress: r.string(r.stored('the address'), ({ address }) => address),
        CidrBlock: r.string(r.derived('the range of its subnet'), ({ subnet }) => subnet.spec.prefix),
        PrivateIpAddressType: r.constant('CVM', kind),
        CreatedTime: r.string(r.stored('when the host or workload was made, in Beijing time'), ({ holder }) =>
          formatTime(holder.createdAt),
        ),
      },
    ),
  },
  errors: { 'network-not-found': true },
  documented: [
    'InternalError.ModuleError',
    'InvalidParameterValue',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    InvalidParameterValue: 'an address that is none is Malformed',
  },
  async run(context: CallContext, { VpcId, PrivateIpAddresses }) {
    const vpc = await findVpc(context, VpcId)
    if (!vpc.ok) return vpc
    const used = await usedIn(context, await subnetsOf(context, VpcId))
    return ok(used.filter(({ address }) => PrivateIpAddresses.includes(address)))
  },
})
