import type { Ipv4Address } from '../../domain/address.ts'
import type { Esp } from '../../domain/esp.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import type { Preflight } from '../../domain/preflight.ts'
import type { Uplink } from '../../domain/uplink.ts'
import type { AskedEnd, FoundEnd, ObservedWorkload, WorkloadSpec } from '../../domain/workload.ts'
import type {
  BgpSpec,
  ChangeListener,
  DataPlane,
  Inventory,
  LinkSpec,
  NetworkListener,
  ObservedTunnels,
  PathFault,
  PingOptions,
  PingResult,
  PreflightOptions,
  Step,
  ThroughputResult,
  TunnelSpec,
  WorkloadListener,
} from '../port.ts'
import type { Time } from '../strongswan/daemon.ts'
import { noShangMi } from '../strongswan/render-connection.ts'
import { RoutingDaemons } from './bgp.ts'
import { lookAtHost, netem } from './capabilities.ts'
import { watchHealth } from './checks.ts'
import { cutPath, restorePath } from './cuts.ts'
import { addPolicy, addRoute, forwardFrom, forwardingOf, removePolicy, removeRoute } from './forwarding.ts'
import { removeGate, setGate } from './gates.ts'
import { createGateway, observeNamespace, removeGatewayNamespace, requireGateway } from './gateway.ts'
import { ensureHost, observeHost, removeHost } from './host.ts'
import { impair } from './impairments.ts'
import { type Loss, watchKernel } from './kernel-events.ts'
import { leaveNamespace, leaveNamespaces } from './lasting-ip.ts'
import { ping, throughput } from './measure.ts'
import { type Installation, Names } from './names.ts'
import { ensureNetwork, linkNetwork, observeNetwork, removeNetwork, unlinkNetwork, unlinkNetworks } from './network.ts'
import { purgeInstallation } from './purge.ts'
import { listRecords, listTunnelRecords, readRecord, readTunnelRecord } from './records.ts'
import { watchTable } from './ruleset-events.ts'
import { clampSegments, observeSegmentSize } from './segments.ts'
import { type Problem, Tunnels } from './tunnels.ts'
import { ensureUplink, isOfUplink, observeUplink, readUplink, removeUplink } from './uplink.ts'
import { Workloads } from './workloads.ts'

export interface LinuxDataPlaneOptions extends Installation {
  readonly time: Time
  /** What carries tunnels; the daemons themselves where it is not given. Those that something else carries are made anew. */
  readonly esp?: Esp | undefined
  readonly onProblem?: (problem: Problem) => void
}

/** What is taken away together is told of by many events. */
const lossPauseMs = 50

/**
 * Real tunnels in namespaces of this machine. Needs root, and what `capabilities.ts` asks for. Nothing is begun by
 * making one: what an earlier server left is found by its name and its run folder when it is first looked at, and goes on.
 */
export class LinuxDataPlane implements DataPlane {
  readonly kind = 'linux'
  readonly lacks = { 'shang-mi': noShangMi }
  readonly #installation: Installation
  readonly #names: Names
  readonly #time: Time
  readonly #tunnels: Tunnels
  readonly #routing: RoutingDaemons
  readonly #workloads: Workloads
  readonly #listeners = new Set<ChangeListener>()
  readonly #networkListeners = new Set<NetworkListener>()
  readonly #uplinkListeners = new Set<() => void>()
  /** What is about to be told of losses, each with what keeps it from that. */
  readonly #toTell = new Map<string, () => void>()
  #watching: Promise<() => void> | undefined
  #impairing: Promise<void> = Promise.resolve()
  #stopTable: (() => void) | undefined

  constructor({ tag, runFolder, machine, time, esp = 'userland', onProblem = () => {} }: LinuxDataPlaneOptions) {
    this.#installation = { tag, runFolder, machine }
    this.#names = new Names(this.#installation)
    this.#time = time
    this.#tunnels = new Tunnels(this.#names, esp, time, {
      onChange: (gateway, tunnel) => this.#changed(gateway, tunnel),
      onProblem,
    })
    this.#workloads = new Workloads(this.#names)
    this.#routing = new RoutingDaemons(this.#names, time, (gateway) => ({
      onChange: () => this.#changed(gateway),
      onLoss: (detail) => onProblem({ gateway, detail: `routing daemon: ${detail}` }),
    }))
  }

  perform(step: Step): Promise<void> {
    switch (step.do) {
      case 'ensure-network':
        return ensureNetwork(this.#names, step.network)
      case 'remove-network':
        return this.#workloads.removeOf(step.network).then(() => removeNetwork(this.#names, step.network))
      case 'create-gateway':
        return createGateway(this.#names, step.gateway)
      case 'clamp-segments':
        return this.#clampSegments(step.gateway, step.segmentSize)
      case 'link-network':
        return this.#linkNetwork(step.gateway, step.link)
      case 'unlink-network':
        return unlinkNetwork(this.#names, step.gateway, step.network)
      case 'create-tunnel':
        return this.#tunnels.create(step.gateway, step.tunnel)
      case 'set-device':
        return this.#tunnels.setDevice(step.gateway, step.tunnel, step.device)
      case 'configure-tunnel':
        return this.#tunnels.configure(step.gateway, step.tunnel)
      case 'initiate':
        return this.#tunnels.initiate(step.gateway, step.tunnel)
      case 'check-tunnel':
        return this.#tunnels.check(step.gateway, step.tunnel, step.check)
      case 'remove-tunnel':
        return this.#tunnels.remove(step.gateway, step.tunnel)
      case 'add-route':
        return addRoute(this.#names, step.gateway, step.route)
      case 'remove-route':
        return removeRoute(this.#names, step.gateway, step.route)
      case 'add-policy':
        return addPolicy(this.#names, step.gateway, step.policy)
      case 'remove-policy':
        return removePolicy(this.#names, step.gateway, step.policy)
      case 'set-gate':
        return setGate(this.#names, step.gateway, step.gate)
      case 'remove-gate':
        return removeGate(this.#names, step.gateway, step.from)
      case 'configure-bgp':
        return this.#configureBgp(step.gateway, step.bgp)
      case 'remove-bgp':
        return this.#routing.remove(step.gateway)
      case 'remove-gateway':
        return this.#removeGateway(step.gateway)
      case 'ensure-host':
        return ensureHost(this.#names, step.host, this.#time)
      case 'remove-host':
        return removeHost(this.#names, step.host, this.#time)
      case 'ensure-workload':
        return this.#workloads.ensure(step.workload)
      case 'remove-workload':
        return this.#workloads.remove(step.workload)
      case 'ensure-uplink':
        return this.#ensureUplink(step.uplink)
      case 'remove-uplink':
        return removeUplink(this.#names)
    }
  }

  async observeGateway(id: string): Promise<ObservedGateway | undefined> {
    const observed = await observeNamespace(this.#names, id)
    if (observed === undefined) return undefined
    const [tunnels, bgp, segmentSize] = await Promise.all([
      this.#tunnels.observe(observed),
      this.#observeBgp(id),
      observeSegmentSize(this.#names, id),
    ])
    const clamped = segmentSize === undefined ? {} : { segmentSize }
    return { id, links: observed.links, ...forwardingOf(observed), tunnels, ...bgp, ...clamped }
  }

  async observeTunnels(gateway: string, ids: readonly string[]): Promise<ObservedTunnels | undefined> {
    const observed = await observeNamespace(this.#names, gateway, ids)
    if (observed === undefined) return undefined
    const tunnels = await this.#tunnels.observe(observed)
    return { ...forwardingOf(observed), tunnels, ...(await this.#observeBgp(gateway)) }
  }

  async #observeBgp(gateway: string): Promise<Pick<ObservedGateway, 'bgp'>> {
    const bgp = await this.#routing.observe(gateway)
    return bgp === undefined ? {} : { bgp }
  }

  observeNetwork(id: string): Promise<string | undefined> {
    return observeNetwork(this.#names, id)
  }

  observeHost(id: string): Promise<string | undefined> {
    return observeHost(this.#names, id)
  }

  observeWorkload(workload: WorkloadSpec): Promise<ObservedWorkload> {
    return this.#workloads.observe(workload)
  }

  findEnd(asked: AskedEnd): Promise<FoundEnd> {
    return this.#workloads.find(asked)
  }

  async observeUplink(): Promise<string | undefined> {
    const observed = await observeUplink(this.#names)
    if (observed !== undefined) this.#watchTable()
    return observed
  }

  async inventory(): Promise<Inventory> {
    const [networks, gateways, hosts, workloads, uplink] = await Promise.all([
      listRecords(this.#names, 'networks'),
      listRecords(this.#names, 'gateways'),
      listRecords(this.#names, 'hosts'),
      this.#workloads.ids(),
      readUplink(this.#names),
    ])
    return { networks, gateways, hosts, workloads, ...(uplink === undefined ? {} : { uplink: true }) }
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener)
    this.#watching ??= this.#watch()
    return () => this.#listeners.delete(listener)
  }

  onNetworkChange(listener: NetworkListener): () => void {
    this.#networkListeners.add(listener)
    this.#watching ??= this.#watch()
    return () => this.#networkListeners.delete(listener)
  }

  onWorkloadChange(listener: WorkloadListener): () => void {
    this.#watching ??= this.#watch()
    return this.#workloads.onChange(listener)
  }

  onUplinkChange(listener: () => void): () => void {
    this.#uplinkListeners.add(listener)
    this.#watching ??= this.#watch()
    return () => this.#uplinkListeners.delete(listener)
  }

  /** What is not watched is seen all the same, by the next look. */
  async #watch(): Promise<() => void> {
    const stopKernel = watchKernel(this.#names, this.#time, (loss) => void this.#lost(loss).catch(() => {}))
    const stopHealth = await watchHealth(this.#names, (gateway, tunnel) => this.#changed(gateway, tunnel)).catch(
      () => () => {},
    )
    return () => {
      stopKernel()
      stopHealth()
      this.#stopTable?.()
    }
  }

  /** The tunnels that it carries may be up from here on, or again. */
  async #ensureUplink(uplink: Uplink): Promise<void> {
    await ensureUplink(this.#names, uplink)
    for (const gateway of await listRecords(this.#names, 'gateways')) this.#changed(gateway)
    this.#watchTable()
  }

  /** Until it is told to stop; where `nft` has ended by itself, from the next look on. */
  #watchTable(): void {
    const { machine, uplink: table } = this.#names
    this.#stopTable ??= watchTable(machine, table, {
      onLoss: () => this.#uplinkLost(),
      onEnd: () => {
        this.#stopTable = undefined
      },
    })
  }

  #uplinkLost(): void {
    this.#soon('uplink', () => {
      for (const listener of this.#uplinkListeners) listener()
    })
  }

  /** What steps of our own take away is told of too: a look more, which finds all as it should be. */
  async #lost(loss: Loss): Promise<void> {
    for (const { gateway, id } of this.#tunnels.concernedBy(loss)) {
      this.#soon(`${gateway} ${id}`, () => this.#changed(gateway, id))
    }
    for (const id of await this.#workloads.of(loss)) {
      this.#soon(`workload ${id}`, () => this.#workloads.changed(id))
    }
    if (await isOfUplink(this.#names, loss)) this.#uplinkLost()
    const owner = loss.namespace === undefined ? undefined : this.#names.ownerOf(loss.namespace)
    const id = owner && (await readRecord(this.#names, owner.kind, owner.hash))
    if (id === undefined) return
    this.#soon(id, () => {
      if (owner?.kind === 'gateways') this.#changed(id)
      else for (const listener of this.#networkListeners) listener(id)
    })
  }

  /** Once for all that is lost together, and no oftener where what is lost can not be given back. */
  #soon(subject: string, tell: () => void): void {
    if (this.#toTell.has(subject)) return
    const cancel = this.#time.after(lossPauseMs, () => {
      this.#toTell.delete(subject)
      tell()
    })
    this.#toTell.set(subject, cancel)
  }

  ping(host: string, target: Ipv4Address, options: PingOptions): Promise<PingResult> {
    return ping(this.#names.host(host), target, options)
  }

  throughput(from: string, to: string, { seconds }: { seconds: number }): Promise<ThroughputResult> {
    return throughput(this.#names.host(from), this.#names.host(to), seconds)
  }

  preflight(gateway: string, tunnel: TunnelSpec, options: PreflightOptions): Promise<Preflight> {
    return this.#tunnels.preflight(gateway, tunnel, options)
  }

  crash(gateway: string, id: string): Promise<boolean> {
    return this.#tunnels.crash(gateway, id)
  }

  crashRouting(gateway: string): Promise<boolean> {
    return this.#routing.crash(gateway)
  }

  /** One after the other: what is told last is what there is. */
  impair(faults: readonly PathFault[]): Promise<void> {
    const impairing = this.#impairing.then(() => impair(this.#names, faults, this.#time.now()))
    this.#impairing = impairing.catch(() => {})
    return impairing
  }

  async whyNoDelay(): Promise<string | undefined> {
    const [{ ok, howToInstall } = { ok: true, howToInstall: '' }] = await lookAtHost([netem])
    return ok ? undefined : `packets can not be delayed on this host: it takes ${howToInstall}`
  }

  async cut(gateway: string, id: string): Promise<() => Promise<void>> {
    const record = await readTunnelRecord(this.#names, gateway, id)
    if (record === undefined) throw new Error(`there is no tunnel ${id} of gateway ${gateway}`)
    await cutPath(this.#names, record)
    return () => restorePath(this.#names, record)
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    this.#networkListeners.clear()
    this.#workloads.close()
    this.#uplinkListeners.clear()
    this.#stopTable?.()
    for (const cancel of this.#toTell.values()) cancel()
    this.#toTell.clear()
    const watching = await this.#watching
    watching?.()
    await Promise.all([this.#tunnels.close(), this.#routing.close(), leaveNamespaces(this.#names.prefix)])
    if (this.#names.machine !== undefined) await leaveNamespace(this.#names.machine)
  }

  async purge(): Promise<void> {
    await Promise.all([this.#tunnels.close(), this.#routing.close()])
    await purgeInstallation(this.#installation, this.#time)
  }

  async #clampSegments(gateway: string, size: number): Promise<void> {
    await requireGateway(this.#names, gateway)
    await clampSegments(this.#names, gateway, size)
  }

  async #linkNetwork(gateway: string, link: LinkSpec): Promise<void> {
    await requireGateway(this.#names, gateway)
    await forwardFrom(this.#names.gateway(gateway))
    await linkNetwork(this.#names, gateway, link)
  }

  async #configureBgp(gateway: string, bgp: BgpSpec): Promise<void> {
    await requireGateway(this.#names, gateway)
    await this.#routing.configure(gateway, bgp)
  }

  async #removeGateway(gateway: string): Promise<void> {
    await this.#routing.remove(gateway)
    const records = await listTunnelRecords(this.#names, gateway)
    await Promise.all(records.map(({ id }) => this.#tunnels.remove(gateway, id)))
    await unlinkNetworks(this.#names, gateway)
    await removeGatewayNamespace(this.#names, gateway)
  }

  #changed(gateway: string, tunnel?: string): void {
    for (const listener of this.#listeners) listener(gateway, tunnel)
  }
}
