import { principalRegion } from '../../../../domain/principal.ts'
import { isPrincipalKind } from '../../../../domain/principal-kinds.ts'
import { ok } from '../../../../domain/result.ts'
import type { WireType } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutOther } from '../shared/service.ts'
import { categoryField, tagKey, tagValue } from './fields.ts'
import { mappingToken, taggedPage } from './page.ts'
import { placeRules, resourceName, resourcePrefix, resourceRegion, serviceType, taggedKind } from './resource.ts'
import { mappingFields, type ResourceTag, resourceTagFields } from './response.ts'

const noFilter = 'it says which part of what is found is shown'

const badId = 'InvalidParameterValue.ResourceIdInvalid'

const ids = t.refined(t.list(t.text()), '1 to 50 ids', [badId], (values) =>
  values.length === 0 || values.length > 50 || values.includes('')
    ? { code: badId, detail: 'must be 1 to 50 ids' }
    : undefined,
)

export const describeResourceTagsByResourceIds = operation({
  ...aboutOther('tag', 'DescribeResourceTagsByResourceIds'),
  summary: 'Lists the tags of resources of one kind, in the order in which these are named.',
  effect: 'read',
  request: {
    ServiceType: required(serviceType, { readBy: 'a rule: a prefix is of one product' }),
    ResourcePrefix: required(resourcePrefix),
    ResourceIds: required(ids, { note: 'Ids of resources that do not exist have no tags.' }),
    ResourceRegion: required(resourceRegion),
    Offset: withDefault(
      t.integer('0 or more', (value) => value >= 0),
      0,
      { noFilter },
    ),
    Limit: withDefault(t.integerBetween(1, 200), 15, { noFilter }),
    Category: categoryField,
  },
  rules: placeRules,
  response: resourceTagFields,
  errors: {},
  documented: [
    'FailedOperation',
    'InvalidParameterValue.RegionInvalid',
    'InvalidParameterValue.ResourceIdInvalid',
    'InvalidParameterValue.ResourcePrefixInvalid',
    'InvalidParameterValue.ServiceTypeInvalid',
    'InvalidParameterValue.UinInvalid',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    FailedOperation: 'tags are kept with their resource: nothing is between the two that could fail',
    'InvalidParameterValue.UinInvalid': 'no account can be named in it',
  },
  async run(context: CallContext, { ResourcePrefix, ResourceIds, ResourceRegion, Offset, Limit }) {
    const kind = taggedKind(ResourcePrefix)
    const { reader } = context.inRegion(kind !== undefined && isPrincipalKind(kind) ? principalRegion : ResourceRegion)
    const named = kind === undefined ? [] : [...new Set(ResourceIds)]
    const found = await Promise.all(named.map((id) => kind && reader.get(kind, id)))
    const all = found.flatMap((resource) =>
      resource === undefined ? [] : resource.labels.tags.map((tag): ResourceTag => ({ resource, tag })),
    )
    return ok({ total: all.length, offset: Offset, limit: Limit, items: all.slice(Offset, Offset + Limit) })
  },
})

const mostResources = 'LimitExceeded.ResourceNumPerRequest'
const mostTags = 'LimitExceeded.TagNumPerRequest'
const mostValues = 'LimitExceeded.TagValue'

const atMost = <T>(type: WireType<readonly T[]>, most: number, code: string) =>
  t.refined(type, `at most ${most}`, [code], ({ length }) =>
    length > most ? { code, detail: `must be at most ${most}` } : undefined,
  )

const tagFilter = t.structure({
  TagKey: required(tagKey),
  TagValue: optional(atMost(t.list(tagValue), 10, mostValues), { defaultText: 'any value' }),
})

export const getResources = operation({
  ...aboutOther('tag', 'GetResources'),
  summary: 'Lists resources that have tags, of every kind and region, with their tags.',
  effect: 'read',
  request: {
    ResourceList: optional(atMost(t.list(resourceName), 10, mostResources), {
      note: 'Only these, and all of them at once.',
    }),
    TagFilters: optional(atMost(t.list(tagFilter), 6, mostTags), {
      note: 'Resources that have a tag for each of these.',
    }),
    PaginationToken: optional(mappingToken, { noFilter: 'it says where the page begins' }),
    MaxResults: withDefault(t.integerBetween(1, 200), 50, { noFilter }),
  },
  response: mappingFields,
  errors: {},
  documented: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'FailedOperation.ResourceTagProcessing',
    'InvalidParameter',
    'InvalidParameter.PaginationTokenInvalid',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyDuplicate',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'InvalidParameterValue.TagValueLengthExceeded',
    'LimitExceeded.ResourceNumPerRequest',
    'LimitExceeded.TagNumPerRequest',
    'LimitExceeded.TagValue',
  ],
  neverOccurs: {
    FailedOperation: 'tags are kept with their resource: nothing is between the two that could fail',
    'FailedOperation.ResourceTagProcessing': 'tags are set at once',
    'InvalidParameter.Tag': 'what is wrong with a tag has a code of its own',
    'InvalidParameterValue.TagKeyDuplicate': 'filters of one key must both hold, like those of two',
  },
  run: async (context: CallContext, { ResourceList, TagFilters = [], PaginationToken, MaxResults }) =>
    ok(
      await taggedPage(context, { names: ResourceList, filters: TagFilters, token: PaginationToken, size: MaxResults }),
    ),
})
