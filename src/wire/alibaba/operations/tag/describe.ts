import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { region } from '../shared/request-fields.ts'
import { ofType, resourceType, vpcTypes } from '../shared/resource-type.ts'
import { about, dated, vpc, vpn } from '../shared/service.ts'
import { listingFields, listTagged, pageSize, taggedFields } from '../shared/tagging.ts'
import { distinctPage, keyToken, tagToken } from './distinct.ts'
import { tagFields, tagKeyFields } from './response.ts'

export const listTagResources = operation({
  ...about('ListTagResources', dated(vpn, 'December 2024'), '{ResourceType}/{ResourceId?}'),
  summary: 'Lists the tags of resources of one type, each with the resource that has it.',
  effect: 'read',
  request: {
    ...region,
    ...ofType(vpcTypes),
    ...listingFields,
    MaxResults: withDefault(t.integerBetween(1, 50), 50, pageSize),
  },
  response: taggedFields,
  errors: {},
  run: async ({ reader }: CallContext, request) => ok(await listTagged(reader, request, request.MaxResults)),
})

const { ResourceId, Tag } = listingFields

const anyType = {
  ResourceType: optional(resourceType(vpcTypes), {
    code: 'InvalidInstanceType.NotFound',
    defaultText: 'every type',
    note: 'VPNCONNECTION and VPNATTACHMENT are told apart where ResourceId is given',
  }),
}

const MaxResult = withDefault(t.integerBetween(1, 50), 50, pageSize)

const begins = { noFilter: 'it says where the page begins' }

export const describeTags = operation({
  ...about('DescribeTags', vpc, '{ResourceType}/{ResourceId?}'),
  summary: 'Lists the tags that resources have, each once.',
  effect: 'read',
  request: { ...region, ...anyType, ResourceId, Tag, MaxResult, NextToken: optional(tagToken, begins) },
  response: tagFields,
  errors: {},
  run: async ({ reader }: CallContext, request) => ok(await distinctPage(reader, 'tag', request)),
})

export const describeTagKeys = operation({
  ...about('DescribeTagKeys', vpc, '{ResourceType}/{ResourceId?}'),
  summary: 'Lists the keys of the tags that resources have, each once.',
  effect: 'read',
  request: {
    ...region,
    ...anyType,
    ResourceId,
    Keyword: optional(t.text(), { note: 'a part of the key' }),
    MaxResult,
    NextToken: optional(keyToken, begins),
  },
  response: tagKeyFields,
  errors: {},
  run: async ({ reader }: CallContext, request) => ok(await distinctPage(reader, 'tag-key', request)),
})
