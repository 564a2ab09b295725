import { isDeepStrictEqual } from 'node:util'
import { type Gate, type Ingress, nameOfIngress } from '../../domain/gate.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import type { GatewaySpec } from '../port.ts'
import { type Chain, linkPart, tunnelPart } from './chain.ts'

export interface GatePlan {
  readonly chains: readonly Chain[]
  /** Those that close or open what comes in: better done before anything comes in there. */
  readonly setting: readonly string[]
}

const partOf = (from: Ingress): string => ('network' in from ? linkPart(from.network) : tunnelPart(from.tunnel))

const chainOf = (about: string, from: Ingress, step: Chain['steps'][number]): Chain => ({
  about,
  parts: [partOf(from)],
  after: [],
  following: [],
  steps: [step],
})

/** A chain for each gate that is missing, another one or not wanted any more. */
export function planGates(
  { id: gateway, gates = [] }: GatewaySpec,
  { gates: present = [] }: ObservedGateway,
): GatePlan {
  const there = new Map(present.map((gate) => [nameOfIngress(gate.from), gate]))
  const wanted = new Set(gates.map(({ from }) => nameOfIngress(from)))
  const about = ({ from }: Gate): string => `gate of ${nameOfIngress(from)}`
  const missing = gates.filter((gate) => !isDeepStrictEqual(there.get(nameOfIngress(gate.from)), gate))
  const unwanted = present.filter(({ from }) => !wanted.has(nameOfIngress(from)))
  return {
    setting: missing.map(about),
    chains: [
      ...missing.map((gate) => chainOf(about(gate), gate.from, { do: 'set-gate', gateway, gate })),
      ...unwanted.map((gate) =>
        chainOf(`no ${about(gate)}`, gate.from, { do: 'remove-gate', gateway, from: gate.from }),
      ),
    ],
  }
}
