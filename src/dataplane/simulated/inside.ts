import { containsAddress, type Ipv4Address, parseIpv4PrefixWithHostBits } from '../../domain/address.ts'
import type { Gateway, Tunnel } from './world.ts'

/** The address of the tunnel's device, which is there while its daemon is. */
const insideOf = ({ daemon }: Tunnel) => daemon?.configuration?.spec.inside

/** The tunnel whose device has the address. */
export const insideAt = ({ tunnels }: Gateway, address: Ipv4Address): Tunnel | undefined =>
  [...tunnels.values()].find((tunnel) => insideOf(tunnel)?.address === address)

/** The tunnel whose network, from its device's address, holds the address; of several the smallest. */
export function insideTowards({ tunnels }: Gateway, address: Ipv4Address): Tunnel | undefined {
  const lengthOf = (tunnel: Tunnel) => insideOf(tunnel)?.prefixLength ?? 0
  const holding = [...tunnels.values()].filter((tunnel) => {
    const inside = insideOf(tunnel)
    const network = inside && parseIpv4PrefixWithHostBits(`${inside.address}/${inside.prefixLength}`)
    return network !== undefined && containsAddress(network, address)
  })
  return holding.sort((a, b) => lengthOf(b) - lengthOf(a))[0]
}
