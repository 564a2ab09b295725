import type { Resource } from '../domain/resource.ts'
import { networkToLink, offeredBy, routedConnection, routerOf, type Users } from '../domain/roots.ts'
import type { StoreReader } from './port.ts'

type Attachment = Resource<'router-attachment'>
type Reader = Pick<StoreReader, 'get' | 'referencing'>

/** Who uses what a change is of, as far as it wakes them (`domain/roots.ts`). */
export async function usersOf(
  reader: Reader,
  before: Resource | undefined,
  after: Resource | undefined,
): Promise<Users> {
  const connections =
    before?.kind === 'customer-gateway' ? await reader.referencing(before.id, 'connection') : ([] as const)
  const routed = [before, after].flatMap((each) => (each && routedConnection(each)) ?? [])
  // A new connection has no attachment yet.
  const isNew = (id: string): boolean => before === undefined && id === after?.id
  const ids = new Set([...connections.map(({ id }) => id), ...routed.filter((id) => !isNew(id))])
  const attachments = await Promise.all([...ids].map((id) => reader.referencing(id, 'router-attachment')))
  const network = networkToLink(before, after)
  const carriers = network === undefined ? [] : await reader.referencing(network, 'router-attachment')
  const gateways = network === undefined ? [] : await reader.referencing(network, 'gateway')
  const offering = await attachmentsOffering(reader, before, after)
  const around = [...attachments.flat(), ...carriers, ...offering]
  const routers = [before, after].flatMap((each) => (each && routerOf(each)) ?? [])
  const attached = await attachedTo(
    reader,
    new Set([...routers, ...[...carriers, ...offering].map(({ spec }) => spec.router)]),
  )
  return { connections, attachments: around, gateways, attached }
}

/** The attachments by which routers lead to what the resource is part of. */
async function attachmentsOffering(
  reader: Reader,
  before: Resource | undefined,
  after: Resource | undefined,
): Promise<readonly Attachment[]> {
  const refs = [before, after].flatMap((each) => (each && offeredBy(each)) ?? [])
  const byId = new Map(refs.map(({ kind, id }) => [id, kind]))
  const found = await Promise.all(
    [...byId].map(async ([id, kind]) => {
      // Most gateways have a network of their own, and are attached to no router.
      const gateway = kind === 'gateway' ? await reader.get('gateway', id) : undefined
      return gateway?.spec.network === undefined ? reader.referencing(id, 'router-attachment') : []
    }),
  )
  return found.flat()
}

async function attachedTo(reader: Reader, routers: ReadonlySet<string>): Promise<readonly string[]> {
  const all = await Promise.all([...routers].map((router) => reader.referencing(router, 'router-attachment')))
  return all.flat().flatMap(({ spec: { target } }) => (target.kind === 'gateway' ? [target.id] : []))
}
