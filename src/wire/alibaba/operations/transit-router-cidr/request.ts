import { overlaps, parseIpv4Prefix, prefixLength } from '../../../../domain/address.ts'
import type { AddressBlock, Extras, Resource } from '../../../../domain/resource.ts'
import { unroutableRangeOf } from '../../../../domain/unroutable.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { newId } from '../../ids.ts'
import { anyRegion, clientToken, dryRun, freeText, id } from '../shared/request-fields.ts'

/** "Each transit router supports at most five CIDR blocks." */
export const mostBlocks = 5

const shared = parseIpv4Prefix('100.64.0.0/10')

/** "The subnet mask of a CIDR block must be 16 bits to 24 bits in length." */
export const blockPrefix = t.parsed(
  'a CIDR block of 16 to 24 bits, none of 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16 and 224.0.0.0/4',
  (value) => {
    const prefix = parseIpv4Prefix(value)
    if (prefix === undefined || prefixLength(prefix) < 16 || prefixLength(prefix) > 24) return undefined
    const isApart = shared !== undefined && !overlaps(prefix, shared) && unroutableRangeOf(prefix) === undefined
    return isApart ? prefix : undefined
  },
  ['192.168.10.0/24', '192.168.20.0/24'],
)

export const publishing = {
  note: 'kept and returned',
  worldless: 'the cloud tells the route to leased lines alone, of which there are none',
}

/** Of a block that is made. */
export const blockFields = {
  Cidr: required(blockPrefix, { code: 'IllegalParam.Cidr' }),
  Name: optional(freeText(128)),
  Description: optional(freeText(256)),
  PublishCidrRoute: withDefault(t.boolean, true, publishing),
}

type Block = Values<typeof blockFields>

/** Blocks of a router that is made, and what is known of them. */
export function newBlocks(
  context: CallContext,
  requests: readonly Block[],
): { readonly blocks: readonly AddressBlock[]; readonly extras: Extras } {
  const made = requests.map(({ Cidr: prefix, Name = '', Description, PublishCidrRoute }) => ({
    isPublished: PublishCidrRoute,
    block: {
      id: newId('cidr', context.region, context.random),
      prefix,
      name: Name,
      ...(Description === undefined ? {} : { description: Description }),
    },
  }))
  const unpublishedBlocks = made.filter(({ isPublished }) => !isPublished).map(({ block }) => block.id)
  return { blocks: made.map(({ block }) => block), extras: extras.router.write({ unpublishedBlocks }) }
}

/** What is known of a router once this is so of one of its blocks. */
export function published(router: Resource<'router'>, block: string, isPublished: boolean): Extras {
  const known = extras.router.read(router)
  const others = known.unpublishedBlocks.filter((each) => each !== block)
  return extras.router.write({ ...known, unpublishedBlocks: isPublished ? others : [...others, block] })
}

/** What names a block. */
export const namedBlock = {
  ...anyRegion,
  TransitRouterId: required(id),
  TransitRouterCidrId: required(id),
  ...clientToken,
  ...dryRun,
}
