import { tunnelPart } from '../dataplane/plan/chain.ts'
import { planGateway } from '../dataplane/plan/gateway.ts'
import { noMemory } from '../dataplane/plan/initiation.ts'
import { planNetwork } from '../dataplane/plan/network.ts'
import { observe } from '../dataplane/simulated/observation.ts'
import type { World } from '../dataplane/simulated/world.ts'
import { hasNoDataPlane, type Resource } from '../domain/resource.ts'
import { routedConnection } from '../domain/roots.ts'
import type { Route } from '../domain/route.ts'
import { desiredGateway, desiredNetwork } from '../reconcile/desired.ts'
import { readGatewaySnapshot } from '../reconcile/gateway-snapshot.ts'
import type { Store } from '../store/port.ts'
import { describeStep } from './gated-plane.ts'
import { neighborProblem, wantedLearned } from './neighbors.ts'
import type { ReferenceModel } from './reference-model.ts'
import { rivalProblem } from './rivals.ts'
import { routingProblem, withdrawingTunnels } from './routing-problem.ts'
import { terminatedBy } from './terminated.ts'
import { tunnelProblem } from './tunnels.ts'
import type { Invariant } from './violation.ts'

export interface Unfinished {
  readonly invariant: Invariant
  readonly detail: string
}

const not = (detail: string, invariant: Invariant = 'it converges'): Unfinished => ({ invariant, detail })

export interface ConvergenceParts {
  readonly reference: ReferenceModel
  readonly store: Store
  readonly world: World
  /** The tunnel that can never be configured: nothing is expected of it, of its connection, and of that one's routes. */
  readonly broken: string | undefined
}

/**
 * What is still to be done until store and data plane agree; undefined when nothing is. The planner is asked, and the data
 * plane is also compared with the store directly, because the planner may be mistaken.
 */
export async function unbuilt(parts: ConvergenceParts): Promise<Unfinished | undefined> {
  const { reference, world } = parts
  const excused = excusedBy(parts)
  const rivals = rivalProblem(reference)
  if (rivals !== undefined) return not(rivals, 'a network is led into one gateway to a destination')
  return (
    unapplied(reference, excused) ??
    surplus(reference, world) ??
    wrongTunnels(parts, excused) ??
    (await remainingSteps(parts, excused)) ??
    (await pending(parts, excused))
  )
}

/** The same, and every tunnel is up or down as its two configurations say. */
export async function unfinished(parts: ConvergenceParts): Promise<Unfinished | undefined> {
  const structure = await unbuilt(parts)
  if (structure !== undefined) return structure
  const problem = tunnelProblem(parts.reference, parts.world, parts.broken)
  if (problem !== undefined) return not(problem, 'matching tunnels are up, and no others')
  const strange = neighborProblem(parts.reference, parts.world, excusedBy(parts))
  return strange === undefined ? undefined : not(strange, 'matching neighbors have sessions, and no others')
}

/** Ids of the connection with the broken tunnel, of what attaches it, of its routes, and of its tunnels. */
export function excusedBy({ reference, broken }: Pick<ConvergenceParts, 'reference' | 'broken'>): ReadonlySet<string> {
  const excused = new Set<string>()
  for (const { kind, id, spec } of reference.resources.values()) {
    if (kind !== 'connection' || !spec.tunnels.some((tunnel) => tunnel.id === broken)) continue
    for (const each of [id, ...spec.tunnels.map((tunnel) => tunnel.id)]) excused.add(each)
  }
  for (const { kind, id, spec } of reference.resources.values()) {
    if (kind === 'router-attachment' && excused.has(spec.target.id)) excused.add(id)
    if (kind === 'route' && excused.has(spec.nextHop)) excused.add(id)
  }
  return excused
}

/** Roots that are still pending. Those of a gateway with the broken tunnel stay, and are tried again for ever. */
async function pending({ reference, store }: ConvergenceParts, excused: ReadonlySet<string>) {
  const kept = new Set<string | undefined>()
  for (const resource of reference.resources.values()) {
    if (resource.kind === 'connection' && excused.has(resource.id)) kept.add(resource.spec.gateway)
    if (resource.kind === 'router-attachment' && excused.has(resource.id)) kept.add(resource.spec.router)
  }
  const left = (await store.read((reader) => reader.pending(0))).find(({ root }) => !kept.has(root.id))
  return left && not(`${left.root.kind} ${left.root.id} is still pending`)
}

/** The connection, or that of the route, has neither gateway nor router, so that it needs nothing of the data plane. */
function isUnattached(resource: Resource, attached: ReadonlySet<string>): boolean {
  const routed = routedConnection(resource)
  return routed !== undefined && !attached.has(routed)
}

function unapplied(reference: ReferenceModel, excused: ReadonlySet<string>): Unfinished | undefined {
  const all = [...reference.resources.values()]
  const attached = new Set(all.flatMap(({ kind, spec }) => (kind === 'router-attachment' ? [spec.target.id] : [])))
  for (const resource of all) {
    const { kind, id, deleting, generation } = resource
    if (deleting) return not(`${kind} ${id} is still there, although it is being deleted`)
    const applied = reference.appliedOf(id)
    if (excused.has(id) || hasNoDataPlane(kind) || isUnattached(resource, attached)) continue
    if (applied !== generation) return not(`${kind} ${id} is at ${applied} of ${generation}`)
  }
  return undefined
}

/** What the data plane has and the store does not. */
export function surplus({ resources }: ReferenceModel, world: World): Unfinished | undefined {
  const wanted = (id: string, ...kinds: Resource['kind'][]) => kinds.some((kind) => resources.get(id)?.kind === kind)
  const network = [...world.networks.keys()].find((id) => !wanted(id, 'network'))
  if (network !== undefined) return not(`the data plane has network ${network}, which is not stored`)
  const gateway = [...world.gateways.keys()].find((id) => !wanted(id, 'gateway', 'router'))
  return gateway === undefined ? undefined : not(`the data plane has gateway ${gateway}, which is not stored`)
}

/** Steps that are still to be performed. Initiations are left out: those that fail are tried for ever. */
async function remainingSteps(
  { reference, store, world }: ConvergenceParts,
  excused: ReadonlySet<string>,
): Promise<Unfinished | undefined> {
  const parts = new Set([...excused].map(tunnelPart))
  for (const resource of reference.resources.values()) {
    const { kind, id } = resource
    if (kind === 'network') {
      const subnets = await store.read((reader) => reader.referencing(id, 'subnet'))
      const [step] = planNetwork(id, desiredNetwork(resource, subnets), world.networks.get(id)?.digest)
      if (step !== undefined) return not(`${describeStep(step)} is still to be done`)
    }
    if (kind !== 'gateway' && kind !== 'router') continue
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, id))
    const is = world.gateways.get(id)
    if (snapshot === undefined || is === undefined) return not(`${kind} ${id} is not in the data plane`)
    const observed = observe(world, is)
    const desired = desiredGateway(snapshot, observed)
    const { chains } = planGateway(desired, observed, noMemory, world.clock.now())
    // A route stays until the one that is to replace it has come, which into a broken tunnel never does.
    const waiting = new Set(
      (desired?.routes ?? []).filter(({ tunnels }) => tunnels.some((one) => excused.has(one))).map(placeOf),
    )
    const [step] = chains
      .filter((chain) => chain.parts.length > 0 && !chain.parts.some((part) => parts.has(part)))
      .flatMap(({ steps }) => steps)
      .filter((each) => !('route' in each && waiting.has(placeOf(each.route))))
    if (step !== undefined) return not(`${describeStep(step)} is still to be done`)
  }
  return undefined
}

const placeOf = ({ table, prefix }: Route): string => `${table} ${prefix}`

const same = (one: Iterable<string>, other: Iterable<string>): boolean =>
  [...new Set(one)].sort().join() === [...new Set(other)].sort().join()

/** Where a gateway of the data plane has other networks, tunnels or routes than the store says. */
function wrongTunnels(parts: ConvergenceParts, excused: ReadonlySet<string>): Unfinished | undefined {
  const { reference, world } = parts
  const learned = wantedLearned(reference, world)
  const withdrawing = withdrawingTunnels(reference)
  for (const gateway of world.gateways.values()) {
    const { networks, connections } = terminatedBy(gateway.id, reference)
    const tunnels = connections.flatMap(({ spec }) => spec.tunnels.map(({ id }) => id))
    if (!same(gateway.links.keys(), networks)) return not(`${gateway.id} is linked to other networks than it should be`)
    if (!same(gateway.tunnels.keys(), tunnels)) return not(`${gateway.id} has other tunnels than it should have`)
    const wrong = routingProblem(gateway, { ...parts, excused, withdrawing, learned })
    if (wrong !== undefined) return not(wrong)
  }
  return undefined
}
