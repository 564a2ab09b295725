import { isDeepStrictEqual } from 'node:util'
import type { ObservedGateway } from '../../domain/observation.ts'
import { segmentSizeIn } from '../../domain/tunnel-device.ts'
import type { GatewaySpec } from '../port.ts'
import { type Chain, gatewayPart, making, tunnelPart } from './chain.ts'
import type { TunnelPlan } from './tunnels.ts'

/** A chain for each tunnel whose device is not as it should be; one that is made gets it with the rest. */
export function planDevices(desired: GatewaySpec, observed: ObservedGateway, tunnels: TunnelPlan): readonly Chain[] {
  const present = new Map(observed.tunnels.map(({ id, device }) => [id, device]))
  return desired.tunnels
    .filter(({ id, device }) => !tunnels.made.has(id) && !isDeepStrictEqual(device, present.get(id)))
    .map(({ id, device }) => ({
      about: `device of ${id}`,
      parts: [tunnelPart(id)],
      after: [],
      // Both write on the device.
      following: tunnels.changed.has(id) ? [making(id)] : [],
      steps: [{ do: 'set-device', gateway: desired.id, tunnel: id, device }],
    }))
}

/** One size for all tunnels of a gateway: what the smallest of them takes. */
export function planClamp(desired: GatewaySpec, observed: ObservedGateway): readonly Chain[] {
  if (desired.tunnels.length === 0) return []
  const segmentSize = segmentSizeIn(Math.min(...desired.tunnels.map(({ device }) => device.mtu)))
  if (observed.segmentSize === segmentSize) return []
  return [
    {
      about: 'segments',
      parts: [gatewayPart],
      after: [],
      following: [],
      steps: [{ do: 'clamp-segments', gateway: desired.id, segmentSize }],
    },
  ]
}
