import { domainError } from '../domain/error.ts'
import type { Diagnosis, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, type NewResource, newResource, puttingWithout } from './command.ts'

export interface NoteDiagnosis extends NewResource, Diagnosis {}

interface Diagnosed {
  readonly connection: Resource<'connection'> | undefined
  readonly before: readonly Resource<'diagnosis'>[]
}

/** Of each connection the newest is kept. */
export const noteDiagnosis: Command<NoteDiagnosis, Diagnosed> = {
  name: 'note-diagnosis',
  load: async (reader, input) => ({
    connection: await reader.get('connection', input.connection),
    before: await reader.referencing(input.connection, 'diagnosis'),
  }),
  decide({ connection, before }, input) {
    if (connection === undefined || connection.deleting || connection.spec.gateway !== input.gateway) {
      return fail(domainError('connection-not-found', `is no connection of ${input.gateway}`, input.connection))
    }
    const spec = { gateway: input.gateway, connection: connection.id }
    return ok(puttingWithout({ kind: 'diagnosis', ...newResource(input), spec }, before))
  },
}
