import type { DataPlane, Step } from '../dataplane/port.ts'
import { everything } from '../domain/address.ts'
import type { Resource } from '../domain/resource.ts'
import type { RouteEntry } from '../domain/route-entry.ts'
import type { Store, StoreReader } from '../store/port.ts'
import type { Mutant } from './mutant.ts'

type Planted = Partial<Omit<Mutant, 'name'>>
type Reading = (gated: Store, change: (reader: StoreReader) => Partial<StoreReader>) => Store

/** The server decides on other route entries than are stored. */
const misreading = (reading: Reading, change: (route: RouteEntry) => Partial<RouteEntry>): Planted => ({
  gatedStore: (gated) =>
    reading(gated, (reader) => ({
      async referencing(id, kind) {
        const found = await reader.referencing(id, kind)
        return found.map((each) => {
          // The kind that is asked for is that of what is found.
          const resource = each as Resource
          if (resource.kind !== 'route') return each
          return { ...resource, spec: { ...resource.spec, ...change(resource.spec) } } as unknown as typeof each
        })
      },
    })),
})

const without = (plane: DataPlane, isLeftOut: (step: Step) => boolean): DataPlane => ({
  ...plane,
  perform: async (step) => (isLeftOut(step) ? undefined : plane.perform(step)),
})

const leavingOut = (isLeftOut: (step: Step) => boolean): Planted => ({ plane: (plane) => without(plane, isLeftOut) })

/** Faults in what happens while no server is there. */
export const keeperMutants: Readonly<Record<string, Planted>> = {
  'the keeper moves no routes': { keeperPlane: (plane) => without(plane, (step) => step.do === 'add-route') },
  'the keeper brings no daemon back': { keeperPlane: (plane) => without(plane, (step) => step.do === 'create-tunnel') },
  'the keeper brings no routing daemon back': {
    keeperPlane: (plane) => without(plane, (step) => step.do === 'configure-bgp'),
  },
  'what is wanted of a gateway is written down once only': {
    writeIntent(write) {
      const written = new Set<string>()
      return async (gateway, intent) => {
        if (!written.has(gateway)) await write(gateway, intent)
        written.add(gateway)
      }
    },
  },
  'what was wanted of a gateway that is gone stays written down': {
    writeIntent: (write) => async (gateway, intent) => {
      if (intent !== undefined) await write(gateway, intent)
    },
  },
}

/** Each table keeps the routes that it was given first, as if traffic never moved. */
function fillingOnce(plane: DataPlane): DataPlane {
  const filled = new Set<string>()
  return {
    ...plane,
    async perform(step) {
      if (step.do === 'remove-gateway' || step.do === 'create-gateway') filled.clear()
      if (step.do !== 'add-route') return plane.perform(step)
      const { table, prefix, metric } = step.route
      const place = `${step.gateway} ${table} ${prefix} ${metric}`
      if (filled.has(place)) return undefined
      await plane.perform(step)
      filled.add(place)
    },
  }
}

/** The network of a gateway is taken for the first one that another account has. */
const linkingOthers = (reading: Reading): Planted => ({
  gatedStore: (gated) =>
    reading(gated, (reader) => {
      let isOfGateway = false
      return {
        async get(kind, id) {
          const found = await reader.get(kind, id)
          isOfGateway ||= kind === 'gateway'
          if (!isOfGateway || found === undefined || found.kind !== 'network') return found
          const { items } = await reader.page('network', { limit: 50 })
          const other = items.find(({ account }) => account !== found.account)
          return (other as unknown as typeof found) ?? found
        },
      }
    }),
})

const keepingRoutes = (reader: StoreReader): Partial<StoreReader> => {
  const keeping = <Found extends Resource>(found: Found): Found => {
    if (found.kind !== 'connection') return found
    const tunnels = found.spec.tunnels.map(({ healthCheck, ...tunnel }) =>
      healthCheck === undefined ? tunnel : { ...tunnel, healthCheck: { ...healthCheck, onFailure: 'keep' as const } },
    )
    return { ...found, spec: { ...found.spec, tunnels } }
  }
  return {
    async get(kind, id) {
      const found = await reader.get(kind, id)
      return found === undefined ? undefined : (keeping(found as Resource) as unknown as typeof found)
    },
    async referencing(id, kind) {
      return (await reader.referencing(id, kind)).map((found) => keeping(found as Resource) as unknown as typeof found)
    },
  }
}

/** Faults in the routing that this server could have. */
export const routingMutants = (reading: Reading): Readonly<Record<string, Planted>> => ({
  'a route that is disabled is installed': misreading(reading, () => ({ enabled: true })),
  'a route that was withdrawn from the network stays published': misreading(reading, () => ({ published: true })),
  'a published route is told to no network': misreading(reading, ({ place }) =>
    place.kind === 'gateway' ? { published: false } : {},
  ),
  'a network’s own routes lead nowhere': misreading(reading, ({ place }) =>
    place.kind === 'network' ? { enabled: false } : {},
  ),
  'the source of a policy is ignored': misreading(reading, ({ source }) =>
    source === undefined ? {} : { source: everything },
  ),
  'of two routes the one that is preferred less carries': misreading(reading, ({ preference }) => ({
    preference: -preference,
  })),
  'a route that is not wanted any more stays': leavingOut((step) => step.do === 'remove-route'),
  'a policy that is not wanted any more stays': leavingOut((step) => step.do === 'remove-policy'),
  'traffic does not move when the first tunnel is down': { plane: fillingOnce },
  'routes into a tunnel whose health check fails are not withdrawn': {
    gatedStore: (gated) => reading(gated, keepingRoutes),
  },
  'a health check is never begun': leavingOut((step) => step.do === 'check-tunnel'),
  'a gateway is linked to another account’s network': linkingOthers(reading),
})
