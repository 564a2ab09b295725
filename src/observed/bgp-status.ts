import type { ObservedWorld } from './world.ts'

/** Whether the BGP session over a tunnel is established (RFC 4271 section 8.2.2). */
export function isEstablished(world: ObservedWorld, tunnel: string): boolean {
  const gateway = world.gatewayOf(tunnel)
  const bgp = gateway === undefined ? undefined : world.gateway(gateway)?.value.bgp
  return bgp?.alive === true && bgp.sessions.some((each) => each.tunnel === tunnel && each.state === 'established')
}
