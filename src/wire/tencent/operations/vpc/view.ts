import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'
import { type RangeView, viewRanges } from '../assistant-cidr/view.ts'

export interface VpcView {
  readonly vpc: Resource<'network'>
  /** Its secondary ones. */
  readonly ranges: readonly RangeView[]
}

export const viewVpc = async (context: CallContext, vpc: Resource<'network'>): Promise<VpcView> => ({
  vpc,
  ranges: await viewRanges(context, vpc),
})
