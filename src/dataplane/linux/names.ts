import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** What tells one installation's things from another's on the same machine. */
export interface Installation {
  /** Six hexadecimal digits. */
  readonly tag: string
  /**
   * Where its records, sockets and settings are: /run/culvert/<tag>. What is in there must go with a restart of the machine, as namespaces do.
   * Its path may have some 50 characters, since the sockets in it may have no more than 107 (unix(7)).
   */
  readonly runFolder: string
  /** The namespace that has the machine's own devices: the one that this process is in, when it is not given. */
  readonly machine?: string | undefined
}

export const runFolderOf = (tag: string): string => join('/run/culvert', tag)

/** 10 hexadecimal digits that stand for an id. Device names have room for no more (IFNAMSIZ, netdevice(7)). */
export const short = (...id: readonly string[]): string =>
  createHash('sha256').update(id.join('\0')).digest('hex').slice(0, 10)

/**
 * Locally administered addresses of Ethernet (RFC 9542 section 2.1): what is made anew has its own again, and is found by
 * those who have learnt it. The first octet says of what it is; a port of others' bridges has one that is higher than all of theirs.
 */
export const ethernetAddress = (of: keyof typeof firstOctets, ...id: readonly string[]): string =>
  [firstOctets[of], ...(short(...id).match(/../g) ?? [])].join(':')

const firstOctets = { bridge: '02', workload: '06', port: 'fe' } as const

/** What things are called: namespaces on the machine, devices within their namespaces, and files. */
export class Names {
  /** What all namespaces of the installation begin with. */
  readonly prefix: string
  readonly runFolder: string
  readonly machine: string | undefined

  constructor({ tag, runFolder, machine }: Installation) {
    if (!/^[0-9a-f]{6}$/.test(tag)) throw new TypeError(`an installation's tag is six hexadecimal digits, not ${tag}`)
    this.prefix = `culvert-${tag}-`
    this.runFolder = runFolder
    this.machine = machine
  }

  get underlay(): string {
    return `${this.prefix}u`
  }

  get privateUnderlay(): string {
    return `${this.prefix}p`
  }

  /** On the machine: the link to the underlay, and the table of rules for what passes it. Device names have 15 characters. */
  get uplink(): string {
    return this.prefix.slice(0, -1)
  }

  /** What the uplink was made for, and what has to be given back. */
  get uplinkFile(): string {
    return join(this.runFolder, 'uplink.json')
  }

  /** What is plugged in, and what has to be given back. */
  workloadFile(id: string): string {
    return join(this.workloadFolder, `${short(id)}.json`)
  }

  get workloadFolder(): string {
    return join(this.runFolder, 'workloads')
  }

  /** What stands at a device that is made in a namespace of others. */
  farMark(id: string): string {
    return `${this.uplink} ${short(id)}`
  }

  /** Of these outer addresses. */
  underlayOf({ isPrivate }: { readonly isPrivate?: true | undefined }): string {
    return isPrivate ? this.privateUnderlay : this.underlay
  }

  network(id: string): string {
    return `${this.prefix}n-${short(id)}`
  }

  gateway(id: string): string {
    return `${this.prefix}g-${short(id)}`
  }

  /** The `short` of the network, or the gateway, that a namespace is of; undefined for any other. */
  ownerOf(namespace: string): { readonly kind: 'networks' | 'gateways'; readonly hash: string } | undefined {
    const [, letter, hash] = /^([ng])-(.+)$/.exec(namespace.slice(this.prefix.length)) ?? []
    return hash === undefined ? undefined : { kind: letter === 'n' ? 'networks' : 'gateways', hash }
  }

  /** The namespace of a tunnel's IKE daemon. */
  tunnel(gateway: string, id: string): string {
    return `${this.prefix}t-${short(gateway, id)}`
  }

  /** Whether a namespace of the installation may have links for others to it: not those of tunnels and of hosts. */
  mayHaveLinks = (namespace: string): boolean => !/^[th]-/.test(namespace.slice(this.prefix.length))

  host(id: string): string {
    return `${this.prefix}h-${short(id)}`
  }

  /** Of the gateway's routing daemon. */
  bgpFolder(gateway: string): string {
    return join(this.runFolder, 'bgp', short(gateway))
  }

  tunnelFolder(gateway: string, id: string): string {
    return join(this.runFolder, 'tunnels', short(gateway), short(gateway, id))
  }

  /** What is to be probed through a tunnel. */
  checkFile(gateway: string, tunnel: string): string {
    return join(this.runFolder, 'checks', `${short(gateway, tunnel)}.json`)
  }

  /** What probes through a gateway's tunnels have shown. */
  healthFile(gateway: string): string {
    return join(this.runFolder, 'health', `${short(gateway)}.json`)
  }
}

/** Whether a namespace is an underlay of some installation. */
export const isUnderlay = (namespace: string): boolean => /^culvert-[0-9a-f]{6}-[up]$/.test(namespace)

/** Whether a device of the machine is some installation's. */
export const isOurDevice = (device: string): boolean => /^culv(ert-[0-9a-f]{6}|-[0-9a-f]{10})$/.test(device)

/** Whether a namespace is some installation's. */
export const isOurNamespace = (name: string): boolean => /^culvert-[0-9a-f]{6}-/.test(name)

/** Names of devices. */
export const devices = {
  /** In the gateway's namespace: where packets enter and leave the tunnel. */
  tunnel: (gateway: string, id: string) => `tun-${short(gateway, id)}`,
  /** In the underlay's namespace: towards a tunnel's IKE namespace. */
  underlayToTunnel: (gateway: string, id: string) => `t-${short(gateway, id)}`,
  /** In the underlay's namespace: towards a host. */
  underlayToHost: (id: string) => `h-${short(id)}`,
  /** In the gateway's namespace: towards a network. */
  gatewayToNetwork: (network: string) => `net-${short(network)}`,
  /** The `short` of the network that such a device leads to, or undefined for any other device. */
  networkOfGateway: (device: string) => /^net-(.+)$/.exec(device)?.[1],
  /** In the network's namespace: towards a gateway. */
  networkToGateway: (gateway: string) => `gw-${short(gateway)}`,
  /** In the network's namespace: the bridge of a subnet. */
  subnet: (id: string) => `br-${short(id)}`,
  /** In the network's namespace: the port of a host. */
  networkToHost: (id: string) => `h-${short(id)}`,
  /** In the network's namespace: the port of a workload that is no device of the machine's. */
  networkToWorkload: (id: string) => `w-${short(id)}`,
  /** On the machine: the port of one of its bridges. */
  bridgeToWorkload: (id: string) => `culv-${short(id)}`,
  /** In the underlay's namespace: towards the machine. */
  uplink: 'uplink',
  /** In an IKE namespace: towards the underlay. */
  outer: 'outer',
  /** In a host's namespace: towards its network or the underlay. */
  host: 'eth0',
} as const
