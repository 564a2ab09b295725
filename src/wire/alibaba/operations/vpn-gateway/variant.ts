import type { Condition } from '../../../../domain/page.ts'

/** The usual one, of which nothing is said where it is stored. */
export const traditional = 'Traditional'
export const enhanced = 'Enhanced.SiteToSite'

/** The condition that finds the gateways of that type. */
export const ofType = (type: string | undefined): readonly Condition[] =>
  type === undefined
    ? []
    : [{ by: 'facet', facet: 'variant', anyOf: [type], ...(type === traditional && { orNone: true }) }]
