import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import * as r from '../../../../operations/response.ts'
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

export const vpcFields: r.ResponseFields<VpcView> = {
  CidrBlock: r.string('the network', ({ network }) => network.spec.prefix),
  CreationTime: r.string('when it was created', ({ network }) => toSecond(network.createdAt)),
  Description: r.string('as given', ({ labels }) => labels.description ?? ''),
  EnabledIpv6: r.boolean(`${noIpv6}`, () => false),
  Ipv6CidrBlock: r.string(`${noIpv6}`, () => ''),
  IsDefault: r.boolean('constant false: no VPC is made by itself', () => false),
  OwnerId: r.integer('the account', ({ network }) => ownerOf(network)),
  RegionId: r.string('the region', ({ network }) => network.region),
  ResourceGroupId: r.string('as given', ({ labels }) => labels.resourceGroup),
  SecondaryCidrBlocks: r.structure('constant: there are none', (view) => view, {
    SecondaryCidrBlock: r.strings('constant: there are none', () => []),
  }),
  Status: r.string('Pending until the data plane has the network', ({ pending }) =>
    pending ? 'Pending' : 'Available',
  ),
  Tags: wrappedTags(({ labels }) => labels.tags),
  UserCidrs: r.structure('constant: UserCidr is refused', (view) => view, {
    UserCidr: r.strings('constant: UserCidr is refused', () => []),
  }),
  VSwitchIds: r.structure('its vSwitches', (view) => view, {
    VSwitchId: r.strings('its vSwitches', ({ subnets }: VpcView) => subnets.map(({ id }) => id)),
  }),
  VpcId: r.string('the network', ({ network }) => network.id),
  VpcName: r.string('the network', ({ network }) => network.name),
}
