import { createHash } from 'node:crypto'
import { automaticPrefixes } from '../../../../commands/router-routes.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { idPrefixes } from '../../ids.ts'

/** A prefix that a connection's policies lead to, which the gateway's CCN may have. */
export interface GatewayCcnRoute {
  readonly id: string
  readonly connection: string
  readonly prefix: Ipv4Prefix
  readonly published: boolean
}

/** Nobody has made it, so that its id is made of what it is. */
function idOf(connection: string, prefix: string): string {
  const digest = createHash('sha256').update(`${connection} ${prefix}`).digest('hex')
  return `${idPrefixes.vpnGatewayRoute}-${digest.slice(0, 8)}`
}

/** Of a gateway of type CCN, the oldest connection's first; those of other gateways lead their VPC. */
export async function ccnRoutesOf(
  { reader }: CallContext,
  id: string,
): Promise<Result<readonly GatewayCcnRoute[], DomainError>> {
  const gateway = await reader.get('gateway', id)
  if (gateway === undefined) return fail(domainError('gateway-not-found', 'no such gateway in this region', id))
  const all = gateway.spec.network === undefined ? await reader.referencing(id, 'connection') : []
  return ok(
    all
      .filter(({ deleting }) => !deleting)
      .toReversed()
      .flatMap(({ id: connection, spec }) =>
        [...new Set(automaticPrefixes(spec))].map((prefix) => ({
          id: idOf(connection, prefix),
          connection,
          prefix,
          published: spec.publishes?.includes(prefix) ?? true,
        })),
      ),
  )
}
