import { selectionOf } from '../dataplane/intent.ts'
import type { ObservedWorld } from '../observed/world.ts'
import { intentOf } from '../reconcile/desired.ts'
import { readGatewaySnapshot } from '../reconcile/gateway-snapshot.ts'
import type { Store } from '../store/port.ts'
import type { RoutingParts } from '../wire/native/routing.ts'

/** Decides anew from what is stored and what was seen last, as the reconciler does. */
export function createRoutingView(store: Store, observed: ObservedWorld): RoutingParts {
  return {
    async routing(gateway) {
      const snapshot = await store.read((reader) => readGatewaySnapshot(reader, gateway))
      if (snapshot === undefined) return undefined
      const intent = intentOf(snapshot)
      const sighting = observed.gateway(gateway)
      const { policies = [], routes = [], links = [], bgp } = sighting?.value ?? {}
      const dropped = links.flatMap((link) =>
        link.dropped === undefined ? [] : [{ network: link.network, ...link.dropped }],
      )
      return {
        gateway,
        ...(sighting === undefined ? {} : { observedAt: sighting.at }),
        decisions: intent === undefined ? [] : selectionOf(intent, sighting?.value).decisions,
        observed: { policies, routes, dropped, ...(bgp === undefined ? {} : { bgp }) },
      }
    },
  }
}
