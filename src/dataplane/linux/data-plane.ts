import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import type { HealthCheck } from '../../domain/health-check.ts'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import { systemClock } from '../../runtime/clock.ts'
import type {
  BgpSpec,
  ChangeListener,
  DataPlane,
  Inventory,
  LinkSpec,
  ObservedTunnels,
  PingOptions,
  PingResult,
  Step,
  ThroughputResult,
  TunnelSpec,
} from '../port.ts'
// The one file of the room that knows both the kernel's half and the daemon's: drivers do not import one another otherwise.
import { IkeDaemon, type Time } from '../strongswan/daemon.ts'
import { localPrefixes, noShangMi } from '../strongswan/render-connection.ts'
import {
  daemonProcessName,
  isAnswering,
  settingsIn,
  settingsVariable,
  startDaemon,
} from '../strongswan/start-daemon.ts'
import { RoutingDaemons } from './bgp.ts'
import { lookAtHost, whyNot } from './capabilities.ts'
import { observeHealth, removeCheck, watchHealth, writeCheck } from './checks.ts'
import { spawnIn } from './command.ts'
import { cutPath, restorePath } from './cuts.ts'
import { addPolicy, addRoute, forwardingOf, removePolicy, removeRoute } from './forwarding.ts'
import { removeGate, setGate } from './gates.ts'
import { createGateway, observeNamespace, removeGatewayNamespace, requireGateway } from './gateway.ts'
import { ensureHost, observeHost, removeHost } from './host.ts'
import { type Device, devicesIn } from './ip.ts'
import { leaveNamespaces, namespaceNumber } from './lasting-ip.ts'
import { ping, throughput } from './measure.ts'
import { devices, type Installation, Names, runFolderOf } from './names.ts'
import { ensureNamespace, upstreamAddress } from './namespace.ts'
import { ensureNetwork, linkNetwork, observeNetwork, removeNetwork, unlinkNetwork, unlinkNetworks } from './network.ts'
import { endProcesses, killProcesses, processesIn, processesWith } from './processes.ts'
import { purgeInstallation } from './purge.ts'
import {
  addTunnelRecord,
  listRecords,
  listTunnelRecords,
  readTunnelRecord,
  removeTunnelRecord,
  type TunnelRecord,
} from './records.ts'
import {
  hasItsInside,
  isRaised,
  makeTunnelNamespace,
  moveDevice,
  ownAddresses,
  ownAddressIn,
  ownInside,
  raiseDevice,
  removeTunnelNamespace,
  routeBySource,
} from './tunnel.ts'

/** What an operator may want to know, though nothing waits for an answer. */
export interface Problem {
  readonly gateway: string
  /** Absent where it is the routing daemon's. */
  readonly tunnel?: string
  readonly detail: string
}

export interface LinuxDataPlaneOptions extends Installation {
  readonly time: Time
  readonly onProblem?: (problem: Problem) => void
}

/** The data plane of an installation on this host. Rejects with what is missing here and how to get it. */
export async function openLinuxDataPlane(options: {
  readonly tag: string
  readonly onProblem?: (problem: Problem) => void
}): Promise<DataPlane> {
  const reason = whyNot(await lookAtHost())
  if (reason !== undefined) throw new Error(reason)
  const installation = { tag: options.tag, runFolder: runFolderOf(options.tag) }
  await restorePath(new Names(installation))
  return new LinuxDataPlane({ ...options, ...installation, time: systemClock })
}

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
  readonly #onProblem: (problem: Problem) => void
  /** By folder. They hold connections to daemons, and nothing that could not be found out again. */
  readonly #daemons = new Map<string, IkeDaemon>()
  readonly #routing: RoutingDaemons
  readonly #listeners = new Set<ChangeListener>()
  #watching: Promise<() => void> | undefined

  constructor({ tag, runFolder, time, onProblem = () => {} }: LinuxDataPlaneOptions) {
    this.#installation = { tag, runFolder }
    this.#names = new Names(this.#installation)
    this.#time = time
    this.#onProblem = onProblem
    this.#routing = new RoutingDaemons(this.#names, time, (gateway) => ({
      onChange: () => this.#changed(gateway),
      onLoss: (detail) => this.#onProblem({ gateway, detail: `routing daemon: ${detail}` }),
    }))
  }

  perform(step: Step): Promise<void> {
    switch (step.do) {
      case 'ensure-network':
        return ensureNetwork(this.#names, step.network)
      case 'remove-network':
        return removeNetwork(this.#names, step.network)
      case 'create-gateway':
        return createGateway(this.#names, step.gateway)
      case 'link-network':
        return this.#linkNetwork(step.gateway, step.link)
      case 'unlink-network':
        return unlinkNetwork(this.#names, step.gateway, step.network)
      case 'create-tunnel':
        return this.#createTunnel(step.gateway, step.tunnel)
      case 'configure-tunnel':
        return this.#configureTunnel(step.gateway, step.tunnel)
      case 'initiate':
        return this.#daemon(step.gateway, step.tunnel).initiate()
      case 'check-tunnel':
        return this.#checkTunnel(step.gateway, step.tunnel, step.check)
      case 'remove-tunnel':
        return this.#removeTunnel(step.gateway, step.tunnel)
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
    }
  }

  async observeGateway(id: string): Promise<ObservedGateway | undefined> {
    const observed = await observeNamespace(this.#names, id)
    if (observed === undefined) return undefined
    const tunnels = await Promise.all(
      observed.tunnels.map(({ record, device }) => this.#observeTunnel(id, record, device)),
    )
    return { id, links: observed.links, ...forwardingOf(observed), tunnels, ...(await this.#observeBgp(id)) }
  }

  async observeTunnels(gateway: string, ids: readonly string[]): Promise<ObservedTunnels | undefined> {
    const observed = await observeNamespace(this.#names, gateway, ids)
    if (observed === undefined) return undefined
    const tunnels = await Promise.all(
      observed.tunnels.map(({ record, device }) => this.#observeTunnel(gateway, record, device)),
    )
    return { ...forwardingOf(observed), tunnels, ...(await this.#observeBgp(gateway)) }
  }

  async #observeBgp(gateway: string): Promise<Pick<ObservedGateway, 'bgp'>> {
    const bgp = await this.#routing.observe(gateway)
    return bgp === undefined ? {} : { bgp }
  }

  async #observeTunnel(gateway: string, { id }: TunnelRecord, device: Device | undefined): Promise<ObservedTunnel> {
    // A daemon without its device, or with one that is down, carries nothing, however well it answers, and one whose
    // namespace has lost its name can not be configured any more.
    const isThere =
      device !== undefined && isRaised(device) && (await namespaceNumber(this.#names.tunnel(gateway, id))) !== undefined
    const health = await observeHealth(this.#names, gateway, id)
    const checked = health === undefined ? {} : { health }
    if (!isThere) return { id, alive: false, childSas: [], packetsOut: 0, ...checked }
    const { packets, dropped } = device.stats64?.tx ?? { packets: 0, dropped: 0 }
    const { digest, ...seen } = await this.#daemon(gateway, id).observe()
    // Without the address that it was given, it is not configured: nothing but that is missing, and SAs stay.
    const configured = digest === undefined || !hasItsInside(device) ? {} : { digest }
    return { id, ...configured, ...seen, packetsOut: packets + dropped, ...checked }
  }

  observeNetwork(id: string): Promise<string | undefined> {
    return observeNetwork(this.#names, id)
  }

  observeHost(id: string): Promise<string | undefined> {
    return observeHost(this.#names, id)
  }

  async inventory(): Promise<Inventory> {
    const [networks, gateways, hosts] = await Promise.all([
      listRecords(this.#names, 'networks'),
      listRecords(this.#names, 'gateways'),
      listRecords(this.#names, 'hosts'),
    ])
    return { networks, gateways, hosts }
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener)
    // What is not watched is seen all the same, by the next look.
    this.#watching ??= watchHealth(this.#names, (gateway, tunnel) => this.#changed(gateway, tunnel)).catch(
      () => () => {},
    )
    return () => this.#listeners.delete(listener)
  }

  ping(host: string, target: Ipv4Address, options: PingOptions): Promise<PingResult> {
    return ping(this.#names.host(host), target, options)
  }

  throughput(from: string, to: string, { seconds }: { seconds: number }): Promise<ThroughputResult> {
    return throughput(this.#names.host(from), this.#names.host(to), seconds)
  }

  async crash(gateway: string, id: string): Promise<boolean> {
    const record = await readTunnelRecord(this.#names, gateway, id)
    if (record === undefined) return false
    const { tunnel, folder } = {
      tunnel: this.#names.tunnel(gateway, id),
      folder: this.#names.tunnelFolder(gateway, id),
    }
    return killProcesses(await this.#processesOf(record, tunnel, folder), this.#time)
  }

  async cut(gateway: string, id: string): Promise<() => Promise<void>> {
    const record = await readTunnelRecord(this.#names, gateway, id)
    if (record === undefined) throw new Error(`there is no tunnel ${id} of gateway ${gateway}`)
    await cutPath(this.#names, record)
    return () => restorePath(this.#names, record)
  }

  async close(): Promise<void> {
    const daemons = [...this.#daemons.values()]
    this.#daemons.clear()
    this.#listeners.clear()
    const watching = await this.#watching
    watching?.()
    await Promise.all([
      ...daemons.map((daemon) => daemon.close()),
      this.#routing.close(),
      leaveNamespaces(this.#names.prefix),
    ])
  }

  async purge(): Promise<void> {
    const daemons = [...this.#daemons.values()]
    this.#daemons.clear()
    await Promise.all([...daemons.map((daemon) => daemon.close()), this.#routing.close()])
    await purgeInstallation(this.#installation, this.#time)
  }

  async #linkNetwork(gateway: string, link: LinkSpec): Promise<void> {
    await requireGateway(this.#names, gateway)
    await linkNetwork(this.#names, gateway, link)
  }

  async #createTunnel(gateway: string, tunnel: TunnelSpec): Promise<void> {
    const names = this.#names
    await requireGateway(names, gateway)
    const before = await readTunnelRecord(names, gateway, tunnel.id)
    if (before !== undefined && holds(before, tunnel)) {
      // One that another has begun, or that somebody took down, needs no new daemon.
      if (await this.#isWhole(gateway, tunnel)) return raiseDevice(names, before)
      await this.#removeDaemon(gateway, tunnel.id)
    } else await this.#removeTunnel(gateway, tunnel.id)
    await ensureNamespace(names.underlayOf(tunnel), { address: upstreamAddress, forwards: true })
    const { id, localAddress, remoteAddress, isPrivate } = tunnel
    const record = { gateway, id, localAddress, remoteAddress, ...(isPrivate ? { isPrivate } : {}) }
    await addTunnelRecord(names, record)
    await makeTunnelNamespace(names, record)
    const namespace = names.tunnel(gateway, id)
    await Promise.all([
      routeBySource(names, record),
      startDaemon(
        (program, options) => spawnIn(namespace, program, options),
        names.tunnelFolder(gateway, id),
        tunnel,
        this.#time,
      ),
    ])
    await moveDevice(names, record)
  }

  async #isWhole(gateway: string, tunnel: TunnelSpec): Promise<boolean> {
    if ((await namespaceNumber(this.#names.tunnel(gateway, tunnel.id))) === undefined) return false
    const device = devices.tunnel(gateway, tunnel.id)
    const present = await devicesIn(this.#names.gateway(gateway))
    if (!present?.some(({ ifname }) => ifname === device)) return false
    return isAnswering(this.#names.tunnelFolder(gateway, tunnel.id), this.#time)
  }

  async #configureTunnel(gateway: string, tunnel: TunnelSpec): Promise<void> {
    const record = await readTunnelRecord(this.#names, gateway, tunnel.id)
    if (record === undefined) throw new Error(`there is no tunnel ${tunnel.id} of gateway ${gateway}`)
    await ownAddresses(this.#names, record, localPrefixes(tunnel))
    await ownInside(this.#names, record, tunnel.inside)
    await this.#daemon(gateway, tunnel.id).configure(tunnel)
  }

  async #ownAddressIn(gateway: string, tunnel: string, selector: Ipv4Prefix): Promise<void> {
    const record = await readTunnelRecord(this.#names, gateway, tunnel)
    if (record === undefined) throw new Error(`there is no tunnel ${tunnel}`)
    await ownAddressIn(this.#names, record, selector)
  }

  async #checkTunnel(gateway: string, id: string, check: HealthCheck | undefined): Promise<void> {
    if (check === undefined) return removeCheck(this.#names, gateway, id)
    const record = await readTunnelRecord(this.#names, gateway, id)
    if (record === undefined) throw new Error(`there is no tunnel ${id} of gateway ${gateway}`)
    await writeCheck(this.#names, gateway, id, check)
  }

  async #removeTunnel(gateway: string, id: string): Promise<void> {
    await removeCheck(this.#names, gateway, id)
    await this.#removeDaemon(gateway, id)
  }

  /** The tunnel's health check goes on: it tells that the tunnel is not there. */
  async #removeDaemon(gateway: string, id: string): Promise<void> {
    const names = this.#names
    const record = await readTunnelRecord(names, gateway, id)
    const namespace = names.tunnel(gateway, id)
    const folder = names.tunnelFolder(gateway, id)
    await this.#daemons.get(folder)?.close()
    this.#daemons.delete(folder)
    // Asked to end, it deletes its SAs at the peer before it does.
    await endProcesses(await this.#processesOf(record, namespace, folder), this.#time)
    if (record !== undefined) await removeTunnelNamespace(names, record)
    await removeTunnelRecord(names, gateway, id)
  }

  /** One that was begun may be in a namespace that has lost its name; to look for it everywhere is spared the others. */
  #processesOf(record: TunnelRecord | undefined, namespace: string, folder: string): Promise<readonly number[]> {
    return record === undefined
      ? processesIn(namespace, [daemonProcessName])
      : processesWith(daemonProcessName, settingsVariable, settingsIn(folder))
  }

  async #configureBgp(gateway: string, bgp: BgpSpec): Promise<void> {
    await requireGateway(this.#names, gateway)
    await this.#routing.configure(gateway, bgp)
  }

  async #removeGateway(gateway: string): Promise<void> {
    await this.#routing.remove(gateway)
    const records = await listTunnelRecords(this.#names, gateway)
    await Promise.all(records.map(({ id }) => this.#removeTunnel(gateway, id)))
    await unlinkNetworks(this.#names, gateway)
    await removeGatewayNamespace(this.#names, gateway)
  }

  #daemon(gateway: string, tunnel: string): IkeDaemon {
    const folder = this.#names.tunnelFolder(gateway, tunnel)
    const known = this.#daemons.get(folder)
    if (known !== undefined) return known
    const daemon = new IkeDaemon(folder, this.#time, {
      onChange: () => this.#changed(gateway, tunnel),
      onLoss: (detail) => this.#onProblem({ gateway, tunnel, detail }),
      onUnownedSelector: (selector) => {
        this.#ownAddressIn(gateway, tunnel, selector).catch((error: Error) =>
          this.#onProblem({ gateway, tunnel, detail: `no address of ${selector} to own: ${error.message}` }),
        )
      },
    })
    this.#daemons.set(folder, daemon)
    return daemon
  }

  #changed(gateway: string, tunnel?: string): void {
    for (const listener of this.#listeners) listener(gateway, tunnel)
  }
}

const holds = (record: TunnelRecord, { localAddress, remoteAddress, isPrivate }: TunnelSpec): boolean =>
  record.localAddress === localAddress && record.remoteAddress === remoteAddress && record.isPrivate === isPrivate
