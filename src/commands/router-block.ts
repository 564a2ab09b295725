/** The address blocks of routers, which private connections get their outer addresses from. */
import { containsAddress, type Ipv4Address, overlaps } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { AddressBlock, Extras, Resource } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { type Change, type Command, changed, putting } from './command.ts'

type Router = Resource<'router'>

/** An address of a block that an attachment holds. */
export interface Allocation {
  readonly block: AddressBlock
  readonly attachment: Resource<'router-attachment'>
  readonly address: Ipv4Address
}

export const blocksOf = ({ spec }: Router): readonly AddressBlock[] => spec.blocks ?? []

/** What private connections hold of the router's blocks: a public one has its addresses of the account's pool. */
export async function loadAllocations(reader: Reader, router: Router): Promise<readonly Allocation[]> {
  const attachments = await reader.referencing(router.id, 'router-attachment')
  const held = await Promise.all(
    attachments.map(async (attachment) => {
      const { target } = attachment.spec
      if (target.kind !== 'connection' || (await reader.unscoped.get('connection', target.id))?.spec.isPrivate !== true)
        return []
      return target.addresses.map((address) => ({ attachment, address }))
    }),
  )
  return blocksOf(router).flatMap((block) =>
    held
      .flat()
      .filter(({ address }) => containsAddress(block.prefix, address))
      .map(({ attachment, address }) => ({ block, attachment, address })),
  )
}

/** No two blocks of a group's routers hold the same address, nor has a router more of them than it may. */
export function checkBlocks(
  blocks: readonly AddressBlock[],
  others: readonly AddressBlock[],
  most: number,
  router: string,
): DomainError | undefined {
  if (blocks.length > most) {
    return domainError('blocks-exhausted', `has ${blocks.length} blocks, of ${most} at the most`, router)
  }
  for (const [index, { prefix }] of blocks.entries()) {
    const other = [...blocks.slice(0, index), ...others].find((one) => overlaps(one.prefix, prefix))
    if (other !== undefined) return domainError('block-overlaps', `overlaps ${other.prefix} (${other.id})`, prefix)
  }
  return undefined
}

/** The blocks of the group's routers. */
export async function loadBlocks(reader: Reader, group: string | undefined): Promise<readonly AddressBlock[]> {
  if (group === undefined) return []
  return (await reader.referencing(group, 'router')).flatMap(blocksOf)
}

interface Standing {
  readonly router: Router | undefined
  /** Of other routers of its group. */
  readonly others: readonly AddressBlock[]
  readonly allocations: readonly Allocation[]
}

async function load(reader: Reader, { router: id }: { readonly router: string }): Promise<Standing> {
  const router = await reader.get('router', id)
  if (router === undefined) return { router, others: [], allocations: [] }
  const own = new Set(blocksOf(router).map((block) => block.id))
  return {
    router,
    others: (await loadBlocks(reader, router.spec.group)).filter((block) => !own.has(block.id)),
    allocations: await loadAllocations(reader, router),
  }
}

interface OfRouter {
  readonly router: string
  /** The router's, with what the dialect knows of the block. */
  readonly extras?: Extras
}

const withBlocks = (router: Router, blocks: readonly AddressBlock[], { extras }: OfRouter): Change =>
  putting(changed(router, { spec: { ...router.spec, blocks }, ...(extras === undefined ? {} : { extras }) }))

const noRouter = (id: string): DomainError => domainError('router-not-found', 'no such router', id)

const isGone = (router: Router | undefined): router is undefined => router === undefined || router.deleting

export interface AddBlock extends OfRouter {
  readonly block: AddressBlock
  /** How many blocks a router may have. */
  readonly most: number
}

export const addBlock: Command<AddBlock, Standing> = {
  name: 'add-block',
  load,
  decide({ router, others }, input) {
    if (isGone(router)) return fail(noRouter(input.router))
    const blocks = [...blocksOf(router), input.block]
    const refusal = checkBlocks(blocks, others, input.most, router.id)
    return refusal === undefined ? ok(withBlocks(router, blocks, input)) : fail(refusal)
  },
}

/** What is left out stays as it is. */
export interface ModifyBlock extends OfRouter, Partial<Omit<AddressBlock, 'id'>> {
  readonly id: string
}

/** The block that is meant, when no address of it is held. */
function found(router: Router, id: string): Result<AddressBlock, DomainError> {
  const block = blocksOf(router).find((each) => each.id === id)
  if (block === undefined) return fail(domainError('block-not-found', `is none of ${router.id}`, id))
  return ok(block)
}

function checkFree({ id }: AddressBlock, allocations: readonly Allocation[]): DomainError | undefined {
  const holder = allocations.find(({ block }) => block.id === id)
  if (holder === undefined) return undefined
  return domainError('block-allocated', `${holder.attachment.id} holds ${holder.address}`, id)
}

export const modifyBlock: Command<ModifyBlock, Standing> = {
  name: 'modify-block',
  load,
  decide({ router, others, allocations }, input) {
    if (isGone(router)) return fail(noRouter(input.router))
    const before = found(router, input.id)
    if (!before.ok) return before
    const { prefix = before.value.prefix, name = before.value.name, description = before.value.description } = input
    const after = {
      id: input.id,
      prefix,
      name,
      ...(description === undefined || description === '' ? {} : { description }),
    }
    const blocks = blocksOf(router).map((block) => (block.id === input.id ? after : block))
    const refusal =
      (prefix === before.value.prefix ? undefined : checkFree(before.value, allocations)) ??
      checkBlocks(blocks, others, blocks.length, router.id)
    return refusal === undefined ? ok(withBlocks(router, blocks, input)) : fail(refusal)
  },
}

export interface RemoveBlock extends OfRouter {
  readonly id: string
}

export const removeBlock: Command<RemoveBlock, Standing> = {
  name: 'remove-block',
  load,
  decide({ router, allocations }, input) {
    if (isGone(router)) return fail(noRouter(input.router))
    const block = found(router, input.id)
    if (!block.ok) return block
    const refusal = checkFree(block.value, allocations)
    if (refusal !== undefined) return fail(refusal)
    const left = blocksOf(router).filter(({ id }) => id !== input.id)
    return ok(withBlocks(router, left, input))
  },
}
