import * as t from '../../../../operations/wire-type.ts'

/** STATIC is the older name of Policy: both route what their policies name; the other two leave it to routes. */
export const routeTypes = ['STATIC', 'StaticRoute', 'Policy', 'Bgp'] as const

export type RouteType = (typeof routeTypes)[number]

export const routeType = t.word(...routeTypes)

export const followsPolicies = (type: RouteType): boolean => type === 'STATIC' || type === 'Policy'
