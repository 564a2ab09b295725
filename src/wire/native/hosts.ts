import { createHost, deleteHost } from '../../commands/host.ts'
import type { Ipv4Address } from '../../domain/address.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { HostPlace, Resource } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import { type Store, StoreConflict, type StoreTransaction } from '../../store/port.ts'
import { type AuditParts, noteChange } from './audit.ts'

/** A host of the lab. `ready` once it is there to ping from. */
export interface HostView {
  readonly id: string
  readonly name: string
  readonly place: HostPlace
  readonly address: Ipv4Address
  readonly ready: boolean
}

export interface HostParts extends AuditParts {
  readonly store: Store
}

/** Hosts on the underlay are nobody's: they belong to the installation itself. */
const installation = { account: 'installation', region: '' }

const lettersAndDigits = '0123456789abcdefghijklmnopqrstuvwxyz'

const view = (host: Resource<'host'>, applied: number | undefined): HostView => ({
  id: host.id,
  name: host.name,
  place: host.spec.place,
  address: host.spec.address,
  ready: applied !== undefined && applied >= host.generation,
})

/** Undefined when there is no such host, or it is going. */
export async function readHost({ store }: HostParts, id: string): Promise<HostView | undefined> {
  return store.read(async (reader) => {
    const host = await reader.get('host', id)
    return host === undefined ? undefined : view(host, (await reader.applied([id])).get(id))
  })
}

/** A page of hosts, newest first; `total` counts all there are, and `next` is where the next page begins. */
export interface HostPage {
  readonly hosts: readonly HostView[]
  readonly total: number
  readonly next?: number
}

export async function listHosts(
  { store }: Pick<HostParts, 'store'>,
  query: { readonly limit: number; readonly after?: number },
): Promise<HostPage> {
  return store.read(async (reader) => {
    const { items, total, next } = await reader.page('host', query)
    const applied = await reader.applied(items.map(({ id }) => id))
    const hosts = items.map((host) => view(host, applied.get(host.id)))
    return { hosts, total, ...(next === undefined ? {} : { next }) }
  })
}

interface NewHost {
  readonly name: string
  readonly place: HostPlace
  readonly address: Ipv4Address
}

/** More of them on the underlay would leave no outer addresses for the accounts' gateways. */
const mostOnUnderlay = 64

export async function addHost(parts: HostParts, host: NewHost): Promise<Result<HostView, DomainError>> {
  try {
    return await storeHost(parts, host)
  } catch (error) {
    // Of a new host nothing can be in conflict but its address, with a gateway's or another host's.
    if (!(error instanceof StoreConflict)) throw error
    return fail(domainError('address-in-use', 'is taken', host.address))
  }
}

async function storeHost(parts: HostParts, host: NewHost): Promise<Result<HostView, DomainError>> {
  const { store, clock, random } = parts
  return store.write(async (transaction) => {
    if (host.place.kind === 'underlay') {
      const where = [{ by: 'region', region: installation.region }] as const
      const { total } = await transaction.page('host', { where, limit: 1 })
      if (total >= mostOnUnderlay) {
        return fail(domainError('addresses-exhausted', `${total} hosts are on the underlay: take some away first`))
      }
    }
    const scope = await scopeOf(transaction, host.place)
    if (scope === undefined) return fail(domainError('subnet-not-found', 'no such subnet'))
    const resource = { id: `host-${random.token(12, lettersAndDigits)}`, ...scope, createdAt: clock.now() }
    const input = { ...resource, ...host }
    const decided = createHost.decide(await createHost.load(transaction.scoped(scope), input), input)
    if (!decided.ok) return decided
    for (const resource of decided.value.put) await transaction.put(resource)
    await noteChange(transaction, parts, { ...scope, action: createHost.name, resources: decided.value.put })
    const [stored] = decided.value.put
    return stored?.kind === 'host' ? ok(view(stored, undefined)) : fail(domainError('host-not-found', 'not stored'))
  })
}

async function scopeOf(transaction: StoreTransaction, place: HostPlace) {
  if (place.kind === 'underlay') return installation
  const subnet = await transaction.get('subnet', place.id)
  return subnet === undefined ? undefined : { account: subnet.account, region: subnet.region }
}

export async function removeHost(parts: HostParts, id: string): Promise<Result<null, DomainError>> {
  return parts.store.write(async (transaction) => {
    const host = await transaction.get('host', id)
    const decided = deleteHost.decide(host, { id })
    if (!decided.ok) return decided
    for (const resource of decided.value.put) await transaction.put(resource)
    const { account, region } = host ?? installation
    await noteChange(transaction, parts, { account, region, action: deleteHost.name, resources: decided.value.put })
    return ok(null)
  })
}
