import type { Suspension } from '../../domain/billing.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok } from '../../domain/result.ts'
import { type Command, changed, putting } from '../command.ts'

/** What can be suspended: a gateway, and a connection that a router carries. */
export type Suspendable = Resource<'gateway'> | Resource<'connection'>

/** The same with another reason, or with none: then it is served. */
export function suspendedFor(resource: Suspendable, suspended: Suspension | undefined): Suspendable {
  const reason = suspended === undefined ? {} : { suspended }
  if (resource.kind === 'gateway') {
    const { suspended: _, ...spec } = resource.spec
    return changed(resource, { spec: { ...spec, ...reason } })
  }
  const { suspended: _, ...spec } = resource.spec
  return changed(resource, { spec: { ...spec, ...reason } })
}

export interface ChangeSuspension {
  readonly id: string
  readonly suspended: boolean
}

async function find(reader: Reader, id: string): Promise<Suspendable | undefined> {
  return (await reader.get('gateway', id)) ?? reader.get('connection', id)
}

function check(resource: Suspendable, { id, suspended }: ChangeSuspension): DomainError | undefined {
  if (resource.deleting) return domainError('busy', 'is being deleted', id)
  if (resource.kind === 'connection' && resource.spec.gateway !== undefined) {
    return domainError('binding-wrong', `is suspended with ${resource.spec.gateway}`, id)
  }
  const because = resource.spec.suspended
  if (because === 'unpaid') return domainError('busy', 'nobody has paid for it yet', id)
  if (because === undefined || because === 'by-operator' || suspended) return undefined
  return domainError('suspended', `is ${because}: that is for its bills to end`, id)
}

/** An operator has something stop, or go on. What its bills say of it besides is looked at again afterwards. */
export const changeSuspension: Command<ChangeSuspension, Suspendable | undefined> = {
  name: 'change-suspension',
  load: (reader, { id }) => find(reader, id),
  decide(resource, input) {
    if (resource === undefined) return fail(domainError('gateway-not-found', 'no such gateway or connection', input.id))
    const refusal = check(resource, input)
    if (refusal !== undefined) return fail(refusal)
    const wanted = input.suspended ? 'by-operator' : undefined
    return ok(resource.spec.suspended === wanted ? putting() : putting(suspendedFor(resource, wanted)))
  },
}
