import { digestBgp } from '../dataplane/digest.ts'
import type { BgpSpec, DataPlane } from '../dataplane/port.ts'
import type { ForeignSpeaker } from '../dataplane/simulated/bgp-session.ts'
import type { World } from '../dataplane/simulated/world.ts'
import type { Mutant } from './mutant.ts'

type Planted = Partial<Omit<Mutant, 'name'>>

/** Routing daemons run with something else than they were given, and say that it is that. */
function configuring(change: (bgp: BgpSpec, before: BgpSpec | undefined) => BgpSpec): Planted {
  let world: World | undefined
  const plane = (own: DataPlane): DataPlane => ({
    ...own,
    async perform(step) {
      if (step.do !== 'configure-bgp') return own.perform(step)
      const { gateway, bgp } = step
      const before = world?.gateways.get(gateway)?.bgp?.daemon?.spec
      await own.perform({ ...step, bgp: change(bgp, before) })
      const daemon = world?.gateways.get(gateway)?.bgp?.daemon
      if (daemon !== undefined) daemon.digest = digestBgp(bgp)
    },
  })
  return {
    plane,
    keeperPlane: plane,
    world(fresh) {
      world = fresh
      return fresh
    },
  }
}

/** What is told over each tunnel is asked of the gateway's end of it whenever somebody listens. */
class TellingOn extends Map<string, ForeignSpeaker> {
  readonly #world: World

  constructor(world: World) {
    super()
    this.#world = world
  }

  override get(tunnel: string): ForeignSpeaker | undefined {
    for (const { bgp } of this.#world.gateways.values()) {
      const session = bgp?.daemon?.sessions.get(tunnel)
      if (bgp === undefined || session === undefined) continue
      const prefixes = [...(bgp.daemon?.spec.advertised ?? []), ...bgp.learned.map(({ prefix }) => prefix)]
      const asPath = [session.neighbor.localAsNumber]
      return { speaksBfd: true, announcements: prefixes.map((prefix) => ({ prefix, asPath, communities: [] })) }
    }
    return undefined
  }
}

/** Faults in what is said to neighbors, and in what is believed of them. */
export const neighborMutants: Readonly<Record<string, Planted>> = {
  'the network of a gateway is learned of its neighbor': configuring((bgp) => ({
    ...bgp,
    neighbors: bgp.neighbors.map((neighbor) => ({ ...neighbor, refused: [] })),
  })),
  'what was learned is told on to the other neighbors': {
    world: (world) => Object.assign(world, { foreignSpeakers: new TellingOn(world) }),
  },
  'a session stays when BGP ends in its tunnel': configuring((bgp, before) => {
    const wanted = new Set(bgp.neighbors.map(({ tunnel }) => tunnel))
    const left = before?.neighbors.filter(({ tunnel }) => !wanted.has(tunnel)) ?? []
    return { ...bgp, neighbors: [...bgp.neighbors, ...left] }
  }),
  'no network is told to neighbors': configuring((bgp) => ({ ...bgp, advertised: [] })),
  'of two sessions that tell the same one alone carries': configuring((bgp) => ({ ...bgp, shares: false })),
}
