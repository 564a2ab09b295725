import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import type { AsNumber } from '../../domain/as-number.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import { digestBgp, digestHealthCheck, digestLink, digestTunnel, outerDigest } from '../digest.ts'
import type { Chain } from '../plan/chain.ts'
import type { BgpSpec, GatewaySpec, Step, TunnelSpec } from '../port.ts'

export const prefix = (text: string) => text as Ipv4Prefix
export const address = (text: string) => text as Ipv4Address

export const tunnelSpec = (id: string, change: Partial<TunnelSpec> = {}): TunnelSpec => ({
  id,
  index: 1,
  localAddress: address('198.51.100.1'),
  remoteAddress: address('203.0.113.1'),
  version: 2,
  mode: 'main',
  proposal: { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp2048' },
  lifetimeSeconds: 86400,
  localIdentity: '198.51.100.1' as IkeIdentity,
  remoteIdentity: '203.0.113.1' as IkeIdentity,
  preSharedKey: 'one key' as PreSharedKey,
  child: { proposal: { encryption: 'aes128', integrity: 'sha256' }, lifetimeSeconds: 86400 },
  selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16')] }],
  natTraversal: true,
  startAction: 'start',
  device: { mtu: 1400 },
  ...change,
})

export const gatewaySpec = (...tunnels: TunnelSpec[]): GatewaySpec => ({
  id: 'g',
  links: [],
  tunnels,
  policies: [],
  routes: [],
})

export const up = (tunnel: TunnelSpec, change: Partial<ObservedTunnel> = {}): ObservedTunnel => ({
  id: tunnel.id,
  digest: digestTunnel(tunnel),
  alive: true,
  ikeSa: { state: 'established', initiator: true, proposal: 'aes128-sha256-modp2048', establishedAt: 1 },
  childSas: tunnel.selectors.map((selectors) => ({
    selectors,
    spiIn: '1',
    spiOut: '2',
    bytesIn: 0,
    bytesOut: 0,
    proposal: 'aes128-sha256',
  })),
  packetsOut: 0,
  device: tunnel.device,
  ...change,
})

/** Configured and alive, without SAs. */
export function down(tunnel: TunnelSpec, packetsOut = 0): ObservedTunnel {
  const { id, device } = tunnel
  return { id, digest: digestTunnel(tunnel), alive: true, childSas: [], packetsOut, device }
}

export const observedGateway = (...tunnels: ObservedTunnel[]): ObservedGateway => ({
  id: 'g',
  links: [],
  tunnels,
  policies: [],
  routes: [],
  ...(tunnels.length === 0 ? {} : { segmentSize: 1360 }),
})

/** A routing daemon with a neighbor over each of the tunnels. */
export const bgpSpec = (tunnels: readonly string[], change: Partial<BgpSpec> = {}): BgpSpec => ({
  routerId: address('198.51.100.1'),
  neighbors: tunnels.map((tunnel, index) => ({
    tunnel,
    localAddress: address(`169.254.${10 + index}.1`),
    neighborAddress: address(`169.254.${10 + index}.2`),
    localAsNumber: 65_530 as AsNumber,
    neighborAsNumber: 65_531 as AsNumber,
    localPreference: 100,
    prefixLimit: 50,
    refused: [],
  })),
  advertised: [],
  learned: 'after',
  shares: false,
  holdTimeSeconds: 30,
  keepaliveSeconds: 10,
  bfd: { intervalMilliseconds: 200, multiplier: 3 },
  ...change,
})

export const verbs = (steps: readonly Step[]) =>
  steps.map((step) => {
    if ('tunnel' in step) return `${step.do} ${typeof step.tunnel === 'string' ? step.tunnel : step.tunnel.id}`
    if ('route' in step) return `${step.do} ${step.route.prefix} ${step.route.tunnels.join(' and ')}`
    if ('policy' in step) return `${step.do} ${step.policy.source} ${step.policy.destination}`
    return step.do
  })

/**
 * The steps of a plan in an order that it allows. Of the chains that may go on, `choose` says which does: the index of one
 * among so many.
 */
export function inOrder(chains: readonly Chain[], choose: (among: number) => number = () => 0): Step[] {
  const left = new Map(chains.map((chain) => [chain.about, [...chain.steps]]))
  const steps: Step[] = []
  while (left.size > 0) {
    const able = chains.filter(
      ({ about, after, following }) => left.has(about) && ![...after, ...following].some((name) => left.has(name)),
    )
    const chain = able[choose(able.length)]
    assert.ok(chain, `chains wait for one another: ${[...left.keys()]}`)
    const own = left.get(chain.about) ?? []
    steps.push(...own.splice(0, 1))
    if (own.length === 0) left.delete(chain.about)
  }
  return steps
}

/** A world that does what the steps say and nothing more, and breaks a test on a step that makes no sense in it. */
export function perform(world: ObservedGateway | undefined, step: Step): ObservedGateway | undefined {
  if (step.do === 'create-gateway')
    return world ?? { id: step.gateway, links: [], tunnels: [], policies: [], routes: [] }
  if (step.do === 'remove-gateway') return undefined
  assert.ok(world, `${step.do} without a gateway`)
  switch (step.do) {
    case 'link-network': {
      const others = world.links.filter(({ network }) => network !== step.link.network)
      return { ...world, links: [...others, { network: step.link.network, digest: digestLink(step.link) }] }
    }
    case 'unlink-network':
      return { ...world, links: world.links.filter(({ network }) => network !== step.network) }
    case 'create-tunnel':
      return createTunnel(world, step.tunnel)
    case 'configure-tunnel': {
      const { id } = step.tunnel
      const is = world.tunnels.find((tunnel) => tunnel.id === id)
      assert.ok(is?.alive, `no daemon to configure for ${id}`)
      const others = world.tunnels.filter((tunnel) => tunnel.id !== id)
      const kept = { packetsOut: is.packetsOut, ...(is.device && { device: is.device }), ...healthOf(is) }
      return { ...world, tunnels: [...others, { ...down(step.tunnel), ...kept }] }
    }
    case 'set-device': {
      const { tunnel: id, device } = step
      const is = world.tunnels.find((tunnel) => tunnel.id === id)
      assert.ok(is, `no device to set of ${id}`)
      return { ...world, tunnels: world.tunnels.map((one) => (one === is ? { ...is, device } : one)) }
    }
    case 'clamp-segments':
      return { ...world, segmentSize: step.segmentSize }
    case 'check-tunnel': {
      const { tunnel, check } = step
      const is = world.tunnels.find(({ id }) => id === tunnel)
      assert.ok(is, `nothing to check for ${tunnel}`)
      const { health: _, ...bare } = is
      const health =
        check === undefined ? undefined : { digest: digestHealthCheck(check), sent: 0, answered: 0, history: [] }
      const others = world.tunnels.filter((one) => one !== is)
      return { ...world, tunnels: [...others, health === undefined ? bare : { ...bare, health }] }
    }
    case 'remove-tunnel':
      return {
        ...world,
        tunnels: world.tunnels.filter(({ id }) => id !== step.tunnel),
        routes: world.routes.filter(({ tunnels }) => !tunnels.includes(step.tunnel)),
      }
    case 'initiate':
      assert.ok(world.tunnels.find(({ id }) => id === step.tunnel)?.digest, `nothing to initiate for ${step.tunnel}`)
      return world
    case 'add-route': {
      const { route } = step
      const missing = route.tunnels.filter((tunnel) => !world.tunnels.some(({ id }) => id === tunnel))
      assert.deepEqual(missing, [], 'a route into what is not there')
      const others = world.routes.filter(
        ({ table, prefix, metric }) => table !== route.table || prefix !== route.prefix || metric !== route.metric,
      )
      return { ...world, routes: [...others, route] }
    }
    case 'remove-route':
      return { ...world, routes: world.routes.filter((route) => !isDeepStrictEqual(route, step.route)) }
    case 'configure-bgp':
      return { ...world, bgp: { digest: digestBgp(step.bgp), alive: true, sessions: [], installed: [] } }
    case 'remove-bgp': {
      const { bgp: _, ...others } = world
      return others
    }
    case 'add-policy':
      return { ...world, policies: [...world.policies, step.policy] }
    case 'remove-policy':
      return { ...world, policies: world.policies.filter((policy) => !isDeepStrictEqual(policy, step.policy)) }
    default:
      return assert.fail(`not a gateway's step: ${step.do}`)
  }
}

function createTunnel(world: ObservedGateway, tunnel: TunnelSpec): ObservedGateway {
  const is = world.tunnels.find(({ id }) => id === tunnel.id)
  const { device } = tunnel
  if (is?.alive) return { ...world, tunnels: world.tunnels.map((one) => (one === is ? { ...is, device } : one)) }
  const others = world.tunnels.filter(({ id }) => id !== tunnel.id)
  const pair = outerDigest(digestTunnel(tunnel))
  for (const { id, digest } of others) {
    assert.notEqual(digest && outerDigest(digest), pair, `${tunnel.id} made on the pair of outer addresses of ${id}`)
  }
  return {
    ...world,
    tunnels: [...others, { id: tunnel.id, alive: true, childSas: [], packetsOut: 0, device, ...healthOf(is) }],
    // The old device is gone, and its routes with it.
    routes: world.routes.filter(({ tunnels }) => !tunnels.includes(tunnel.id)),
  }
}

/** What sends the probes is no part of the daemon. */
const healthOf = (tunnel: ObservedTunnel | undefined) => (tunnel?.health === undefined ? {} : { health: tunnel.health })
