/** What can have tags. */
import type { DomainErrorCode } from '../../../../domain/error.ts'
import type { Kind } from '../../../../domain/resource.ts'
import { idPrefixes } from '../../ids.ts'

interface Taggable {
  readonly kind: Kind
  readonly notFound: Extract<DomainErrorCode, `${string}-not-found`>
}

/** By what its ids begin with, or what the tag service calls it. */
export const taggable = {
  [idPrefixes.vpc]: { kind: 'network', notFound: 'network-not-found' },
  [idPrefixes.subnet]: { kind: 'subnet', notFound: 'subnet-not-found' },
  [idPrefixes.routeTable]: { kind: 'network-table', notFound: 'network-table-not-found' },
  [idPrefixes.vpnGateway]: { kind: 'gateway', notFound: 'gateway-not-found' },
  [idPrefixes.customerGateway]: { kind: 'customer-gateway', notFound: 'customer-gateway-not-found' },
  [idPrefixes.vpnConnection]: { kind: 'connection', notFound: 'connection-not-found' },
  [idPrefixes.ccn]: { kind: 'router', notFound: 'router-not-found' },
  uin: { kind: 'user', notFound: 'user-not-found' },
  policy: { kind: 'policy', notFound: 'policy-not-found' },
  role: { kind: 'role', notFound: 'role-not-found' },
} as const satisfies Readonly<Record<string, Taggable>>

export type TaggablePrefix = keyof typeof taggable

export const prefixes = Object.keys(taggable) as readonly TaggablePrefix[]

export const taggableKinds: readonly Kind[] = Object.values(taggable).map(({ kind }) => kind)

export const kindOf = (prefix: TaggablePrefix): Kind => taggable[prefix].kind
