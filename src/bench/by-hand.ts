import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { environment, run, runIn } from '../dataplane/linux/command.ts'
import type { Esp } from '../domain/esp.ts'
import { swanctlConf, type TunnelEnd } from './hand-made-tunnel.ts'

/** One program for each batch, as a script has it. */
const batch = (namespace: string, commands: readonly (readonly string[])[]): Promise<string> =>
  run('ip', ['-n', namespace, '-batch', '-'], { stdin: commands.map((words) => `${words.join(' ')}\n`).join('') })

const nextHop = '192.0.0.1'
/** A network's own address on its link to the gateway. */
const behind = '192.0.0.2'
const settings = ['net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0']

/**
 * The reference: what somebody makes who knows `ip` and `swanctl` well and wants the shape that Culvert makes, an IKE
 * namespace for each tunnel end between an underlay and a gateway's namespace, and behind that a network with a host. A batch of commands for each namespace and
 * tight waits, so that it is no slower than by hand it need be.
 */
export class HandMadeLab implements AsyncDisposable {
  readonly #prefix: string
  readonly #folder: string
  readonly #esp: Esp
  readonly #namespaces: string[] = []
  readonly #daemons = new Map<string, ChildProcess>()
  #disposed = false

  private constructor(folder: string, esp: Esp) {
    this.#folder = folder
    this.#esp = esp
    this.#prefix = `culvert-bench-${randomBytes(3).toString('hex')}-`
  }

  /** An underlay without anything on it. */
  static async open(esp: Esp = 'userland'): Promise<HandMadeLab> {
    const lab = new HandMadeLab(await mkdtemp(join(tmpdir(), 'culvert-bench-')), esp)
    try {
      await lab.#addNamespace('u')
      await batch(lab.#name('u'), [['address', 'add', `${nextHop}/32`, 'dev', 'lo']])
      return lab
    } catch (error) {
      await lab[Symbol.asyncDispose]()
      throw error
    }
  }

  hostOf = ({ name }: TunnelEnd): string => this.#name(`h${name}`)

  /** A gateway's namespace, the network that it carries (a router with a bridge for the subnet), and a host in there. */
  async addSite({ name, hostAddress, routerAddress, remotePrefix }: TunnelEnd): Promise<void> {
    for (const part of ['g', 'n', 'h']) await this.#addNamespace(`${part}${name}`)
    await this.#link(`g${name}`, 'lan', `n${name}`, 'gateway')
    await this.#link(`n${name}`, 'port', `h${name}`, 'eth0')
    await batch(this.#name(`n${name}`), [
      ['link', 'add', 'subnet', 'type', 'bridge'],
      ['address', 'add', `${routerAddress}/24`, 'dev', 'subnet'],
      ['link', 'set', 'subnet', 'up'],
      ['link', 'set', 'port', 'master', 'subnet', 'up'],
      ['link', 'set', 'gateway', 'up'],
      ['address', 'add', `${behind}/32`, 'dev', 'lo'],
      ['route', 'add', remotePrefix, 'via', nextHop, 'dev', 'gateway', 'onlink'],
    ])
    await batch(this.#name(`g${name}`), [
      ['address', 'add', `${nextHop}/32`, 'dev', 'lo'],
      ['link', 'set', 'lan', 'up'],
      ['route', 'add', `${hostAddress}/32`, 'via', behind, 'dev', 'lan', 'onlink'],
    ])
    await batch(this.#name(`h${name}`), [
      ['address', 'add', `${hostAddress}/24`, 'dev', 'eth0'],
      ['link', 'set', 'eth0', 'up'],
      ['route', 'add', 'default', 'via', routerAddress],
    ])
  }

  /** A tunnel's end that waits for its peer. */
  async addEnd(end: TunnelEnd): Promise<void> {
    const { name, address, peerAddress, ownPrefixAddress, remotePrefix, table } = end
    const ike = `t${name}`
    await this.#addNamespace(ike)
    await this.#link('u', ike, ike, 'outer')
    await batch(this.#name(ike), [
      ['address', 'add', `${address}/32`, 'dev', 'lo'],
      ['address', 'add', `${ownPrefixAddress}/32`, 'dev', 'lo'],
      ['link', 'set', 'outer', 'up'],
      ['route', 'add', 'default', 'via', nextHop, 'dev', 'outer', 'onlink', 'src', address],
    ])
    await batch(this.#name('u'), [
      ['link', 'set', ike, 'up'],
      ['route', 'add', `${address}/32`, 'dev', ike],
      ['route', 'add', `${address}/32`, 'dev', ike, 'table', table],
      ['rule', 'add', 'from', peerAddress, 'to', address, 'lookup', table],
    ])
    await this.#startDaemon(end)
    await batch(this.#name(ike), this.#moving(name))
    await batch(this.#name(`g${name}`), [
      ['link', 'set', 'tun0', 'mtu', '1400', 'up'],
      ['route', 'add', remotePrefix, 'dev', 'tun0'],
    ])
    await this.#swanctl(end, ['--load-all', '--file', join(this.#folder, name, 'swanctl.conf')])
  }

  /** Of charon's own device, whose place another has to take, or of one of the kernel's. */
  #moving(name: string): readonly (readonly string[])[] {
    const move = ['link', 'set', 'ipsec0', 'netns', this.#name(`g${name}`), 'name', 'tun0']
    return this.#esp === 'kernel'
      ? [['link', 'add', 'ipsec0', 'type', 'xfrm', 'dev', 'lo', 'if_id', '1'], move]
      : [move, ['link', 'add', 'ipsec0', 'type', 'bridge'], ['link', 'set', 'ipsec0', 'up']]
  }

  /** Settles when the SAs are there; the responder has its own before it answers. */
  async initiate(end: TunnelEnd): Promise<void> {
    await this.#swanctl(end, ['--initiate', '--child', 'c', '--timeout', '10'])
  }

  async removeEnd({ name, address, peerAddress, table }: TunnelEnd): Promise<void> {
    const ike = `t${name}`
    await this.#endDaemon(name)
    await batch(this.#name('u'), [
      ['rule', 'delete', 'from', peerAddress, 'to', address, 'lookup', table],
      ['link', 'delete', ike],
    ])
    await run('ip', ['netns', 'delete', this.#name(ike)])
    this.#namespaces.splice(this.#namespaces.indexOf(ike), 1)
  }

  /** Two namespaces of hosts on the underlay, with nothing but links between them. */
  async addBareHosts(addresses: readonly [string, string]): Promise<readonly [string, string]> {
    for (const [index, address] of addresses.entries()) {
      const host = `b${index}`
      await this.#addNamespace(host)
      await this.#link('u', host, host, 'eth0')
      await batch(this.#name(host), [
        ['address', 'add', `${address}/32`, 'dev', 'eth0'],
        ['link', 'set', 'eth0', 'up'],
        ['route', 'add', 'default', 'via', nextHop, 'dev', 'eth0', 'onlink', 'src', address],
      ])
      await batch(this.#name('u'), [
        ['link', 'set', host, 'up'],
        ['route', 'add', `${address}/32`, 'dev', host],
      ])
    }
    return [this.#name('b0'), this.#name('b1')]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    await Promise.all([...this.#daemons.keys()].map((name) => this.#endDaemon(name)))
    for (const part of this.#namespaces) await run('ip', ['netns', 'delete', this.#name(part)]).catch(() => {})
    await rm(this.#folder, { recursive: true, force: true })
  }

  #name(part: string): string {
    return `${this.#prefix}${part}`
  }

  async #addNamespace(part: string): Promise<void> {
    if (this.#disposed) throw new Error('the lab is being taken away')
    this.#namespaces.push(part)
    await run('ip', ['netns', 'add', this.#name(part)])
    await runIn(this.#name(part), ['sysctl', '-q', '-w', ...settings])
    await batch(this.#name(part), [['link', 'set', 'lo', 'up']])
  }

  async #link(part: string, device: string, other: string, peer: string): Promise<void> {
    await run('ip', [
      ...['link', 'add', device, 'netns', this.#name(part)],
      ...['type', 'veth', 'peer', 'name', peer, 'netns', this.#name(other)],
    ])
  }

  async #startDaemon(end: TunnelEnd): Promise<void> {
    const folder = join(this.#folder, end.name)
    const socket = join(folder, 'vici')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'strongswan.conf'), strongswanConf(socket, this.#esp))
    await writeFile(join(folder, 'swanctl.conf'), swanctlConf(end, this.#esp))
    const daemon = spawn('ip', ['netns', 'exec', this.#name(`t${end.name}`), '/usr/sbin/charon-systemd'], {
      // A group of its own: what interrupts the bench shall not end it before its namespaces.
      detached: true,
      env: { ...environment, STRONGSWAN_CONF: join(folder, 'strongswan.conf') },
      stdio: 'ignore',
    })
    this.#daemons.set(end.name, daemon)
    while (!existsSync(socket)) {
      if (daemon.exitCode !== null) throw new Error('the hand-made charon ended')
      await delay(1)
    }
  }

  async #endDaemon(name: string): Promise<void> {
    const daemon = this.#daemons.get(name)
    if (daemon === undefined) return
    this.#daemons.delete(name)
    if (daemon.exitCode === null && daemon.signalCode === null) {
      const exited = once(daemon, 'exit')
      daemon.kill('SIGTERM')
      await exited
    }
    await rm(join(this.#folder, name), { recursive: true, force: true })
  }

  #swanctl({ name }: TunnelEnd, args: readonly string[]): Promise<string> {
    return run('swanctl', [...args, '--uri', `unix://${join(this.#folder, name, 'vici')}`])
  }
}

const userlandPlugins = `    kernel-libipsec {
      allow_peer_ts = yes
    }
    kernel-netlink {
      fwmark = !0x42
    }
    socket-default {
      fwmark = 0x42
    }
`

const strongswanConf = (socket: string, esp: Esp): string => `charon-systemd {
  load_modular = no
  load = random nonce openssl sha1 sha2 md5 hmac kdf gmp ${esp === 'userland' ? 'kernel-libipsec ' : ''}kernel-netlink socket-default vici
  install_routes = no
  plugins {
    vici {
      socket = "unix://${socket}"
    }
${esp === 'userland' ? userlandPlugins : ''}  }
  journal {
    default = -1
  }
}
`
