import { changesBetween, type FieldChange } from '../domain/field-change.ts'
import type { Kind, Resource, ResourceRef } from '../domain/resource.ts'
import type { Event } from './port.ts'
import type { EventTable } from './schema.ts'

export type EventRow = Omit<EventTable, 'sequence'>

/** What a tunnel is made of: of these it is told what changes, and what has changed is looked for. */
const told: readonly Kind[] = ['connection', 'customer-gateway', 'gateway']
const isTold = (kind: Kind): boolean => told.includes(kind)

const subjectOf = (resources: readonly ResourceRef[]): string | undefined =>
  (resources.find(({ kind }) => isTold(kind)) ?? resources[0])?.id

/** What is told of a resource that takes another's place. */
export const fieldChanges = (before: Resource | undefined, after: Resource): readonly FieldChange[] =>
  before !== undefined && isTold(after.kind) ? changesBetween(after.id, before.spec, after.spec) : []

export function toEventRow(
  { at, account, region, requestId, action, actor, resources, tunnel, fault, preflight }: Omit<Event, 'changes'>,
  changes: readonly FieldChange[],
): EventRow {
  const details = {
    ...(changes.length === 0 ? {} : { changes }),
    ...(tunnel === undefined ? {} : { tunnel }),
    ...(fault === undefined ? {} : { fault }),
    ...(preflight === undefined ? {} : { preflight }),
  }
  return {
    ...{ at, account, region, action, actor },
    request_id: requestId,
    resources: JSON.stringify(resources.map(({ kind, id }) => ({ kind, id }))),
    subject: tunnel?.tunnel ?? fault?.fault.scope.tunnel ?? preflight?.tunnel ?? subjectOf(resources) ?? '',
    details: Object.keys(details).length === 0 ? '' : JSON.stringify(details),
  }
}
