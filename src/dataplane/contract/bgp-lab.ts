import assert from 'node:assert/strict'
import { everything, type Ipv4Prefix } from '../../domain/address.ts'
import type { AsNumber } from '../../domain/as-number.ts'
import type { BgpFailure, ObservedBgpSession } from '../../domain/bgp.ts'
import type { BgpSpec, NeighborSpec, Step, TunnelSpec } from '../port.ts'
import { seconds } from './health.ts'
import { address, building, gatewayOf, type Lab, makeSites, prefix, type Site } from './lab.ts'

export const asNumber = (value: number): AsNumber => value as AsNumber

/** The two ends of tunnel `n`'s network inside. */
const insideOf = (n: number, end: 1 | 2) => ({ address: address(`169.254.2${n}.${end}`), prefixLength: 30 })

const selectors: TunnelSpec['selectors'] = [{ local: [everything], remote: [everything] }]

/** Gateways with two tunnels between them that carry everything, and BGP over what tunnels a test will have. */
export interface Speakers {
  readonly left: Site
  readonly right: Site
  readonly second: { readonly left: Site; readonly right: Site }
}

export function makeSpeakers(): Speakers {
  const { left, right } = makeSites({ selectors })
  const second = seconds(left, right)
  const within = (site: Site, n: number, end: 1 | 2): Site => ({
    ...site,
    tunnel: { ...site.tunnel, inside: insideOf(n, end) },
  })
  return {
    left: within(left, 1, 1),
    right: within(right, 1, 2),
    second: { left: within(second.left, 2, 1), right: within(second.right, 2, 2) },
  }
}

const numbers = { left: asNumber(65_530), right: asNumber(65_531) }

/** The neighbor over a site's tunnel, whose inside addresses are the hosts of one /30. */
export function neighborOf(site: Site, change: Partial<NeighborSpec> = {}): NeighborSpec {
  const side = site.gateway.startsWith('left') ? 'left' : 'right'
  const localAddress = site.tunnel.inside?.address
  assert.ok(localAddress)
  return {
    tunnel: site.tunnel.id,
    localAddress,
    neighborAddress: address(localAddress.replace(/\d$/, side === 'left' ? '2' : '1')),
    localAsNumber: numbers[side],
    neighborAsNumber: numbers[side === 'left' ? 'right' : 'left'],
    localPreference: 100,
    prefixLimit: 50,
    refused: [site.network.prefix],
    ...change,
  }
}

export function bgpOf(site: Site, neighbors: readonly NeighborSpec[], change: Partial<BgpSpec> = {}): BgpSpec {
  return {
    routerId: site.tunnel.localAddress,
    neighbors,
    advertised: [site.network.prefix],
    learned: 'after',
    shares: false,
    holdTimeSeconds: 30,
    keepaliveSeconds: 10,
    bfd: { intervalMilliseconds: 200, multiplier: 3 },
    ...change,
  }
}

export const configuring = ({ gateway }: Site, bgp: BgpSpec): Step => ({ do: 'configure-bgp', gateway, bgp })

/** Makes the site without a route of its own: the network is told of the far one's, as if it had been learned already. */
export function buildingBare(site: Site, beyond: readonly Ipv4Prefix[] = [prefix('10.0.0.0/8')]): Step[] {
  const routes = gatewayOf(site).routes.length
  const steps = building(site).slice(0, -routes)
  return steps.map((step) => (step.do === 'link-network' ? { ...step, link: { ...step.link, beyond } } : step))
}

/** Makes both gateways with one tunnel between them, or both, up. */
export async function connectSpeakers(lab: Lab, { left, right, second }: Speakers, tunnels: 1 | 2 = 1): Promise<void> {
  await lab.perform(...buildingBare(left), ...buildingBare(right))
  const others = tunnels === 1 ? [] : [second.left, second.right]
  for (const { gateway, tunnel } of others) {
    await lab.perform({ do: 'create-tunnel', gateway, tunnel }, { do: 'configure-tunnel', gateway, tunnel })
  }
  await lab.initiate(left)
  if (tunnels === 2) await lab.initiate(second.left)
  await lab.settle(async () => {
    const ends = [...(await lab.gateway(left)).tunnels, ...(await lab.gateway(right)).tunnels]
    return ends.every(({ childSas }) => childSas.length === 1)
  })
}

export async function findSession(lab: Lab, site: Site): Promise<ObservedBgpSession | undefined> {
  return (await lab.gateway(site)).bgp?.sessions.find(({ tunnel }) => tunnel === site.tunnel.id)
}

export async function sessionOf(lab: Lab, site: Site): Promise<ObservedBgpSession> {
  const session = await findSession(lab, site)
  assert.ok(session, `no session over ${site.tunnel.id}`)
  return session
}

/** Waits until the sessions of these tunnels are established and have learned something. */
export const established = (lab: Lab, ...sites: readonly Site[]): Promise<void> =>
  lab.settle(async () => {
    const sessions = await Promise.all(sites.map((site) => findSession(lab, site)))
    return sessions.every((one) => one?.state === 'established' && one.received.length > 0)
  })

export async function bgpFailure(lab: Lab, site: Site): Promise<Pick<BgpFailure, 'reason' | 'refusedBy'>> {
  await lab.settle(async () => (await findSession(lab, site))?.failure !== undefined)
  const { failure } = await sessionOf(lab, site)
  assert.ok(failure)
  return { reason: failure.reason, refusedBy: failure.refusedBy }
}

export const prefixesOf = ({ received }: ObservedBgpSession): readonly Ipv4Prefix[] => received.map((one) => one.prefix)
