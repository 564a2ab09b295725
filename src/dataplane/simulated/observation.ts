import type { ObservedGateway, ObservedIkeSa, ObservedTunnel } from '../../domain/observation.ts'
import { observedHealth } from '../health.ts'
import type { ObservedTunnels } from '../port.ts'
import { observeBgp } from './bgp-observation.ts'
import type { Daemon, Gateway, Tunnel, World } from './world.ts'

/** What it stands with: as long as it is being replaced, what it had. */
function standing(daemon: Daemon): Pick<Daemon, 'ikeSa'> & { readonly digest: string | undefined } {
  const { former, ikeSa, configuration } = daemon
  return former?.digest === undefined
    ? { ikeSa, digest: configuration?.digest }
    : { ikeSa: former.sa, digest: former.digest }
}

function observeIkeSa({ ikeSa, attempt, halfOpen }: Daemon): ObservedIkeSa | undefined {
  if (ikeSa !== undefined) {
    const { state, initiator, proposal, establishedAt } = ikeSa
    return { state, initiator, proposal, establishedAt }
  }
  if (attempt === undefined && halfOpen.size === 0) return undefined
  return { state: 'connecting', initiator: attempt !== undefined, proposal: '' }
}

export function observeTunnel({ id, daemon, packetsOut, device, traffic, check }: Tunnel): ObservedTunnel {
  const checked = check === undefined ? {} : { health: observedHealth(check.record, check.digest) }
  if (daemon === undefined) return { id, alive: false, childSas: [], packetsOut, ...checked }
  const { digest, ikeSa: stands } = standing(daemon)
  const ikeSa = observeIkeSa({ ...daemon, ikeSa: stands })
  return {
    id,
    ...(digest === undefined ? {} : { digest }),
    alive: true,
    ...(ikeSa === undefined ? {} : { ikeSa }),
    childSas: (stands?.childSas ?? []).map(({ selectors, spiIn, spiOut, bytesIn, bytesOut, proposal }) => ({
      selectors,
      spiIn,
      spiOut,
      bytesIn,
      bytesOut,
      proposal,
    })),
    ...(daemon.failure === undefined ? {} : { failure: daemon.failure }),
    packetsOut,
    device,
    traffic: { ...traffic },
    ...checked,
  }
}

const observeGates = ({ gates }: Gateway): Pick<ObservedGateway, 'gates'> =>
  gates.size === 0 ? {} : { gates: [...gates.values()] }

/** A picture of the gateway that does not change with it. */
export function observe(world: World, gateway: Gateway): ObservedGateway {
  const { id, links, tunnels, policies, routes, segmentSize } = gateway
  return {
    id,
    links: Array.from(links, ([network, { digest, spec }]) => ({
      network,
      digest,
      ...(spec.bandwidthMbps === undefined ? {} : { dropped: { in: 0, out: 0 } }),
    })),
    tunnels: Array.from(tunnels.values(), observeTunnel),
    ...observeGates(gateway),
    policies,
    routes,
    ...observeBgp(world, gateway),
    ...(segmentSize === undefined ? {} : { segmentSize }),
  }
}

/** The same of some tunnels; those that are not there are left out. */
export const observeTunnels = (world: World, gateway: Gateway, ids: readonly string[]): ObservedTunnels => ({
  tunnels: ids.flatMap((id) => {
    const tunnel = gateway.tunnels.get(id)
    return tunnel === undefined ? [] : [observeTunnel(tunnel)]
  }),
  ...observeGates(gateway),
  policies: gateway.policies,
  routes: gateway.routes,
  ...observeBgp(world, gateway),
})
