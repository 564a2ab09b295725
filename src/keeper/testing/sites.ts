import { address, gatewayOf, makeSites, type Site, withTunnel } from '../../dataplane/contract/lab.ts'
import type { GatewayIntent } from '../../dataplane/intent.ts'
import type { TunnelSpec } from '../../dataplane/port.ts'
import type { Ipv4Address } from '../../domain/address.ts'
import type { HealthCheck } from '../../domain/health-check.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import { gatewayRules } from '../../routing/rules.ts'

/** Two sites with two tunnels between them, the first of which is preferred by both. */
export interface DoubleSite extends Site {
  readonly second: TunnelSpec
}

export function makeDoubleSites(change: Partial<TunnelSpec> = {}): { left: DoubleSite; right: DoubleSite } {
  const { left, right } = makeSites(change)
  const [here, there] = [address('198.51.100.2'), address('203.0.113.2')]
  // One of them starts: of two that do at once, both may get through, and one of the SAs goes again.
  const starting = withTunnel(left, { startAction: 'start' })
  return { left: withSecond(starting, here, there), right: withSecond(right, there, here) }
}

const withSecond = (site: Site, local: Ipv4Address, remote: Ipv4Address): DoubleSite => ({
  ...site,
  second: {
    ...site.tunnel,
    id: `${site.tunnel.id}-2`,
    index: 2,
    localAddress: local,
    remoteAddress: remote,
    localIdentity: String(local) as IkeIdentity,
    remoteIdentity: String(remote) as IkeIdentity,
  },
})

/** All that a server would want of the site's gateway, with these checks of its tunnels. */
export function intentFor(site: DoubleSite, first?: HealthCheck, second?: HealthCheck): GatewayIntent {
  const { id, links } = gatewayOf(site)
  const checked = (tunnel: TunnelSpec, check: HealthCheck | undefined): TunnelSpec =>
    check === undefined ? tunnel : { ...tunnel, healthCheck: check }
  return {
    id,
    links: links.map((link) => ({ ...link, takesLearned: true })),
    tunnels: [checked(site.tunnel, first), checked(site.second, second)],
    candidates: links.flatMap(({ beyond }) =>
      beyond.map((destination) => ({
        id: `to ${destination}`,
        destination,
        tunnels: [site.tunnel.id, site.second.id],
        priority: 10,
        preference: 0,
      })),
    ),
    rules: gatewayRules,
  }
}

/** The same of a site with one tunnel. */
export function intentOfSingle(site: Site): GatewayIntent {
  const intent = intentFor({ ...site, second: site.tunnel })
  return { ...intent, tunnels: [site.tunnel] }
}

/** From nobody's address on this side to a host on the other. */
export const checkOf = (from: Site, to: Site, last: number): HealthCheck => ({
  source: address(from.host.address.replace(/\d+$/, String(last))),
  destination: to.host.address,
  intervalMilliseconds: 200,
  timeoutMilliseconds: 150,
  threshold: 3,
  onFailure: 'withdraw',
})
