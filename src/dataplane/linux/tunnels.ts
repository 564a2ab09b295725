import type { Ipv4Prefix } from '../../domain/address.ts'
import type { Esp } from '../../domain/esp.ts'
import type { HealthCheck } from '../../domain/health-check.ts'
import type { ObservedTunnel } from '../../domain/observation.ts'
import type { Preflight } from '../../domain/preflight.ts'
import type { TunnelDevice } from '../../domain/tunnel-device.ts'
import type { PreflightOptions, TunnelSpec } from '../port.ts'
import { PreflightImpossible } from '../preflight.ts'
// The one file of the room that knows both the kernel's half and the IKE daemon's: drivers do not import one another otherwise.
import { IkeDaemon, type Time } from '../strongswan/daemon.ts'
import { interfaceId, localPrefixes } from '../strongswan/render-connection.ts'
import {
  daemonProcessName,
  isAnswering,
  settingsIn,
  settingsVariable,
  startDaemon,
} from '../strongswan/start-daemon.ts'
import { observeHealth, removeCheck, writeCheck } from './checks.ts'
import { spawnIn } from './command.ts'
import { forwardFrom } from './forwarding.ts'
import { type DeviceOfTunnel, type ObservedNamespace, requireGateway } from './gateway.ts'
import { type Device, linkIn } from './ip.ts'
import type { Loss } from './kernel-events.ts'
import { namespaceNumber } from './lasting-ip.ts'
import { devices, type Names } from './names.ts'
import { hasOuterWay, isOfOuterWay, makeOuterNamespace, removeOuterWay, routeBySource } from './outer-way.ts'
import { endProcesses, killProcesses, processesIn, processesWith } from './processes.ts'
import { explainSilence } from './reach.ts'
import { addTunnelRecord, readTunnelRecord, removeTunnelRecord, type TunnelRecord } from './records.ts'
import type { Shape } from './shaping.ts'
import {
  hasItsInside,
  isRaised,
  makeDevice,
  moveDevice,
  ownAddresses,
  ownAddressIn,
  ownInside,
  raiseDevice,
  removeDevice,
  setDevice,
} from './tunnel.ts'
import { isUplinkBroken, staysInside } from './uplink.ts'

/** What an operator may want to know, though nothing waits for an answer. */
export interface Problem {
  readonly gateway: string
  /** Absent where it is the routing daemon's. */
  readonly tunnel?: string
  readonly detail: string
}

export interface TunnelHooks {
  onChange(gateway: string, tunnel: string): void
  onProblem(problem: Problem): void
}

/** The tunnels of all gateways, each with its daemon and all that it stands on. */
export class Tunnels {
  readonly #names: Names
  readonly #esp: Esp
  readonly #time: Time
  readonly #hooks: TunnelHooks
  /** Those that have been seen or made, by their namespaces: to tell what an event of the kernel's is about. */
  readonly #records = new Map<string, TunnelRecord>()
  /** By folder. They hold connections to daemons, and nothing that could not be found out again. */
  readonly #daemons = new Map<string, IkeDaemon>()

  #lookingAtUplink: Promise<boolean> | undefined

  constructor(names: Names, esp: Esp, time: Time, hooks: TunnelHooks) {
    this.#names = names
    this.#esp = esp
    this.#time = time
    this.#hooks = hooks
  }

  async observe({ forwards, tunnels }: ObservedNamespace): Promise<readonly ObservedTunnel[]> {
    const isCutOff = await this.#isCutOff()
    return Promise.all(
      tunnels.map(async (tunnel) => {
        const leaves = forwards && (!isCutOff || (await staysInside(this.#names, tunnel.record)))
        return this.#observeTunnel(tunnel, leaves)
      }),
    )
  }

  /** Whether there is to be an uplink and it is not whole. Gateways that are looked at at once ask once. */
  #isCutOff(): Promise<boolean> {
    this.#lookingAtUplink ??= isUplinkBroken(this.#names).finally(() => {
      this.#lookingAtUplink = undefined
    })
    return this.#lookingAtUplink
  }

  /** `leaves` is false where the gateway would send nothing into it, or nothing out of it would leave the machine. */
  async #observeTunnel({ record, device, shape }: DeviceOfTunnel, leaves: boolean): Promise<ObservedTunnel> {
    const { gateway, id } = record
    this.#records.set(this.#names.tunnel(gateway, id), record)
    // A daemon carries nothing without its device, its outer address and what leads there, however well it answers, and one
    // whose namespace has lost its name can not be configured any more.
    const isThere = leaves && device !== undefined && isRaised(device) && (await hasOuterWay(this.#names, record))
    const health = await observeHealth(this.#names, gateway, id)
    const seenBeside = { ...(device && observeDevice(device, shape)), ...(health && { health }) }
    if (!isThere) return { id, alive: false, childSas: [], packetsOut: 0, ...seenBeside }
    const { packets, dropped } = device.stats64?.tx ?? { packets: 0, dropped: 0 }
    const { digest, failure, ...seen } = await this.#daemon(gateway, id).observe()
    const failed = failure === undefined ? {} : { failure: await explainSilence(this.#names, record, failure) }
    // Without the address that it was given, it is not configured: nothing but that is missing, and SAs stay. Nor is one that
    // something else carries than is to: it is made anew, and what it has shows until then.
    const isConfigured = digest !== undefined && hasItsInside(device) && carrierOf(record) === this.#esp
    const configured = isConfigured ? { digest } : {}
    return { id, ...configured, ...seen, ...failed, packetsOut: packets + dropped, ...seenBeside }
  }

  async create(gateway: string, tunnel: TunnelSpec): Promise<void> {
    const names = this.#names
    await requireGateway(names, gateway)
    const before = await readTunnelRecord(names, gateway, tunnel.id)
    if (before !== undefined && holds(before, tunnel)) {
      // One that another has begun, or that somebody took down, needs no new daemon.
      const isWhole = carrierOf(before) === this.#esp && (await this.#isWhole(gateway, tunnel))
      if (isWhole) return this.#repairTunnel(before, tunnel.device)
      await this.#removeDaemon(gateway, tunnel.id)
    } else await this.remove(gateway, tunnel.id)
    const { id, localAddress, remoteAddress, isPrivate } = tunnel
    const esp = this.#esp
    const record: TunnelRecord = {
      ...{ gateway, id, localAddress, remoteAddress },
      ...(isPrivate ? { isPrivate } : {}),
      ...(esp === 'kernel' ? { esp } : {}),
    }
    await addTunnelRecord(names, record)
    await makeOuterNamespace(names, record, 'new')
    const namespace = names.tunnel(gateway, id)
    await Promise.all([
      routeBySource(names, record),
      esp === 'kernel' ? makeDevice(names, record, interfaceId) : undefined,
      startDaemon({
        spawn: (program, options) => spawnIn(namespace, program, options),
        folder: names.tunnelFolder(gateway, id),
        tunnel,
        esp,
        timers: this.#time,
      }),
    ])
    await moveDevice(names, record, tunnel.device)
    await forwardFrom(names.gateway(gateway), devices.tunnel(gateway, id))
  }

  /** Gives the daemon back what it stands on, and ends none of its SAs. */
  async #repairTunnel(record: TunnelRecord, device: TunnelDevice): Promise<void> {
    await forwardFrom(this.#names.gateway(record.gateway))
    await makeOuterNamespace(this.#names, record)
    await routeBySource(this.#names, record)
    await raiseDevice(this.#names, record, device)
  }

  async #isWhole(gateway: string, tunnel: TunnelSpec): Promise<boolean> {
    if ((await namespaceNumber(this.#names.tunnel(gateway, tunnel.id))) === undefined) return false
    const device = devices.tunnel(gateway, tunnel.id)
    if ((await linkIn(this.#names.gateway(gateway), device)) === undefined) return false
    return isAnswering(this.#names.tunnelFolder(gateway, tunnel.id), this.#time)
  }

  async configure(gateway: string, tunnel: TunnelSpec): Promise<void> {
    const record = await readTunnelRecord(this.#names, gateway, tunnel.id)
    if (record === undefined) throw new Error(`there is no tunnel ${tunnel.id} of gateway ${gateway}`)
    if (this.#esp === 'userland') await ownAddresses(this.#names, record, localPrefixes(tunnel))
    await ownInside(this.#names, record, tunnel.inside)
    await this.#daemon(gateway, tunnel.id).configure(tunnel)
  }

  async #ownAddressIn(gateway: string, tunnel: string, selector: Ipv4Prefix): Promise<void> {
    const record = await readTunnelRecord(this.#names, gateway, tunnel)
    if (record === undefined) throw new Error(`there is no tunnel ${tunnel}`)
    await ownAddressIn(this.#names, record, selector)
  }

  async setDevice(gateway: string, id: string, device: TunnelDevice): Promise<void> {
    const record = await readTunnelRecord(this.#names, gateway, id)
    if (record === undefined) throw new Error(`there is no tunnel ${id} of gateway ${gateway}`)
    await setDevice(this.#names, record, device)
  }

  async check(gateway: string, id: string, check: HealthCheck | undefined): Promise<void> {
    if (check === undefined) return removeCheck(this.#names, gateway, id)
    const record = await readTunnelRecord(this.#names, gateway, id)
    if (record === undefined) throw new Error(`there is no tunnel ${id} of gateway ${gateway}`)
    await writeCheck(this.#names, gateway, id, check)
  }

  async remove(gateway: string, id: string): Promise<void> {
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
    this.#records.delete(namespace)
    if (record?.esp === 'kernel') await removeDevice(names, record)
    if (record !== undefined) await removeOuterWay(names, record)
    await removeTunnelRecord(names, gateway, id)
  }

  /** One that was begun may be in a namespace that has lost its name; to look for it everywhere is spared the others. */
  #processesOf(record: TunnelRecord | undefined, namespace: string, folder: string): Promise<readonly number[]> {
    return record === undefined
      ? processesIn([namespace], [daemonProcessName])
      : processesWith(daemonProcessName, settingsVariable, settingsIn(folder))
  }

  initiate(gateway: string, id: string): Promise<void> {
    return this.#daemon(gateway, id).initiate()
  }

  async preflight(gateway: string, tunnel: TunnelSpec, options: PreflightOptions): Promise<Preflight> {
    const record = await readTunnelRecord(this.#names, gateway, tunnel.id)
    if (record === undefined) throw new PreflightImpossible('not-configured')
    const { steps, running } = await this.#daemon(gateway, tunnel.id).preflight(tunnel, options)
    const explained = steps.map(async (step) =>
      step.outcome === 'failed' ? { ...step, failure: await explainSilence(this.#names, record, step.failure) } : step,
    )
    return { steps: await Promise.all(explained), running }
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

  /** Those whose way outside has lost something. */
  concernedBy({ namespace, text }: Loss): readonly TunnelRecord[] {
    const record = this.#records.get(namespace ?? '')
    if (record !== undefined) return [record]
    return [...this.#records.values()].filter(
      (each) => this.#names.underlayOf(each) === namespace && isOfOuterWay(each, text),
    )
  }

  /** Lets go of the daemons, which go on. */
  async close(): Promise<void> {
    const daemons = [...this.#daemons.values()]
    this.#daemons.clear()
    await Promise.all(daemons.map((daemon) => daemon.close()))
  }

  #daemon(gateway: string, tunnel: string): IkeDaemon {
    const folder = this.#names.tunnelFolder(gateway, tunnel)
    const known = this.#daemons.get(folder)
    if (known !== undefined) return known
    const daemon = new IkeDaemon(folder, this.#esp, this.#time, {
      onChange: () => this.#hooks.onChange(gateway, tunnel),
      onLoss: (detail) => this.#hooks.onProblem({ gateway, tunnel, detail }),
      onUnownedSelector: (selector) => {
        this.#ownAddressIn(gateway, tunnel, selector).catch((error: Error) =>
          this.#hooks.onProblem({ gateway, tunnel, detail: `no address of ${selector} to own: ${error.message}` }),
        )
      },
    })
    this.#daemons.set(folder, daemon)
    return daemon
  }
}

/** Nothing is lost at the device alone: what its bandwidth does not take is dropped before it. */
function observeDevice({ mtu, stats64 }: Device, shape: Shape | undefined): Pick<ObservedTunnel, 'device' | 'traffic'> {
  const device = { mtu, ...(shape === undefined ? {} : { bandwidthMbps: shape.mbps }) }
  if (stats64 === undefined) return { device }
  const { rx, tx } = stats64
  return {
    device,
    traffic: {
      bytesIn: rx.bytes,
      packetsIn: rx.packets,
      droppedIn: rx.dropped,
      bytesOut: tx.bytes,
      packetsOut: tx.packets,
      droppedOut: tx.dropped + (shape?.dropped ?? 0),
    },
  }
}

const carrierOf = ({ esp }: TunnelRecord): Esp => esp ?? 'userland'

const holds = (record: TunnelRecord, { localAddress, remoteAddress, isPrivate }: TunnelSpec): boolean =>
  record.localAddress === localAddress && record.remoteAddress === remoteAddress && record.isPrivate === isPrivate
