import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { type Change, changed } from '../command.ts'
import type { Suspendable } from './suspension.ts'

/** What goes, with what cannot be without it. */
export interface Leaving {
  readonly resource: Suspendable
  readonly connections: readonly Resource<'connection'>[]
  readonly attachments: readonly Resource<'router-attachment'>[]
  readonly routes: readonly Resource<'route'>[]
  /** The entries of route tables that lead into the attachments. */
  readonly led: readonly Resource<'router-route'>[]
  readonly grants: readonly Resource<'grant'>[]
  readonly diagnoses: readonly Resource<'diagnosis'>[]
}

export async function loadLeaving(reader: Reader, resource: Suspendable): Promise<Leaving> {
  const { id } = resource
  const connections = resource.kind === 'gateway' ? await reader.referencing(id, 'connection') : []
  const found = await Promise.all(connections.map((connection) => reader.referencing(connection.id, 'diagnosis')))
  const attachments = resource.kind === 'connection' ? await reader.unscoped.referencing(id, 'router-attachment') : []
  const led = await Promise.all(attachments.map((each) => reader.unscoped.referencing(each.id, 'router-route')))
  return {
    resource,
    connections,
    diagnoses: found.flat(),
    attachments,
    led: led.flat(),
    routes: await reader.referencing(id, 'route'),
    grants: await reader.referencing(id, 'grant'),
  }
}

const gone = <R extends Resource>(resource: R): readonly R[] =>
  // The compiler does not follow that any resource can be marked.
  resource.deleting ? [] : [changed(resource, { deleting: true } as Parameters<typeof changed<R>>[1])]

/** A connection goes once nothing carries it any more: where something does, that goes first. */
export function releasing({ resource, connections, attachments, routes, led, grants, diagnoses }: Leaving): Change {
  if (resource.kind === 'gateway') {
    return { put: [...connections.flatMap(gone), ...gone(resource)], remove: [...routes, ...diagnoses] }
  }
  if (attachments.length > 0) return { put: attachments.flatMap(gone), remove: [...led] }
  return { put: [], remove: [...routes, ...grants, resource] }
}
