import type { ObservedGateway } from '../../domain/observation.ts'
import { digestBgp } from '../digest.ts'
import type { GatewaySpec } from '../port.ts'
import { bgpPart, type Chain, making, tunnelPart } from './chain.ts'
import type { TunnelPlan } from './tunnels.ts'

/** Names of chains. */
const configuring = 'bgp'
export const endingBgp = 'no bgp'

export function endBgp({ id: gateway, bgp }: ObservedGateway): readonly Chain[] {
  if (bgp === undefined) return []
  const parts = [bgpPart, ...bgp.sessions.map(({ tunnel }) => tunnelPart(tunnel))]
  return [{ about: endingBgp, parts, after: [], following: [], steps: [{ do: 'remove-bgp', gateway }] }]
}

/** Whether the routing daemon runs with anything but what is desired. */
export const isBgpBehind = ({ bgp }: Pick<GatewaySpec, 'bgp'>, observed: Pick<ObservedGateway, 'bgp'>): boolean =>
  bgp !== undefined && (observed.bgp?.alive !== true || observed.bgp.digest !== digestBgp(bgp))

/**
 * The chain that has the routing daemon run with what is desired, or end. It comes after the tunnels that its sessions go
 * through, where those are being made; one that cannot be made keeps the others' sessions from nothing. A daemon that
 * does not answer is made again.
 */
export function planBgp(desired: GatewaySpec, observed: ObservedGateway, { changed }: TunnelPlan): readonly Chain[] {
  const { id: gateway, bgp } = desired
  if (bgp === undefined) return endBgp(observed)
  if (!isBgpBehind(desired, observed)) return []
  const tunnels = bgp.neighbors.map(({ tunnel }) => tunnel)
  return [
    {
      about: configuring,
      parts: [bgpPart, ...tunnels.map(tunnelPart)],
      after: [],
      following: tunnels.filter((tunnel) => changed.has(tunnel)).map(making),
      steps: [{ do: 'configure-bgp', gateway, bgp }],
    },
  ]
}
