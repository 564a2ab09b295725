import * as r from '../../../../operations/response.ts'
import { subnetFields } from '../subnet/response.ts'
import type { RangeView } from './view.ts'

export const rangeFields: r.ResponseFields<RangeView> = {
  VpcId: r.string(r.given('VpcId'), ({ vpc }) => vpc),
  CidrBlock: r.string(r.given(['CidrBlocks', 'NewCidrBlocks'], { spelt: 'each of them' }), ({ prefix }) => prefix),
  AssistantType: r.constant(0, 'there are no containers with ranges of their own'),
  SubnetSet: r.structures(r.derived('the subnets that lie in it'), ({ subnets }) => subnets, r.shown(subnetFields)),
}

export const rangeSet: r.ResponseFields<readonly RangeView[]> = {
  AssistantCidrSet: r.structures<readonly RangeView[], RangeView>(
    r.derived('the secondary ranges'),
    (all) => all,
    rangeFields,
  ),
}
