/** Fields that the operations on route entries of a VPC share, and what may be asked for. */
import { type Ipv4Prefix, parseIpv4Address, parseIpv4Prefix } from '../../../../domain/address.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import type { Rule } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'

/** Where a VPC's services would be: no entry has the whole of it. */
const services = '100.64.0.0/10'

/** An address stands for itself alone. */
const toPrefix = (text: string): Ipv4Prefix | undefined =>
  parseIpv4Prefix(text) ?? (parseIpv4Address(text) === undefined ? undefined : parseIpv4Prefix(`${text}/32`))

export const destination = t.parsed(
  `an IPv4 prefix without host bits, or an address; not ${services}`,
  (text) => (text === services ? undefined : toPrefix(text)),
  ['172.20.0.0/16', '172.21.0.0/16'],
)

/** Why no entry leads there, by the cloud's word for what is there. */
const unoffered = {
  Instance: 'entries do not lead to single hosts',
  HaVip: 'there are no virtual addresses',
  NetworkInterface: 'entries do not lead to single interfaces of hosts',
  RouterInterface: 'there are no leased lines',
  NatGateway: 'there are no NAT gateways',
  IPv6Gateway: 'networks carry IPv4 alone',
  Ipv4Gateway: 'there is no Internet gateway',
  VpcPeer: 'VPCs are joined by transit routers',
  Attachment: 'a transit router publishes its routes to VPCs by itself (AutoPublishRouteEnabled)',
  CenBasic: 'CEN is offered with transit routers alone',
  Ecr: 'there are no leased lines',
  GatewayEndpoint: 'there are no cloud services to be reached',
  GatewayLoadBalancerEndpoint: 'there are no load balancers',
} as const

const unsupportedHop = 'OperationUnsupported.NextHopType'

const isUnoffered = (word: string): word is keyof typeof unoffered => Object.hasOwn(unoffered, word)

export const hopWords = ['VpnGateway', ...Object.keys(unoffered)]

const takesVpnGateway = t.refined(t.word(...hopWords), 'VpnGateway', [unsupportedHop], (word) =>
  isUnoffered(word) ? { code: unsupportedHop, detail: unoffered[word] } : undefined,
)

const readByType = { readBy: 'its type, which says why an entry leads nowhere else' }

/** Its absence would stand for a host. */
export const nextHopType = required(takesVpnGateway, readByType)
export const newNextHopType = optional(takesVpnGateway, readByType)

export const nextHops = refused(
  t.list(t.structure({ NextHopId: optional(t.text()) })),
  'several next hops are for router interfaces of leased lines, of which there are none',
)

export const mostEntries = 50

interface Naming {
  readonly RouteEntryId: string | undefined
  readonly RouteTableId: string | undefined
  readonly DestinationCidrBlock: Ipv4Prefix | undefined
}

export const namingRule: Rule<Naming> = {
  code: 'MissingParameter',
  demand: 'is needed without RouteTableId and DestinationCidrBlock',
  brokenBy: ({ RouteEntryId, RouteTableId, DestinationCidrBlock }) => {
    const isNamed = RouteEntryId !== undefined || (RouteTableId !== undefined && DestinationCidrBlock !== undefined)
    return isNamed ? undefined : 'RouteEntryId'
  },
}
