import { type TunnelBreak, whatBreaks } from '../dataplane/plan/breaks.ts'
import type { GatewaySpec } from '../dataplane/port.ts'
import { changesBetween } from '../domain/field-change.ts'
import { isCarrying } from '../domain/observation.ts'
import type { Resource, ResourceRef } from '../domain/resource.ts'
import type { Result } from '../domain/result.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { WireError } from '../operations/operation.ts'
import { intentOf, type RoutingSettings } from '../reconcile/desired.ts'
import { readGatewaySnapshot } from '../reconcile/gateway-snapshot.ts'
import type { Account, Store, StoreReader } from '../store/port.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import type { AskedCall, Look, Rehearsed } from '../wire/http/rehearse.ts'
import type { ChangedResource, DryRunOutcome, DryRunParts, TunnelBreakView } from '../wire/native/dry-run.ts'

interface Parts {
  readonly store: Pick<Store, 'read'>
  readonly observed: ObservedWorld
  readonly dialects: readonly Dialect[]
  readonly settings: RoutingSettings | undefined
  rehearse<Seen>(
    dialect: Dialect,
    account: Account,
    asked: AskedCall,
    look: Look<Seen>,
  ): Promise<Result<Rehearsed<Seen>, WireError>>
}

/** What a gateway is to carry; undefined where it is not there. */
type Carried = Pick<GatewaySpec, 'tunnels' | 'bgp'> | undefined

/** Changed resources as they are, and what the gateways and routers carry that these are part of. */
interface Picture {
  readonly resources: ReadonlyMap<string, Resource>
  readonly carried: ReadonlyMap<string, Carried>
}

async function rootsOfConnection(
  reader: StoreReader,
  { id, spec }: Resource<'connection'>,
): Promise<readonly string[]> {
  if (spec.gateway !== undefined) return [spec.gateway]
  return (await reader.referencing(id, 'router-attachment')).map((each) => each.spec.router)
}

/** The gateways and routers whose tunnels the resource is a part of. */
async function rootsOf(reader: StoreReader, resource: Resource): Promise<readonly string[]> {
  if (resource.kind === 'gateway' || resource.kind === 'router') return [resource.id]
  if (resource.kind === 'connection') return rootsOfConnection(reader, resource)
  if (resource.kind === 'router-attachment') {
    const { router, target } = resource.spec
    return target.kind === 'gateway' ? [router, target.id] : [router]
  }
  if (resource.kind !== 'customer-gateway') return []
  const connections = await reader.referencing(resource.id, 'connection')
  return (await Promise.all(connections.map((each) => rootsOfConnection(reader, each)))).flat()
}

async function picture(
  reader: StoreReader,
  changed: readonly ResourceRef[],
  settings: RoutingSettings | undefined,
  others: readonly string[] = [],
): Promise<Picture> {
  const found = await Promise.all(changed.map(({ kind, id }) => reader.get(kind, id)))
  const resources = found.filter((each) => each !== undefined)
  const roots = (await Promise.all(resources.map((each) => rootsOf(reader, each)))).flat()
  const carried = new Map<string, Carried>()
  for (const id of new Set([...roots, ...others])) {
    const snapshot = await readGatewaySnapshot(reader, id)
    carried.set(id, snapshot && intentOf(snapshot, settings))
  }
  return { resources: new Map(resources.map((each) => [each.id, each])), carried }
}

/** What somebody may have written: of a dialect's own it is told only that the resource changes. */
const told = ({ name, labels, spec }: Resource): object => ({ name, labels, ...spec })

function changeOf(
  { kind, id }: ResourceRef,
  before: Resource | undefined,
  after: Resource | undefined,
): ChangedResource {
  const is =
    after === undefined || (after.deleting && before?.deleting !== true) ? 'deleted' : before ? 'changed' : 'created'
  const changes =
    is === 'deleted' || after === undefined ? [] : changesBetween(id, before ? told(before) : {}, told(after))
  return { kind, id, is, changes: changes.map(({ resource: _, ...change }) => change) }
}

const distinct = (refs: readonly ResourceRef[]): readonly ResourceRef[] => [
  ...new Map(refs.map((ref) => [`${ref.kind} ${ref.id}`, ref])).values(),
]

export function createDryRun({ store, observed, dialects, settings, rehearse }: Parts): DryRunParts['dryRun'] {
  const breaksBetween = (before: Picture, after: Picture): readonly TunnelBreakView[] =>
    [...before.carried].flatMap(([gateway, was]) => {
      const view = (each: TunnelBreak): TunnelBreakView => ({
        ...each,
        gateway,
        carries: isCarrying(observed.tunnel(each.tunnel)?.value),
      })
      return whatBreaks(was, after.carried.get(gateway)).map(view)
    })

  return async (account, asked): Promise<DryRunOutcome | undefined> => {
    const owner = await store.read((reader) => reader.account(account))
    const dialect = dialects.find(({ name }) => name === owner?.dialect)
    if (owner === undefined || dialect === undefined) return undefined
    const ran = await rehearse(dialect, owner, asked, async (transaction, changed) => ({
      changed: distinct(changed),
      after: await picture(transaction, changed, settings),
    }))
    if (!ran.ok) return { passes: false, refusal: ran.error }
    const { action, seen } = ran.value
    if (seen === undefined) return { passes: true, action, changes: [], tunnels: [] }
    const { changed, after } = seen
    const before = await store.read((reader) => picture(reader, changed, settings, [...after.carried.keys()]))
    return {
      ...{ passes: true, action },
      changes: changed.map((ref) => changeOf(ref, before.resources.get(ref.id), after.resources.get(ref.id))),
      tunnels: breaksBetween(before, after),
    }
  }
}
