import { createHash } from 'node:crypto'
import type { Resource, Tag } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { productOf } from './resource.ts'

/** A tag, and the resource that has it. */
export interface ResourceTag {
  readonly resource: Resource
  readonly tag: Tag
}

interface ResourceTagPage {
  /** Of all, not only of this page. */
  readonly total: number
  readonly offset: number
  readonly limit: number
  readonly items: readonly ResourceTag[]
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

export const category = r.constant('Custom', 'the platform has no tags of its own here')

export const resourceTagFields = {
  TotalCount: r.integer(r.derived('how many tags the resources have'), ({ total }: ResourceTagPage) => total),
  Offset: r.integer(r.given('Offset'), ({ offset }: ResourceTagPage) => offset),
  Limit: r.integer(r.given('Limit'), ({ limit }: ResourceTagPage) => limit),
  Tags: r.structures(r.derived('the page that Offset and Limit ask for'), ({ items }: ResourceTagPage) => items, {
    TagKey: r.string(r.given('TagKey'), ({ tag }: ResourceTag) => tag.key),
    TagValue: r.string(r.given('TagValue'), ({ tag }: ResourceTag) => tag.value),
    ResourceId: r.string(r.stored('the resource’s id'), ({ resource }: ResourceTag) => resource.id),
    TagKeyMd5: r.string(r.derived('the MD5 digest of the key'), ({ tag }: ResourceTag) => md5(tag.key)),
    TagValueMd5: r.string(r.derived('the MD5 digest of the value'), ({ tag }: ResourceTag) => md5(tag.value)),
    ServiceType: r.string(r.derived('the product that the resource is of'), ({ resource }: ResourceTag) =>
      productOf(resource.kind),
    ),
    Category: category,
  }),
} satisfies r.ResponseFields<ResourceTagPage>

/** A resource in six parts, and its tags. */
export interface Mapping {
  readonly name: string
  readonly tags: readonly Tag[]
}

export interface MappingPage {
  readonly items: readonly Mapping[]
  /** Empty on the last. */
  readonly next: string
}

export const mappingFields: r.ResponseFields<MappingPage> = {
  PaginationToken: r.string(r.derived('where the next page begins; empty on the last'), ({ next }) => next),
  ResourceTagMappingList: r.structures(r.derived('the resources of this page'), ({ items }) => items, {
    Resource: r.string(r.derived('the resource in six parts'), ({ name }: Mapping) => name),
    Tags: r.structures(r.derived('what the resource was given'), ({ tags }: Mapping) => tags, {
      TagKey: r.string(r.given(['TagKey', 'Tags.TagKey', 'ReplaceTags.TagKey']), ({ key }: Tag) => key),
      TagValue: r.string(r.given(['TagValue', 'Tags.TagValue', 'ReplaceTags.TagValue']), ({ value }: Tag) => value),
      Category: category,
    }),
  }),
}
