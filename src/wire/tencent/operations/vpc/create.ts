import { createNetwork } from '../../../../commands/network.ts'
import {
  containsPrefix,
  type Ipv4Prefix,
  parseIpv4Address,
  parseIpv4Prefix,
  prefixLength,
} from '../../../../domain/address.ts'
import type { Extras } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras, mainTableName } from '../../extras.ts'
import { newId } from '../../ids.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { refuseTags, tagQuotaErrors, tagRules } from '../shared/tag-service.ts'
import { documentedTagErrors, tagsField } from '../shared/tags.ts'
import { vpcFields } from './response.ts'
import { type VpcView, viewVpc } from './view.ts'

const allowed: readonly { within: Ipv4Prefix; shortest: number }[] = [
  { within: '10.0.0.0/8' as Ipv4Prefix, shortest: 12 },
  { within: '172.16.0.0/12' as Ipv4Prefix, shortest: 12 },
  { within: '192.168.0.0/16' as Ipv4Prefix, shortest: 16 },
]

const longest = 28

/** The API's page names 10.0.0.0/12 where the product's own pages allow all of 10.0.0.0/8 in parts of /12 and smaller. */
function parseVpcPrefix(value: string): Ipv4Prefix | undefined {
  const prefix = parseIpv4Prefix(value)
  if (prefix === undefined || prefixLength(prefix) > longest) return undefined
  const fits = allowed.some(
    ({ within, shortest }) => containsPrefix(within, prefix) && prefixLength(prefix) >= shortest,
  )
  return fits ? prefix : undefined
}

const cidr = t.parsed(
  'inside 10.0.0.0/8 (/12 or longer), 172.16.0.0/12 or 192.168.0.0/16, at most /28',
  parseVpcPrefix,
  ['10.8.0.0/16', '10.9.0.0/16'],
)

export const dnsServers = t.list(t.parsed('an IPv4 address', parseIpv4Address, ['192.0.2.53', '192.0.2.54']), {
  most: 4,
})

/** Of what hosts would be told. */
export const unserved = {
  note: 'Kept and shown. Nothing here hands out addresses of name servers.',
  worldless: 'nothing here hands out addresses of name servers',
}

export const multicastField = refused(t.word('true', 'false'), 'multicast is not carried', {
  allow: ['false'],
  code: 'UnsupportedOperation.EnableMulticast',
})

export const publishing = {
  note: 'Whether a CCN has the range of the VPC, and not each of its subnets.',
}

export const publishingIpv6 = {
  note: 'Kept and shown.',
  worldless: 'networks here are IPv4 only',
}

const ipv4Only = 'networks here are IPv4 only'

/** What newer clients know of networks with both versions of IP. */
export const ipv6Fields = {
  StackType: refused(t.text(), ipv4Only, { allow: ['', 'IPv4'] }),
  Ipv6CidrBlock: refused(t.text(), ipv4Only, { allow: [''] }),
}

const unnamed = {
  dnsServers: [] as readonly string[],
  domainName: '',
  publishesIpv6Cidr: false,
}

/** What this cloud alone knows of a new VPC, with what was given. */
export const newVpcExtras = (given: Partial<typeof unnamed> = {}): Extras =>
  extras.network.write({ ...unnamed, ...given, routeTableName: mainTableName })

export const createVpc = operation({
  ...about('CreateVpc', '*'),
  summary: 'Creates a VPC: an isolated network with an address range.',
  effect: 'write',
  request: {
    VpcName: required(name('bytes')),
    CidrBlock: required(t.coded(cidr, 'InvalidParameterValue.Malformed')),
    EnableMulticast: multicastField,
    DnsServers: withDefault(dnsServers, [], { defaultText: 'none', ...unserved }),
    DomainName: withDefault(t.text(), '', { defaultText: 'empty', ...unserved }),
    Tags: tagsField,
    ...ipv6Fields,
    AddressType: refused(t.text(), ipv4Only, { allow: [''] }),
    EnableRouteVpcPublish: withDefault(t.boolean, false, publishing),
    EnableRouteVpcPublishIpv6: optional(t.boolean, { defaultText: 'false', ...publishingIpv6 }),
  },
  rules: tagRules('vpc'),
  response: {
    Vpc: r.structure<VpcView, VpcView>(r.derived('the VPC, as Describe shows it'), (view) => view, vpcFields),
  },
  shownBy: { operation: 'DescribeVpcs', by: 'VpcIds', id: 'Vpc.VpcId', at: 'VpcSet' },
  errors: { 'tag-denied': true, ...tagQuotaErrors, 'quota-exhausted': true },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetOverlap',
    'InvalidParameterValue.TooLong',
    'LimitExceeded',
    'MissingParameter',
    'ResourceInsufficient',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.AppIdMismatch',
    'UnsupportedOperation.EnableMulticast',
    'UnsupportedOperation.RecordExists',
    ...documentedTagErrors,
  ],
  neverOccurs: {
    'InvalidParameterValue.LimitExceeded': 'lists that are too long are InvalidParameterValue',
    'InvalidParameterValue.SubnetOverlap': 'a VPC has no subnets yet when it is created',
    ResourceInsufficient: 'a VPC takes nothing that could run out',
    ResourceNotFound: 'it refers to nothing',
    'UnsupportedOperation.AppIdMismatch': 'an account has one app id',
    'UnsupportedOperation.RecordExists': 'names and prefixes may repeat',
  },
  async run(context: CallContext, request) {
    const untaggable = await refuseTags(context, 'network', request.Tags)
    if (untaggable !== undefined) return fail(untaggable)
    const known = newVpcExtras({
      dnsServers: request.DnsServers,
      domainName: request.DomainName,
      publishesIpv6Cidr: request.EnableRouteVpcPublishIpv6 ?? false,
    })
    const id = newId(context.random, 'vpc')
    const made = await executed(context, 'network', createNetwork, {
      ...newResource(context, id, request.VpcName, request.Tags, known),
      prefix: request.CidrBlock,
      offersRanges: request.EnableRouteVpcPublish,
      quota: quotaOf(context, 'appid-max-vpcs'),
    })
    return made.ok ? ok(await viewVpc(context, made.value)) : made
  },
})
