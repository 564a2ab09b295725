import assert from 'node:assert/strict'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { NegotiationFailure } from '../../domain/negotiation-failure.ts'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import { ownTable } from '../../domain/route.ts'
import type { DataPlane, GatewaySpec, HostSpec, NetworkSpec, Step, TunnelSpec } from '../port.ts'

/** What a data plane may be unable to do on the host that the tests run on. */
export type ContractFeature =
  | 'ikev1'
  | 'ikev1-aggressive'
  | 'throughput'
  | 'health-checks'
  | 'bgp'
  | 'shang-mi'
  | 'delay'
  /** A tunnel's device goes with its daemon, and with it what leads into the tunnel. */
  | 'device-of-the-daemon'

/** A data plane under test, empty. */
export interface ContractSubject {
  readonly plane: DataPlane
  /** Milliseconds since the epoch, by its clock. */
  now(): number
  /**
   * Comes back once `until` gives true, and lets time pass for that by whatever means the implementation has; gives up
   * with an error after what must be long enough.
   */
  settle(until: () => Promise<boolean>): Promise<void>
  /** Loses every packet between two outer addresses, in both directions, until it is restored. */
  cut(one: Ipv4Address, other: Ipv4Address): Promise<void>
  restore(one: Ipv4Address, other: Ipv4Address): Promise<void>
  /** A network namespace that is not of the data plane, empty. It goes with the subject. */
  makeNamespace(): Promise<string>
  dispose(): Promise<void>
  /** Features that are not there, with the reason. */
  readonly unsupported?: Partial<Record<ContractFeature, string>>
}

/** Registers one test; it is skipped where the data plane cannot do what the test needs, with the reason. */
export type Check = (title: string, body: (lab: Lab) => Promise<void>, needs?: ContractFeature) => void

export const address = (text: string) => text as Ipv4Address
export const prefix = (text: string) => text as Ipv4Prefix
export const key = (text: string) => text as PreSharedKey

/** One half of the lab: a network with a host, and a gateway with a tunnel to the other half. */
export interface Site {
  readonly gateway: string
  readonly network: NetworkSpec
  readonly host: HostSpec
  readonly tunnel: TunnelSpec
}

interface Half {
  readonly name: string
  readonly inner: string
  readonly outer: string
}

const leftHalf: Half = { name: 'left', inner: '10.1', outer: '198.51.100.1' }
const rightHalf: Half = { name: 'right', inner: '10.2', outer: '203.0.113.1' }

export const subnetOf = (site: Site): NetworkSpec['subnets'][number] => {
  const [subnet] = site.network.subnets
  assert.ok(subnet)
  return subnet
}

function makeSite(own: Half, peer: Half): Site {
  const subnet = `${own.name}-subnet`
  const network = `${own.name}-network`
  return {
    gateway: `${own.name}-gateway`,
    network: {
      id: network,
      prefix: prefix(`${own.inner}.0.0/16`),
      subnets: [1, 2].map((n) => ({
        id: `${subnet}-${n}`,
        prefix: prefix(`${own.inner}.${n}.0/24`),
        routerAddress: address(`${own.inner}.${n}.1`),
      })),
    },
    host: {
      id: `${own.name}-host`,
      place: { kind: 'subnet', network, subnet: `${subnet}-1` },
      address: address(`${own.inner}.1.10`),
    },
    tunnel: {
      id: `${own.name}-tunnel`,
      index: 1,
      localAddress: address(own.outer),
      remoteAddress: address(peer.outer),
      version: 2,
      mode: 'main',
      proposal: { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp2048' },
      lifetimeSeconds: 86_400,
      localIdentity: own.outer as IkeIdentity,
      remoteIdentity: peer.outer as IkeIdentity,
      preSharedKey: key('a shared key'),
      child: {
        proposal: { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp2048' },
        lifetimeSeconds: 86_400,
      },
      selectors: [{ local: [prefix(`${own.inner}.0.0/16`)], remote: [prefix(`${peer.inner}.0.0/16`)] }],
      natTraversal: true,
      startAction: 'none',
      device: { mtu: 1400 },
    },
  }
}

/**
 * Two sites whose tunnels mirror each other. Each change is made to the tunnels of both. They do not look for dead peers:
 * an end that goes must say so itself.
 */
export function makeSites(change: Partial<TunnelSpec> = {}): { readonly left: Site; readonly right: Site } {
  const left = makeSite(leftHalf, rightHalf)
  const right = makeSite(rightHalf, leftHalf)
  return {
    left: { ...left, tunnel: { ...left.tunnel, ...change } },
    right: { ...right, tunnel: { ...right.tunnel, ...change } },
  }
}

export const withTunnel = (site: Site, change: Partial<TunnelSpec>): Site => ({
  ...site,
  tunnel: { ...site.tunnel, ...change },
})

export function gatewayOf(site: Site): GatewaySpec {
  const beyond = [...new Set(site.tunnel.selectors.flatMap(({ remote }) => remote))]
  return {
    id: site.gateway,
    links: [{ network: site.network.id, prefix: site.network.prefix, beyond }],
    tunnels: [site.tunnel],
    policies: [],
    routes: beyond.map((prefix) => ({ table: ownTable, prefix, tunnels: [site.tunnel.id], metric: 10 })),
  }
}

/** All the steps that make a site, in order. */
export function building(site: Site): Step[] {
  const { gateway, network, host, tunnel } = site
  const { links, routes } = gatewayOf(site)
  return [
    { do: 'ensure-network', network },
    { do: 'ensure-host', host },
    { do: 'create-gateway', gateway },
    ...links.map((link): Step => ({ do: 'link-network', gateway, link })),
    { do: 'create-tunnel', gateway, tunnel },
    { do: 'configure-tunnel', gateway, tunnel },
    ...routes.map((route): Step => ({ do: 'add-route', gateway, route })),
  ]
}

/** All the steps that take a site away, in order. */
export function removing(site: Site): Step[] {
  const { gateway, network, host, tunnel } = site
  return [
    ...gatewayOf(site).routes.map((route): Step => ({ do: 'remove-route', gateway, route })),
    { do: 'remove-tunnel', gateway, tunnel: tunnel.id },
    { do: 'unlink-network', gateway, network: network.id },
    { do: 'remove-gateway', gateway },
    { do: 'remove-host', host: host.id },
    { do: 'remove-network', network: network.id },
  ]
}

export interface Lab extends ContractSubject {
  perform(...steps: readonly Step[]): Promise<void>
  gateway(site: Site): Promise<ObservedGateway>
  tunnel(site: Site): Promise<ObservedTunnel>
  initiate(site: Site): Promise<void>
  /** Waits until both ends have an established IKE SA and as many Child SAs as given. */
  up(one: Site, other: Site, childSas?: number): Promise<void>
  /** Waits until the site has no IKE SA and no Child SA. */
  down(site: Site): Promise<void>
  /** Waits for a failure of the site's tunnel. */
  failure(site: Site): Promise<NegotiationFailure>
  /** Whether an echo comes back. */
  reaches(host: string, target: Ipv4Address): Promise<boolean>
  /** The same of several at once: an answer that does not come is waited for. */
  reach(...pairs: readonly (readonly [host: string, target: Ipv4Address])[]): Promise<readonly boolean[]>
  /** Waits for a promise that may need time to pass. */
  wait<T>(promise: Promise<T>): Promise<T>
}

export function createLab(subject: ContractSubject): Lab {
  const { plane } = subject
  const gateways = new Set<string>()

  const reach: Lab['reach'] = async (...pairs) => {
    const options = { count: 2, timeoutMs: 500 }
    const pings = await wait(Promise.all(pairs.map(([host, target]) => plane.ping(host, target, options))))
    return pings.map(({ sent, received }) => {
      assert.equal(sent, 2)
      return received > 0
    })
  }

  async function settle(until: () => Promise<boolean>): Promise<void> {
    try {
      await subject.settle(until)
    } catch (error) {
      const seen = await Promise.all([...gateways].map((id) => plane.observeGateway(id)))
      throw new Error(`it stayed at ${JSON.stringify(seen, undefined, 1)}`, { cause: error })
    }
  }

  async function wait<T>(promise: Promise<T>): Promise<T> {
    let over = false
    const end = () => {
      over = true
    }
    promise.then(end, end)
    await settle(async () => over)
    return promise
  }

  async function gateway(site: Site): Promise<ObservedGateway> {
    const observed = await plane.observeGateway(site.gateway)
    assert.ok(observed, `${site.gateway} is not there`)
    return observed
  }

  async function tunnel(site: Site): Promise<ObservedTunnel> {
    const observed = (await gateway(site)).tunnels.find(({ id }) => id === site.tunnel.id)
    assert.ok(observed, `${site.tunnel.id} is not there`)
    return observed
  }

  return {
    ...subject,
    settle,
    gateway,
    tunnel,
    wait,
    async perform(...steps) {
      for (const step of steps) {
        if (step.do === 'create-gateway') gateways.add(step.gateway)
        await wait(plane.perform(step))
      }
    },
    initiate: (site) => wait(plane.perform({ do: 'initiate', gateway: site.gateway, tunnel: site.tunnel.id })),
    async up(one, other, childSas = 1) {
      await settle(async () => {
        const ends = await Promise.all([tunnel(one), tunnel(other)])
        return ends.every((end) => end.ikeSa?.state === 'established' && end.childSas.length === childSas)
      })
    },
    async down(site) {
      await settle(async () => {
        const { ikeSa, childSas } = await tunnel(site)
        return ikeSa === undefined && childSas.length === 0
      })
    },
    async failure(site) {
      await settle(async () => (await tunnel(site)).failure !== undefined)
      const { failure } = await tunnel(site)
      assert.ok(failure)
      return failure
    },
    async reaches(host, target) {
      const [reached = false] = await reach([host, target])
      return reached
    },
    reach,
  }
}

/** Makes both sites and brings the tunnel between them up. */
export async function establish(lab: Lab, left: Site, right: Site): Promise<void> {
  await lab.perform(...building(left), ...building(right))
  await lab.initiate(left)
  await lab.up(left, right)
}
