import type { Clock } from '../../runtime/clock.ts'
import type { Random } from '../../runtime/random.ts'
import type { ChangeListener, DataPlane, Inventory, PathFault } from '../port.ts'
import { killRoutingDaemon } from './bgp.ts'
import { type FaultControls, type FaultOutcome, type FaultPolicy, ObservationFailed, StepFailed } from './faults.ts'
import { ping, throughput } from './measurement.ts'
import { observe, observeTunnels } from './observation.ts'
import { preflight } from './preflight.ts'
import { stopDaemon } from './security-association.ts'
import { dropRoutesInto, performStep, removeGateway } from './steps.ts'
import { findEnd, observeWorkload } from './workload.ts'
import { createWorld, cutKey, pairKey, tunnelChanged, type World } from './world.ts'

export interface SimulatedDataPlane extends DataPlane {
  readonly kind: 'simulated'
  readonly faults: FaultControls
  /** For another data plane, after a restart of what this one belonged to. */
  readonly world: World
}

export interface SimulatedOptions {
  readonly clock: Clock
  readonly random: Random
  readonly faults?: FaultPolicy
  /**
   * A world that is there already, which outlives this data plane. Without one the data plane makes its own, whose
   * clocks stop when it is closed: nothing in it happens any more.
   */
  readonly world?: World
}

/**
 * Networks, gateways, tunnels and hosts in memory. Tunnels whose outer addresses mirror each other negotiate message by
 * message, on the given clock; packets are carried hop by hop. The same seed and the same calls at the same times make
 * the same world.
 */
export function createSimulatedDataPlane(options: SimulatedOptions): SimulatedDataPlane {
  const { clock, random, faults: policy = {} } = options
  const world = options.world ?? createWorld(clock, random)
  world.faults = policy
  impair(world, [])
  const listeners = new Set<ChangeListener>()
  const relay: ChangeListener = (gateway, tunnel) => {
    for (const listener of listeners) listener(gateway, tunnel)
  }
  world.listeners.add(relay)

  const find = async (id: string) => {
    const outcome = policy.observe?.(id)
    await applyFault(
      clock,
      outcome === 'fail-after' ? 'fail' : outcome,
      () => new ObservationFailed(`gateway ${id}: told to fail`),
    )
    return world.gateways.get(id)
  }

  return {
    kind: 'simulated',
    lacks: {},
    world,
    faults: faultControls(world),
    async perform(step) {
      const outcome = policy.perform?.(step)
      await applyFault(clock, outcome, () => new StepFailed(step, 'told to fail'))
      await performStep(world, step)
      if (outcome === 'fail-after') throw new StepFailed(step, 'told to fail, after it was done')
    },
    async observeGateway(id) {
      const gateway = await find(id)
      return gateway === undefined ? undefined : observe(world, gateway)
    },
    async observeTunnels(id, tunnels) {
      const gateway = await find(id)
      return gateway === undefined ? undefined : observeTunnels(world, gateway, tunnels)
    },
    observeNetwork: async (id) => world.networks.get(id)?.digest,
    observeHost: async (id) => world.hosts.get(id)?.digest,
    observeWorkload: async (workload) => observeWorkload(world, workload),
    findEnd: async (asked) => findEnd(asked),
    observeUplink: async () => undefined,
    inventory: async () => inventoryOf(world),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onNetworkChange: neverCalled,
    onWorkloadChange: neverCalled,
    onUplinkChange: neverCalled,
    ping: (host, target, pingOptions) => ping(world, host, target, pingOptions),
    throughput: (from, to, throughputOptions) => throughput(world, from, to, throughputOptions),
    preflight: (gateway, tunnel, preflightOptions) => preflight(world, gateway, tunnel, preflightOptions),
    ...rehearsing(world),
    async close() {
      listeners.clear()
      world.listeners.delete(relay)
      if (options.world === undefined) stopWorld(world)
    },
    async purge() {
      for (const id of [...world.gateways.keys()]) removeGateway(world, id)
      world.networks.clear()
      world.hosts.clear()
      world.workloads.clear()
    },
  }
}

const inventoryOf = ({ networks, gateways, hosts, workloads }: World): Inventory => ({
  networks: [...networks.keys()],
  gateways: [...gateways.keys()],
  hosts: [...hosts.keys()],
  workloads: [...workloads.keys()],
})

async function applyFault(clock: Clock, outcome: FaultOutcome = 'ok', failure: () => Error): Promise<void> {
  if (outcome === 'fail') throw failure()
  if (typeof outcome === 'number') await new Promise<void>((resolve) => clock.after(outcome, resolve))
}

/** Nobody takes anything away from a network in memory, and there is no uplink. */
const neverCalled = () => () => {}

function cutPath(world: World, gateway: string, id: string): () => Promise<void> {
  const tunnel = world.gateways.get(gateway)?.tunnels.get(id)
  if (tunnel === undefined) throw new Error(`there is no tunnel ${id} of gateway ${gateway}`)
  const { localAddress, remoteAddress } = tunnel
  faultControls(world).cut(localAddress, remoteAddress)
  return async () => faultControls(world).restore(localAddress, remoteAddress)
}

const rehearsing = (world: World): Pick<DataPlane, 'crash' | 'crashRouting' | 'cut' | 'impair' | 'whyNoDelay'> => ({
  crash: async (gateway, tunnel) => faultControls(world).killDaemon(gateway, tunnel),
  crashRouting: async (gateway) => faultControls(world).killRoutingDaemon(gateway),
  cut: async (gateway, tunnel) => cutPath(world, gateway, tunnel),
  impair: async (faults) => impair(world, faults),
  whyNoDelay: async () => undefined,
})

function impair(world: World, faults: readonly PathFault[]): void {
  world.impairments.clear()
  world.impairmentTimers.clear()
  for (const { gateway, tunnel: id, out, in: into, until } of faults) {
    const tunnel = world.gateways.get(gateway)?.tunnels.get(id)
    if (tunnel === undefined) continue
    const { localAddress, remoteAddress } = tunnel
    for (const [key, impairment] of [
      [pairKey(localAddress, remoteAddress), out],
      [pairKey(remoteAddress, localAddress), into],
    ] as const) {
      world.impairments.set(key, [...(world.impairments.get(key) ?? []), { ...impairment, until }])
    }
    world.impairmentTimers.after(until - world.clock.now(), () => world.review?.())
  }
  world.review?.()
}

function faultControls(world: World): FaultControls {
  return {
    killDaemon(gateway, id) {
      const place = world.gateways.get(gateway)
      const tunnel = place?.tunnels.get(id)
      if (place === undefined || tunnel?.daemon === undefined) return false
      stopDaemon(world, { tunnel, daemon: tunnel.daemon }, false)
      dropRoutesInto(place, tunnel)
      tunnelChanged(world, tunnel)
      return true
    },
    killRoutingDaemon(id) {
      const gateway = world.gateways.get(id)
      return gateway !== undefined && killRoutingDaemon(world, gateway)
    },
    speakForeign(tunnel, speaker) {
      if (speaker === undefined) world.foreignSpeakers.delete(tunnel)
      else world.foreignSpeakers.set(tunnel, speaker)
      world.review?.()
    },
    cut(one, other) {
      world.cuts.add(cutKey(one, other))
      world.review?.()
    },
    restore(one, other) {
      world.cuts.delete(cutKey(one, other))
      world.review?.()
    },
    restoreAll() {
      world.cuts.clear()
      world.review?.()
    },
  }
}

/** Nothing may keep the process alive once its data plane is closed. */
function stopWorld(world: World): void {
  for (const { tunnels } of world.gateways.values()) {
    for (const tunnel of tunnels.values()) {
      if (tunnel.daemon !== undefined) stopDaemon(world, { tunnel, daemon: tunnel.daemon }, false)
      tunnel.check?.stop()
    }
  }
  world.messages.close()
  world.bgpTimers.close()
  world.impairmentTimers.close()
}
