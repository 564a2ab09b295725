import { containsPrefix, type Ipv4Prefix } from '../../../../domain/address.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'
import { type SubnetView, viewSubnet } from '../subnet/view.ts'

/** A secondary range of a VPC, and the subnets that lie in it. */
export interface RangeView {
  readonly vpc: string
  readonly prefix: Ipv4Prefix
  readonly subnets: readonly SubnetView[]
}

export async function viewRanges(
  context: CallContext,
  { id: vpc, spec }: Resource<'network'>,
): Promise<readonly RangeView[]> {
  const { secondary = [] } = spec
  if (secondary.length === 0) return []
  const subnets = (await context.reader.referencing(vpc, 'subnet')).filter(({ deleting }) => !deleting)
  const inside = (prefix: Ipv4Prefix) => subnets.filter((subnet) => containsPrefix(prefix, subnet.spec.prefix))
  return Promise.all(
    secondary.map(async (prefix) => ({
      ...{ vpc, prefix },
      subnets: await Promise.all(inside(prefix).map((subnet) => viewSubnet(context, subnet))),
    })),
  )
}

/** Those of the VPC as the call leaves it. */
export async function rangesIn(context: CallContext, vpc: string): Promise<readonly RangeView[]> {
  const network = await context.reader.get('network', vpc)
  return network === undefined ? [] : viewRanges(context, network)
}
