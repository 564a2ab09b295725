import type { Ipv4Prefix } from '../domain/address.ts'
import type { ReferenceModel } from './reference-model.ts'
import { terminatedBy } from './terminated.ts'
import { entriesOf, protectedPairs } from './wanted-routes.ts'

/** What the gateway leads packets of its network to, and what the network's own routes lead to it for. */
function ledTo(gateway: string, reference: ReferenceModel) {
  const entries = entriesOf(gateway, reference).filter(({ spec }) => spec.enabled)
  const { connections } = terminatedBy(gateway, reference)
  const automatic = connections
    .filter(({ deleting }) => !deleting)
    .flatMap((connection) => protectedPairs(connection, entriesOf(gateway, reference)))
  const isOwn = ({ spec }: (typeof entries)[number]): boolean => spec.place.kind === 'network'
  const published = entries.filter((entry) => !isOwn(entry) && entry.spec.published)
  return {
    published: new Set<Ipv4Prefix>([
      ...automatic.map(([, to]) => to),
      ...published.map(({ spec }) => spec.destination),
    ]),
    own: new Set<Ipv4Prefix>(entries.filter(isOwn).map(({ spec }) => spec.destination)),
  }
}

/**
 * Where a network is led into two gateways of one destination, and not by routes of its own alone. In the other cloud, what
 * two connections protect may be the same, and the older gateway takes it.
 */
export function rivalProblem(reference: ReferenceModel): string | undefined {
  const gateways = [...reference.resources.values()].filter(
    (resource) => resource.kind === 'gateway' && resource.region.startsWith('cn-') && !resource.deleting,
  )
  const led = gateways.map(({ id }) => ({ id, ...ledTo(id, reference) }))
  for (const [place, { id, published }] of led.entries()) {
    for (const [other, rival] of led.entries()) {
      if (other === place || !sharesNetwork(id, rival.id, reference)) continue
      const both = [...published].find((prefix) => rival.published.has(prefix) || rival.own.has(prefix))
      if (both !== undefined) return `both ${id} and ${rival.id} lead their network to ${both}`
    }
  }
  return undefined
}

function sharesNetwork(one: string, other: string, reference: ReferenceModel): boolean {
  const [first, second] = [one, other].map((id) => terminatedBy(id, reference).networks)
  return [...(first ?? [])].some((network) => second?.has(network))
}
