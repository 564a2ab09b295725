import { isDeepStrictEqual } from 'node:util'
import { type Gate, type Ingress, nameOfIngress } from '../../domain/gate.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import { digestLink } from '../digest.ts'
import type { GatewaySpec } from '../port.ts'
import { type Chain, linkPart, making, tunnelPart } from './chain.ts'
import type { TunnelPlan } from './tunnels.ts'

export interface GatePlan {
  readonly chains: readonly Chain[]
  /** Those that close or open what comes in: better done before anything comes in there. */
  readonly setting: readonly string[]
}

/** What a lead goes into that is not there yet, or is about to be another: the names of the chains that make it. */
function awaited(
  { leads = [] }: Gate,
  { links }: GatewaySpec,
  observed: ObservedGateway,
  changed: ReadonlySet<string>,
) {
  const linked = new Map(observed.links.map(({ network, digest }) => [network, digest]))
  const isLinked = (network: string): boolean =>
    links.some((link) => link.network === network && linked.get(network) === digestLink(link))
  return leads.flatMap((lead) => {
    if ('network' in lead) return isLinked(lead.network) ? [] : [linkPart(lead.network)]
    return lead.tunnels
      .flat()
      .filter((tunnel) => changed.has(tunnel))
      .map(making)
  })
}

const partOf = (from: Ingress): string => ('network' in from ? linkPart(from.network) : tunnelPart(from.tunnel))

const chainOf = (about: string, from: Ingress, step: Chain['steps'][number]): Chain => ({
  about,
  parts: [partOf(from)],
  after: [],
  following: [],
  steps: [step],
})

/**
 * A chain for each gate that is missing, another one or not wanted any more. A gate that leads into what is being made is set
 * once more when that is there.
 */
export function planGates(desired: GatewaySpec, observed: ObservedGateway, { changed }: TunnelPlan): GatePlan {
  const { id: gateway, gates = [] } = desired
  const { gates: present = [] } = observed
  const there = new Map(present.map((gate) => [nameOfIngress(gate.from), gate]))
  const wanted = new Set(gates.map(({ from }) => nameOfIngress(from)))
  const about = ({ from }: Gate): string => `gate of ${nameOfIngress(from)}`
  const missing = gates.filter((gate) => !isDeepStrictEqual(there.get(nameOfIngress(gate.from)), gate))
  const leading = gates.flatMap((gate) => {
    const following = awaited(gate, desired, observed, changed)
    if (following.length === 0) return []
    return [{ ...chainOf(`leads of ${about(gate)}`, gate.from, { do: 'set-gate', gateway, gate }), following }]
  })
  const unwanted = present.filter(({ from }) => !wanted.has(nameOfIngress(from)))
  return {
    setting: missing.map(about),
    chains: [
      ...missing.map((gate) => chainOf(about(gate), gate.from, { do: 'set-gate', gateway, gate })),
      ...leading,
      ...unwanted.map((gate) =>
        chainOf(`no ${about(gate)}`, gate.from, { do: 'remove-gate', gateway, from: gate.from }),
      ),
    ],
  }
}
