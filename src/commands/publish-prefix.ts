import type { Ipv4Prefix } from '../domain/address.ts'
import { domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'
import { automaticPrefixes } from './router-routes.ts'

export interface PublishPrefix {
  readonly connection: string
  readonly prefix: Ipv4Prefix
  readonly published: boolean
}

/** Whether the router that leads to the connection's gateway has what the connection is routed by itself. */
export const publishPrefix: Command<PublishPrefix, Resource<'connection'> | undefined> = {
  name: 'publish-prefix',
  load: (reader, { connection }) => reader.get('connection', connection),
  decide(connection, { connection: id, prefix, published }) {
    if (connection === undefined || connection.deleting) {
      return fail(domainError('connection-not-found', 'no such connection in this region', id))
    }
    const { spec } = connection
    const before = spec.publishes ?? automaticPrefixes(spec)
    const others = before.filter((each) => each !== prefix)
    const publishes = published ? [...others, prefix] : others
    return ok(putting(changed(connection, { spec: { ...spec, publishes } })))
  },
}
