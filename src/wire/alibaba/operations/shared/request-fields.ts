/** Fields that most operations share. */
import type { WireType } from '../../../../operations/decode.ts'
import { ignored, optional, refused, required, withDefault } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { regions } from '../../regions.ts'

const oneOwner = 'an account owns its resources here: the access key says which'

/** In every operation's metadata, and on no document's page. */
export const owners = {
  OwnerAccount: ignored(oneOwner),
  OwnerId: ignored(oneOwner),
  ResourceOwnerAccount: ignored(oneOwner),
  ResourceOwnerId: ignored(oneOwner),
}

export const language = {
  AcceptLanguage: ignored('names are given in English, the only language that they are kept in'),
}

/** The region of what is asked for, where an operation sees all of them. */
export const regionOfIt = t.text(
  '',
  () => true,
  regions.filter(({ has }) => !has.has('closed')).map(({ id }) => id),
)

export const region = {
  RegionId: required(t.text(), {
    note: 'a region of DescribeRegions; it also says which resources are in sight',
    readBy: 'the pipeline: the handler sees the resources of the region alone',
    worldless: 'it says where, and a region has networks and addresses of its own',
  }),
  ...owners,
}

/** For operations on what says by itself where it is. */
export const anyRegion = {
  RegionId: ignored('the resource that is named says by itself where it is'),
  ...owners,
}

export const clientToken = {
  ClientToken: optional(
    t.text('1 to 64 ASCII characters', (value) => /^[\x20-\x7e]{1,64}$/.test(value)),
    { defaultText: 'none: the request is then not repeatable' },
  ),
}

export const dryRun = { DryRun: withDefault(t.boolean, false) }

/** An operation that changes nothing has nothing to try out. */
export const noDryRun = {
  DryRun: refused(t.boolean, 'this operation changes nothing, so there is nothing to try out', { allow: [false] }),
}

export const id = t.text()

export const accountId = t.text('the id of an account', (value) => /^\d+$/.test(value))

/** As many as the operations that name a number of them take. */
const mostIds = 100

/** "vpc-1, vpc-2". */
export const ids = optional(
  t.text(`1 to ${mostIds} ids, separated by commas`, (value) => value.split(',').length <= mostIds),
)

export const resourceGroup = {
  ResourceGroupId: optional(t.text(), {
    note: 'kept and returned; resource groups have no other meaning here',
    worldless: 'resource groups are for finding things and for policies',
  }),
}

/** "http://" and "https://" in front are refused in every name and description. */
const free = (value: string): boolean => !/^https?:\/\//.test(value)

/** A name or a description of a length, that is not a link. */
export const freeText = (most: number): WireType<string> => ({
  ...t.text(
    `1 to ${most} characters, not starting with http:// or https://`,
    (value) => value.length <= most && free(value),
  ),
  worldless: 'names and descriptions are for people',
})

/** A description of a length, or none: empty text clears it. */
export const clearableText = (most: number): WireType<string> => ({
  ...freeText(most),
  accepts: `at most ${most} characters, not starting with http:// or https://; empty for none`,
  takesEmpty: true,
})
