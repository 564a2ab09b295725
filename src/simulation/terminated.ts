import { isServed } from '../domain/billing.ts'
import type { Resource } from '../domain/resource.ts'
import type { ReferenceModel } from './reference-model.ts'

/** What a gateway or a router carries, taken from the store alone: of what is not served, nothing. */
export interface Terminated {
  readonly networks: ReadonlySet<string>
  /** Those of the networks that the router does not publish its routes to. */
  readonly unpublished: ReadonlySet<string>
  readonly connections: readonly Resource<'connection'>[]
  /** Whether the networks reach what is learned, and neighbors are told of the networks. */
  readonly propagates: boolean
}

export function terminatedBy(root: string, { resources }: ReferenceModel): Terminated {
  const networks = new Set<string>()
  const unpublished = new Set<string>()
  const connections: Resource<'connection'>[] = []
  const itself = resources.get(root)
  const nothing = { networks, unpublished, connections, propagates: true }
  if (itself?.kind === 'gateway' && !isServed(itself.spec)) return nothing
  const add = (connection: Resource | undefined) => {
    if (connection?.kind === 'connection' && connection.spec.suspended === undefined) connections.push(connection)
  }
  for (const resource of resources.values()) {
    if (resource.kind === 'gateway' && resource.id === root) networks.add(resource.spec.network ?? '')
    if (resource.kind === 'connection' && resource.spec.gateway === root) add(resource)
    if (resource.kind !== 'router-attachment' || resource.spec.router !== root) continue
    const { target, publishesRoutes } = resource.spec
    if (target.kind === 'connection') add(resources.get(target.id))
    else if (target.kind === 'network') {
      networks.add(target.id)
      if (!publishesRoutes) unpublished.add(target.id)
    }
  }
  const propagates = itself?.kind !== 'gateway' || itself.spec.propagatesRoutes !== false
  return { networks, unpublished, connections, propagates }
}
