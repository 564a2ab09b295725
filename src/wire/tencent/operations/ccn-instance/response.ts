import * as r from '../../../../operations/response.ts'
import { routeTableOfCcn } from '../../ids.ts'
import type { Page } from '../../paging.ts'
import { formatTime } from '../../times.ts'
import { ownTableName, typeOf } from '../shared/ccn.ts'
import type { InstanceView } from './view.ts'

const noAlias = 'an instance stands for itself'

const instanceFields = {
  CcnId: r.string(r.derived('what it is attached to'), ({ attachment }) => attachment.spec.router),
  InstanceType: r.string(r.derived('VPC or VPNGW'), ({ attachment }) => typeOf(attachment)),
  InstanceId: r.string(r.given('InstanceId'), ({ attachment }) => attachment.spec.target.id),
  InstanceName: r.string(r.derived('the instance’s name'), ({ instance }) => instance?.name ?? ''),
  InstanceRegion: r.string(r.derived('the region of both'), ({ attachment }) => attachment.region),
  InstanceUin: r.string(r.derived('the account’s'), ({ uin }) => uin),
  CidrBlock: r.strings(r.derived('the ranges of a VPC, or what a gateway leads to'), ({ prefixes }) => prefixes),
  State: r.string(r.observed('whether the data plane has it'), ({ isThere }) => (isThere ? 'ACTIVE' : 'ATTACHING')),
  AttachedTime: r.string(r.stored('when it was attached, in Beijing time'), ({ attachment }) =>
    formatTime(attachment.createdAt),
  ),
  CcnUin: r.string(r.derived('the account’s'), ({ uin }) => uin),
  InstanceArea: r.constant('', 'nothing crosses borders'),
  Description: r.string(
    r.given('Description', { otherwise: 'empty' }),
    ({ attachment }) => attachment.labels.description ?? '',
  ),
  RouteTableId: r.string(r.derived('the CCN’s own table'), ({ attachment }) => routeTableOfCcn(attachment.spec.router)),
  RouteTableName: r.constant(ownTableName, 'a CCN has its own table alone'),
  AliasType: r.constant('', noAlias),
  AliasInstanceId: r.constant('', noAlias),
} satisfies r.ResponseFields<InstanceView>

export const instancePage: r.ResponseFields<Page<InstanceView>> = {
  TotalCount: r.integer(r.derived('how many instances were selected'), ({ total }) => total),
  InstanceSet: r.structures(r.given('Instances', { spelt: 'they are now' }), ({ items }) => items, instanceFields),
}
