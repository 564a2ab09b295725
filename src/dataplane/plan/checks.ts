import type { ObservedGateway } from '../../domain/observation.ts'
import { digestHealthCheck } from '../digest.ts'
import type { GatewaySpec } from '../port.ts'
import { type Chain, making, tunnelPart } from './chain.ts'
import type { TunnelPlan } from './tunnels.ts'

/** A chain for each tunnel whose health check is missing, another one or not wanted any more. */
export function planChecks(desired: GatewaySpec, observed: ObservedGateway, tunnels: TunnelPlan): readonly Chain[] {
  const present = new Map(observed.tunnels.map(({ id, health }) => [id, health?.digest]))
  return desired.tunnels.flatMap(({ id, healthCheck: check }): readonly Chain[] => {
    const wanted = check === undefined ? undefined : digestHealthCheck(check)
    const is = tunnels.removed.has(id) ? undefined : present.get(id)
    // One that is made may turn out to be between other outer addresses, and takes its check along then.
    const isMade = tunnels.made.has(id)
    if (wanted === is && !(isMade && wanted !== undefined)) return []
    return [
      {
        about: `health check of ${id}`,
        parts: [tunnelPart(id)],
        after: isMade ? [making(id)] : [],
        following: [],
        steps: [{ do: 'check-tunnel', gateway: desired.id, tunnel: id, ...(check === undefined ? {} : { check }) }],
      },
    ]
  })
}
