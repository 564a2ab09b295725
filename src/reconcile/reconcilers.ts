import { type GatewayMemory, noMemory, planGateway, planHost, planNetwork } from '../dataplane/plan.ts'
import type { DataPlane, Step } from '../dataplane/port.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/port.ts'
import { desiredGateway, desiredHost, desiredNetwork } from './desired.ts'
import { finish } from './finish.ts'
import { readGatewaySnapshot } from './gateway-snapshot.ts'
import type { Key, RootKind } from './key.ts'
import type { Done } from './work-queue.ts'

export interface ReconcilerParts {
  readonly store: Store
  readonly plane: DataPlane
  readonly observed: ObservedWorld
  readonly clock: Clock
}

/** Makes the world match for one key. Safe to run twice, and to be cut off anywhere. */
export type Reconcile = (id: string) => Promise<Done>

/** What a thing is plugged into is still being made: it will be there in a moment. */
const soon: Done = { again: 20 }

async function performAll(plane: DataPlane, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await plane.perform(step)
}

function reconcileNetwork({ store, plane, clock }: ReconcilerParts): Reconcile {
  return async (id) => {
    const { network, subnets } = await store.read(async (reader) => ({
      network: await reader.get('network', id),
      subnets: await reader.referencing(id, 'subnet'),
    }))
    const wanted = network === undefined || network.deleting ? undefined : network
    const staying = wanted === undefined ? [] : subnets.filter((subnet) => !subnet.deleting)
    const desired = wanted === undefined ? undefined : desiredNetwork(wanted, staying)
    await performAll(plane, planNetwork(id, desired, await plane.observeNetwork(id)))
    const leaving = [...subnets.filter((subnet) => subnet.deleting), ...(network?.deleting ? [network] : [])]
    await finish(store, wanted === undefined ? [] : [wanted, ...staying], leaving, clock.now())
    return {}
  }
}

function reconcileHost({ store, plane, clock }: ReconcilerParts): Reconcile {
  return async (id) => {
    const { host, subnet } = await store.read(async (reader) => {
      const found = await reader.get('host', id)
      const place = found?.spec.place
      return { host: found, subnet: place?.kind === 'subnet' ? await reader.get('subnet', place.id) : undefined }
    })
    const wanted = host === undefined || host.deleting ? undefined : host
    const desired = wanted === undefined ? undefined : desiredHost(wanted, subnet)
    if (desired?.place.kind === 'subnet' && !(await isApplied(store, desired.place.subnet))) return soon
    await performAll(plane, planHost(id, desired, await plane.observeHost(id)))
    await finish(store, wanted === undefined ? [] : [wanted], host?.deleting ? [host] : [], clock.now())
    return {}
  }
}

const isApplied = (store: Store, id: string): Promise<boolean> =>
  store.read(async (reader) => ((await reader.applied([id])).get(id) ?? 0) > 0)

function reconcileGateway({ store, plane, observed, clock }: ReconcilerParts): Reconcile {
  const memories = new Map<string, GatewayMemory>()
  const look = async (id: string) => {
    const seen = await plane.observeGateway(id)
    observed.record(id, seen, clock.now())
    return seen
  }
  return async (id) => {
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, id))
    const seen = await look(id)
    const desired = snapshot === undefined ? undefined : desiredGateway(snapshot, seen)
    for (const { network } of desired?.links ?? []) {
      if ((await plane.observeNetwork(network)) === undefined) return soon
    }
    const plan = planGateway(desired, seen, memories.get(id) ?? noMemory, clock.now())
    await performAll(plane, plan.steps)
    if (desired === undefined) memories.delete(id)
    else memories.set(id, plan.memory)
    if (plan.steps.length > 0) await look(id)
    if (snapshot !== undefined) await finish(store, snapshot.staying, snapshot.leaving, clock.now())
    return plan.again === undefined ? {} : { again: plan.again }
  }
}

export function createReconcilers(parts: ReconcilerParts): (key: Key) => Promise<Done> {
  const byKind: Readonly<Record<RootKind, Reconcile>> = {
    network: reconcileNetwork(parts),
    gateway: reconcileGateway(parts),
    host: reconcileHost(parts),
  }
  return ({ kind, id }) => byKind[kind](id)
}
