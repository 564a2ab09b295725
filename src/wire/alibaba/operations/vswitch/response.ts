import { prefixSize } from '../../../../domain/address.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Labels, labelsOf } from '../shared/sidecars.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toSecond } from '../shared/times.ts'
import { ownerOf } from '../vpc/response.ts'

export interface VSwitchView {
  readonly subnet: Resource<'subnet'>
  readonly labels: Labels
  readonly network: Resource<'network'> | undefined
  readonly hosts: number
  readonly pending: boolean
}

export async function viewVSwitch(context: CallContext, subnet: Resource<'subnet'>): Promise<VSwitchView> {
  const applied = await context.applied([subnet.id])
  return {
    subnet,
    labels: labelsOf(subnet),
    network: await context.reader.get('network', subnet.spec.network),
    hosts: (await context.reader.referencing(subnet.id, 'host')).length,
    pending: configurationState(subnet, applied.get(subnet.id)) === 'creating',
  }
}

/** The first address of a vSwitch and the last three are the system's. */
const reservedAddresses = 4

export const vSwitchFields: r.ResponseFields<VSwitchView> = {
  AvailableIpAddressCount: r.integer(
    'its size, less the four reserved addresses and the hosts in it',
    ({ subnet, hosts }) => prefixSize(subnet.spec.prefix) - reservedAddresses - hosts,
  ),
  CidrBlock: r.string('the subnet', ({ subnet }) => subnet.spec.prefix),
  CreationTime: r.string('when it was created', ({ subnet }) => toSecond(subnet.createdAt)),
  Description: r.string('as given', ({ labels }) => labels.description ?? ''),
  EnabledIpv6: r.boolean('constant: IPv6 is refused', () => false),
  Ipv6CidrBlock: r.string('constant: IPv6 is refused', () => ''),
  IsDefault: r.boolean('constant false: no vSwitch is made by itself', () => false),
  OwnerId: r.integer('the account', ({ subnet }) => ownerOf(subnet)),
  ResourceGroupId: r.string('its VPC', ({ network }) => network && labelsOf(network).resourceGroup),
  Status: r.string('Pending until the data plane has the subnet', ({ pending }) => (pending ? 'Pending' : 'Available')),
  Tags: wrappedTags(({ labels }) => labels.tags),
  VSwitchId: r.string('the subnet', ({ subnet }) => subnet.id),
  VSwitchName: r.string('the subnet', ({ subnet }) => subnet.name),
  VpcId: r.string('its VPC', ({ subnet }) => subnet.spec.network),
  ZoneId: r.string('the subnet', ({ subnet }) => subnet.spec.zone),
}
