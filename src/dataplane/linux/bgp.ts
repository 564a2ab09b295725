import { access, readlink, rm } from 'node:fs/promises'
import { type Ipv4Prefix, parseIpv4Prefix } from '../../domain/address.ts'
import type { ObservedBgp } from '../../domain/bgp.ts'
import type { Clock } from '../../runtime/clock.ts'
import { RoutingDaemon, type RoutingHooks } from '../bird/daemon.ts'
import { kernelTable, renderBird } from '../bird/render.ts'
import {
  configurationIn,
  daemonProcessName,
  folderVariable,
  isAnswering,
  logIn,
  readProcessId,
  startDaemon,
} from '../bird/start-daemon.ts'
import type { BgpSpec } from '../port.ts'
import { spawnIn } from './command.ts'
import { allRoutesIn, type IpCommand, ipBatch } from './ip.ts'
import { hasTcpSignatures } from './kernel-configuration.ts'
import { namespaceNumber } from './lasting-ip.ts'
import type { Names } from './names.ts'
import { canonical } from './prefix.ts'
import { endProcesses, killProcesses, processesWith } from './processes.ts'

/** What the kernel calls routes of BIRD's (/etc/iproute2/rt_protos). */
const learnedProtocol = 'bird'

/** The routing daemons of all gateways. They hold connections, and nothing that could not be found out again. */
export class RoutingDaemons {
  readonly #names: Names
  readonly #time: Clock
  readonly #hooksFor: (gateway: string) => RoutingHooks
  /** By gateway. */
  readonly #daemons = new Map<string, RoutingDaemon>()

  constructor(names: Names, time: Clock, hooksFor: (gateway: string) => RoutingHooks) {
    this.#names = names
    this.#time = time
    this.#hooksFor = hooksFor
  }

  /** Undefined where none was asked for, or where it was told to end. */
  async observe(gateway: string): Promise<ObservedBgp | undefined> {
    const folder = this.#names.bgpFolder(gateway)
    if (!(await isFile(configurationIn(folder)))) return undefined
    // One whose namespace has lost its name serves nobody, however well it answers.
    const isInPlace = await this.#isInPlace(gateway)
    const seen = isInPlace ? await this.#daemon(gateway).observe() : { alive: false, sessions: [] }
    // After the daemon has told, so that what it tells of is in the kernel.
    return { ...seen, installed: await this.#installed(gateway) }
  }

  async configure(gateway: string, bgp: BgpSpec): Promise<void> {
    if (bgp.neighbors.some(({ password }) => password !== undefined) && (await hasTcpSignatures()) === false) {
      throw new Error('a BGP session has a password, and this host’s kernel was made without CONFIG_TCP_MD5SIG')
    }
    const folder = this.#names.bgpFolder(gateway)
    if ((await this.#isInPlace(gateway)) && (await isAnswering(folder, this.#time))) {
      await this.#daemon(gateway).configure(bgp)
    } else {
      await this.#endProcesses(folder)
      const namespace = this.#names.gateway(gateway)
      await startDaemon((program, options) => spawnIn(namespace, program, options), {
        folder,
        configuration: renderBird(bgp, logIn(folder)),
        recovers: (await this.#learnedRoutes(gateway)).some(({ table }) => table === String(kernelTable[bgp.learned])),
        timers: this.#time,
      })
    }
    await this.#removeRoutes(gateway, kernelTable[bgp.learned === 'after' ? 'beside' : 'after'])
  }

  /** Asked to end, it tells its neighbors so; its routes would outlive it. */
  async remove(gateway: string): Promise<void> {
    const folder = this.#names.bgpFolder(gateway)
    await this.#daemons.get(gateway)?.close()
    this.#daemons.delete(gateway)
    if (!(await isFile(folder))) return
    await this.#endProcesses(folder)
    await this.#removeRoutes(gateway)
    await rm(folder, { recursive: true, force: true })
  }

  /** Its routes stay in the kernel, as after any crash. False when none runs. */
  async crash(gateway: string): Promise<boolean> {
    return killProcesses(await this.#processesOf(this.#names.bgpFolder(gateway)), this.#time)
  }

  /** Lets go of the daemons, which go on. */
  async close(): Promise<void> {
    const daemons = [...this.#daemons.values()]
    this.#daemons.clear()
    await Promise.all(daemons.map((daemon) => daemon.close()))
  }

  #daemon(gateway: string): RoutingDaemon {
    const known = this.#daemons.get(gateway)
    if (known !== undefined) return known
    const daemon = new RoutingDaemon(this.#names.bgpFolder(gateway), this.#time, this.#hooksFor(gateway))
    this.#daemons.set(gateway, daemon)
    return daemon
  }

  async #endProcesses(folder: string): Promise<void> {
    await endProcesses(await this.#processesOf(folder), this.#time)
  }

  #processesOf(folder: string): Promise<readonly number[]> {
    return processesWith(daemonProcessName, folderVariable, `${folder}/`)
  }

  /** Whether the daemon's process is in the namespace that has the gateway's name now. */
  async #isInPlace(gateway: string): Promise<boolean> {
    const pid = await readProcessId(this.#names.bgpFolder(gateway))
    const number = await namespaceNumber(this.#names.gateway(gateway))
    if (pid === undefined || number === undefined) return false
    // namespaces(7), "The /proc/pid/ns/ directory".
    return (await readlink(`/proc/${pid}/ns/net`).catch(() => '')) === `net:[${number}]`
  }

  async #learnedRoutes(gateway: string) {
    const routes = (await allRoutesIn(this.#names.gateway(gateway))) ?? []
    return routes.filter(({ protocol }) => protocol === learnedProtocol)
  }

  async #installed(gateway: string): Promise<readonly Ipv4Prefix[]> {
    const routes = await this.#learnedRoutes(gateway)
    return [...new Set(routes.flatMap(({ dst }) => parseIpv4Prefix(canonical(dst)) ?? []))].sort()
  }

  async #removeRoutes(gateway: string, table?: number): Promise<void> {
    const tables = new Set((await this.#learnedRoutes(gateway)).flatMap((route) => route.table ?? []))
    const flushed = [...tables].filter((one) => table === undefined || one === String(table))
    await ipBatch(
      this.#names.gateway(gateway),
      flushed.map((one): IpCommand => ['route', 'flush', 'table', one, 'proto', learnedProtocol]),
    )
  }
}

const isFile = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
