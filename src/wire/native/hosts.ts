import { createHost, deleteHost } from '../../commands/host.ts'
import type { Ipv4Address } from '../../domain/address.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { HostPlace, Resource } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Random } from '../../runtime/random.ts'
import type { Store, StoreTransaction } from '../../store/port.ts'

/** A host of the lab. `ready` once it is there to ping from. */
export interface HostView {
  readonly id: string
  readonly name: string
  readonly place: HostPlace
  readonly address: Ipv4Address
  readonly ready: boolean
}

export interface HostParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
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

export async function addHost(
  { store, clock, random }: HostParts,
  wish: { readonly name: string; readonly place: HostPlace; readonly address: Ipv4Address },
): Promise<Result<HostView, DomainError>> {
  return store.write(async (transaction) => {
    const scope = await scopeOf(transaction, wish.place)
    if (scope === undefined) return fail(domainError('subnet-not-found', 'no such subnet'))
    const resource = { id: `host-${random.token(12, lettersAndDigits)}`, ...scope, createdAt: clock.now(), sidecar: {} }
    const input = { ...resource, ...wish }
    const decided = createHost.decide(await createHost.load(transaction.scoped(scope), input), input)
    if (!decided.ok) return decided
    for (const resource of decided.value.put) await transaction.put(resource)
    const [host] = decided.value.put
    return host?.kind === 'host' ? ok(view(host, undefined)) : fail(domainError('host-not-found', 'not stored'))
  })
}

async function scopeOf(transaction: StoreTransaction, place: HostPlace) {
  if (place.kind === 'underlay') return installation
  const subnet = await transaction.get('subnet', place.id)
  return subnet === undefined ? undefined : { account: subnet.account, region: subnet.region }
}

export async function removeHost({ store }: Pick<HostParts, 'store'>, id: string): Promise<Result<null, DomainError>> {
  return store.write(async (transaction) => {
    const host = await transaction.get('host', id)
    const decided = deleteHost.decide(host, { id })
    if (!decided.ok) return decided
    for (const resource of decided.value.put) await transaction.put(resource)
    return ok(null)
  })
}
