import type { Ipv4Address, Ipv4Prefix } from './address.ts'

/** A device that is made in a network namespace of the machine, and what it is to be like. */
export interface InnerDevice {
  /** What it is called there. */
  readonly interface: string
  /** In bytes. */
  readonly mtu: number
  /** What is routed by it, to the subnet's router; 0.0.0.0/0 is the default route. The subnet itself needs none. */
  readonly routes: readonly Ipv4Prefix[]
}

/** As `ip netns` names it; it may come, go and come again. */
export interface NamedNamespace extends InnerDevice {
  readonly kind: 'namespace'
  readonly namespace: string
}

/** The namespace that a process is in, as a container's first one. */
export interface ProcessNamespace extends InnerDevice {
  readonly kind: 'process'
  readonly pid: number
  /** What tells it from a later process of the number (`ProcessIdentity`). */
  readonly processStart: string
}

/** One that is kept by a file, as runtimes of containers do. */
export interface NamespaceFile extends InnerDevice {
  readonly kind: 'file'
  readonly file: string
}

export type NamespaceEnd = NamedNamespace | ProcessNamespace | NamespaceFile

/** What of the machine is plugged into a subnet. */
export type WorkloadEnd =
  /** A device of the machine's, which is a port of the subnet from then on. */
  | { readonly kind: 'device'; readonly device: string }
  /** What is on a bridge of the machine's, by a port of it. */
  | { readonly kind: 'bridge'; readonly bridge: string }
  | NamespaceEnd

/** As it is asked for: which process has a number now, the machine knows. */
export type AskedEnd = Exclude<WorkloadEnd, ProcessNamespace> | Omit<ProcessNamespace, 'processStart'>

/** The end as this machine has it, or why it cannot be plugged in. What may come later is no reason. */
export type FoundEnd = { readonly end: WorkloadEnd } | { readonly reason: string }

export const isNamespaceEnd = <E extends AskedEnd>(end: E): end is Exclude<E, { kind: 'device' | 'bridge' }> =>
  end.kind !== 'device' && end.kind !== 'bridge'

/** Something of the machine's that is to be plugged into a subnet. */
export interface Workload {
  readonly subnet: string
  readonly end: WorkloadEnd
  /** What the device has that is made in a namespace; devices and bridges bring addresses of their own. */
  readonly address?: Ipv4Address
}

/** The same with all that a data plane has to know of where it goes. */
export interface WorkloadSpec {
  readonly id: string
  readonly network: string
  readonly subnet: { readonly id: string; readonly prefix: Ipv4Prefix; readonly routerAddress: Ipv4Address }
  readonly end: WorkloadEnd
  readonly address?: Ipv4Address
}

/** How far a workload has come, as the world shows it. */
export interface ObservedWorkload {
  /** Of what is plugged in whole. */
  readonly digest?: string
  /** Why it cannot be plugged in as things are. */
  readonly reason?: string
  /** A part of it is there all the same, and is to go. */
  readonly left?: true
  /** How the last try ended. */
  readonly failure?: string
}

/** What one workload has for itself: a device, a bridge, a name for a device in a namespace. */
export function nameOfEnd(end: WorkloadEnd): string {
  switch (end.kind) {
    case 'device':
      return `device ${end.device}`
    case 'bridge':
      return `device ${end.bridge}`
    case 'namespace':
      return `${end.interface} of namespace ${end.namespace}`
    case 'process':
      return `${end.interface} of process ${end.pid} ${end.processStart}`
    case 'file':
      return `${end.interface} of ${end.file}`
  }
}

/** The kernel has room for 15 characters (IFNAMSIZ); here without those that `ip` or a path reads otherwise. */
export const isDeviceName = (text: string): boolean => /^[a-z0-9_][a-z0-9_.@+-]{0,14}$/i.test(text)

export const isNamespaceName = (text: string): boolean => /^[a-z0-9_][a-z0-9_.@+-]{0,99}$/i.test(text)

export const isFilePath = (text: string): boolean =>
  /^(\/[a-z0-9_.@+:-]+)+$/i.test(text) && !/\/\.\.?(\/|$)/.test(text) && text.length <= 200
