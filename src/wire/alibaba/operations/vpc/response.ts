import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import { boolean, integer, object, type ResponseFields, string, strings } from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Labels, labelsOf } from '../shared/sidecars.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toSecond } from '../shared/times.ts'

export interface VpcView {
  readonly network: Resource<'network'>
  readonly labels: Labels
  readonly subnets: readonly Resource<'subnet'>[]
  readonly pending: boolean
}

export async function viewVpc(context: CallContext, network: Resource<'network'>): Promise<VpcView> {
  const subnets = await context.reader.referencing(network.id, 'subnet')
  const applied = await context.applied([network.id])
  return {
    network,
    labels: labelsOf(network),
    subnets: subnets.filter(({ deleting }) => !deleting),
    pending: configurationState(network, applied.get(network.id)) === 'creating',
  }
}

/** Undefined for one that a JSON number cannot hold. */
export const ownerOf = ({ account }: Resource): number | undefined =>
  Number.isSafeInteger(Number(account)) ? Number(account) : undefined

const noIpv6 = 'constant: IPv6 is refused'

export const vpcFields: ResponseFields<VpcView> = {
  CidrBlock: string('the network', ({ network }) => network.spec.prefix),
  CreationTime: string('when it was created', ({ network }) => toSecond(network.createdAt)),
  Description: string('as given', ({ labels }) => labels.description ?? ''),
  EnabledIpv6: boolean(`${noIpv6}`, () => false),
  Ipv6CidrBlock: string(`${noIpv6}`, () => ''),
  IsDefault: boolean('constant false: no VPC is made by itself', () => false),
  OwnerId: integer('the account', ({ network }) => ownerOf(network)),
  RegionId: string('the region', ({ network }) => network.region),
  ResourceGroupId: string('as given', ({ labels }) => labels.resourceGroup),
  SecondaryCidrBlocks: object('constant: there are none', (view) => view, {
    SecondaryCidrBlock: strings('constant: there are none', () => []),
  }),
  Status: string('Pending until the data plane has the network', ({ pending }) => (pending ? 'Pending' : 'Available')),
  Tags: wrappedTags(({ labels }) => labels.tags),
  UserCidrs: object('constant: UserCidr is refused', (view) => view, {
    UserCidr: strings('constant: UserCidr is refused', () => []),
  }),
  VSwitchIds: object('its vSwitches', (view) => view, {
    VSwitchId: strings('its vSwitches', ({ subnets }: VpcView) => subnets.map(({ id }) => id)),
  }),
  VpcId: string('the network', ({ network }) => network.id),
  VpcName: string('the network', ({ network }) => network.name),
}
