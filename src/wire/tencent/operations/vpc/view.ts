import type { Resource } from '../../../../domain/resource.ts'

export type Vpc = Resource<'network'>

/** What the cloud says of a VPC and the domain does not know. */
export interface VpcExtras {
  readonly dnsServers: readonly string[]
  readonly domainName: string
  readonly publishesCidr: boolean
  readonly publishesIpv6Cidr: boolean
  /** Every VPC has a main route table, which its subnets use. */
  readonly routeTableId: string
}

const unset: VpcExtras = {
  dnsServers: [],
  domainName: '',
  publishesCidr: false,
  publishesIpv6Cidr: false,
  routeTableId: '',
}

/** Written by CreateVpc; a network that something else has made has none of it. */
export const vpcExtras = ({ extras }: Vpc): VpcExtras => ({ ...unset, ...(extras as Partial<VpcExtras>) })
