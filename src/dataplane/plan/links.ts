import type { ObservedGateway } from '../../domain/observation.ts'
import { digestLink } from '../digest.ts'
import type { GatewaySpec } from '../port.ts'
import { type Chain, linkPart } from './chain.ts'

/** A chain for each network that is linked otherwise than it should be. */
export function planLinks(desired: GatewaySpec, observed: ObservedGateway): readonly Chain[] {
  const gateway = desired.id
  const digests = new Map(observed.links.map(({ network, digest }) => [network, digest]))
  const wanted = new Set(desired.links.map(({ network }) => network))
  const missing = desired.links.filter((link) => digests.get(link.network) !== digestLink(link))
  const unwanted = observed.links.filter(({ network }) => !wanted.has(network))
  return [
    ...missing.map((link) => linkChain(link.network, { do: 'link-network', gateway, link })),
    ...unwanted.map(({ network }) => linkChain(network, { do: 'unlink-network', gateway, network })),
  ]
}

const linkChain = (network: string, step: Chain['steps'][number]): Chain => ({
  about: linkPart(network),
  parts: [linkPart(network)],
  after: [],
  following: [],
  steps: [step],
})
