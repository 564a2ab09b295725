import { desiredOf } from '../dataplane/intent.ts'
import { isBgpBehind } from '../dataplane/plan/bgp.ts'
import { type Chain, gatewayPart, linkPart, making } from '../dataplane/plan/chain.ts'
import { type GatewayPlan, planGateway, planTunnel } from '../dataplane/plan/gateway.ts'
import { type GatewayMemory, initiating, noMemory } from '../dataplane/plan/initiation.ts'
import { type ChainsRun, runChains } from '../dataplane/plan/run-chains.ts'
import type { DataPlane, GatewaySpec, Step } from '../dataplane/port.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import { desiredGateway, intentOf } from './desired.ts'
import { finish } from './finish.ts'
import { type GatewaySnapshot, type PartedResource, readGatewaySnapshot } from './gateway-snapshot.ts'
import type { QueueingParts } from './parts.ts'
import { ChainRetries, Retries } from './retries.ts'
import { type Result, RetryAfter } from './work-queue.ts'

/** Each note reads what is noted of the whole gateway. */
const betweenNotesMilliseconds = 1000

export class GatewayReconciler {
  readonly #parts: QueueingParts
  readonly #memories = new Map<string, GatewayMemory>()
  readonly #retries = new Retries()
  readonly #chainRetries = new ChainRetries()

  constructor(parts: QueueingParts) {
    this.#parts = parts
  }

  /** Brings all of a gateway to what is desired of it. Rejects when the rest is done, with `ChainsFailed` as the cause. */
  async reconcile(id: string): Promise<Result> {
    const { store, plane, clock, ask } = this.#parts
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, id))
    const intent = snapshot === undefined ? undefined : intentOf(snapshot, this.#parts.settings)
    await this.#parts.writeIntent?.(id, intent)
    const seen = await this.#look(id)
    const desired = intent === undefined ? undefined : desiredOf(intent, seen)
    const plan = planGateway(desired, seen, this.#memories.get(id) ?? noMemory, clock.now())
    const { chains, missing } = await withNetworks(plane, plan.chains)
    const notes = snapshot === undefined ? undefined : this.#noting(snapshot, missing)
    // Also when the look after it fails: a note of a run that is over would tell of a world that another run has changed.
    const run = await this.#run(id, chains, notes?.note).finally(() => notes?.ended())
    const started = withoutSkipped(plan, run)
    if (desired === undefined) this.#memories.delete(id)
    else this.#memories.set(id, started.memory)
    for (const [tunnel, delay] of started.looks) ask({ kind: 'tunnel', gateway: id, id: tunnel }, delay)
    const undone = new Set([...run.undone, ...missing])
    const more = snapshot === undefined ? undefined : await finishParts(this.#parts, snapshot, undone)
    if (run.failure !== undefined) {
      throw new RetryAfter(run.failure, this.#chainRetries.next(id, run.failure.chains))
    }
    this.#chainRetries.end(id)
    if (missing.length > 0) return { requeueAfter: Math.min(more ?? Number.POSITIVE_INFINITY, this.#retries.next(id)) }
    this.#retries.end(id)
    return { requeueAfter: more }
  }

  /** The same for one tunnel, at no cost to the others. What it cannot do alone it leaves to a look at the whole gateway. */
  async reconcileTunnel(gateway: string, id: string): Promise<Result> {
    const { store, clock, ask, observed } = this.#parts
    const askForAll = (): Result => {
      ask({ kind: 'gateway', id: gateway })
      return {}
    }
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, gateway))
    const seen = observed.gateway(gateway) === undefined ? undefined : await this.#lookAtTunnels(gateway, [id])
    const desired = snapshot === undefined ? undefined : desiredGateway(snapshot, seen, this.#parts.settings)
    if (seen === undefined || desired === undefined) return askForAll()
    if (!desired.tunnels.some((tunnel) => tunnel.id === id)) {
      return seen.tunnels.some((tunnel) => tunnel.id === id) ? askForAll() : {}
    }
    const memory = this.#memories.get(gateway) ?? noMemory
    const plan = planTunnel(desired, seen, id, memory, clock.now())
    if (plan === undefined) return askForAll()
    const run = await this.#run(gateway, plan.chains)
    const started = withoutSkipped(plan, run)
    this.#memories.set(gateway, new Map([...memory, ...started.memory]))
    if (run.failure !== undefined) throw run.failure
    // What was outstanding of the tunnel's connection is no more, which the look at the whole gateway notes.
    if (plan.chains.some(({ about }) => about === making(id)) || isUnheard(desired, seen, id)) return askForAll()
    const requeueAfter = started.looks.get(id)
    return requeueAfter === undefined ? {} : { requeueAfter }
  }

  /** Notes what is done while the rest of a long run goes on: nobody waits for another tunnel's trouble to hear of a deletion. */
  #noting(snapshot: GatewaySnapshot, missing: readonly string[]) {
    let cancel: (() => void) | undefined
    let noted: Promise<unknown> = Promise.resolve()
    return {
      note: (undone: () => ReadonlySet<string>): void => {
        cancel ??= this.#parts.clock.after(betweenNotesMilliseconds, () => {
          cancel = undefined
          const parts = new Set([...undone(), ...missing])
          // The note that ends the run fails of the same, and tells.
          noted = noted.then(() => finishParts(this.#parts, snapshot, parts)).catch(() => undefined)
        })
      },
      ended(): Promise<unknown> {
        cancel?.()
        return noted
      },
    }
  }

  async #look(id: string): Promise<ObservedGateway | undefined> {
    const { plane, observed, clock } = this.#parts
    const seen = await plane.observeGateway(id)
    observed.record(id, seen, clock.now())
    return seen
  }

  async #lookAtTunnels(gateway: string, ids: readonly string[]): Promise<ObservedGateway | undefined> {
    const { plane, observed, clock } = this.#parts
    const seen = await plane.observeTunnels(gateway, ids)
    if (seen === undefined) observed.record(gateway, undefined, clock.now())
    else observed.recordTunnels(gateway, ids, seen, clock.now())
    return observed.gateway(gateway)?.value
  }

  /** Runs the chains, and looks again at what they have changed. */
  async #run(gateway: string, chains: readonly Chain[], onEnd?: Parameters<typeof runChains>[2]): Promise<ChainsRun> {
    const run = await runChains(chains, (step) => this.#parts.plane.perform(step), onEnd)
    const touched = chains.flatMap(({ steps }) => steps.map(tunnelsOf))
    if (touched.includes(undefined)) await this.#look(gateway)
    else if (touched.length > 0) await this.#lookAtTunnels(gateway, [...new Set(touched.flatMap((ids) => ids ?? []))])
    return run
  }
}

/** Whether the routing daemon listens to the tunnel's neighbor otherwise than the tunnel stands: it is the whole gateway's. */
const isUnheard = (desired: GatewaySpec, seen: ObservedGateway, tunnel: string): boolean =>
  desired.bgp?.neighbors.some((neighbor) => neighbor.tunnel === tunnel) === true && isBgpBehind(desired, seen)

/** The tunnels that the step is about; undefined when it is about more than that. */
function tunnelsOf(step: Step): readonly string[] | undefined {
  if ('route' in step) return step.route.tunnels
  if ('policy' in step) return []
  if ('tunnel' in step) return [typeof step.tunnel === 'string' ? step.tunnel : step.tunnel.id]
  return undefined
}

/** A tunnel that was not made was not initiated either: nothing is remembered of it, nor is there anything to wait for. */
function withoutSkipped(
  { memory, looks }: GatewayPlan,
  { outcomes }: ChainsRun,
): Pick<GatewayPlan, 'memory' | 'looks'> {
  const isSkipped = (tunnel: string): boolean => outcomes.get(initiating(tunnel)) === 'skipped'
  return {
    memory: new Map([...memory].filter(([tunnel]) => !isSkipped(tunnel))),
    looks: new Map([...looks].filter(([tunnel]) => !isSkipped(tunnel))),
  }
}

/** The chains without those that link a network which is not there yet, and the parts that are missing for it. */
async function withNetworks(plane: DataPlane, chains: readonly Chain[]) {
  const networks = chains.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.do === 'link-network' ? step.link.network : [])),
  )
  const there = await Promise.all(networks.map(async (id) => (await plane.observeNetwork(id)) !== undefined))
  const missing = networks.filter((_, i) => there[i] === false).map(linkPart)
  return { missing, chains: chains.filter(({ about }) => !missing.includes(about)) }
}

/** Notes what is as desired by now, and what is gone. Nothing is while the gateway itself is not there. Answers as `finish` does. */
async function finishParts(
  { store, clock, noted }: QueueingParts,
  snapshot: GatewaySnapshot,
  undone: ReadonlySet<string>,
) {
  const isDone = ({ parts }: PartedResource): boolean => !parts.some((part) => undone.has(part))
  const resources = (all: readonly PartedResource[]) => all.filter(isDone).map(({ resource }) => resource)
  const present = undone.has(gatewayPart) ? [] : resources(snapshot.present)
  return finish({ store, noted, now: clock.now() }, present, resources(snapshot.deleting))
}
