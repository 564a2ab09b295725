import { domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'

export interface ResetConnection {
  readonly id: string
  /** The connection must be bound to this gateway. */
  readonly gateway: string
}

interface Standing {
  readonly connection: Resource<'connection'> | undefined
  /** Whether the data plane has it. */
  readonly isMade: boolean
}

/** Its tunnels are negotiated anew, and the SAs of before end at both ends. */
export const resetConnection: Command<ResetConnection, Standing> = {
  name: 'reset-connection',
  load: async (reader, { id }) => ({
    connection: await reader.get('connection', id),
    isMade: (await reader.applied([id])).has(id),
  }),
  decide({ connection, isMade }, { id, gateway }) {
    if (connection === undefined || connection.spec.gateway !== gateway) {
      return fail(domainError('connection-not-found', `no such connection of ${gateway}`, id))
    }
    if (connection.deleting) return fail(domainError('busy', 'is being deleted', id))
    if (!isMade) return fail(domainError('busy', 'is still being made', id))
    const { spec } = connection
    const tunnels = spec.tunnels.map((tunnel) => ({ ...tunnel, resets: (tunnel.resets ?? 0) + 1 }))
    return ok(putting(changed(connection, { spec: { ...spec, tunnels } })))
  },
}
