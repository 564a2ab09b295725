import type { Change, Command } from '../../commands/command.ts'
import { createRoute, deleteRoute, modifyRoute, type RoutePatch } from '../../commands/route/route.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { FacetName } from '../../domain/facets.ts'
import type { Condition } from '../../domain/page.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { RouteEntry, RoutePlace } from '../../domain/route-entry.ts'
import type { RouteRules } from '../../domain/route-rules.ts'
import type { Scope, Store, StoreTransaction } from '../../store/port.ts'
import { storeChange } from '../http/store-change.ts'
import { type AuditParts, noteChange } from './audit.ts'

/** A route that somebody asked for. `ready` once the data plane has it as it is shown; `createdAt` in milliseconds since the epoch. */
export interface RouteView extends RouteEntry {
  readonly id: string
  readonly name: string
  readonly account: string
  readonly region: string
  readonly createdAt: number
  readonly ready: boolean
}

/** A page of routes, newest first; `total` counts all that match, and `next` is where the next page begins. */
export interface RoutePage {
  readonly routes: readonly RouteView[]
  readonly total: number
  readonly next?: number
}

export interface RouteFilter {
  readonly place?: string
  readonly nextHop?: string
  readonly source?: string
  readonly destination?: string
  readonly policyBased?: boolean
  readonly published?: boolean
}

export interface NewRoute extends RouteEntry {
  readonly name: string
}

interface RouteParts extends AuditParts {
  readonly store: Store
}

/** What the domain can carry; either cloud's own rules are narrower. */
const rules: RouteRules = {
  defaultRoute: true,
  apartFrom: [],
  alternatives: 8,
  equalPreferences: true,
  quota: { policyBased: 1000, destinationBased: 1000 },
}

const lettersAndDigits = '0123456789abcdefghijklmnopqrstuvwxyz'

const view = (route: Resource<'route'>, applied: number | undefined): RouteView => ({
  id: route.id,
  name: route.name,
  account: route.account,
  region: route.region,
  createdAt: route.createdAt,
  ready: applied !== undefined && applied >= route.generation,
  ...route.spec,
})

/** Undefined when there is no such route. */
export async function readRoute({ store }: Pick<RouteParts, 'store'>, id: string): Promise<RouteView | undefined> {
  return store.read(async (reader) => {
    const route = await reader.get('route', id)
    return route === undefined ? undefined : view(route, (await reader.applied([id])).get(id))
  })
}

const yesOrNo = (is: boolean | undefined): string | undefined => (is === undefined ? undefined : is ? 'yes' : 'no')

function conditions({ place, nextHop, source, destination, policyBased, published }: RouteFilter): Condition[] {
  const asked: readonly (readonly [FacetName, string | undefined])[] = [
    ['place', place],
    ['next-hop', nextHop],
    ['source', source],
    ['destination', destination],
    ['policy-based', yesOrNo(policyBased)],
    ['published', yesOrNo(published)],
  ]
  return asked.flatMap(([facet, value]) => (value === undefined ? [] : [{ by: 'facet', facet, anyOf: [value] }]))
}

export async function listRoutes(
  { store }: Pick<RouteParts, 'store'>,
  filter: RouteFilter,
  page: { readonly limit: number; readonly after?: number },
): Promise<RoutePage> {
  return store.read(async (reader) => {
    const { items, total, next } = await reader.page('route', { where: conditions(filter), ...page })
    const applied = await reader.applied(items.map(({ id }) => id))
    const routes = items.map((route) => view(route, applied.get(route.id)))
    return { routes, total, ...(next === undefined ? {} : { next }) }
  })
}

/** Thrown, so that the transaction leaves nothing of what it had begun. */
class Refused extends Error {
  readonly error: DomainError

  constructor(error: DomainError) {
    super(error.detail)
    this.error = error
  }
}

async function execute<Input, Current>(
  transaction: StoreTransaction,
  parts: AuditParts,
  scope: Scope,
  command: Command<Input, Current>,
  input: Input,
): Promise<Change> {
  const decided = command.decide(await command.load(transaction.scoped(scope), input), input)
  if (!decided.ok) throw new Refused(decided.error)
  const refusal = await storeChange(transaction, decided.value)
  if (refusal !== undefined) throw new Refused(refusal)
  const { put, remove } = decided.value
  await noteChange(transaction, parts, { ...scope, action: command.name, resources: [...put, ...remove] })
  return decided.value
}

async function written<T>(store: Store, work: (transaction: StoreTransaction) => Promise<T>) {
  try {
    return ok(await store.write(work))
  } catch (error) {
    if (error instanceof Refused) return fail(error.error)
    throw error
  }
}

const changedRoutes = ({ put }: Change): readonly RouteView[] =>
  put.flatMap((resource) => (resource.kind === 'route' ? [view(resource, undefined)] : []))

/** A route belongs to the account whose place it stands at. */
async function scopeOf(transaction: StoreTransaction, { kind, id }: RoutePlace): Promise<Scope> {
  const place = await transaction.get(kind, id)
  if (place === undefined) throw new Refused(domainError(`${kind}-not-found`, `no such ${kind}`, id))
  return { account: place.account, region: place.region }
}

/** All of them, or none. */
export function addRoutes(
  parts: RouteParts,
  routes: readonly NewRoute[],
): Promise<Result<readonly RouteView[], DomainError>> {
  const { store, clock, random } = parts
  return written(store, async (transaction) => {
    const added: RouteView[] = []
    for (const { name, ...route } of routes) {
      const scope = await scopeOf(transaction, route.place)
      const id = `route-${random.token(12, lettersAndDigits)}`
      const input = { id, name, ...scope, createdAt: clock.now(), route, rules }
      added.push(...changedRoutes(await execute(transaction, parts, scope, createRoute, input)))
    }
    return added
  })
}

export async function changeRoute(
  parts: RouteParts,
  id: string,
  patch: RoutePatch,
): Promise<Result<RouteView | undefined, DomainError>> {
  return written(parts.store, async (transaction) => {
    const scope = await ownScope(transaction, id)
    const [route] = changedRoutes(await execute(transaction, parts, scope, modifyRoute, { id, patch, rules }))
    return route
  })
}

export async function removeRoute(parts: RouteParts, id: string): Promise<Result<null, DomainError>> {
  return written(parts.store, async (transaction) => {
    await execute(transaction, parts, await ownScope(transaction, id), deleteRoute, { id, rules })
    return null
  })
}

async function ownScope(transaction: StoreTransaction, id: string): Promise<Scope> {
  const route = await transaction.get('route', id)
  if (route === undefined) throw new Refused(domainError('route-not-found', 'no such route', id))
  return { account: route.account, region: route.region }
}
