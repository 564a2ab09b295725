import { createHash } from 'node:crypto'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { choiceOf, loadPrefixes } from '../../../../domain/router-prefixes.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { idPrefixes } from '../../ids.ts'
import { attachmentsOf, instanceOf } from '../shared/ccn.ts'

/** A route of a CCN's table: a prefix that an instance leads to. */
export interface CcnRouteView {
  readonly id: string
  readonly attachment: Resource<'router-attachment'>
  readonly prefix: Ipv4Prefix
  readonly since: number
  readonly enabled: boolean
  /** Given where a neighbor has told it. */
  readonly asPath?: readonly number[]
}

export interface NamedRouteView extends CcnRouteView {
  readonly instanceName: string
  readonly uin: string
}

/** Nobody has made it, so that its id is made of what it is. */
function idOf(attachment: string, prefix: string): string {
  const digest = createHash('sha256').update(`${attachment} ${prefix}`).digest('hex')
  return `${idPrefixes.ccnRoute}-${digest.slice(0, 8)}`
}

/** What the gateway's neighbors have told: enabled whatever it overlaps, until somebody disables it. */
function learned(
  { observed }: CallContext,
  attachment: Resource<'router-attachment'>,
): readonly Omit<CcnRouteView, 'id'>[] {
  const { kind, id } = attachment.spec.target
  const sessions = kind === 'gateway' ? (observed.gateway(id)?.value.bgp?.sessions ?? []) : []
  return sessions.flatMap(({ since = 0, received }) =>
    received
      .filter(({ selected }) => selected)
      .map(({ prefix, asPath }) => ({
        attachment,
        prefix,
        since,
        asPath,
        enabled: choiceOf({ attachment, prefix }) ?? true,
      })),
  )
}

/** All routes of the CCN's table, the earliest first, and after them what BGP has learned. */
export async function routesOf(context: CallContext, ccn: Resource<'router'>): Promise<readonly CcnRouteView[]> {
  const stored = await loadPrefixes(context.reader, ccn)
  const told = (await attachmentsOf(context, ccn.id)).flatMap((attachment) => learned(context, attachment))
  const all = [...stored, ...told].map((route) => ({ ...route, id: idOf(route.attachment.id, route.prefix) }))
  // What is told beside being there already is no second route.
  return [...new Map(all.toReversed().map((route) => [route.id, route])).values()].toReversed()
}

export async function viewRoutes(
  context: CallContext,
  routes: readonly CcnRouteView[],
): Promise<readonly NamedRouteView[]> {
  const { uin } = extras.account.read(context.account)
  return Promise.all(
    routes.map(async (route) => ({
      ...route,
      uin,
      instanceName: (await instanceOf(context, route.attachment))?.name ?? '',
    })),
  )
}
