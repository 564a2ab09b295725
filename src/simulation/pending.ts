import { hasNoDataPlane, type Resource } from '../domain/resource.ts'
import { noUsers, type Root, rootsOf, routedConnection } from '../domain/roots.ts'
import type { StoreReader } from '../store/port.ts'
import { hold } from './violation.ts'

const nameOf = ({ kind, id }: Root): string => `${kind} ${id}`

/**
 * A crash may come at any moment, so the store itself has to have what is still to be done: the roots of everything that is
 * not applied, or not removed from the data plane yet.
 */
export async function checkPending(
  reader: StoreReader,
  resources: ReadonlyMap<string, Resource>,
  appliedOf: (id: string) => number,
): Promise<void> {
  const pending = new Set((await reader.pending(0)).map(({ root }) => nameOf(root)))
  const all = [...resources.values()]
  for (const resource of all) {
    const { kind, id, generation, deleting } = resource
    if (hasNoDataPlane(kind) || (!deleting && appliedOf(id) === generation)) continue
    const routed = routedConnection(resource)
    const attachments = all.filter(
      (other) => other.kind === 'router-attachment' && other.spec.target.id === routed,
    ) as readonly Resource<'router-attachment'>[]
    const users = routed !== undefined ? { ...noUsers, attachments } : undefined
    const missing = rootsOf(undefined, resource, users).find((root) => !pending.has(nameOf(root)))
    hold(
      missing === undefined,
      'unapplied changes are pending',
      () => `${kind} ${id} is at ${appliedOf(id)} of ${generation}, and ${missing?.kind} ${missing?.id} is not pending`,
    )
  }
}
