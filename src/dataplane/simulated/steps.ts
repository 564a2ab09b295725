import { isDeepStrictEqual } from 'node:util'
import { gateOf, type Lead, nameOfIngress } from '../../domain/gate.ts'
import { parseIkeIdentity } from '../../domain/identity.ts'
import { isNamespaceEnd, type WorkloadSpec } from '../../domain/workload.ts'
import { digestHost, digestLink, digestNetwork, digestWorkload } from '../digest.ts'
import type { LinkSpec, Step, TunnelSpec } from '../port.ts'
import { configureBgp, removeBgp, UnfitPassword } from './bgp.ts'
import { StepFailed } from './faults.ts'
import { checkTunnel } from './health-check.ts'
import { initiate } from './ike.ts'
import { configure } from './replacement.ts'
import { stopDaemon } from './security-association.ts'
import {
  addTunnel,
  changed,
  type Daemon,
  dropTunnel,
  type Gateway,
  noTraffic,
  type Tunnel,
  type World,
} from './world.ts'

/** What an uplink would lead to. */
export const noOutside = 'in the simulated data plane there is no outside: its packets are on no network'

/** Of what a device or a bridge of the machine would lead to; a namespace is one of the world itself. */
export const noMachine =
  'the simulated data plane has no machine: what is beyond a device or a bridge of it is on no network'

type StepOf<Verb extends Step['do']> = Extract<Step, { readonly do: Verb }>
/** What takes time has begun, and its promise tells when it is over. */
type Performed = void | Promise<void>

type Performers = { readonly [Verb in Step['do']]: (world: World, step: StepOf<Verb>) => Performed }

/** The gateway that a step adds to. Steps that take away find their work done when there is none. */
function gatewayFor(world: World, step: Extract<Step, { readonly gateway: string }>): Gateway {
  const gateway = world.gateways.get(step.gateway)
  if (gateway === undefined) throw new StepFailed(step, `no gateway ${step.gateway}`)
  return gateway
}

const newDaemon = (): Daemon => ({ halfOpen: new Map() })

function linkNetwork(world: World, step: StepOf<'link-network'>): void {
  const link: LinkSpec = step.link
  if (!world.networks.has(link.network)) throw new StepFailed(step, `no network ${link.network}`)
  gatewayFor(world, step).links.set(link.network, { spec: link, digest: digestLink(link) })
}

function removeNetwork(world: World, { network }: StepOf<'remove-network'>): void {
  world.networks.delete(network)
  // A link is a pair of devices: with one end the other goes.
  for (const gateway of world.gateways.values()) {
    if (!gateway.links.delete(network)) continue
    dropLeads(gateway)
    changed(world, gateway.id)
  }
}

const holds = (tunnel: Tunnel, { localAddress, remoteAddress, isPrivate }: TunnelSpec): boolean =>
  tunnel.localAddress === localAddress && tunnel.remoteAddress === remoteAddress && tunnel.isPrivate === isPrivate

function createTunnel(world: World, step: StepOf<'create-tunnel'>): void {
  const { id, localAddress, remoteAddress, isPrivate, device } = step.tunnel
  const gateway = gatewayFor(world, step)
  const is = gateway.tunnels.get(id)
  if (is !== undefined && holds(is, step.tunnel)) {
    if (is.daemon === undefined) is.traffic = noTraffic()
    is.daemon ??= newDaemon()
    is.device = device
    return
  }
  if (is !== undefined) removeTunnel(world, gateway, is)
  addTunnel(world, gateway, {
    id,
    gateway: gateway.id,
    localAddress,
    remoteAddress,
    ...(isPrivate ? { isPrivate } : {}),
    daemon: newDaemon(),
    packetsOut: 0,
    device,
    traffic: noTraffic(),
  })
}

function configureTunnel(world: World, step: StepOf<'configure-tunnel'>): Promise<void> {
  const { tunnel: spec } = step
  const tunnel = gatewayFor(world, step).tunnels.get(spec.id)
  const daemon = tunnel?.daemon
  if (tunnel === undefined || daemon === undefined) throw new StepFailed(step, `no daemon for tunnel ${spec.id}`)
  const pattern = [spec.localIdentity, spec.remoteIdentity].find((one) => parseIkeIdentity(one) === undefined)
  if (pattern !== undefined) throw new StepFailed(step, `the identity ${pattern} is a pattern, not a name`)
  if (!holds(tunnel, spec)) throw new StepFailed(step, `tunnel ${spec.id} was made between other outer addresses`)
  return configure(world, { tunnel, daemon }, spec)
}

function removeTunnel(world: World, gateway: Gateway, tunnel: Tunnel): void {
  if (tunnel.daemon !== undefined) stopDaemon(world, { tunnel, daemon: tunnel.daemon }, true)
  tunnel.check?.stop()
  dropTunnel(world, gateway, tunnel)
  dropRoutesInto(gateway, tunnel)
}

/** A tunnel's device goes with its daemon, and the routes into it with the device. */
export function dropRoutesInto(gateway: Gateway, tunnel: Tunnel): void {
  gateway.routes = gateway.routes.filter(({ tunnels }) => !tunnels.includes(tunnel.id))
  dropLeads(gateway)
}

/** A lead goes with the device that it leads into, and does not come back with that. */
export function dropLeads(gateway: Gateway): void {
  const hasDevice = (tunnel: string): boolean => gateway.tunnels.get(tunnel)?.daemon !== undefined
  for (const [name, { from, admitted, refused, leads = [] }] of gateway.gates) {
    const left = leads.map((lead): Lead => {
      if ('tunnels' in lead) return { ...lead, tunnels: lead.tunnels.filter((group) => group.every(hasDevice)) }
      return gateway.links.has(lead.network) ? lead : { prefix: lead.prefix, tunnels: [] }
    })
    gateway.gates.set(name, gateOf(from, admitted, refused, left))
  }
}

export function removeGateway(world: World, id: string): void {
  const gateway = world.gateways.get(id)
  if (gateway === undefined) return
  removeBgp(world, gateway)
  for (const tunnel of [...gateway.tunnels.values()]) removeTunnel(world, gateway, tunnel)
  world.gateways.delete(id)
}

function addRoute(world: World, step: StepOf<'add-route'>): void {
  const { route } = step
  const gateway = gatewayFor(world, step)
  const missing = route.tunnels.find((tunnel) => gateway.tunnels.get(tunnel)?.daemon === undefined)
  if (missing !== undefined) throw new StepFailed(step, `no device of tunnel ${missing}`)
  const others = gateway.routes.filter(
    ({ table, prefix, metric }) => table !== route.table || prefix !== route.prefix || metric !== route.metric,
  )
  gateway.routes = [...others, route]
}

function ensureHost(world: World, step: StepOf<'ensure-host'>): void {
  const { host } = step
  const { place } = host
  if (place.kind === 'subnet') {
    const subnets = world.networks.get(place.network)?.spec.subnets ?? []
    if (!subnets.some(({ id }) => id === place.subnet)) throw new StepFailed(step, `no subnet ${place.subnet}`)
  }
  world.hosts.set(host.id, { spec: host, digest: digestHost(host) })
}

function ensureWorkload(world: World, step: StepOf<'ensure-workload'>): void {
  const { workload } = step
  const { id, network, subnet, end, address } = workload
  if (!isNamespaceEnd(end) || address === undefined) throw new StepFailed(step, noMachine)
  if (!hasSubnet(world, workload)) throw new StepFailed(step, `no subnet ${subnet.id}`)
  const host = { id, place: { kind: 'subnet', network, subnet: subnet.id }, address } as const
  world.workloads.set(id, { spec: workload, digest: digestWorkload(workload), host })
}

export const hasSubnet = (world: World, { network, subnet }: WorkloadSpec): boolean =>
  world.networks.get(network)?.spec.subnets.some(({ id }) => id === subnet.id) ?? false

const performers: Performers = {
  'ensure-network': (world, { network }) => {
    world.networks.set(network.id, { spec: network, digest: digestNetwork(network) })
  },
  'remove-network': removeNetwork,
  'create-gateway': (world, { gateway }) => {
    if (world.gateways.has(gateway)) return
    const nothing = { links: new Map(), tunnels: new Map(), gates: new Map(), policies: [], routes: [] }
    world.gateways.set(gateway, { id: gateway, ...nothing })
  },
  'link-network': linkNetwork,
  'unlink-network': (world, { gateway: id, network }) => {
    const gateway = world.gateways.get(id)
    gateway?.links.delete(network)
    if (gateway !== undefined) dropLeads(gateway)
  },
  'create-tunnel': createTunnel,
  'set-device': (world, step) => {
    const tunnel = gatewayFor(world, step).tunnels.get(step.tunnel)
    if (tunnel?.daemon === undefined) throw new StepFailed(step, `no device of tunnel ${step.tunnel}`)
    tunnel.device = step.device
  },
  'clamp-segments': (world, step) => {
    gatewayFor(world, step).segmentSize = step.segmentSize
  },
  'configure-tunnel': configureTunnel,
  initiate: (world, step) => {
    const tunnel = gatewayFor(world, step).tunnels.get(step.tunnel)
    const daemon = tunnel?.daemon
    if (tunnel === undefined || daemon?.configuration === undefined) {
      throw new StepFailed(step, `tunnel ${step.tunnel} has no configuration`)
    }
    initiate(world, { tunnel, daemon })
  },
  'check-tunnel': (world, step) => {
    const tunnel = gatewayFor(world, step).tunnels.get(step.tunnel)
    if (tunnel === undefined) throw new StepFailed(step, `no tunnel ${step.tunnel}`)
    checkTunnel(world, tunnel, step.check)
  },
  'remove-tunnel': (world, step) => {
    const gateway = world.gateways.get(step.gateway)
    const tunnel = gateway?.tunnels.get(step.tunnel)
    if (gateway !== undefined && tunnel !== undefined) removeTunnel(world, gateway, tunnel)
  },
  'add-route': addRoute,
  'remove-route': (world, { gateway: id, route }) => {
    const gateway = world.gateways.get(id)
    if (gateway === undefined) return
    gateway.routes = gateway.routes.filter((one) => !isDeepStrictEqual(one, route))
  },
  'add-policy': (world, step) => {
    const gateway = gatewayFor(world, step)
    const others = gateway.policies.filter((one) => !isDeepStrictEqual(one, step.policy))
    gateway.policies = [...others, step.policy]
  },
  'remove-policy': (world, { gateway: id, policy }) => {
    const gateway = world.gateways.get(id)
    if (gateway === undefined) return
    gateway.policies = gateway.policies.filter((one) => !isDeepStrictEqual(one, policy))
  },
  'set-gate': (world, step) => {
    const gateway = gatewayFor(world, step)
    gateway.gates.set(nameOfIngress(step.gate.from), step.gate)
    dropLeads(gateway)
  },
  'remove-gate': (world, { gateway, from }) => {
    world.gateways.get(gateway)?.gates.delete(nameOfIngress(from))
  },
  'configure-bgp': (world, step) => {
    try {
      configureBgp(world, gatewayFor(world, step), step.bgp)
    } catch (error) {
      if (error instanceof UnfitPassword) throw new StepFailed(step, error.message)
      throw error
    }
  },
  'remove-bgp': (world, { gateway: id }) => {
    const gateway = world.gateways.get(id)
    if (gateway !== undefined) removeBgp(world, gateway)
  },
  'remove-gateway': (world, { gateway }) => removeGateway(world, gateway),
  'ensure-host': ensureHost,
  'ensure-workload': ensureWorkload,
  'remove-workload': (world, { workload }) => {
    world.workloads.delete(workload)
  },
  'ensure-uplink': (_, step) => {
    throw new StepFailed(step, noOutside)
  },
  'remove-uplink': () => {},
  'remove-host': (world, { host }) => {
    world.hosts.delete(host)
  },
}

/** Does the step, or throws `StepFailed` and leaves the world as it was. */
export function performStep<Verb extends Step['do']>(world: World, step: StepOf<Verb>): Performed {
  const verb: Verb = step.do
  return performers[verb](world, step)
}
