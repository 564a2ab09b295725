import { localPreferenceOf, type Speaker, speakersOf } from '../derived.ts'
import { type Inputs, localNetworks } from '../inputs.ts'
import { block, type Lines } from '../lines.ts'
import { type Peer, tunnelName } from '../peer.ts'

const listOf = ({ name }: Peer): string => `${name}-networks`

/** What is told to and taken from the neighbors, as Cisco's languages and those after them have it. */
export function routeMaps(peer: Peer, inputs: Inputs, prefixList: 'ip prefix-list' | 'prefix-list'): Lines {
  return [
    inputs
      .networks(localNetworks)
      .map(({ cidr }, at) => `${prefixList} ${listOf(peer)} seq ${5 * (at + 1)} permit ${cidr}`),
    ...speakersOf(peer).map((speaker) => mapsOf(peer, speaker)),
  ]
}

function mapsOf(peer: Peer, { tunnel, session }: Speaker): Lines {
  const name = tunnelName(peer, tunnel)
  return [
    block(`route-map ${name}-in permit 10`, `set local-preference ${localPreferenceOf(tunnel.index)}`),
    block(
      `route-map ${name}-out permit 10`,
      `match ip address prefix-list ${listOf(peer)}`,
      tunnel.index === 1 ? undefined : `set as-path prepend ${session.localAsNumber}`,
    ),
  ]
}

/** In the neighbor's address family. */
export function usesOfMaps(peer: Peer, { tunnel, session: { neighborAddress: neighbor } }: Speaker): Lines {
  const name = tunnelName(peer, tunnel)
  return [
    `neighbor ${neighbor} activate`,
    `neighbor ${neighbor} route-map ${name}-in in`,
    `neighbor ${neighbor} route-map ${name}-out out`,
  ]
}
