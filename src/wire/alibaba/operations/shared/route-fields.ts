/** What the operations on route entries ask for in the same words. */
import { parseIpv4Prefix } from '../../../../domain/address.ts'
import type { Fields, UsedField } from '../../../../operations/decode.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { weights } from '../../route-rules.ts'
import { freeText, id } from './request-fields.ts'

const prefix = t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['10.20.0.0/16', '10.21.0.0/16'])

export const destination = { RouteDest: required(prefix, { code: 'IllegalParam.RouteDest' }) }

export const source = { RouteSource: required(prefix, { code: 'IllegalParam.RouteSource' }) }

/** Where nobody has to say it. */
export const optionalSource = optional(prefix, {
  code: 'IllegalParam.RouteSource',
  defaultText: 'whatever the source',
})

export const nextHop = { NextHop: required(id, { note: 'an IPsec-VPN connection' }) }

export const weight = t.integerOneOf(...weights)

export const weightCode = { code: 'VpnRouteEntry.InvalidWeight' }

export const priority = t.integerBetween(1, 100)

const which = 'it says which route is meant'

/** Both are part of what names a route. */
export const namingWeight = { Weight: required(weight, { ...weightCode, note: which }) }
export const namingPriority = {
  Priority: optional(priority, { note: which, defaultText: 'whatever the priority' }),
}

/** 100 of the active one of two, 0 of its standby. */
export const newWeight = <N extends 'Weight' | 'NewWeight'>(name: N) =>
  ({ [name]: required(weight, weightCode) }) as Readonly<Record<N, UsedField<number, true>>>

/** The same fields, of which the world does not depend. */
export const worldless = <F extends Fields>(reason: string, fields: F): F =>
  // Each field stays what it is; the compiler does not follow that a field with one more member is the same field.
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, worldless: reason }])) as F

export const overlayMode = {
  OverlayMode: ignored('IPsec is what carries the packets, and there is no other', { type: t.word('Ipsec') }),
}

export const description = { Description: optional(freeText(100), { code: 'InvalidDescription' }) }

/** Older documents write Custom, and BGP or System. */
export const entryType = t.parsed(
  'custom or bgp',
  (text) => (['custom', 'bgp'] as const).find((type) => type === text.toLowerCase()),
  ['custom', 'bgp'],
)

/** Of a connection that a transit router carries. */
export const alone = 'all routes of a connection lead into it, so that no weight prefers one to another'
