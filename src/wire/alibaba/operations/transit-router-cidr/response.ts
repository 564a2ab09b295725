import { type Allocation, blocksOf } from '../../../../commands/router-block.ts'
import type { AddressBlock, Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'

export interface BlockView {
  readonly router: Resource<'router'>
  readonly block: AddressBlock
}

export const blockViews = (router: Resource<'router'>): readonly BlockView[] =>
  blocksOf(router).map((block) => ({ router, block }))

export const blockResponse = {
  Cidr: r.string(r.given('Cidr'), ({ block }) => block.prefix),
  Description: r.string(r.given('Description'), ({ block }) => block.description ?? ''),
  Family: r.constant('IPv4', 'networks carry IPv4 alone'),
  Name: r.string(r.given('Name'), ({ block }) => block.name),
  PublishCidrRoute: r.boolean(
    r.given('PublishCidrRoute'),
    ({ router, block }) => !extras.router.read(router).unpublishedBlocks.includes(block.id),
  ),
  TransitRouterCidrId: r.string(r.stored('its id'), ({ block }: Pick<BlockView, 'block'>) => block.id),
  TransitRouterId: r.string(r.given('TransitRouterId'), ({ router }) => router.id),
} satisfies r.ResponseFields<BlockView>

export const allocationResponse = {
  AllocatedCidrBlock: r.string(r.stored('the outer address of a tunnel'), ({ address }) => `${address}/32`),
  AttachmentId: r.string(r.stored('what holds the address'), ({ attachment }) => attachment.id),
  AttachmentName: r.string(r.derived('its name'), ({ attachment }) => attachment.name),
  Cidr: r.string(r.derived('the block that it was taken from'), ({ block }) => block.prefix),
  TransitRouterCidrId: r.string(r.derived('the block’s id'), ({ block }) => block.id),
} satisfies r.ResponseFields<Allocation>
