import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Resource, RouterAttachment } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { associatedTable, propagatedTables } from '../domain/router-tables.ts'
import { type Command, changed, type NewResource, newResource, putting, removing } from './command.ts'

type Attachment = Resource<'router-attachment'>

export interface CreateRouterTable extends NewResource {
  readonly router: string
}

export const createRouterTable: Command<CreateRouterTable, Resource<'router'> | undefined> = {
  name: 'create-router-table',
  load: (reader, { router }) => reader.get('router', router),
  decide(router, input) {
    if (router === undefined || router.deleting) {
      return fail(domainError('router-not-found', 'no such router in this region', input.router))
    }
    return ok(putting({ kind: 'router-table', ...newResource(input), spec: { router: router.id } }))
  },
}

const noTable = (id: string): DomainError => domainError('router-table-not-found', 'no such table of the router', id)

interface TableAndUsers {
  readonly table: Resource<'router-table'> | undefined
  readonly users: readonly Attachment[]
  readonly routes: readonly Resource<'router-route'>[]
}

export const deleteRouterTable: Command<{ readonly id: string }, TableAndUsers> = {
  name: 'delete-router-table',
  load: async (reader, { id }) => ({
    table: await reader.get('router-table', id),
    users: await reader.referencing(id, 'router-attachment'),
    routes: await reader.referencing(id, 'router-route'),
  }),
  decide({ table, users: [user], routes: [route] }, { id }) {
    if (table === undefined) return fail(noTable(id))
    if (route !== undefined) return fail(domainError('in-use', `delete its entry ${route.id} first`, id))
    if (user !== undefined) return fail(domainError('in-use', `${user.id} is routed by it, or propagates into it`, id))
    return ok(removing(table))
  },
}

/** An attachment, and a table of its router: the router's own, which its id names, or another. */
export interface AttachmentAndTable {
  readonly attachment: string
  readonly table: string
}

interface Standing {
  readonly attachment: Attachment | undefined
  readonly table: Resource<'router-table'> | undefined
}

const load = async (reader: Reader, { attachment, table }: AttachmentAndTable): Promise<Standing> => ({
  attachment: await reader.get('router-attachment', attachment),
  table: await reader.get('router-table', table),
})

/** The attachment, when it is there and the table is one of its router's. */
function found({ attachment, table }: Standing, input: AttachmentAndTable): Result<Attachment, DomainError> {
  if (attachment === undefined) return fail(domainError('attachment-not-found', 'no such attachment', input.attachment))
  if (attachment.deleting) return fail(domainError('busy', 'is being detached', attachment.id))
  const { router } = attachment.spec
  const isOne = input.table === router || table?.spec.router === router
  return isOne ? ok(attachment) : fail(noTable(input.table))
}

type Change = Partial<Pick<RouterAttachment, 'table' | 'propagates'>>

/** A command that changes where the attachment stands among its router's tables, or says why it may not. */
const standingAnew = <Input extends AttachmentAndTable>(
  name: string,
  decide: (spec: RouterAttachment, input: Input, id: string) => Change | DomainError,
): Command<Input, Standing> => ({
  name,
  load,
  decide(standing, input) {
    const attachment = found(standing, input)
    if (!attachment.ok) return attachment
    const { id, spec } = attachment.value
    const change = decide(spec, input, id)
    return 'code' in change ? fail(change) : ok(putting(changed(attachment.value, { spec: { ...spec, ...change } })))
  },
})

/** Whoever has never been associated is routed by the router's own table, and may be associated with any. */
export const associateTable = standingAnew('associate-table', ({ table: is }, { table }, id) =>
  typeof is === 'string'
    ? domainError('association-exists', 'is associated with a route table already', id)
    : { table },
)

export const replaceAssociation = standingAnew('replace-association', (spec, { table }, id) =>
  associatedTable(spec) === undefined
    ? domainError('association-not-found', 'is associated with no table', id)
    : { table },
)

export const dissociateTable = standingAnew('dissociate-table', (spec, { table }, id) =>
  associatedTable(spec) === table
    ? { table: null }
    : domainError('association-not-found', 'is not associated with this route table', id),
)

export const propagateInto = standingAnew('propagate-into', (spec, { table }, id) => {
  if (spec.propagates?.includes(table))
    return domainError('propagation-exists', 'propagates into this route table already', id)
  return { propagates: [...propagatedTables(spec).filter((each) => each !== table), table] }
})

export const stopPropagating = standingAnew('stop-propagating', (spec, { table }, id) => {
  const tables = propagatedTables(spec)
  if (!tables.includes(table))
    return domainError('propagation-not-found', 'does not propagate into this route table', id)
  return { propagates: tables.filter((each) => each !== table) }
})

/** Why an attachment stands among tables that somebody has put it in; undefined where nobody has. */
export function checkUnassociated({ id, spec }: Attachment): DomainError | undefined {
  const { router, table, propagates = [] } = spec
  if (typeof table === 'string') return domainError('association-exists', `is associated with ${table}`, id)
  const other = propagates.find((each) => each !== router)
  return other === undefined ? undefined : domainError('propagation-exists', `propagates into ${other}`, id)
}

export function checkUnrouted(
  { id }: Attachment,
  [route]: readonly Resource<'router-route'>[],
): DomainError | undefined {
  if (route === undefined) return undefined
  return domainError('attachment-routed', `${route.id} of a route table leads there`, id)
}
