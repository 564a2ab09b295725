import { planHost } from '../dataplane/plan/host.ts'
import { planNetwork } from '../dataplane/plan/network.ts'
import { planUplink } from '../dataplane/plan/uplink.ts'
import { planWorkload } from '../dataplane/plan/workload.ts'
import type { DataPlane, Step } from '../dataplane/port.ts'
import { workloadSpecOf } from '../domain/workload-spec.ts'
import type { Store } from '../store/port.ts'
import { desiredHost, desiredNetwork } from './desired.ts'
import { finish } from './finish.ts'
import { GatewayReconciler } from './gateway.ts'
import type { QueueingParts, ReconcilerParts } from './parts.ts'
import type { QueueKey } from './queue-key.ts'
import { Retries } from './retries.ts'
import type { Result } from './work-queue.ts'

/** Makes the world match for one key. Safe to run twice, and to be cut off anywhere. */
export type Reconcile = (id: string) => Promise<Result>

async function performAll(plane: DataPlane, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await plane.perform(step)
}

function reconcileNetwork({ store, plane, clock, noted }: ReconcilerParts): Reconcile {
  return async (id) => {
    const { network, subnets } = await store.read(async (reader) => ({
      network: await reader.get('network', id),
      subnets: await reader.referencing(id, 'subnet'),
    }))
    const wanted = network === undefined || network.deleting ? undefined : network
    const present = wanted === undefined ? [] : subnets.filter((subnet) => !subnet.deleting)
    const desired = wanted === undefined ? undefined : desiredNetwork(wanted, present)
    await performAll(plane, planNetwork(id, desired, await plane.observeNetwork(id)))
    const deleting = [...subnets.filter((subnet) => subnet.deleting), ...(network?.deleting ? [network] : [])]
    const finishing = { store, noted, now: clock.now() }
    return { requeueAfter: await finish(finishing, wanted === undefined ? [] : [wanted, ...present], deleting) }
  }
}

function reconcileHost({ store, plane, clock, noted }: ReconcilerParts): Reconcile {
  const retries = new Retries()
  return async (id) => {
    const { host, subnet } = await store.read(async (reader) => {
      const found = await reader.get('host', id)
      const place = found?.spec.place
      return { host: found, subnet: place?.kind === 'subnet' ? await reader.get('subnet', place.id) : undefined }
    })
    const wanted = host === undefined || host.deleting ? undefined : host
    const desired = wanted === undefined ? undefined : desiredHost(wanted, subnet)
    if (desired?.place.kind === 'subnet' && !(await isApplied(store, desired.place.subnet))) {
      return { requeueAfter: retries.next(id) }
    }
    retries.end(id)
    await performAll(plane, planHost(id, desired, await plane.observeHost(id)))
    const finishing = { store, noted, now: clock.now() }
    return { requeueAfter: await finish(finishing, wanted === undefined ? [] : [wanted], host?.deleting ? [host] : []) }
  }
}

/** What cannot be plugged in as things are is not there yet, which is no failure: it is looked at again every few seconds. */
function reconcileWorkload({ store, plane, clock, noted }: ReconcilerParts): Reconcile {
  const retries = new Retries()
  return async (id) => {
    const { workload, subnet } = await store.read(async (reader) => {
      const found = await reader.get('workload', id)
      return { workload: found, subnet: found && (await reader.get('subnet', found.spec.subnet)) }
    })
    const wanted = workload === undefined || workload.deleting ? undefined : workload
    const desired = wanted && workloadSpecOf(wanted, subnet)
    const observed = desired === undefined ? {} : await plane.observeWorkload(desired)
    await performAll(plane, planWorkload(id, desired, observed))
    if (observed.reason !== undefined) return { requeueAfter: retries.next(id) }
    retries.end(id)
    const finishing = { store, noted, now: clock.now() }
    const [present, going] = [wanted === undefined ? [] : [wanted], workload?.deleting ? [workload] : []]
    return { requeueAfter: await finish(finishing, present, going) }
  }
}

function reconcileUplink({ plane, uplink }: ReconcilerParts): () => Promise<Result> {
  return async () => {
    await performAll(plane, planUplink(uplink, await plane.observeUplink()))
    return {}
  }
}

const isApplied = (store: Store, id: string): Promise<boolean> =>
  store.read(async (reader) => ((await reader.applied([id])).get(id) ?? 0) > 0)

export function createReconcilers(parts: QueueingParts): (key: QueueKey) => Promise<Result> {
  const network = reconcileNetwork(parts)
  const host = reconcileHost(parts)
  const workload = reconcileWorkload(parts)
  const uplink = reconcileUplink(parts)
  const gateways = new GatewayReconciler(parts)
  return (key) => {
    switch (key.kind) {
      case 'network':
        return network(key.id)
      case 'host':
        return host(key.id)
      case 'workload':
        return workload(key.id)
      case 'uplink':
        return uplink()
      case 'gateway':
        return gateways.reconcile(key.id)
      case 'tunnel':
        return gateways.reconcileTunnel(key.gateway, key.id)
    }
  }
}
